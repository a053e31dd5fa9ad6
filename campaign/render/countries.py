"""Countries as tiles. In: _kit/tiles.toml, one table a country. Out: each province's place, codes and names."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.spec.document import Document, read_value
from campaign.spec.errors import Faults, InvalidTemplate, Place, join_errors
from campaign.spec.languages import Texts
from campaign.spec.message import say

TILES = "tiles.toml"
LONGEST_SHORT = 4
"""Letters that fit a tile beside its figure."""


@dataclass(frozen=True)
class TilePlace:
    """One province: `at` is its column and row from the top left, `also` a second code that is taken."""

    at: tuple[int, int]
    name: Texts
    short: Texts
    also: str = ""


@dataclass(frozen=True)
class Country:
    """Tiles by code."""

    tiles: Mapping[str, TilePlace]

    def find(self, code: str) -> str | None:
        """The tile's own code for either of its codes, large or small letters."""
        wanted = code.strip().upper()
        return next((own for own, tile in self.tiles.items() if wanted in (own, tile.also)), None)


def read_countries(kit: Path) -> Mapping[str, Country]:
    """Code → country; none for a kit without tiles. Raises InvalidTemplate, or Faults of several."""
    file = f"{kit.name}/{TILES}"
    try:
        tables = tomllib.loads((kit / TILES).read_text(encoding="utf-8"))
        read = read_value(Document(file, tables, {}), dict[str, dict[str, TilePlace]])
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidTemplate(
            say("This is not valid TOML: %(problem)s.", problem=str(error)), place=Place(file)
        ) from None
    except Faults as faults:
        raise join_errors(
            [InvalidTemplate(one.message, place=one.place, hint=one.hint) for one in faults.errors]
        ) from None
    for code, tiles in read.items():
        _check_tiles(tiles, file=file, country=code)
    return {code: Country(tiles) for code, tiles in read.items()}


def _check_tiles(tiles: Mapping[str, TilePlace], *, file: str, country: str) -> None:
    taken: dict[tuple[int, int], str] = {}
    for code, tile in tiles.items():
        place = Place(file, field=f"{country}.{code}")
        if tile.at in taken or min(tile.at) < 0:
            raise InvalidTemplate(say("The tile has no place of its own: %(at)s.", at=str(list(tile.at))), place=place)
        if "en" not in tile.name or "en" not in tile.short or max(map(len, tile.short.values())) > LONGEST_SHORT:
            raise InvalidTemplate(
                say("A tile needs a name and a short one of at most %(most)d letters in English.", most=LONGEST_SHORT),
                place=place,
            )
        taken[tile.at] = code
