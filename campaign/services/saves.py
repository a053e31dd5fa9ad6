"""What a draft's saves tell. In: a draft, and the revision that a page has. Out: what stood in its inputs then, and
what was written since.
"""

from collections.abc import Mapping

from campaign.data.models import Draft, DraftSave
from campaign.services.merging import Typed

NOBODY_KNOWS = "\0"
"""Stands for what a page had before, when that is not kept any more; no input ever has it."""


def read_at(draft: Draft, *, revision: int) -> Typed:
    """The inputs as they were after this revision. Of one older than the saves that are kept nobody knows what its page
    had: then each is NOBODY_KNOWS, which no text equals, so that nothing is taken for a change of that page's."""
    rows = list(draft.saves.order_by("revision"))
    if rows and rows[0].revision > revision:
        return dict.fromkeys(draft.typed, NOBODY_KNOWS)
    typed: dict[str, str] = {}
    for row in rows:
        if row.revision > revision:
            break
        typed |= row.changed
    return typed


def list_news(draft: Draft, *, revision: int) -> Mapping[str, DraftSave]:
    """What was saved since this revision: each input with the newest save of it."""
    rows = draft.saves.filter(revision__gt=revision).select_related("by").order_by("revision")
    return {name: row for row in rows for name in row.changed}
