"""Django's settings, from the environment alone. Without any, one machine embeds everything under var/."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from campaign.spec.errors import InvalidValue
from campaign.spec.message import say

PROJECT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("CAMPAIGN_HOME", PROJECT / "var"))
TEMPLATES_FOLDER = Path(os.environ.get("CAMPAIGN_TEMPLATES", PROJECT / "templates"))
SCHEDULES_FOLDER = Path(os.environ.get("CAMPAIGN_SCHEDULES", PROJECT / "schedules"))
SAMPLES_FOLDER = PROJECT / "assets" / "samples"


def _read_secret() -> str:
    """The key that signs sessions: given, or drawn once and kept with the data, readable by its owner only."""
    given = os.environ.get("CAMPAIGN_SECRET_KEY")
    if given:
        return given
    from django.core.management.utils import get_random_secret_key

    path = HOME / "secret-key"
    if not path.exists():
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # consents and sessions lie in it
        half = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(get_random_secret_key())
                file.flush()
                os.fsync(file.fileno())  # an empty key would keep us from starting ever again
            os.link(half, path)
        except FileExistsError:
            pass  # another process of ours was first
        finally:
            half.unlink(missing_ok=True)
    return path.read_text()


def _read_number(name: str, *, default: int) -> float:
    """Raises InvalidValue."""
    given = os.environ.get(name, "")
    try:
        number = float(given or default)
    except ValueError:
        number = -1.0
    if not 0 <= number < 1_000_000:
        raise InvalidValue(
            say("%(name)s is “%(given)s”, and should be a number.", name=name, given=given),
            hint=say("Write digits, or leave it out: it is %(default)d then.", default=default),
        )
    return number


DEBUG = False
SECRET_KEY = _read_secret()
SIGNING_KEY = os.environ.get("CAMPAIGN_SIGNING_KEY", "")
"""32 bytes in hexadecimal, the same on every host; empty: drawn once, kept under HOME."""
ALLOWED_HOSTS = os.environ.get("CAMPAIGN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CAMPAIGN_ORIGINS", "").split(",") if origin]
PUBLIC_URL = os.environ.get("CAMPAIGN_PUBLIC_URL", "http://localhost:8000").rstrip("/")
BEHIND_PROXY = bool(os.environ.get("CAMPAIGN_BEHIND_PROXY"))
if BEHIND_PROXY:
    # only where nobody but the proxy reaches us: anybody else could claim to come by https
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "campaign.data",
    "campaign.feeds",
    "campaign.studio",
]
MIDDLEWARE = [
    "campaign.feeds.watching.Watch",
    "django.middleware.security.SecurityMiddleware",
    "campaign.studio.security.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "campaign.studio.away.AnswerWithoutDatabase",  # in the visitor's language, before anything of theirs is read
    "django.middleware.common.CommonMiddleware",
    "campaign.studio.receiving.LimitBodies",  # before the form's token is looked for: that reads all of it
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "campaign.studio.nul.RefuseNul",
]
ROOT_URLCONF = "campaign.urls"
WSGI_APPLICATION = "campaign.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)
    if "DATABASE_URL" in os.environ
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "campaign.sqlite3",
        "CONN_MAX_AGE": 60,  # opening costs more than the query of a poll
    }
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # by an address too
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # WAL: players are answered while somebody writes; FULL: a story that was said to be saved outlives a cut of
        # power; what is erased is overwritten too, which not every build of SQLite does by itself
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;"
        " PRAGMA secure_delete=ON;",
        **DATABASES["default"].get("OPTIONS", {}),
    }
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "campaign.data.postgresql"  # the same, for servers that fall silent
AUTH_USER_MODEL = "data.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3600  # of the address in a letter, in seconds
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign-in"

LANGUAGE_CODE = "bg"
LANGUAGES = [("bg", "Български"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "campaign" / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Sofia"

STATIC_URL = "static/"
STATIC_ROOT = os.environ.get("STATIC_ROOT")  # where collectstatic writes, for a proxy in front
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "campaign.studio.fonts.FontFinder",
]
WHITENOISE_USE_FINDERS = True  # one machine serves straight from the packages
STORE = os.environ.get("CAMPAIGN_STORE", f"file:{HOME / 'store'}")
"""Where rendered files live: file:FOLDER or s3://BUCKET/PREFIX (CAMPAIGN_S3_ENDPOINT for other servers)."""
PRIVATE_STORE = os.environ.get("CAMPAIGN_PRIVATE_STORE", f"file:{HOME / 'private'}")
"""Where signed forms of consents lie: another folder or bucket than STORE, which nobody is served from."""
STORE_ENDPOINT = os.environ.get("CAMPAIGN_S3_ENDPOINT", "")
GRACE_DAYS = int(_read_number("CAMPAIGN_GRACE_DAYS", default=30))
"""So long a file stays in the store after nothing needs it any more; 14 days at the least."""
PROOF_DAYS = int(_read_number("CAMPAIGN_PROOF_DAYS", default=2557))
"""So long the pictures of what was approved or let out are kept: seven years, as funders may ask for five after the
last payment (Regulation (EU) 2021/1060, article 82), and that comes a year or two after the screens."""
BROKER_URL = os.environ.get("CAMPAIGN_BROKER", "")
"""redis://… of a shared broker; empty: a private one is started under HOME."""

AUDIT_YEARS = _read_number("CAMPAIGN_AUDIT_YEARS", default=10)
"""So long the audit log is kept; claims end after ten years at the latest in Bulgaria (ZZD, article 112)."""

METRICS_TOKEN = os.environ.get("CAMPAIGN_METRICS_TOKEN", "")
"""What Prometheus shows to read /metrics; empty: only this very machine reads it."""

MAIL = os.environ.get("CAMPAIGN_MAIL") or f"file:{HOME / 'mail'}"
"""Where letters go: smtp://HOST, smtp+tls:// or smtps:// with USER:PASSWORD@HOST, or file:FOLDER."""
MAIL_FROM = os.environ.get("CAMPAIGN_MAIL_FROM") or f"campaign@{urlsplit(PUBLIC_URL).hostname}"

SESSION_ENGINE = "campaign.studio.session_store"
SESSION_COOKIE_AGE = 30 * 24 * 3600  # at the longest; services.sessions ends what nobody uses
BY_HTTPS = PUBLIC_URL.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = BY_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
if BY_HTTPS:
    # browsers take them from this host alone, by https alone: no neighbour under the same domain can plant one
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 365 * 24 * 3600  # told by https only; players that know http alone go on
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOG = os.environ.get("CAMPAIGN_LOG", "")
"""json: a line for each request and render, for programs to read; empty: only what went wrong."""
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "campaign.adapters.log_lines.PlainLines"},
        "json": {"()": "campaign.adapters.log_lines.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json" if LOG == "json" else "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "ERROR", "propagate": True},
        "campaign": {"level": "INFO" if LOG == "json" else "WARNING"},
        "gunicorn.error": {"handlers": ["stderr"], "propagate": False},
    },
}
