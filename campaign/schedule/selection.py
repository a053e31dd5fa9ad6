"""What each flight shows. In: flights and spots. Out: each one's spots, without asking all of all."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter

from campaign.schedule.flight import Flight
from campaign.schedule.release import Spot

NAMES: Mapping[str, Callable[[Spot], str]] = {
    "material": attrgetter("material"),
    "item": attrgetter("ref"),
    "campaign": attrgetter("campaign"),
}
"""What flights may name, the first that they do → the name that a spot has as such. Else they name a tag."""


def select_spots(flights: Iterable[Flight], spots: Sequence[Spot]) -> Mapping[str, tuple[Spot, ...]]:
    """The spots of each flight, in their order; flights that name the same share them."""
    wanted = {flight.id: _find_wish(flight) for flight in flights}
    named: dict[str, dict[str, list[Spot]]] = {}
    for kind, name in wanted.values():
        named.setdefault(kind, {})[name] = []
    for kind, rows in named.items():
        if kind == "tag":
            _collect_tagged(rows, spots)
            continue
        for spot, name in zip(spots, map(NAMES[kind], spots), strict=True):
            own = rows.get(name)
            if own is not None:
                own.append(spot)
    shown = {(kind, name): tuple(own) for kind, rows in named.items() for name, own in rows.items()}
    return {flight: shown[wish] for flight, wish in wanted.items()}


def _find_wish(flight: Flight) -> tuple[str, str]:
    """As campaign.schedule.flight.Flight.selects reads it: the field that says what is shown, and what it says."""
    for kind in NAMES:
        name: str = getattr(flight, kind)
        if name:
            return kind, name
    return "tag", flight.tag


def _collect_tagged(rows: Mapping[str, list[Spot]], spots: Iterable[Spot]) -> None:
    for spot in spots:
        for tag in dict.fromkeys(spot.tags):
            if tag in rows:
                rows[tag].append(spot)
