"""Pictures and loops for people who are signed in, drafts too. In: a stored file's name. Out: its bytes, or a part.

Players fetch from the feeds, where only what is released is found.
"""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from campaign.data import queries
from campaign.data.models import StoredFile, User
from campaign.services import publishing
from campaign.services.storage import get_store
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.ranges import read_pieces, read_range


@require_safe
@for_roles(EVERYBODY)
def give_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file has its hash for a name, so a browser may keep it for ever, for itself alone."""
    file = _find(get_person(request), name)
    headers = {
        "ETag": f'"{file.sha256}"',
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, max-age=31536000, immutable",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    try:
        part = read_range(request.headers.get("Range", ""), size=file.size)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    start, end = part or (0, file.size - 1)
    headers |= {"Content-Length": str(end - start + 1)}
    if part:
        headers |= {"Content-Range": f"bytes {start}-{end}/{file.size}"}
    pieces = () if request.method == "HEAD" else read_pieces(lambda: get_store().open(file.name), start=start, end=end)
    return StreamingHttpResponse(pieces, status=206 if part else 200, content_type=file.media_type, headers=headers)


def _find(person: User, name: str) -> StoredFile:
    """What the person may see, or what is approved: that is on public screens, in every channel's filmstrip."""
    shown = queries.find_visible(person).filter(Q(still__file__name=name) | Q(loop__file__name=name))
    file = StoredFile.objects.filter(name=name).first() if shown.exists() else publishing.find_public_file(name)
    if file is None or not get_store().exists(name):
        raise Http404
    return file
