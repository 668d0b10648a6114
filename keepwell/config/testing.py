"""Settings for the tests: the product's own, with a home that goes away."""

import os
import tempfile

os.environ.setdefault("KEEPWELL_HOME", tempfile.mkdtemp(prefix="keepwell-tests-"))
os.environ.setdefault("KEEPWELL_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")

from keepwell.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CAN_MAIL = True
FIRM_KEPT_SECONDS = 0
API_ANSWERS_TRIED = True
CACHES["default"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # noqa: F405
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
if EMBEDDED:  # noqa: F405
    # A file, not memory: some tests look at it from a second process, and writers really queue.
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}  # noqa: F405
