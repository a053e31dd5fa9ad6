"""GET and HEAD /feeds/<token>/playlist.<kind>. In: a token. Out: the playlist, or 304, or the one 404."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from campaign.feeds.answers import find_base_url, open_to_all, refuse, set_headers
from campaign.services import publishing
from campaign.services.conditions import format_date, is_known


@open_to_all
def give_playlist(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A query is ignored: some players add random ones to pass by caches."""
    served = publishing.playlist_for(token, at=timezone.now(), kind=kind, base_url=find_base_url(request))
    if served is None:
        return refuse()
    known = is_known(request.headers, etag=served.etag, changed=served.changed, exact=True)
    response = HttpResponse(status=304) if known else HttpResponse(served.body, content_type=served.media_type)
    set_headers(
        response,
        {"ETag": served.etag, "Last-Modified": format_date(served.changed), "Cache-Control": "no-cache"},
    )
    return response
