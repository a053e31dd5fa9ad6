"""Settings that contradict each other or are not safe. In: the settings, and which hosts there are. Out: ailments."""

import os
import socket
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from campaign.services import beats
from campaign.services.diagnosis import Ailment
from campaign.services.garbage import find_grace
from campaign.spec.errors import NotAllowed
from campaign.spec.message import Message, say

LEAST_SECRET = 32
LEAST_LETTERS = 10
"""Different ones in a secret that somebody drew."""
HERE = ("localhost", "127.0.0.1", "::1")


def check_settings() -> Iterator[Ailment]:
    """What the environment says."""
    url = urlsplit(settings.PUBLIC_URL)
    if url.scheme not in ("http", "https") or not url.hostname:
        yield _ail(
            say("CAMPAIGN_PUBLIC_URL is not an address: playlists and letters lead nowhere."),
            say("Write what people and players type: https://campaign.example.org"),
        )
        return
    public = url.hostname not in HERE
    yield from _check_names(url.hostname)
    yield from _check_line(url.scheme, public=public)
    yield from _check_stores()
    if public and settings.MAIL.startswith("file:"):
        yield _ail(
            say("Letters are files that nobody gets: invitations and new passwords too."),
            say("Set CAMPAIGN_MAIL to your mail server."),
        )


def _check_names(host: str) -> Iterator[Ailment]:
    """By which names we answer, and what we tell whom."""
    if settings.DEBUG:
        yield _ail(say("DEBUG is on: every error shows people's data."), say("Take it out of the settings."))
    if not validate_host(host, settings.ALLOWED_HOSTS):
        yield _ail(
            say("CAMPAIGN_PUBLIC_URL names %(host)s, which is not in CAMPAIGN_HOSTS.", host=host),
            say("Add it: links in letters and playlists would be refused."),
        )
    if "*" in settings.ALLOWED_HOSTS:
        yield _ail(
            say("CAMPAIGN_HOSTS allows every name: anybody's page may pass for ours."),
            say("Name those that people use."),
        )


def _check_line(scheme: str, *, public: bool) -> Iterator[Ailment]:
    """Whether what goes over the line is safe, and forms are taken."""
    if public and scheme != "https":
        yield _ail(
            say("CAMPAIGN_PUBLIC_URL is not https: passwords go through the network as they are typed."),
            say("Let the proxy in front end TLS (docs/deploy.md), and write https://… there."),
        )
    if scheme == "https" and not (settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        yield _ail(say("Cookies would go without https."), say("Take SESSION_COOKIE_SECURE out of the settings."))
    if scheme == "https" and not settings.BEHIND_PROXY:
        yield _ail(
            say("CAMPAIGN_PUBLIC_URL is https, and CAMPAIGN_BEHIND_PROXY is not set: every form would be refused."),
            say("Set it to 1 where a proxy ends TLS and nobody else reaches us."),
        )


def _check_stores() -> Iterator[Ailment]:
    try:
        find_grace()
    except NotAllowed as error:
        yield _ail(error.message, error.hint or say("Take CAMPAIGN_GRACE_DAYS out of the settings."))
    if settings.PRIVATE_STORE == settings.STORE:
        yield _ail(
            say("Signed forms of consents lie in the store that everybody is served from."),
            say("Set CAMPAIGN_PRIVATE_STORE to another folder or bucket."),
        )


def check_secrets() -> Iterator[Ailment]:
    """The key of sessions, and who may read what lies on this host."""
    secret = settings.SECRET_KEY
    if len(secret) < LEAST_SECRET or len(set(secret)) < LEAST_LETTERS or secret.startswith("django-insecure"):
        yield _ail(
            say("CAMPAIGN_SECRET_KEY is easily guessed: whoever has it signs in as anybody."),
            say("Draw one: openssl rand -hex 32. Everybody signs in anew then, and sets up their app again."),
        )
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < LEAST_SECRET:
        yield _ail(say("CAMPAIGN_METRICS_TOKEN is short."), say("Draw one: openssl rand -hex 32."))
    home = Path(settings.HOME)
    if home.is_dir() and home.stat().st_mode & 0o077:
        yield _ail(
            say("Others on this machine can look into %(folder)s.", folder=str(home)),
            say("Consents and keys lie in it: chmod 700 %(folder)s", folder=str(home)),
        )


def check_hosts(*, now: datetime) -> Iterator[Ailment]:
    """What several hosts must have in common."""
    hosts = {row.name.partition("@")[2] or row.name for row in beats.find_alive(now=now)} | {socket.gethostname()}
    if len(hosts) < 2:
        return
    together = say("Several hosts need one in common: docs/deploy.md tells how.")
    for name, value in (("CAMPAIGN_STORE", settings.STORE), ("CAMPAIGN_PRIVATE_STORE", settings.PRIVATE_STORE)):
        if value.startswith("file:"):
            yield _ail(say("%(name)s is a folder of this host, and there are several.", name=name), together)
    if not settings.BROKER_URL:
        yield _ail(say("%(name)s is not set, and there are several hosts.", name="CAMPAIGN_BROKER"), together)
    if not os.environ.get("CAMPAIGN_SECRET_KEY"):
        yield _ail(say("%(name)s is not set, and there are several hosts.", name="CAMPAIGN_SECRET_KEY"), together)
    if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        yield _ail(say("%(name)s is not set, and there are several hosts.", name="DATABASE_URL"), together)


def _ail(message: Message, hint: Message) -> Ailment:
    return Ailment(message, hint=hint)
