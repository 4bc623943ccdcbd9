"""The platform's settings, from the environment. `.env.example` names every one."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from suar.config.environment import Environment, wrong

env = Environment()

MODE = env.text("SUAR_MODE", "production")
if MODE not in {"production", "demo", "test"}:
    raise wrong("SUAR_MODE", "must be production, demo or test")
PRODUCTION = MODE == "production"
DEBUG = False

DATA = Path(env.text("SUAR_DATA", "suar-data")).resolve()
SECRET_KEY = env.text("SUAR_SECRET_KEY")
MASTER_KEY = env.text("SUAR_MASTER_KEY")
FORMER_MASTER_KEY = env.text("SUAR_FORMER_MASTER_KEY", "")
LOOKUP_KEY = env.text("SUAR_LOOKUP_KEY", MASTER_KEY)
for _name, _secret in {
    "SUAR_SECRET_KEY": SECRET_KEY,
    "SUAR_MASTER_KEY": MASTER_KEY,
    "SUAR_LOOKUP_KEY": LOOKUP_KEY,
}.items():
    if PRODUCTION and len(_secret) < 32:
        raise wrong(_name, "needs 32 characters or more")
BASE_URL = env.text("SUAR_BASE_URL", "http://localhost:8000").rstrip("/")
_BASE = urlsplit(BASE_URL)
SECURE = _BASE.scheme == "https"
if PRODUCTION and not SECURE and _BASE.hostname not in {"localhost"}:
    raise wrong("SUAR_BASE_URL", "must begin with https:// in production")
ALLOWED_HOSTS = env.words("SUAR_HOSTS", _BASE.hostname or "localhost")
CSRF_TRUSTED_ORIGINS = [BASE_URL]


def _database(name: str, url: str, *, open_door: bool = False) -> dict[str, Any]:
    """Turn a postgresql:// address into Django's settings; a host may be a socket's folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise wrong(name, "must begin with postgresql://")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host_and_port = parts.netloc.rsplit("@", 1)[-1]
    host, _, port = (
        host_and_port.rpartition(":") if ":" in host_and_port else (host_and_port, "", "")
    )
    settings: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql" if open_door else "suar.base.access.backend",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": port,
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
    }
    if open_door:  # a hundred migrations need not wait for the disk one by one. Should the machine
        # fall, the last ones are done again: nothing later reaches the disk before them
        options["options"] = "-c synchronous_commit=off"
    elif most := env.number("SUAR_POOL", 12):
        options["pool"] = {"min_size": 1, "max_size": most, "timeout": 20}
    return settings


DATABASES: dict[str, dict[str, Any]] = {
    "default": _database("SUAR_DATABASE_URL", env.text("SUAR_DATABASE_URL"))
}
# The owner's address is given to `suar manage migrate` alone, never to the web or the worker.
if _owner := env.text("SUAR_OWNER_DATABASE_URL", ""):
    DATABASES["owner"] = _database("SUAR_OWNER_DATABASE_URL", _owner, open_door=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "suar.base.access",
    "suar.base.audit",
    "suar.base.accounts",
    "suar.base.vault",
    "suar.base.tasks",
    "suar.base.ui",
    "suar.base.serving",
    "suar.rooms.registers",
    "suar.rooms.intake",
    "suar.rooms.victims",
    "suar.rooms.cases",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_bootstrap5",
    "bootstrap",
    "django_htmx",
    "lucide",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "suar.base.ui.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "suar.base.access.middleware.Door",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "suar.base.ui.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "suar.base.access.middleware.WhoActs",
    "suar.base.ui.middleware.Zone",
    "suar.base.ui.idle.IdleLock",
]

ROOT_URLCONF = "suar.config.urls"
WSGI_APPLICATION = "suar.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "suar.base.ui.context.shell",
            ],
        },
    }
]

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "CommonPasswordValidator")
] + [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    }
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "day"
ACCOUNT_ADAPTER = "suar.base.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has shown that the address is hers
ACCOUNT_RATE_LIMITS = {"login_failed": "6/30m/ip,6/30m/key", "login": "30/m/ip"}
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "suar.base.accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "suar.base.accounts.codes.CodeForm",
    "reauthenticate": "suar.base.accounts.codes.CodeAgainForm",
    "authenticate_webauthn": "suar.base.accounts.codes.PasskeyForm",
    "reauthenticate_webauthn": "suar.base.accounts.codes.PasskeyAgainForm",
    "login_webauthn": "suar.base.accounts.codes.PasskeyAloneForm",
    "add_webauthn": "suar.base.accounts.codes.AddPasskeyForm",
    "edit_webauthn": "suar.base.accounts.codes.RenamePasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Suar"
SOCIALACCOUNT_ADAPTER = "suar.base.accounts.adapters.DirectoryAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
if _issuer := env.text("SUAR_OIDC_ISSUER", ""):
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "ministry",
            "name": env.text("SUAR_OIDC_NAME", "Ministry sign-in"),
            "client_id": env.text("SUAR_OIDC_CLIENT_ID"),
            "secret": env.text("SUAR_OIDC_CLIENT_SECRET"),
            "settings": {"server_url": _issuer},
        }
    )

SESSION_ENGINE = "suar.base.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-suar" if SECURE else "suar"
CSRF_FAILURE_VIEW = "suar.base.ui.errors.stale_form"
IDLE_LOCK_MINUTES = env.number("SUAR_IDLE_MINUTES", 15)
# whose the public reports are: an organisation's prefix or key
HOTLINE = env.text("SUAR_HOTLINE", "PPR" if MODE == "demo" else "")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "suar_cache",
    }
}

SECURE_SSL_REDIRECT = SECURE and env.flag("SUAR_REDIRECT_TO_TLS", True)
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # whoever watches asks on this machine, behind the proxy
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("SUAR_BEHIND_PROXY", False) else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 0  # a handler of ours encrypts while it streams
FILE_UPLOAD_HANDLERS = ["suar.base.vault.uploads.SealedUploadHandler"]

# What `suar demo` loads, in this order: `load(cast, progress)` of each room (CONTRIBUTING.md).
DEMO_LOADERS = ["suar.rooms.registers.demo.load", "suar.rooms.cases.demo.loading.load"]

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # a room's long jobs; the worker loads them all

LANGUAGE_CODE = env.text("SUAR_LANGUAGE", "id")
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise wrong("SUAR_LANGUAGE", "must be id or en")
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.text("SUAR_ZONE", "Asia/Jakarta")
if TIME_ZONE not in available_timezones():
    raise wrong("SUAR_ZONE", "must be a zone such as Asia/Jakarta")
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.text("SUAR_MAIL_HOST", "")
    else "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = env.text("SUAR_MAIL_HOST", "")
EMAIL_PORT = env.number("SUAR_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("SUAR_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("SUAR_MAIL_PASSWORD", "")
EMAIL_USE_TLS = True
DEFAULT_FROM_EMAIL = env.text("SUAR_MAIL_FROM", "suar@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": True,
    "formatters": {"json": {"()": "suar.base.access.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "suar": {"level": "INFO"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # anybody may send any header
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
if not SECURE:  # http://localhost: the deploy checks that only TLS can meet
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W008", "security.W012", "security.W016"]
