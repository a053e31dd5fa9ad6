"""Promises on a channel. In: a release, the flights, what may be shown. Out: each flight's part of the loop."""

from collections.abc import Iterable, Sequence

from campaign.schedule.flight import Flight
from campaign.schedule.promises import Shares, find_share
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.turns import list_stories
from campaign.spec.channels import Channel


def find_shares(release: Release, channel: Channel, flights: Iterable[Flight], spots: Sequence[Spot]) -> Shares:
    """What each flight was promised on the channel, of which `spots` are those that may be shown."""
    return {
        flight.id: find_share(
            flight,
            lengths=[
                story.slots * channel.slot_seconds
                for story in list_stories((spot for spot in spots if is_selected(spot, flight)), channel=channel)
            ],
            pace=release.paces.get(flight.id),
        )
        for flight in flights
    }
