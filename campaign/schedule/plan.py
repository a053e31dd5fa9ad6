"""The three schedule files as one value. In: their texts. Out: a Plan that fits together.

Beyond what each file says alone, nobody is promised more than the whole loop: every channel is tried on every kind of
service day that its flights can meet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from campaign.schedule.channels import ALL, read_channels
from campaign.schedule.dayparts import Daypart, Dayparts, read_dayparts
from campaign.schedule.faults import fault, raise_faults
from campaign.schedule.flights import Flight, FlightPlan, find_channels, read_flights
from campaign.schedule.voice import cut_day, find_share
from campaign.spec.channels import Channel, Channels
from campaign.spec.document import Document, load_yaml
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

FILES = ("channels.yaml", "dayparts.yaml", "flights.yaml")


@dataclass(frozen=True)
class Plan:
    """Flights name channels by id here, groups resolved; `fallbacks` are channel id → items, most wanted first."""

    channels: tuple[Channel, ...]
    dayparts: tuple[Daypart, ...]
    flights: tuple[Flight, ...]
    fallbacks: Mapping[str, tuple[str, ...]]


def read_plan(texts: Mapping[str, str], *, folder: str = "schedules") -> Plan:
    """Read the texts of FILES by name. Raises InvalidDocument or Faults that name `folder`/file."""
    channels = read_channels(texts["channels.yaml"], file=f"{folder}/channels.yaml")
    dayparts = read_dayparts(texts["dayparts.yaml"], file=f"{folder}/dayparts.yaml", channels=channels)
    file = f"{folder}/flights.yaml"
    written = read_flights(texts["flights.yaml"], file=file, channels=channels, dayparts=dayparts)
    flights = tuple(replace(flight, channels=find_channels(flight, channels)) for flight in written.flights)
    raise_faults(_find_oversold(load_yaml(texts["flights.yaml"], file=file), flights, channels, dayparts))
    return Plan(tuple(channels.values()), tuple(dayparts.values()), flights, _resolve_fallbacks(written, channels))


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


def _find_oversold(
    document: Document, flights: tuple[Flight, ...], channels: Channels, dayparts: Dayparts
) -> Iterator[CampaignError]:
    told: set[frozenset[str]] = set()
    for channel in channels.values():
        mine = [flight for flight in flights if channel.id in flight.channels]
        for day in _find_kinds_of_day(mine):
            for stretch in cut_day(channel, day, flights=mine, dayparts=dayparts):
                for peers in _group_peers(stretch.flights):
                    total = sum(map(find_share, peers), Fraction())
                    names = frozenset(flight.id for flight in peers)
                    if total > 1 and names not in told:
                        told.add(names)
                        yield fault(
                            document,
                            ("flights", flights.index(peers[-1]), "share"),
                            say(
                                "On %(channel)s, %(flights)s promise %(total)g %% of the loop together, e.g. on %(day)s"
                                " at %(hour)02d:%(minute)02d.",
                                channel=channel.id,
                                flights=", ".join(flight.id for flight in peers),
                                total=float(total * 100),
                                day=day.isoformat(),
                                hour=stretch.minutes[0] // 60 % 24,
                                minute=stretch.minutes[0] % 60,
                            ),
                            say("Lower a share, or give one of them another priority."),
                        )


def _group_peers(flights: tuple[Flight, ...]) -> list[list[Flight]]:
    ranked = sorted(flights, key=lambda flight: flight.priority)
    return [list(group) for _, group in groupby(ranked, key=lambda flight: flight.priority)]


def _find_kinds_of_day(flights: list[Flight]) -> list[date]:
    """Enough service days to meet every set of flights that can run together: a week from each first day and
    from each day after a last one."""
    edges = {flight.since for flight in flights} | {flight.until + timedelta(days=1) for flight in flights}
    return sorted({edge + timedelta(days=shift) for edge in edges for shift in range(7)})
