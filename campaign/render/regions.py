"""Figures by region. In: what an item gives for a map. Out: a TileMap or a RegionMap; or InvalidValue.

Unknown codes are refused, naming the known ones; a region without a figure stays one without data, never nought.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from campaign.render.bounds import Limits, check_amount, check_text
from campaign.render.countries import Country
from campaign.render.entry import Entry, demand, is_empty, read_file, read_parts
from campaign.render.geography import DrawnArea, Outline
from campaign.render.maps import RateClass, Region, RegionMap, Tile, TileMap, find_class, make_classes
from campaign.render.numbers import count_decimals, count_most_decimals, format_number
from campaign.render.typography import mark_direction, set_text
from campaign.spec.errors import InvalidValue, Place
from campaign.spec.languages import LANGUAGES, Texts, choose_text
from campaign.spec.message import say

AnyRegion = TypeVar("AnyRegion", Region, Tile)

MOST_DECIMALS = 2
"""A finer rate is seldom known, and never read."""
LONGEST_NAME = 30
LONGEST_LIST = 40
"""Codes that a hint names at most."""


def read_tile_map(entry: Entry, raw: Any) -> TileMap:
    """{country: bg, figures: {SLV: 15.3}, highlight: SLV}, the last part optional."""
    parts = read_parts(entry, raw, known=("country", "figures", "highlight"))
    country = _find_country(entry.inside("country"), parts.get("country"))
    figures = _read_tile_figures(entry.inside("figures"), parts.get("figures"), country)
    highlight = "" if is_empty(parts.get("highlight")) else parts["highlight"]
    if highlight:
        highlight = _find_code(entry.inside("highlight"), highlight, country)
    classes = make_classes(list(figures.values()), language=entry.language)
    tiles = _list_tiles(country, language=entry.language)
    return TileMap(
        country=parts["country"],
        columns=1 + max(tile.column for tile in tiles),
        rows=1 + max(tile.row for tile in tiles),
        regions=tuple(_give_figure(tile, figures, classes, language=entry.language) for tile in tiles),
        classes=classes,
        highlight=highlight,
    )


def _read_tile_figures(entry: Entry, raw: Any, country: Country) -> Mapping[str, float]:
    """Figures by the country's own codes, whichever of a region's codes was given."""
    figures: dict[str, float] = {}
    for given, amount in _read_figures(entry, raw).items():
        code = _find_code(entry, given, country)
        if code in figures:
            raise entry.refuse(
                say("“%(code)s” stands here twice.", code=code), say("Name each region by one of its codes only.")
            )
        figures[code] = amount
    return figures


def _list_tiles(country: Country, *, language: str) -> Sequence[Tile]:
    """In reading order, without figures."""
    tiles = [
        Tile(
            code,
            _set(tile.name, language),
            short=choose_text(tile.short, language=language),
            column=tile.at[0],
            row=tile.at[1],
        )
        for code, tile in country.tiles.items()
    ]
    return sorted(tiles, key=lambda tile: (tile.row, tile.column))


def read_region_map(entry: Entry, raw: Any) -> RegionMap:
    """{file: regions.geojson, figures: {id: number}, names: {id: {bg: …}}, highlight: id}, the last two optional. The
    file itself is looked at by draw_regions."""
    parts = read_parts(entry, raw, known=("file", "figures", "names", "highlight"))
    figures = _read_figures(entry.inside("figures"), parts.get("figures"))
    names = _read_names(entry.inside("names"), parts.get("names"))
    highlight = parts.get("highlight")
    classes = make_classes(list(figures.values()), language=entry.language)
    regions = [Region(code, names.get(code, code)) for code in dict.fromkeys((*figures, *names))]
    return RegionMap(
        file=read_file(entry, parts, example="regions.geojson"),
        regions=tuple(_give_figure(region, figures, classes, language=entry.language) for region in regions),
        classes=classes,
        highlight="" if is_empty(highlight) else str(highlight),
    )


def draw_regions(shown: RegionMap, outline: Outline, *, field: str, language: str) -> RegionMap:
    """The map with its outlines. Raises InvalidValue for a region that the file does not have."""
    given = {region.code: region for region in shown.regions}
    codes = [area.code for area in outline.areas]
    for code in (*given, *filter(None, (shown.highlight,))):
        if code not in codes:
            raise InvalidValue(
                say("The map has no region “%(code)s”.", code=code[:60]),
                place=Place(file=shown.file, field=field, language=language),
                hint=say("Its regions are: %(known)s.", known=_list_codes(codes)),
            )
    regions = tuple(_draw_region(area, given.get(area.code), language) for area in outline.areas)
    return replace(shown, regions=regions, width=outline.width, height=outline.height)


def _draw_region(area: DrawnArea, given: Region | None, language: str) -> Region:
    """A name that the item gives goes before the file's own."""
    region = given or Region(area.code, area.code)
    name = region.name
    if name == area.code:
        own = area.names.get(language) or area.names.get("") or area.code
        name = mark_direction(set_text(own[:LONGEST_NAME], language=language), direction=LANGUAGES[language].direction)
    return replace(region, name=name, path=area.path, x=area.x, y=area.y, room=area.room)


def _find_country(entry: Entry, raw: Any) -> Country:
    countries = entry.field.tiles
    if not isinstance(raw, str) or raw not in countries:
        raise entry.refuse(
            say("There are no tiles for “%(given)s”.", given=str(raw)[:60]),
            say("Use one of: %(known)s.", known=", ".join(countries) or "—"),
        )
    return countries[raw]


def _find_code(entry: Entry, raw: Any, country: Country) -> str:
    code = country.find(raw) if isinstance(raw, str) else None
    if code is None:
        raise entry.refuse(
            say("There is no region “%(code)s”.", code=str(raw)[:60]),
            say("Its regions are: %(known)s.", known=_list_codes(list(country.tiles))),
        )
    return code


def _list_codes(codes: Sequence[str]) -> str:
    return ", ".join(codes[:LONGEST_LIST]) + (" …" if len(codes) > LONGEST_LIST else "")


def _read_figures(entry: Entry, raw: Any) -> Mapping[str, float]:
    """Code → rate; an empty one is no data."""
    if not isinstance(raw, Mapping):
        raise entry.refuse(say("The figures are missing."), say("Write one line a region: code: figure."))
    limits = entry.limits
    amounts = {
        str(code): check_amount(amount, limits=Limits(least=0), refuse=entry.inside(code).refuse)
        for code, amount in raw.items()
        if amount is not None
    }
    for code, amount in amounts.items():
        if count_decimals(amount) > MOST_DECIMALS:
            raise entry.inside(code).refuse(
                say("%(given)s has too many decimals.", given=f"{amount:.12g}"),
                say("Round it to at most %(most)d.", most=MOST_DECIMALS),
            )
    least = int(limits.least or 1)
    if len(amounts) < least:
        raise entry.refuse(
            say("Too few regions have a figure: %(given)d.", given=len(amounts)),
            say("A map needs at least %(least)d; fewer are better as bars.", least=least),
        )
    return amounts


def _read_names(entry: Entry, raw: Any) -> Mapping[str, str]:
    if is_empty(raw):
        return {}
    if not isinstance(raw, Mapping):
        raise entry.refuse(say("This is not a list of names."), say("Write one line a region: code: { bg: …, en: … }."))
    names: dict[str, str] = {}
    for code, given in raw.items():
        part = entry.inside(code)
        text = check_text(demand(part, given), limits=Limits(longest=LONGEST_NAME), refuse=part.refuse)
        names[str(code)] = _set({entry.language: text}, entry.language)
    return names


def _give_figure(
    region: AnyRegion, figures: Mapping[str, float], classes: Sequence[RateClass], *, language: str
) -> AnyRegion:
    amount = figures.get(region.code)
    if amount is None:
        return region
    decimals = count_most_decimals(list(figures.values()))
    text = format_number(amount, language=language, decimals=decimals)
    return replace(region, amount=amount, text=text, step=find_class(amount, classes))


def _set(texts: Texts, language: str) -> str:
    return mark_direction(
        set_text(choose_text(texts, language=language), language=language), direction=LANGUAGES[language].direction
    )
