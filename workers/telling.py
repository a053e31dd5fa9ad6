"""What a worker logs of its renders. In: a content key, before and after. Out: a line with the template, the seconds
and what became of it; nothing of the story."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from campaign.data.models import Rendering

_log = logging.getLogger("campaign.render")


@contextmanager
def tell_render(key: str) -> Iterator[None]:
    """Around one render."""
    begun = time.monotonic()
    try:
        yield
    finally:
        if _log.isEnabledFor(logging.INFO):
            _tell(key, seconds=time.monotonic() - begun)


def _tell(key: str, *, seconds: float) -> None:
    row = Rendering.objects.filter(key=key).first()
    if row is None:
        return
    fields = {"key": key[:12], "queue": row.queue, "template": row.job.get("template", ""), "outcome": row.state}
    _log.info("render", extra={"fields": {**fields, "seconds": round(seconds, 2), "attempt": row.attempt}})
