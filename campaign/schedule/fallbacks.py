"""Fallbacks that people chose outside the file. In: the file's fallbacks, and what was chosen. Out: the fallbacks that
count.

A place is a channel, a group or “all”. What was chosen for a place takes the place of what the file names there; its
items are read by the reader of flights.yaml: what would be a fault there is one here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import yaml

from campaign.schedule.changes import PLACE, Names
from campaign.schedule.channels import ALL
from campaign.schedule.faults import raise_faults
from campaign.schedule.flight import FlightPlan
from campaign.schedule.flights import read_flights
from campaign.spec.channels import Channels
from campaign.spec.errors import CampaignError


@dataclass(frozen=True)
class Choice:
    """`items` as "campaign/item", most wanted first; empty where nothing is to be named."""

    place: str
    items: tuple[str, ...]


def list_places(channels: Channels) -> tuple[str, ...]:
    """Where fallbacks can be named: everywhere, groups, channels, in the order of the channels."""
    groups = (group for channel in channels.values() for group in channel.groups)
    return tuple(dict.fromkeys((ALL, *groups, *channels)))


def read_choice(choice: Choice, *, names: Names) -> tuple[str, ...]:
    """Its items. Raises Faults whose places name the item alone: “items.0”; the place itself is “place”."""
    text = yaml.safe_dump({"fallbacks": {choice.place: list(choice.items)}}, allow_unicode=True)
    file = f"{PLACE}/{choice.place}"
    try:
        written = read_flights(
            text, file=file, channels=names.channels, dayparts=names.dayparts, calendars=frozenset(names.calendars)
        )
    except CampaignError as error:
        raise_faults(_shorten(one, choice.place) for one in error.singles)
        raise
    return written.fallbacks[choice.place]


def merge_fallbacks(written: FlightPlan, choices: Sequence[Choice], *, names: Names) -> FlightPlan:
    """The file's fallbacks with the choices laid over them. Raises Faults with all that is wrong in any."""
    fallbacks = dict(written.fallbacks)
    faults: list[CampaignError] = []
    for choice in choices:
        try:
            fallbacks[choice.place] = read_choice(choice, names=names)
        except CampaignError as error:
            faults.extend(error.singles)
    raise_faults(faults)
    return replace(written, fallbacks=fallbacks)


def _shorten(error: CampaignError, place: str) -> CampaignError:
    """There is only one place, and no file with lines."""
    rest = error.place.field.removeprefix(f"fallbacks.{place}").removeprefix(".")
    return type(error)(
        error.message,
        place=replace(error.place, field=f"items.{rest}" if rest else "place", line=None),
        hint=error.hint,
    )
