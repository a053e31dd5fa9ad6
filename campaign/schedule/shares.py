"""What was sold. In: a release. Out: each flight's part of the loop on each channel, and how long its plays take."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from campaign.schedule.flight import Flight
from campaign.schedule.promises import Shares, find_share
from campaign.schedule.release import Release, Spot
from campaign.schedule.rotation.turns import list_stories
from campaign.schedule.selection import select_spots
from campaign.spec.channels import Channel


@dataclass(frozen=True)
class Sold:
    """A flight on a channel: its part of the loop, and how long one of its plays takes there, in seconds, on the mean
    of its stories; 0 where it has none."""

    share: Fraction
    seconds: Fraction


Books: TypeAlias = Mapping[str, Mapping[str, Sold]]
"""Channel → flight → what was sold."""


def list_lengths(channel: Channel, spots: Iterable[Spot]) -> list[int]:
    """The seconds that each story of a flight takes on the channel, on which it shows these spots."""
    return [story.slots * channel.slot_seconds for story in list_stories(spots, channel=channel)]


def open_books(release: Release) -> Books:
    """What was sold on every channel of the release."""
    return {channel.id: _list_sold(release, channel) for channel in release.channels}


def read_shares(sold: Mapping[str, Sold]) -> Shares:
    """The parts of a channel's loop alone."""
    return {flight: one.share for flight, one in sold.items()}


def _list_sold(release: Release, channel: Channel) -> Mapping[str, Sold]:
    flights = release.running.get(channel.id, ())
    shown = select_spots(flights, release.shown.get(channel.id, ()))
    return {flight.id: _find_sold(flight, list_lengths(channel, shown[flight.id]), release) for flight in flights}


def _find_sold(flight: Flight, lengths: Sequence[int], release: Release) -> Sold:
    share = find_share(flight, lengths=lengths, pace=release.paces.get(flight.id))
    return Sold(share, Fraction(sum(lengths), len(lengths)) if lengths else Fraction())
