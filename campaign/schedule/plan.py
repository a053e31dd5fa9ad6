"""The schedule as one value. In: the files' texts, and the flights and fallbacks changed since. Out: a Plan whose every
name means something.

That its promises can be kept together is looked at where it is frozen (schedule.conflicts.listing).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from campaign.schedule.calendars import Calendar, list_days, read_calendars
from campaign.schedule.changes import Change, Names, merge_flights
from campaign.schedule.channels import ALL, read_channels
from campaign.schedule.dayparts import Daypart, read_dayparts
from campaign.schedule.fallbacks import Choice, merge_fallbacks
from campaign.schedule.flight import Flight, FlightPlan
from campaign.schedule.flights import find_channels, read_flights
from campaign.spec.channels import Channel, Channels

FILES = ("channels.yaml", "calendars.yaml", "dayparts.yaml", "flights.yaml")


@dataclass(frozen=True)
class Plan:
    """Flights name channels by id here, groups resolved; `fallbacks` are channel id → items, most wanted first."""

    channels: tuple[Channel, ...]
    dayparts: tuple[Daypart, ...]
    flights: tuple[Flight, ...]
    fallbacks: Mapping[str, tuple[str, ...]]
    calendars: tuple[Calendar, ...] = ()


def read_plan(
    texts: Mapping[str, str],
    *,
    folder: str = "schedules",
    changes: Sequence[Change] = (),
    fallbacks: Sequence[Choice] = (),
) -> Plan:
    """Read the texts of FILES by name, and lay changes over the flights, and what was chosen over the fallbacks. Raises
    InvalidDocument or Faults that name `folder`/file."""
    names, written = read_written(texts, folder=folder)
    merged = merge_fallbacks(merge_flights(written, changes, names=names), fallbacks, names=names)
    channels = names.channels
    flights = tuple(replace(flight, channels=find_channels(flight, channels)) for flight in merged.flights)
    calendars = tuple(list_days(calendar, years=_find_years(flights)) for calendar in names.calendars.values())
    resolved = _resolve_fallbacks(merged, channels)
    return Plan(tuple(channels.values()), tuple(names.dayparts.values()), flights, resolved, calendars)


def read_written(texts: Mapping[str, str], *, folder: str = "schedules") -> tuple[Names, FlightPlan]:
    """What flights may name, and flights.yaml as it stands, groups unresolved. Raises InvalidDocument or Faults."""
    return _read_texts(folder, *(texts[name] for name in FILES))


@lru_cache(maxsize=4)
def _read_texts(folder: str, *texts: str) -> tuple[Names, FlightPlan]:
    """Kept at hand: a page of flights asks several times, and reading takes longer than all that is asked of it."""
    by_name = dict(zip(FILES, texts, strict=True))
    channels = read_channels(by_name["channels.yaml"], file=f"{folder}/channels.yaml")
    calendars = read_calendars(by_name["calendars.yaml"], file=f"{folder}/calendars.yaml")
    dayparts = read_dayparts(
        by_name["dayparts.yaml"], file=f"{folder}/dayparts.yaml", channels=channels, calendars=frozenset(calendars)
    )
    names = Names(channels, dayparts, calendars)
    written = read_flights(
        by_name["flights.yaml"],
        file=f"{folder}/flights.yaml",
        channels=channels,
        dayparts=dayparts,
        calendars=frozenset(calendars),
    )
    return names, written


def _find_years(flights: Iterable[Flight]) -> range:
    """Every year in which a flight may run."""
    years = [day.year for flight in flights for day in (flight.since, flight.until)]
    return range(min(years), max(years) + 1) if years else range(0)


def _resolve_fallbacks(written: FlightPlan, channels: Channels) -> Mapping[str, tuple[str, ...]]:
    """Each channel's list, the most particular first: its own, its groups' in their order, then everybody's."""
    return {
        channel.id: tuple(
            dict.fromkeys(
                item for name in (channel.id, *channel.groups, ALL) for item in written.fallbacks.get(name, ())
            )
        )
        for channel in channels.values()
    }
