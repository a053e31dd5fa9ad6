"""Promises on a channel. In: a release, the flights, what may be shown. Out: each flight's part of the loop."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from campaign.schedule.flight import Flight
from campaign.schedule.promises import Shares, find_share
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.turns import list_stories
from campaign.spec.channels import Channel


@dataclass(frozen=True)
class Sold:
    """A flight on a channel: its part of the loop, and how long one of its plays takes there, in seconds, on the mean
    of its stories; 0 where it has none."""

    share: Fraction
    seconds: Fraction


Books: TypeAlias = Mapping[str, Mapping[str, Sold]]
"""Channel → flight → what was sold."""


def find_shares(release: Release, channel: Channel, flights: Iterable[Flight], spots: Sequence[Spot]) -> Shares:
    """What each flight was promised on the channel, of which `spots` are those that may be shown."""
    return {
        flight.id: find_share(flight, lengths=list_lengths(channel, flight, spots), pace=release.paces.get(flight.id))
        for flight in flights
    }


def list_lengths(channel: Channel, flight: Flight, spots: Sequence[Spot]) -> list[int]:
    """The seconds that each story of the flight takes on the channel."""
    stories = list_stories((spot for spot in spots if is_selected(spot, flight)), channel=channel)
    return [story.slots * channel.slot_seconds for story in stories]


def open_books(release: Release) -> Books:
    """What was sold on every channel of the release."""
    spots: dict[str, list[Spot]] = {}
    for spot in release.spots:
        spots.setdefault(spot.channel, []).append(spot)
    members = {flight.id: frozenset(flight.channels) for flight in release.flights}
    return {
        channel.id: {
            flight.id: _find_sold(release, channel, flight, spots.get(channel.id, ()))
            for flight in release.flights
            if channel.id in members[flight.id]
        }
        for channel in release.channels
    }


def read_shares(sold: Mapping[str, Sold]) -> Shares:
    """The parts of a channel's loop alone."""
    return {flight: one.share for flight, one in sold.items()}


def _find_sold(release: Release, channel: Channel, flight: Flight, spots: Sequence[Spot]) -> Sold:
    lengths = list_lengths(channel, flight, spots)
    share = find_share(flight, lengths=lengths, pace=release.paces.get(flight.id))
    return Sold(share, Fraction(sum(lengths), len(lengths)) if lengths else Fraction())
