"""GET and HEAD /media/<sha256>.<ext>. In: a name. Out: the file or a part of it; nothing of drafts."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from campaign.data.models import StoredFile
from campaign.feeds.answers import open_to_all, refuse
from campaign.services.delivery import FOR_EVERYBODY, open_pieces, plan_delivery
from campaign.services.forward import tell_moment
from campaign.services.publishing import find_public_file
from campaign.services.storage import get_store
from campaign.spec.errors import StoreFailed, UnknownName


@open_to_all
def give_media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Only what is scheduled or approved is public."""
    file = find_public_file(name, at=tell_moment())
    return refuse() if file is None else deliver(request, file)


def deliver(request: HttpRequest, file: StoredFile, *, cache: str = FOR_EVERYBODY) -> HttpResponseBase:
    """A file that the store has lost is one that never was; while the store is silent players come back later."""
    plan = plan_delivery(file, method=request.method or "", headers=request.headers, cache=cache)
    try:
        if plan.part is not None:
            pieces = open_pieces(file, plan.part)
            return StreamingHttpResponse(pieces, status=plan.status, headers=plan.headers, content_type=file.media_type)
        if plan.status == 200:
            get_store().size(file.name)
    except UnknownName:
        return refuse()
    except StoreFailed:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    # A cache takes over the headers of a 304 too (RFC 9111, 3.2): it must not turn a film into a page.
    kind = file.media_type if plan.status in (200, 304) else None
    return HttpResponse(status=plan.status, headers=plan.headers, content_type=kind)
