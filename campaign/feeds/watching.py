"""How requests are answered, for monitors and logs. In: every request. Out: counts and times, and a line of the log.

Told by the name of the address, never the address itself, which holds a player's token or somebody's search. Each costs
some microseconds. Several processes of a server add up in PROMETHEUS_MULTIPROC_DIR, which `campaign serve` sets.
"""

import logging
import os
import re
import secrets
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from prometheus_client import Histogram

from campaign.adapters.log_lines import request_id

FEEDS = frozenset(
    {"playlist", "signature", "keys", "keys-signature", "gone", "loop", "bundle", "heartbeat", "plays", "playlog",
     "web-player", "player-worker", "media", "calendar-feed", "health", "live", "ready", "metrics"}
)  # fmt: skip
"""Told by their names; everything else is the studio."""
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
ROOM = 512 * 1024
"""Bytes of a process's counts: 2.5 KB for each address and status."""
_reserved: set[int] = set()
"""Processes that have it; one that is forked needs its own."""
SECONDS = Histogram(
    "campaign_request_seconds", "From a request's head to the answer's.", ("route", "status"), buckets=BUCKETS
)
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")
_observers: dict[tuple[str, int], Callable[[float], None]] = {}
"""Looked up once: that takes longer than counting."""
_log = logging.getLogger("campaign.request")


class Watch:
    """Middleware; the outermost."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response
        self.logs = _log.isEnabledFor(logging.INFO)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        if self.logs:
            request_id.set(find_id(request))
        response = self.get_response(request)
        match = request.resolver_match
        name = (match.url_name if match else None) or ""
        observe(name, response.status_code, time.perf_counter() - begun)
        if self.logs:
            tell(request, name, response.status_code, time.perf_counter() - begun)
        return response


def observe(name: str, status: int, seconds: float) -> None:
    """Count an answer of an address's name."""
    key = name if name in FEEDS else "studio", status
    known = _observers.get(key)
    if known is None:
        try:
            _reserve_room()
            known = _observers[key] = SECONDS.labels(key[0], str(status)).observe
        except OSError:  # no room to count in: what is not counted is answered all the same
            return
    known(seconds)


def _reserve_room() -> None:
    """Where processes count in files: all that they need, once. A disk that fills later would end them in the middle of
    an answer, since they write through memory. Raises OSError."""
    folder, process = os.environ.get("PROMETHEUS_MULTIPROC_DIR"), os.getpid()
    if not folder or process in _reserved:
        return
    path = Path(folder) / f"histogram_{process}.db"
    with path.open("ab") as file:
        try:
            os.posix_fallocate(file.fileno(), 0, ROOM)
        except OSError:
            path.unlink()
            raise
    _reserved.add(process)


def tell(request: HttpRequest, name: str, status: int, seconds: float) -> None:
    """A line of the log, of nobody in particular."""
    fields = {"route": name or "none", "method": _name_method(request.method), "status": status}
    _log.info("request", extra={"fields": {**fields, "ms": round(seconds * 1000, 1)}})


def find_id(request: HttpRequest) -> str:
    """What the proxy calls the request, if one may say so; else one that is drawn."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if REQUEST_ID.fullmatch(given) else secrets.token_hex(16)


def _name_method(method: str | None) -> str:
    """One of HTTP's: a client may call it as it likes."""
    return method if method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH") else "other"
