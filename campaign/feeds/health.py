"""GET /health, for proxies and container checks. In: nothing. Out: 200 when we can serve players, else 503.

That we answer at all shows that we live; a database that answers shows that playlists can be made. A release is no
part of it: before the first one players have their plain picture. It tells nobody anything else.
"""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.data import queries
from campaign.feeds.answers import open_to_all, set_headers


@open_to_all
def give_health(request: HttpRequest) -> HttpResponse:
    """Never kept by a cache on the way."""
    try:
        queries.find_current_release(at=timezone.now())
    except DatabaseError:
        response = HttpResponse("not ready: no database\n", status=503, content_type="text/plain; charset=utf-8")
        response.headers["Retry-After"] = "10"
    else:
        response = HttpResponse("ready\n", content_type="text/plain; charset=utf-8")
    set_headers(response, {"Cache-Control": "no-store"})
    return response
