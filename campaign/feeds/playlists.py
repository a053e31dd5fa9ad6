"""GET and HEAD /feeds/<token>/playlist.<kind>, and .minisig behind it. In: a token. Out: the playlist or its signature,
304, or the one 404."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from campaign.feeds.answers import find_base_url, open_to_all, refuse, set_headers
from campaign.services import players, publishing
from campaign.services.conditions import accepts_gzip, format_date, is_known
from campaign.services.forward import tell_moment
from campaign.services.publishing import Served
from campaign.spec.digest import hash_bytes


@open_to_all
def give_playlist(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """A query is ignored: some players add random ones to pass by caches."""
    at, fetched = tell_moment(), request.method == "GET"
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


@open_to_all
def give_signature(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Of the playlist as it is now; after a change in between, fetch both again."""
    base_url = find_base_url(request)
    served = publishing.playlist_for(token, at=tell_moment(), kind=kind, base_url=base_url, fetched=False)
    if served is None:
        return refuse()
    return _give_text(served.seal.write("player", publishing.name_publicly(token)))


@open_to_all
def give_keys(request: HttpRequest, token: str) -> HttpResponse:
    """The keys that sign playlists, by the root that players trust; asked for each hour, so a 304 as a rule."""
    trust = publishing.trust_for(token, at=timezone.now())
    if trust is None:
        return refuse()
    etag = f'"{hash_bytes(trust.text)}"'
    if is_known(request.headers, etag=etag, changed=int(trust.keys.issued.timestamp()), exact=True):
        response = HttpResponse(status=304, content_type="application/json")
    else:
        response = HttpResponse(trust.text, content_type="application/json")
    set_headers(response, {"ETag": etag, "Cache-Control": "no-cache"})
    return response


@open_to_all
def give_keys_signature(request: HttpRequest, token: str) -> HttpResponse:
    """By the root key; after a change in between, fetch both again."""
    trust = publishing.trust_for(token, at=timezone.now())
    return refuse() if trust is None else _give_text(trust.signature)


@open_to_all
def give_farewell(request: HttpRequest, token: str) -> HttpResponse:
    """That this address is nobody's, signed: a player that is told so empties itself, and believes no line that only
    says 404. The same for every token that is nobody's."""
    at = timezone.now()
    if players.authenticate(token) is not None:
        return refuse()
    return _give_text(publishing.sign_farewell(token, at=at))


def _give_text(text: bytes) -> HttpResponse:
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    set_headers(response, {"Cache-Control": "no-cache"})
    return response


def _send(served: Served, *, packed: bool) -> HttpResponse:
    if not packed:
        return HttpResponse(served.body, content_type=served.media_type)
    return HttpResponse(served.packed, content_type=served.media_type, headers={"Content-Encoding": "gzip"})
