"""Settings for the tests: the product's own, with a home that goes away."""

import os
import tempfile

os.environ.setdefault("KEEPWELL_HOME", tempfile.mkdtemp(prefix="keepwell-tests-"))
os.environ.setdefault("KEEPWELL_SECRET_KEY", "only-for-tests-only-for-tests-only-for-tests")

from keepwell.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
