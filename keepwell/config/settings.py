"""Settings, all from the environment (`docs/settings.md` lists them)."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from keepwell.config import environment as env

HOME = env.home()
SECRET_KEY = env.secret_key(HOME)
DEBUG = env.flag("KEEPWELL_DEBUG")
PORT = env.whole_number("PORT", 8000, least=1, most=65535)
HTTPS = env.flag("KEEPWELL_HTTPS")
ALLOWED_HOSTS = env.words("KEEPWELL_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("KEEPWELL_ORIGINS")
FILES = HOME / "files"
KEEP_FILES_DAYS = env.whole_number("KEEPWELL_KEEP_FILES_DAYS", 90, least=0, most=3_650)
FILE_MOST_MB = env.whole_number("KEEPWELL_FILE_MOST_MB", 25, least=1, most=2_000)
BACKUPS, BACKUP_KEY = env.backups(HOME)

DATABASES = {"default": env.database(HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
EMBEDDED = DATABASES["default"]["ENGINE"] == "keepwell.kernel.sqlite"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "template_partials",
    "django_htmx",
    "csp",
    # Before allauth, whose pages the firm draws anew.
    "keepwell.ui",
    "keepwell.firm",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "keepwell.parties",
    "keepwell.walls",
    "keepwell.fields",
    "keepwell.journal",
    "keepwell.conversations",
    "keepwell.files",
    "keepwell.orders",
    "keepwell.usage",
    "keepwell.agreements",
    "keepwell.relationships",
    "keepwell.kinds",
    "keepwell.exchange",
    "keepwell.backups",
    "keepwell.notices",
    "keepwell.desk",
    "keepwell.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "keepwell.firm.threshold.OwnTongueMiddleware",
    "keepwell.fields.threshold.FieldsReadAnewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "keepwell.firm.threshold.FoundedMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]

ROOT_URLCONF = "keepwell.config.urls"
WSGI_APPLICATION = "keepwell.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "keepwell.desk.shell.shell",
                "keepwell.firm.context.who_we_are",
            ],
        },
    }
]

AUTH_USER_MODEL = "firm.Teammate"
AUTHENTICATION_BACKENDS = ["keepwell.firm.sessions.Doorbook"]
SESSION_ENGINE = "keepwell.firm.sessions"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SMTP = env.smtp("KEEPWELL_SMTP_URL")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if SMTP else 'dummy'}.EmailBackend"
if SMTP:
    EMAIL_HOST, EMAIL_PORT = SMTP.host, SMTP.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = SMTP.user, SMTP.password
    EMAIL_USE_SSL, EMAIL_USE_TLS = SMTP.by_tls, SMTP.starts_tls
    EMAIL_TIMEOUT = 15
CAN_MAIL = SMTP is not None
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("KEEPWELL_MAIL_FROM", "keepwell@localhost")

OIDC = env.oidc()
OIDC_TRUSTS_MAIL = env.flag("KEEPWELL_OIDC_TRUST_MAIL")
SITE_URL = env.site_url("KEEPWELL_URL")
WEBHOOKS_PRIVATE = env.flag("KEEPWELL_WEBHOOKS_PRIVATE")
API_PER_MINUTE = env.whole_number("KEEPWELL_API_PER_MINUTE", 600, least=10, most=1_000_000)
API_ANSWERS_TRIED = False
FIRM_KEPT_SECONDS = 5
FIELDS_KEPT_SECONDS = 2
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "account_login", "/", "account_login"
ACCOUNT_ADAPTER = "keepwell.firm.doorkeeper.Doorkeeper"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE = 14 * 24 * 60 * 60
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "keepwell.firm.forms.door.SignInForm",
    "reauthenticate": "keepwell.firm.forms.door.AgainForm",
    "change_password": "keepwell.firm.forms.door.NewPasswordForm",
    "reset_password": "keepwell.firm.forms.door.ForgottenForm",
    "reset_password_from_key": "keepwell.firm.forms.door.ResetForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/10m/key",
    "reset_password": "10/m/ip,3/10m/key",
    "reset_password_from_key": "10/m/ip",
    "accept_invitation": "10/m/ip",
    "reauthenticate": "5/m/user",
    "change_password": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole_number("KEEPWELL_PROXIES", 0, least=0, most=9)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Nobody signs up with an address that is not theirs: teammates are invited.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "keepwell.firm.doorkeeper.SecondLock"
MFA_FORMS = {
    "authenticate": "keepwell.firm.forms.door.CodeForm",
    "reauthenticate": "keepwell.firm.forms.door.CodeAgainForm",
    "activate_totp": "keepwell.firm.forms.door.FirstCodeForm",
}
MFA_TOTP_ISSUER, MFA_TOTP_TOLERANCE = "Keepwell", 1
USERSESSIONS_TRACK_ACTIVITY = False
SOCIALACCOUNT_ADAPTER = "keepwell.firm.doorkeeper.HouseKey"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC.app] if OIDC else []}}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "keepwell_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # What one process need not work out again for a while; nothing that others must know.
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "here"},
}

SETTINGS_PLACES = [
    "keepwell.firm.places.PLACES",
    "keepwell.config.places.PLACES",
    "keepwell.fields.places.PLACES",
    "keepwell.kinds.places.PLACES",
    "keepwell.notices.places.PLACES",
    "keepwell.files.places.PLACES",
    "keepwell.walls.places.PLACES",
    "keepwell.exchange.places.PLACES",
    "keepwell.desk.places.PLACES",
    "keepwell.backups.places.PLACES",
]

LANGUAGE_CODE = env.one_of("KEEPWELL_LANGUAGE", "en", ("en", "de"))
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [Path(__file__).parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([OIDC.origin] if OIDC else [])],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "keepwell_session"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
# A folder of single mails is many files; all of them go to disk, none into memory.
DATA_UPLOAD_MAX_NUMBER_FILES = 5_000
# Emptied by every start: what a kill leaves behind stands nowhere else.
FILE_UPLOAD_TEMP_DIR = HOME / "arriving"
FILE_UPLOAD_TEMP_DIR.mkdir(mode=0o700, exist_ok=True)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.one_of("KEEPWELL_LOG", "WARNING", ("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}
