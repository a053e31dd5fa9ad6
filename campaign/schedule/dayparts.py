"""Named hours. In: the text of dayparts.yaml. Out: dayparts, e.g. the morning peak on working days.

A daypart is wall-clock hours: a service day holds every stretch of it that falls between opening and closing,
so 22:00–00:30 on a tram that runs past midnight belongs to the day on which the evening began.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Literal, TypeAlias

from campaign.schedule.faults import fault, find_id_fault, raise_faults, refuse_bare_times
from campaign.schedule.service_day import cut_minutes, find_minutes
from campaign.spec.channels import Channels, Hours
from campaign.spec.document import Document, load_yaml, read_value
from campaign.spec.errors import CampaignError
from campaign.spec.languages import Texts
from campaign.spec.message import say

Weekday: TypeAlias = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Daypart:
    """`end` at or before `start` is on the next calendar day; weekdays are those of the service day; on the days of
    the calendars it `excludes` there is no such daypart."""

    id: str
    title: Texts
    start: time
    end: time
    weekdays: tuple[Weekday, ...] = WEEK
    excludes: tuple[str, ...] = ()


Dayparts: TypeAlias = Mapping[str, Daypart]


@dataclass(frozen=True)
class DaypartsFile:
    dayparts: tuple[Daypart, ...] = field(default_factory=tuple)


def read_dayparts(text: str, *, file: str, channels: Channels, calendars: frozenset[str]) -> Dayparts:
    """Read the dayparts in the order of the file. Raises InvalidDocument or Faults."""
    document = load_yaml(text, file=file)
    refuse_bare_times(document)
    written = read_value(document, DaypartsFile)
    raise_faults(_find_faults(document, written, channels))
    raise_faults(
        unknown
        for index, daypart in enumerate(written.dayparts)
        for unknown in find_unknown(document, ("dayparts", index, "excludes"), daypart.excludes, calendars)
    )
    return {daypart.id: daypart for daypart in written.dayparts}


def find_unknown(
    document: Document, path: tuple[str | int, ...], names: Iterable[str], calendars: frozenset[str]
) -> Iterator[CampaignError]:
    """A fault for each name that no calendar has."""
    for place, name in enumerate(names):
        if name not in calendars:
            yield fault(
                document,
                (*path, place),
                say("There is no calendar “%(name)s”.", name=name),
                say("Use one of: %(known)s.", known=", ".join(sorted(calendars)) or "—"),
            )


def cut_daypart(daypart: Daypart, hours: Hours) -> tuple[tuple[int, int], ...]:
    """The stretches of a service day, in minutes from its first midnight, that lie in the daypart."""
    return cut_minutes(find_minutes(Hours(daypart.start, daypart.end)), find_minutes(hours))


def _find_faults(document: Document, written: DaypartsFile, channels: Channels) -> Iterator[CampaignError]:
    seen: set[str] = set()
    for index, daypart in enumerate(written.dayparts):
        path = ("dayparts", index)
        yield from find_id_fault(document, (*path, "id"), daypart.id)
        if daypart.id in seen:
            yield fault(
                document,
                (*path, "id"),
                say("There are two dayparts “%(id)s”.", id=daypart.id),
                say("Give each its own id."),
            )
        seen.add(daypart.id)
        if daypart.start == daypart.end:
            yield fault(
                document,
                (*path, "end"),
                say("The daypart “%(id)s” has no length.", id=daypart.id),
                say("End it later; a flight without dayparts runs the whole day."),
            )
        elif not any(cut_daypart(daypart, channel.hours) for channel in channels.values()):
            yield fault(
                document,
                (*path, "start"),
                say("No channel is open during “%(id)s”.", id=daypart.id),
                say("Move the daypart into the hours of a channel."),
            )
        if not daypart.weekdays:
            yield fault(
                document,
                (*path, "weekdays"),
                say("The daypart “%(id)s” has no weekday.", id=daypart.id),
                say("Add one of: %(known)s.", known=", ".join(WEEK)),
            )
