"""Maps as a template sees them. In: figures by region. Out: regions with their classes, over tiles or outlines.

A map shows rates, never counts: where many live, much of everything is counted. So a figure is so many of a hundred, a
thousand, ten or a hundred thousand, and what is not known is a class of its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaign.render.numbers import count_decimals, count_most_decimals, format_number
from campaign.render.scales import find_breaks

RATES: Mapping[str, int] = {"percent": 100, "per_1000": 1_000, "per_10000": 10_000, "per_100000": 100_000}
"""Code of a unit → of how many; no rate is larger than that."""
MOST_CLASSES = 4
"""More shades than that are not told apart across a tram."""


@dataclass(frozen=True)
class RateClass:
    """One class of a legend: amounts from `low` up to `high`, and both as printed."""

    low: float
    high: float
    text: str


@dataclass(frozen=True)
class Region:
    """A part of a country. `amount` is none and `text` empty where there is no figure; `step` is its class, from 0.
    On a map `path` is its outline, `x` and `y` (per cent) a place inside it, and `room` how far that is from the
    border, in the map's units."""

    code: str
    name: str
    amount: float | None = None
    text: str = ""
    step: int | None = None
    path: str = ""
    x: float = 0.0
    y: float = 0.0
    room: float = 0.0


@dataclass(frozen=True)
class Tile(Region):
    """A region as one square of a grid: `column` and `row` from 0; `short` is at most four letters."""

    short: str = ""
    column: int = 0
    row: int = 0


@dataclass(frozen=True)
class RegionMap:
    """A map of outlines: `width` × `height` are the units of its paths. `highlight` is the code of a region that is
    named large, or empty. Until its `file` is read it holds the regions with a figure only."""

    file: str
    regions: tuple[Region, ...]
    classes: tuple[RateClass, ...]
    highlight: str = ""
    width: float = 0.0
    height: float = 0.0

    @property
    def known(self) -> tuple[Region, ...]:
        """The regions with a figure, the largest first."""
        return sort_known(self.regions)

    @property
    def highlighted(self) -> Region | None:
        return next((region for region in self.regions if region.code == self.highlight), None)


@dataclass(frozen=True)
class TileMap:
    """A country of `columns` × `rows` places, some of which hold a tile, in reading order."""

    country: str
    columns: int
    rows: int
    regions: tuple[Tile, ...]
    classes: tuple[RateClass, ...]
    highlight: str = ""

    @property
    def known(self) -> tuple[Region, ...]:
        """The tiles with a figure, the largest first."""
        return sort_known(self.regions)

    @property
    def highlighted(self) -> Tile | None:
        return next((tile for tile in self.regions if tile.code == self.highlight), None)


def sort_known(regions: Sequence[Region]) -> tuple[Region, ...]:
    return tuple(sorted((one for one in regions if one.amount is not None), key=lambda one: -(one.amount or 0)))


def make_classes(amounts: Sequence[float], *, language: str) -> tuple[RateClass, ...]:
    """At most four classes of one round width. Printed, none ends where the next one begins: 0–4.9, 5–9.9, 10–15."""
    edges = find_breaks(amounts, MOST_CLASSES)
    decimals = count_most_decimals([*amounts, *edges])
    pairs = list(pairwise(edges))
    return tuple(
        RateClass(low, high, _print_range(low, high, decimals, is_last=(low, high) == pairs[-1], language=language))
        for low, high in pairs
    )


def _print_range(low: float, high: float, decimals: int, *, is_last: bool, language: str) -> str:
    top = high if is_last else round(high - 10**-decimals, decimals)
    ends = dict.fromkeys(
        format_number(end, language=language, decimals=count_decimals(end)) for end in (low, max(low, top))
    )
    return "–".join(ends)


def find_class(amount: float, classes: Sequence[RateClass]) -> int:
    """The class of an amount, from 0; the last one holds its upper end too."""
    return sum(amount >= one.low for one in classes[1:])


def find_counts(shown: TileMap | RegionMap, *, unit: str) -> tuple[Region, ...]:
    """The regions whose figure is larger than all that it could be a rate of."""
    return tuple(region for region in shown.known if (region.amount or 0) > RATES[unit])


def list_map_texts(shown: TileMap | RegionMap) -> tuple[str, ...]:
    """What is read on a map: its legend, the region that is named large, and the names on the outlines."""
    named = shown.regions if isinstance(shown, RegionMap) else tuple(filter(None, (shown.highlighted,)))
    return tuple(part for one in named for part in (one.name, one.text) if part)
