"""GET and HEAD /feeds/<token>/loop.mp4. In: a token. Out: the channel's whole loop as one file, or a part."""

import logging
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from campaign.feeds.answers import open_to_all, refuse
from campaign.feeds.media import deliver
from campaign.services import assembly
from campaign.services.delivery import ASK_ALWAYS
from campaign.services.forward import tell_moment
from campaign.spec.errors import BrokenMedia, RenderFailed, StoreFailed, UnknownName

_log = logging.getLogger(__name__)


@open_to_all
def give_loop(request: HttpRequest, token: str) -> HttpResponseBase:
    """A query is ignored, as by playlists. While a spot cannot be had or joined, players keep what they have."""
    try:
        return _give_current(request, token)
    except (BrokenMedia, RenderFailed, StoreFailed, UnknownName) as error:
        _log.warning("%s", error)
        return HttpResponse(status=503, headers={"Retry-After": "30"})


def _give_current(request: HttpRequest, token: str) -> HttpResponseBase:
    """A file that the store has lost is joined again."""
    for _ in range(2):
        file = assembly.loop_for(token, at=tell_moment(), fetched=request.method == "GET")
        if file is None:
            break
        response = deliver(request, file, cache=ASK_ALWAYS)
        if response.status_code != HTTPStatus.NOT_FOUND:
            return response
        assembly.forget()
    return refuse()
