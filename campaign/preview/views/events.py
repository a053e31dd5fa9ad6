"""Saved files, told as they are saved. In: the last change a page knows of. Out: server-sent events, without end."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from campaign.preview.desk import get_desk
from campaign.preview.watcher import Watcher

SILENCE = 15.0
"""Seconds after which a word is said anyway, so that a page that has gone is noticed."""


@require_safe
def tell_changes(request: HttpRequest) -> StreamingHttpResponse:
    """`since` is the number of the last change known; the first event tells the present one."""
    since = request.GET.get("since", "")
    watcher = get_desk().watcher
    number = int(since) if since.isascii() and since.isdigit() else watcher.number
    response = StreamingHttpResponse(_list_events(watcher, number), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response


def _list_events(watcher: Watcher, number: int) -> Iterator[str]:
    yield f"retry: 500\nevent: ready\ndata: {number}\n\n"
    while True:
        change = watcher.wait(number, seconds=SILENCE)
        if change is None:
            yield ": still here\n\n"
            continue
        number = change.number
        yield f"event: change\ndata: {json.dumps({'number': number, 'names': sorted(change.names)})}\n\n"
