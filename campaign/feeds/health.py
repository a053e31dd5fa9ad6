"""GET /health, /health/live and /health/ready, for proxies and container checks. In: nothing. Out: 200, or 503.

live: that we answer at all; restart a process that does not. ready: that playlists can be given out, from memory too
while the database is away; send players to others while it is not. /health asks the database itself, each time. A
release is no part of it: before the first one players have their plain picture. They tell nobody anything else.
"""

from datetime import datetime
from time import monotonic

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.data import queries
from campaign.feeds.answers import open_to_all, set_headers
from campaign.services.readiness import find_hindrance

KEPT = 1.0
"""Seconds for which an answer holds, however many ask."""
_found: list[tuple[float, str]] = []


@open_to_all
def give_health(request: HttpRequest) -> HttpResponse:
    """Never kept by a cache on the way."""
    try:
        queries.find_current_release(at=timezone.now())
    except DatabaseError:
        return _answer("no database")
    return _answer("")


@open_to_all
def give_live(request: HttpRequest) -> HttpResponse:
    """Without asking for anything."""
    return _answer("", word="alive")


@open_to_all
def give_ready(request: HttpRequest) -> HttpResponse:
    """Whether players can be served."""
    hindrance = _find_hindrance(timezone.now())
    return _answer(f"no {hindrance}" if hindrance else "")


def forget() -> None:
    """Look anew."""
    _found.clear()


def _find_hindrance(now: datetime) -> str:
    if not _found or monotonic() - _found[0][0] > KEPT:
        _found[:] = [(monotonic(), find_hindrance(now=now))]
    return _found[0][1]


def _answer(hindrance: str, *, word: str = "ready") -> HttpResponse:
    text = f"not ready: {hindrance}\n" if hindrance else f"{word}\n"
    response = HttpResponse(text, status=503 if hindrance else 200, content_type="text/plain; charset=utf-8")
    if hindrance:
        response.headers["Retry-After"] = "10"
    set_headers(response, {"Cache-Control": "no-store"})
    return response
