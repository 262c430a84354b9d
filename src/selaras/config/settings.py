"""All settings: read from the environment once, secrets generated below SELARAS_HOME, never defaulted."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any

from csp.constants import SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from selaras.config import home, postgres

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("SELARAS_HOME") or Path.cwd() / ".selaras").resolve()
DEBUG = os.environ.get("SELARAS_DEBUG") == "1"
MAIL_PORTS = {"none": 25, "starttls": 587, "ssl": 465}


def _secret(name: str) -> str:
    """Read a secret from the home, making it on the first use; only the owner can read it."""
    path = HOME / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_text()


def _database(url: str) -> dict[str, Any]:
    """Turn a connection URL (or key=value string) into Django's words."""
    try:
        parts: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL or DATABASE_OWNER_URL cannot be read; give it as postgresql://role:password@host:port/name."
        ) from error
    known = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port"}
    return {ours: str(parts.get(theirs) or "") for ours, theirs in known.items()}


SECRET_KEY = os.environ.get("SELARAS_SECRET_KEY") or _secret("django")
DIGEST_KEY = os.environ.get("SELARAS_DIGEST_KEY") or _secret("chain")

_app_url, _owner_url = os.environ.get("DATABASE_URL"), os.environ.get("DATABASE_OWNER_URL")
if not _app_url:
    _cluster = postgres.urls(HOME)
    _app_url, _owner_url = _cluster.app_url, _cluster.owner_url
_app = _database(_app_url)
_owner = _database(_owner_url) if _owner_url else {}
DATABASE_APP_ROLE = _app["USER"]
DATABASE_OWNER: dict[str, str] = {key: _owner[key] for key in ("USER", "PASSWORD")} if _owner else {}
THREADS = home.web_threads()
DATABASES = {
    "default": {
        "ENGINE": "selaras.core.postgres",
        **_app,
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": max(THREADS + 2, 4), "timeout": 20},
            "application_name": "selaras",
            # A statement that is asked for again keeps its plan: planning is most of what PostgreSQL does here.
            "server_side_binding": True,
            "prepare_threshold": 5,
        },
    }
}

ALLOWED_HOSTS = (os.environ.get("SELARAS_ALLOWED_HOSTS") or "localhost,127.0.0.1,[::1]").split(",")
BASE_URL = (
    os.environ.get("SELARAS_BASE_URL") or f"http://localhost:{os.environ.get('SELARAS_PORT') or 8000}"
).rstrip("/")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []
SECURE = BASE_URL.startswith("https://")
PROXIES = home.proxies()
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_ENGINE = "selaras.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_NAME = "selaras_session"
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "axes",
    "allauth",
    "allauth.account",
    "procrastinate.contrib.django",
    "selaras.core.apps.CoreConfig",
    "selaras.accounts.apps.AccountsConfig",
    "selaras.documents.apps.DocumentsConfig",
    "selaras.organisation.apps.OrganisationConfig",
    "selaras.regulations.apps.RegulationsConfig",
    "selaras.planning.apps.PlanningConfig",
    "selaras.monitoring.apps.MonitoringConfig",
    "selaras.appraisal.apps.AppraisalConfig",
    "selaras.recognition.apps.RecognitionConfig",
    "selaras.development.apps.DevelopmentConfig",
    "selaras.insight.apps.InsightConfig",
    "selaras.demo.apps.DemoConfig",
    "selaras.jobs.apps.JobsConfig",
    "selaras.api.apps.ApiConfig",
    "selaras.web.apps.WebConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "selaras.config.sizes.SizeMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "selaras.config.middleware.LanguageMiddleware",
    "selaras.api.shape.ShapeMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "selaras.config.methods.MethodMiddleware",
    "selaras.config.middleware.RefusalMiddleware",
    "selaras.config.middleware.AgencyMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "selaras.config.urls"
WSGI_APPLICATION = "selaras.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "selaras.web.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "accounts.User"
SELARAS_MEMBER_MODEL = "accounts.Membership"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "selaras.accounts.backends.LoginBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "selaras.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_FORMS = {"login": "selaras.accounts.forms.LoginForm"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody signs up here, and strangers get no mail from us
# Lock-out is axes' work, by login and address, and an officer can unlock. Beside it, wide limits stop a guesser who
# changes addresses (by login) or logins (by address); a whole office that shares one address on deadline night
# stays below them, because only failures count.
ACCOUNT_RATE_LIMITS: dict[str, str | None] = {
    "login": None,
    "login_failed": "300/5m/ip,50/30m/key" if PROXIES or not SECURE else "50/30m/key",
    "reset_password": "200/m/ip,5/m/key",
    "change_password": "20/m/user",
}
# allauth counts these in the cache. In the memory of each web process every limit would be as many times wider as there
# are processes; axes counts in its own table. MAX_ENTRIES: past it Django drops rows that still count.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_limit",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "selaras.accounts.views.locked_out"
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "selaras.accounts.lockout.counted_login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

EMAIL_BACKEND = os.environ.get("SELARAS_EMAIL_BACKEND") or "django.core.mail.backends.console.EmailBackend"
EMAIL_HOST = os.environ.get("SELARAS_EMAIL_HOST") or "localhost"
_email_tls = os.environ.get("SELARAS_EMAIL_TLS") or "none"
if _email_tls not in MAIL_PORTS:
    raise ImproperlyConfigured(f"SELARAS_EMAIL_TLS is “{_email_tls}”; give starttls, ssl or none.")
EMAIL_USE_TLS, EMAIL_USE_SSL = _email_tls == "starttls", _email_tls == "ssl"
EMAIL_PORT = home.whole("SELARAS_EMAIL_PORT", MAIL_PORTS[_email_tls], 1, 65535)
EMAIL_HOST_USER = os.environ.get("SELARAS_EMAIL_USER") or ""
EMAIL_HOST_PASSWORD = os.environ.get("SELARAS_EMAIL_PASSWORD") or ""
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("SELARAS_EMAIL_FROM") or "selaras@localhost"

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "selaras_language"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True
# First of all catalogues: it also says better what allauth and Django call "Sandi" and "E-mail".
LOCALE_PATHS = [PACKAGE / "accounts" / "locale"]
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("SELARAS_STATIC") or HOME / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "selaras.config.static.StaticFiles"},
}
UPLOADS = HOME / "uploads"
SEALS: Path | None = HOME / "seals"
UPLOAD_LIMIT = 20 * 1024 * 1024
REQUEST_LIMIT = 25 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
FILE_UPLOAD_PERMISSIONS = 0o600

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
GALLERY = DEBUG or os.environ.get("SELARAS_GALLERY") == "1"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "axes": {"level": "WARNING"}},
}
