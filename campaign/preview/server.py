"""The preview's own web server, for this machine alone. In: a port. Out: a server that runs until it is told to end.

Threads, since one page keeps a line open for news and asks for several pictures at once; no gunicorn, since its
workers would each keep pictures of their own.
"""

from collections.abc import Mapping
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler

HOST = "127.0.0.1"
SETTINGS: Mapping[str, Any] = {
    "ROOT_URLCONF": "campaign.preview.urls",
    "DATABASES": {},
    "ALLOWED_HOSTS": [HOST, "localhost"],  # a stranger's name that leads here is refused
    "CSRF_COOKIE_SECURE": False,
    "CSRF_TRUSTED_ORIGINS": [],
    "INSTALLED_APPS": ["django.contrib.staticfiles", "campaign.forms", "campaign.preview"],
    "MIDDLEWARE": [
        "django.middleware.security.SecurityMiddleware",
        "campaign.preview.security.ContentSecurityPolicy",
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.template.context_processors.i18n",
                ]
            },
        }
    ],
    "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.AppDirectoriesFinder"],
    "STATIC_URL": "/static/",
    "STATIC_ROOT": None,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 5000,
}
"""What differs from the product's settings: no people, no tables, no sessions."""


class QuietHandler(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base class names it so
        pass


def open_server(port: int) -> ThreadedWSGIServer:
    """Listening already; `serve_forever` answers. Raises OSError when the port is taken."""
    server = ThreadedWSGIServer((HOST, port), QuietHandler, ipv6=False)
    server.set_app(WSGIHandler())
    return server
