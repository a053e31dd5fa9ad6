"""GET and HEAD /feeds/<token>/bundle.zip. In: a token. Out: the channel's week for a stick, or a part of it."""

import logging

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from campaign.feeds.answers import open_to_all, refuse, set_headers
from campaign.services import bundles
from campaign.services.delivery import ASK_ALWAYS, plan_delivery
from campaign.services.forward import tell_moment
from campaign.spec.errors import StoreFailed, UnknownName

_log = logging.getLogger(__name__)


@open_to_all
def give_bundle(request: HttpRequest, token: str) -> HttpResponseBase:
    """A query is ignored, as by playlists. While a file cannot be had, whoever asks comes back later."""
    try:
        packed = bundles.packed_for(token, at=tell_moment())
    except (StoreFailed, UnknownName) as error:
        _log.warning("%s", error)
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    if packed is None:
        return refuse()
    plan = plan_delivery(packed.file, method=request.method or "", headers=request.headers, cache=ASK_ALWAYS)
    response: HttpResponseBase
    if plan.part is None:
        kind = packed.file.media_type if plan.status in (200, 304) else None
        response = HttpResponse(status=plan.status, headers=plan.headers, content_type=kind)
    else:
        pieces = packed.read(plan.part.start, plan.part.end + 1)
        kind = packed.file.media_type
        response = StreamingHttpResponse(pieces, status=plan.status, headers=plan.headers, content_type=kind)
    name = f"{packed.bundle.channel}-{packed.bundle.release}.zip"
    set_headers(response, {"Content-Disposition": f'attachment; filename="{name}"'})
    return response
