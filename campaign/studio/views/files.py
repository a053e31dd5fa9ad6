"""Pictures and loops for people who are signed in, drafts too. In: a stored file's name. Out: its bytes, or a part.

Players fetch from the feeds, where only what is released is found.
"""

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign.data import queries
from campaign.data.models import Companion, StoredFile, User
from campaign.services import publishing
from campaign.services.delivery import FOR_ONE_PERSON, open_pieces, plan_delivery
from campaign.services.storage import get_store
from campaign.studio.access import EVERYBODY, for_roles, get_person

Kind = Companion.Kind
LOOKED_AT = (Kind.SUBTITLES, Kind.SHEET, Kind.PREVIEW)


@require_safe
@for_roles(EVERYBODY)
def give_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file has its hash for a name, so a browser may keep it for ever, for itself alone."""
    file = _find(get_person(request), name)
    plan = plan_delivery(file, method=request.method or "", headers=request.headers, cache=FOR_ONE_PERSON)
    pieces = () if plan.part is None else open_pieces(file, plan.part)
    return StreamingHttpResponse(pieces, status=plan.status, headers=plan.headers, content_type=file.media_type)


def _find(person: User, name: str) -> StoredFile:
    """What the person may see, or could before something newer came; or what is approved: that is on public screens, in
    every channel's filmstrip."""
    beside = Q(loop__companions__file__name=name, loop__companions__kind__in=LOOKED_AT)
    shown = queries.find_visible(person, past=True).filter(
        Q(still__file__name=name) | Q(loop__file__name=name) | beside
    )
    file = (
        StoredFile.objects.filter(name=name).first()
        if shown.exists()
        else publishing.find_public_file(name, at=timezone.now())
    )
    if file is None or not get_store().exists(name):
        raise Http404
    return file
