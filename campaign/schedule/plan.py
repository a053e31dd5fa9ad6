"""The three schedule files as one value. In: their texts. Out: a Plan that fits together."""

from collections.abc import Mapping
from dataclasses import dataclass

from campaign.schedule.channels import read_channels
from campaign.schedule.dayparts import Daypart, read_dayparts
from campaign.schedule.flights import Flight, find_channels, read_flights
from campaign.spec.channels import Channel

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
    raise NotImplementedError
