"""POST /feeds/<token>/plays and PUT /feeds/<token>/playlog-<uuid>.xml. In: what players showed. Out: what became of it.

Each row is judged by itself, so a player may forget all that it gets an answer on. A SMIL player sends a playlog until
it is taken, and nothing else before: so one that cannot be read is taken too, and counted.
"""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from campaign.feeds.answers import open_to, refuse, tell
from campaign.feeds.bodies import read_body
from campaign.playlists.playlog import read_playlog
from campaign.playlists.proof import Row
from campaign.playlists.reported import Unreadable, read_rows
from campaign.services import players, plays
from campaign.services.outages import AWAY
from campaign.services.pace import PACE
from campaign.services.plays import Result
from campaign.spec.errors import InvalidDocument

LARGEST = 256_000
"""Bytes of a report: 500 rows take half of it."""
LARGEST_LOG = 8_000_000
"""Bytes of a playlog; players begin a new one at a megabyte or so."""
A_LOG = 256_000
"""Bytes of a playlog that cost a player's pace as much as one asking: no player keeps a server busy with them."""
PAUSE = "30"
"""Seconds after which to come back while the database is busy."""


@open_to("POST")
def take_plays(request: HttpRequest, token: str) -> HttpResponse:
    """The results in the order of the rows."""
    if players.authenticate(token) is None:
        return refuse()
    data = read_body(request, most=LARGEST)
    if data is None:
        return tell("too long: send at most 500 rows, and 256 kB", status=413)
    try:
        rows = read_rows(data)
    except InvalidDocument as error:
        return tell(str(error), status=400)
    try:
        results = plays.take(token, rows, now=timezone.now())
    except AWAY:
        return _come_back()
    return refuse() if results is None else _answer(results)


@open_to("PUT")
def take_playlog(request: HttpRequest, token: str) -> HttpResponse:
    """204 once it is kept; the name of the file says nothing."""
    if players.authenticate(token) is None:
        return refuse()
    data = read_body(request, most=LARGEST_LOG)
    PACE.charge(token, askings=len(data or b"") // A_LOG)
    try:
        known = plays.take(token, _read_log(data), now=timezone.now()) is not None
    except AWAY:
        return _come_back()
    return HttpResponse(status=204) if known else refuse()


def _read_log(data: bytes | None) -> Sequence[Row | Unreadable]:
    try:
        return read_playlog(data or b"")
    except InvalidDocument:
        return (Unreadable(),)


def _answer(results: Sequence[Result]) -> HttpResponse:
    body = [{"id": one.name, "status": one.status, "reason": one.reason, "seconds": one.seconds} for one in results]
    response = JsonResponse({"results": body})
    response.headers["Cache-Control"] = "no-store"
    return response


def _come_back() -> HttpResponse:
    response = tell("busy: keep them and come back", status=503)
    response.headers["Retry-After"] = PAUSE
    return response
