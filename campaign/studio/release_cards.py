"""Releases as people see them. In: rows. Out: lines with their state, and who did what when."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.data.models import Release, User
from campaign.services.progress import ReleaseState, find_progress
from campaign.services.rights import LEADS, has_role_everywhere
from campaign.studio.access import name_person

WORDS: dict[ReleaseState, Promise] = {
    ReleaseState.PLAYING: gettext_lazy("On the screens"),
    ReleaseState.SCHEDULED: gettext_lazy("Takes over later"),
    ReleaseState.PROPOSED: gettext_lazy("Proposed"),
    ReleaseState.PAST: gettext_lazy("Earlier"),
    ReleaseState.OVERTAKEN: gettext_lazy("Overtaken"),
    ReleaseState.CALLED_OFF: gettext_lazy("Called off"),
}
LOOKS: dict[ReleaseState, str] = {
    ReleaseState.PLAYING: "released",
    ReleaseState.SCHEDULED: "submitted",
    ReleaseState.PROPOSED: "proposed",
    ReleaseState.PAST: "draft",
    ReleaseState.OVERTAKEN: "draft",
    ReleaseState.CALLED_OFF: "withdrawn",
}


@dataclass(frozen=True)
class Line:
    """One release; `starts_at` is the moment for which it was let out, None where that was at once; `why_not` tells why
    it was called off."""

    number: int
    why: str
    why_not: str
    state: ReleaseState
    proposed_by: str
    proposed_at: datetime
    released_by: str
    released_at: datetime | None
    starts_at: datetime | None
    back_to: int | None
    channels: int
    flights: int
    spots: int

    @property
    def state_words(self) -> str:
        return str(WORDS[self.state])

    @property
    def look(self) -> str:
        return LOOKS[self.state]


@dataclass(frozen=True)
class Step:
    """Something that happened to it."""

    at: datetime
    who: str
    did: str
    why: str = ""
    look: str = ""


def make_lines(rows: Collection[Release], *, now: datetime) -> list[Line]:
    """In their order."""
    progress = find_progress(rows, now=now)
    return [make_line(row, state=progress[row.number].state) for row in rows]


def make_line(row: Release, *, state: ReleaseState) -> Line:
    body = json.loads(row.body)
    return Line(
        number=row.number,
        why=row.why,
        why_not=row.called_off_why,
        state=state,
        proposed_by=name_person(row.proposed_by),
        proposed_at=row.proposed_at,
        released_by=name_person(row.released_by),
        released_at=row.released_at,
        starts_at=row.starts_at,
        back_to=row.back_to.number if row.back_to else None,
        channels=len(body["channels"]),
        flights=len(body["flights"]),
        spots=len(body["spots"]),
    )


def list_steps(row: Release) -> list[Step]:
    """In the order in which they happened."""
    steps = [Step(row.proposed_at, name_person(row.proposed_by), _("proposed it"), row.why)]
    if row.back_to is not None:
        told = _("went back to release %(number)s with it") % {"number": row.back_to.number}
        steps = [Step(row.proposed_at, name_person(row.proposed_by), told, row.why)]
    elif row.released_at is not None:
        steps.append(Step(row.released_at, name_person(row.released_by), _tell_release(row)))
    if row.called_off_at is not None:
        by = name_person(row.called_off_by)
        steps.append(Step(row.called_off_at, by, _("called it off"), row.called_off_why, look="stop"))
    return sorted(steps, key=lambda step: step.at)


def _tell_release(row: Release) -> str:
    return _("let it out, for a moment to come") if row.starts_at else _("let it out")


def list_acts(row: Release, *, person: User, state: ReleaseState) -> tuple[str, ...]:
    """What this person can do with it: let-out, call-off, roll-back. Nobody lets out their own."""
    if not has_role_everywhere(person, LEADS):
        return ()
    able = {
        "let-out": state.can_be_released and row.proposed_by_id != person.pk,
        "roll-back": state.can_be_gone_back_to,
        "call-off": state.can_be_called_off,
    }
    return tuple(act for act, can in able.items() if can)
