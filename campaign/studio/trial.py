"""A flight that somebody tries at another place. In: what was typed or dragged. Out: the flight as it would be.

What is right is decided by the schedule's own reader; what was typed stays as it was typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.translation import gettext as _

from campaign.schedule.changes import Names, read_change, write_flight
from campaign.schedule.flight import Flight
from campaign.schedule.flights import find_channels
from campaign.services.flights import Entry
from campaign.spec.errors import CampaignError
from campaign.studio.flight_form import Fault
from campaign.studio.lanes import Tried
from campaign.studio.typed import read_day
from campaign.studio.words import explain_error

STEPS = ("-7", "-1", "1", "7")
"""Days by which a button moves all of it."""
INPUTS: Mapping[str, str] = {"since": "move-since", "until": "move-until", "channels": "move-to"}


@dataclass(frozen=True)
class Typed:
    """As it stands in the form: days as text; `leaves` and `joins` are channels, the one it leaves and the one it
    comes to (either empty: nothing leaves, or comes)."""

    since: str
    until: str
    leaves: str = ""
    joins: str = ""
    why: str = ""
    stamp: str = ""


@dataclass(frozen=True)
class Trial:
    """`after` is None where what was typed is no flight; `faults` say why, each beside its input."""

    entry: Entry
    before: Flight
    typed: Typed
    after: Flight | None
    tried: Tried | None
    faults: tuple[Fault, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.after is not None and self.after != self.before


def read_typed(data: Mapping[str, str], before: Flight, *, stamp: str) -> Typed:
    """What is not there is as the flight is; a step moves both ends."""
    typed = Typed(
        since=read_day(data.get("since") or before.since.isoformat()),
        until=read_day(data.get("until") or before.until.isoformat()),
        leaves=data.get("from", ""),
        joins=data.get("to", ""),
        why=data.get("why", "").strip(),
        stamp=data.get("stamp") or stamp,
    )
    return _step(typed, int(data["step"])) if data.get("step") in STEPS else typed


def _step(typed: Typed, days: int) -> Typed:
    try:
        since, until = (
            (date.fromisoformat(text) + timedelta(days=days)).isoformat() for text in (typed.since, typed.until)
        )
    except (ValueError, OverflowError):
        return typed
    return replace(typed, since=since, until=until)


def try_flight(entry: Entry, before: Flight, typed: Typed, *, names: Names) -> Trial:
    """The flight with those days, and with one channel in the place of another."""
    body = write_flight(before) | {
        "since": typed.since,
        "until": typed.until,
        "channels": _exchange(before, typed, names),
    }
    try:
        after = read_change(body, names=names)
    except CampaignError as error:
        return Trial(entry, before, typed, None, None, tuple(_list_faults(error)))
    was, now = (frozenset(find_channels(flight, names.channels)) for flight in (before, after))
    return Trial(entry, before, typed, after, Tried(before, after, was, now))


def _exchange(flight: Flight, typed: Typed, names: Names) -> list[str]:
    """Groups stay groups unless one of their channels leaves."""
    if typed.leaves == typed.joins or not (typed.leaves or typed.joins):
        return list(flight.channels)
    here = find_channels(flight, names.channels)
    if typed.leaves not in here:
        return [*flight.channels, *([typed.joins] if typed.joins and typed.joins not in here else [])]
    wanted = dict.fromkeys(typed.joins if channel == typed.leaves else channel for channel in here)
    return [channel for channel in wanted if channel]


def _list_faults(error: CampaignError) -> list[Fault]:
    labels = {"since": _("First day"), "until": _("Last day"), "channels": _("Channel")}
    found = []
    for one, words in zip(error.singles, explain_error(error), strict=True):
        part = one.place.field.partition(".")[0]
        found.append(Fault(INPUTS.get(part, ""), str(labels.get(part, "")), words))
    return found
