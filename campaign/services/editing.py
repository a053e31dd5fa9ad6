"""Two people at one consent. In: what somebody's form began with, and what it says now. Out: the row changed, or told
that another was faster, with both merged.

A field that only one of the two touched keeps what that one wrote. Where both wrote, the later writer's stands in the
merged form, and the other's beside it: nobody's words are lost, and nobody's are overwritten unseen.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from campaign.data import convert
from campaign.data.models import Consent as Row
from campaign.data.models import User
from campaign.services import consents
from campaign.spec.consent import Consent
from campaign.spec.digest import to_plain
from campaign.spec.document import read_plain
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say


@dataclass(frozen=True)
class Sheet:
    """What a form holds: the consent, and the items (slugs) it covers."""

    consent: Consent
    items: tuple[str, ...] = ()


class Overtaken(NotAllowed):
    """Somebody changed the consent meanwhile: `current` is how it is now, `merged` with what this person changed,
    `both` the names of the fields that both wrote, each with the other's value."""

    def __init__(self, *, current: Sheet, merged: Sheet, both: Mapping[str, object]):
        super().__init__(
            say("Somebody else changed this consent while you did."), hint=say("Look at both, then save once more.")
        )
        self.current, self.merged, self.both = current, merged, both


def read_sheet(row: Row) -> Sheet:
    """As a form begins with it."""
    return Sheet(convert.read_agreement(row), tuple(sorted(item.slug for item in row.items.all())))


def write_sheet(sheet: Sheet) -> Any:
    """As plain values, to be kept in the form."""
    return to_plain(sheet)


def parse_sheet(data: Any) -> Sheet:
    """Back from plain values. Raises InvalidDocument."""
    return read_plain(data, Sheet)


@transaction.atomic
def change(row: Row, mine: Sheet, *, base: Sheet, by: User, now: datetime) -> Row:
    """Save a form that began with `base`. Raises Overtaken when the row is another by now, and what consents.change
    raises."""
    held = consents.lock(row, by=by)
    current = read_sheet(held)
    if current not in (base, mine):
        raise merge(mine, base=base, current=current)
    return consents.change(held, mine.consent, items=mine.items, by=by, now=now)


@transaction.atomic
def renew(row: Row, sheet: Sheet, *, by: User, now: datetime, today: date) -> Row:
    """A new consent in place of the one withdrawn, for these items. Raises what consents.restore raises."""
    held = consents.restore(row, sheet.consent, by=by, now=now, today=today)
    return consents.change(held, sheet.consent, items=sheet.items, by=by, now=now)


def merge(mine: Sheet, *, base: Sheet, current: Sheet) -> Overtaken:
    """Three ways: what I left as it was takes the other's."""
    both: dict[str, object] = {}
    taken: dict[str, Any] = {}
    for part in fields(Consent):
        old, now, new = (getattr(sheet.consent, part.name) for sheet in (base, current, mine))
        if new == old:
            taken[part.name] = now
        elif now not in (old, new):
            both[part.name] = now
    items = current.items if mine.items == base.items else mine.items
    if mine.items != base.items and current.items not in (base.items, mine.items):
        both["items"] = current.items
    return Overtaken(current=current, merged=Sheet(replace(mine.consent, **taken), items), both=both)
