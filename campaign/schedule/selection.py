"""What each flight shows. In: flights and spots. Out: each one's spots, without asking all of all."""

from collections.abc import Iterable, Mapping, Sequence

from campaign.schedule.flight import Flight
from campaign.schedule.release import Spot, is_selected


def select_spots(flights: Iterable[Flight], spots: Sequence[Spot]) -> Mapping[str, tuple[Spot, ...]]:
    """The spots of each flight, in their order."""
    named: dict[str, list[Spot]] = {}
    for spot in spots:
        for name in {spot.campaign, spot.ref, spot.material, *spot.tags}:
            named.setdefault(name, []).append(spot)
    return {
        flight.id: tuple(
            spot
            for spot in named.get(flight.material or flight.item or flight.campaign or flight.tag, ())
            if is_selected(spot, flight)
        )
        for flight in flights
    }
