"""When the database is away, or the disk full. In: a request, or what its view raised. Out: 503 or 507 in plain words.

The page needs neither a session nor a row. What players send and fetch is told in a line when to come back; playlists
and media are answered from memory, as services.lasting has it, so their requests are let through.
"""

import errno
import logging
import re
import sys
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

from campaign.services import outages
from campaign.services.outages import AWAY, RETRY_AFTER, DatabaseAway
from campaign.spec.errors import StoreFailed

WITHOUT = re.compile(r"/(feeds/[^/]+/(playlist\.|loop\.|bundle\.|keys\.)|media/|health|metrics|static/)")
"""Addresses that may have an answer without a database, or tell themselves that there is none."""
MACHINES = ("/feeds/", "/media/", "/calendars/")
READING = ("GET", "HEAD", "OPTIONS")
FULL = (errno.ENOSPC, errno.EDQUOT)
_log = logging.getLogger(__name__)


class AnswerWithoutDatabase:
    """Middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if outages.is_on() and not (request.method in READING and WITHOUT.match(request.path)):
            return tell_away(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return explain(request, exception)


def explain(request: HttpRequest, exception: BaseException | None) -> HttpResponse | None:
    """None for what is neither."""
    if isinstance(exception, AWAY):
        words = str(exception)
        if "is full" in words or "No space left" in words:
            _log.warning("the database's disk is full: %s", words)
            return tell_full(request)
        if "locked" not in words:  # somebody writes for longer than this waited: all others go on
            outages.note(exception)
        return tell_away(request)
    if isinstance(exception, DatabaseAway):
        return tell_away(request)
    if isinstance(exception, StoreFailed):
        _log.warning("%s", exception)
        return tell_silent_store(request)
    if isinstance(exception, OSError) and exception.errno in FULL:
        _log.warning("a disk is full: %s", exception)
        return tell_full(request)
    return None


def handle_error(request: HttpRequest) -> HttpResponse:
    """What middleware raised: Django's handler500."""
    return explain(request, sys.exc_info()[1]) or HttpResponseServerError(server_error(request).content)


def tell_away(request: HttpRequest) -> HttpResponse:
    return _tell(
        request,
        status=503,
        title=_("The database does not answer just now"),
        words=_("Everything that was saved is safe, and the screens go on playing."),
    )


def tell_silent_store(request: HttpRequest) -> HttpResponse:
    return _tell(
        request,
        status=503,
        title=_("Pictures and files cannot be reached just now"),
        words=_("Everything that was saved is safe, and the screens go on playing."),
    )


def tell_full(request: HttpRequest) -> HttpResponse:
    return _tell(
        request,
        status=507,
        title=_("The server's disk is full"),
        words=_(
            "This was not saved; everything saved before is safe, and the screens go on playing. Tell whoever looks "
            "after the server that it needs room."
        ),
    )


def _tell(request: HttpRequest, *, status: int, title: str, words: str) -> HttpResponse:
    kinds = request.headers.get("Accept", ""), request.headers.get("Content-Type", "")
    if request.path.startswith(MACHINES):
        response = HttpResponse("come back later\n", content_type="text/plain; charset=utf-8")
    elif any(kind.startswith("application/json") for kind in kinds):
        response = JsonResponse({"error": f"{title}. {words}"})
    else:
        context = {"title": title, "words": words, "number": status, "posted": request.method != "GET"}
        response = HttpResponse(render_to_string("studio/away.html", context))
    response.status_code = status
    response.headers["Retry-After"], response.headers["Cache-Control"] = str(RETRY_AFTER), "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # by Django: once for all is enough
    return response
