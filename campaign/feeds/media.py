"""GET and HEAD /media/<sha256>.<ext>. In: a name. Out: the file or a part of it; nothing of drafts.

The name is the content, so it never changes: players may keep it for ever and go on where a download broke off.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from campaign.data.models import StoredFile
from campaign.feeds.answers import format_date, open_to_all, refuse, set_headers
from campaign.feeds.conditions import allows_range, is_known
from campaign.feeds.ranges import OutsideFile, Part, Pieces, read_range
from campaign.services.publishing import find_public_file
from campaign.services.storage import get_store
from campaign.spec.errors import StoreFailed, UnknownName


@open_to_all
def give_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Only what is scheduled or approved is public."""
    file = find_public_file(name)
    return refuse() if file is None else deliver(request, file)


def deliver(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The whole file, a part, 304, or 416."""
    etag, changed = f'"{file.sha256}"', int(file.made_at.timestamp())
    if is_known(request.headers, etag=etag, changed=changed, exact=False):
        return _describe(HttpResponse(status=304), etag=etag, changed=changed)
    try:
        part = _find_part(request, file, etag=etag, changed=changed)
    except OutsideFile:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    response = _send(request, file, part)
    return _describe(response, etag=etag, changed=changed)


def _find_part(request: HttpRequest, file: StoredFile, *, etag: str, changed: int) -> Part | None:
    """Range is for GET alone (RFC 9110, 14.2)."""
    if request.method != "GET" or not allows_range(request.headers, etag=etag, changed=changed):
        return None
    return read_range(request.headers.get("Range", ""), size=file.size)


def _send(request: HttpRequest, file: StoredFile, part: Part | None) -> HttpResponseBase:
    whole = Part(0, file.size - 1, file.size)
    headers = {"Content-Length": str((part or whole).length)}
    if part is not None:
        headers["Content-Range"] = str(part)
    try:
        if request.method == "HEAD":
            get_store().size(file.name)
            return HttpResponse(headers=headers, content_type=file.media_type)
        pieces = Pieces(get_store().open(file.name), part or whole)
    except UnknownName:
        return refuse()
    except StoreFailed:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    status = 200 if part is None else 206
    return StreamingHttpResponse(pieces, status=status, headers=headers, content_type=file.media_type)


def _describe(response: HttpResponseBase, *, etag: str, changed: int) -> HttpResponseBase:
    if response.status_code in (200, 206, 304):
        set_headers(
            response,
            {
                "ETag": etag,
                "Last-Modified": format_date(changed),
                "Cache-Control": "public, max-age=31536000, immutable",
                "Accept-Ranges": "bytes",
            },
        )
    return response
