"""What each flight shows. In: flights and spots. Out: each one's spots, without asking all of all."""

from collections.abc import Iterable, Mapping, Sequence

from campaign.schedule.flight import Flight
from campaign.schedule.release import Spot, is_selected


def select_spots(flights: Iterable[Flight], spots: Sequence[Spot]) -> Mapping[str, tuple[Spot, ...]]:
    """The spots of each flight, in their order."""
    wanted = [(flight, flight.material or flight.item or flight.campaign or flight.tag) for flight in flights]
    named: dict[str, list[Spot]] = {name: [] for _, name in wanted}
    for spot in spots:
        for name in (spot.campaign, spot.ref, spot.material, *spot.tags):
            own = named.get(name)
            # Two of its names may be the same.
            if own is not None and not (own and own[-1] is spot):
                own.append(spot)
    return {flight.id: tuple(spot for spot in named[name] if is_selected(spot, flight)) for flight, name in wanted}
