"""GET and HEAD /feeds/<token>/playlist.<kind>. In: a token. Out: the playlist, or 304, or the one 404."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from campaign.feeds.answers import find_base_url, open_to_all, refuse, set_headers
from campaign.services import publishing
from campaign.services.conditions import accepts_gzip, format_date, is_known
from campaign.services.publishing import Served


@open_to_all
def give_playlist(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A query is ignored: some players add random ones to pass by caches."""
    at, fetched = timezone.now(), request.method == "GET"
    served = publishing.playlist_for(token, at=at, kind=kind, base_url=find_base_url(request), fetched=fetched)
    if served is None:
        return refuse()
    known = is_known(request.headers, etag=served.etag, changed=served.changed, exact=True)
    packed = accepts_gzip(request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(status=304, content_type=served.media_type) if known else _send(served, packed=packed)
    # A strong tag names bytes, so packed ones get its weak form (RFC 9110, 8.8.1).
    headers = {
        "ETag": f"W/{served.etag}" if packed else served.etag,
        "Last-Modified": format_date(served.changed),
        "Cache-Control": "no-cache",
    }
    set_headers(response, headers)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _send(served: Served, *, packed: bool) -> HttpResponse:
    if not packed:
        return HttpResponse(served.body, content_type=served.media_type)
    return HttpResponse(served.packed, content_type=served.media_type, headers={"Content-Encoding": "gzip"})
