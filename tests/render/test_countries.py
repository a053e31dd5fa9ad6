"""Countries as tiles: all provinces, in places that hang together as the country does."""

from pathlib import Path

import pytest

from campaign.render.countries import Country, read_countries
from campaign.spec.errors import CampaignError
from tests.templates.samples import ROOT

COUNTRIES = read_countries(ROOT / "_kit")
APART = {"es": {"CN"}, "bg": set[str](), "be": set[str]()}
"""The Canaries lie off the map, as on any map of Spain."""
NEIGHBOURS = {
    "bg": ["VID MON", "MON VRC", "VRC PVN", "LOV VTR", "VTR RSE", "RAZ SLS", "SLS DOB", "DOB VAR", "SLV SZR", "SLV BGS",
           "SOF SFO", "SOF PER", "PER KNL", "KNL BLG", "PAZ PDV", "PDV SML", "SML KRZ", "HKV KRZ", "HKV JAM", "SLV JAM",
           "GAB LOV", "GAB SZR", "SHU TGV"],
    "es": ["GA AS", "AS CB", "CB PV", "PV NC", "NC AR", "AR CT", "AR VC", "CL RI", "CL MD", "MD CM", "CM VC", "CM MC",
           "AN MC", "EX MD"],
    "be": ["VWV VOV", "VOV VAN", "VAN VBR", "VBR BRU", "VBR WBR", "WHT WBR", "WBR WLG", "WLG VLI", "WNA WLX",
           "WBR WNA"],
}  # fmt: skip
"""Pairs whose tiles touch by a side, as their land does or nearly does."""


def touch(country: Country, one: str, other: str, *, reach: int = 1) -> bool:
    (x1, y1), (x2, y2) = country.tiles[one].at, country.tiles[other].at
    return max(abs(x1 - x2), abs(y1 - y2)) == 1 and abs(x1 - x2) + abs(y1 - y2) <= reach


@pytest.mark.parametrize(("code", "count"), [("bg", 28), ("es", 19), ("be", 11)])
def test_every_province_has_a_tile_two_codes_and_a_name_in_three_languages(code: str, count: int) -> None:
    tiles = COUNTRIES[code].tiles

    assert (
        len(tiles) == len({tile.at for tile in tiles.values()}) == len({tile.also for tile in tiles.values()}) == count
    )
    assert [tile for tile in tiles.values() if not {"bg", "en", "ar"} <= set(tile.name)] == []
    for language in ("bg", "en", "ar"):
        assert len({tile.name[language] for tile in tiles.values()}) == count
    shorts = [tile.short.get("bg") or tile.short["en"] for tile in tiles.values()]
    assert len(set(shorts)) == count


@pytest.mark.parametrize("code", COUNTRIES)
def test_tiles_hang_together_from_end_to_end(code: str) -> None:
    country = COUNTRIES[code]
    left = set(country.tiles) - APART[code]
    front = {left.pop()}
    while front:
        one = front.pop()
        reached = {other for other in left if touch(country, one, other, reach=2)}
        left -= reached
        front |= reached

    assert left == set()


@pytest.mark.parametrize("code", COUNTRIES)
def test_neighbours_stand_beside_each_other(code: str) -> None:
    pairs = [pair.split() for pair in NEIGHBOURS[code]]

    assert [pair for pair in pairs if not touch(COUNTRIES[code], *pair)] == []


@pytest.mark.parametrize("given", ["SLV", "slv", "BG-20", " bg-20 "])
def test_a_province_is_found_by_either_code(given: str) -> None:
    assert COUNTRIES["bg"].find(given) == "SLV"


@pytest.mark.parametrize(
    "text",
    [
        "[xx",
        "xx = 4",
        '[xx]\nA = { at = [0, 0], name = { en = "A" }, short = { en = "A" } }\n'
        'B = { at = [0, 0], name = { en = "B" }, short = { en = "B" } }',
        '[xx]\nA = { at = [-1, 0], name = { en = "A" }, short = { en = "A" } }',
        '[xx]\nA = { at = [0, 0], name = { en = "A" }, short = { en = "Abcde" } }',
        '[xx]\nA = { at = [0, 0], name = { bg = "А" }, short = { en = "A" } }',
    ],
)
def test_broken_tiles_are_refused_by_file(text: str, tmp_path: Path) -> None:
    (tmp_path / "tiles.toml").write_text(text, encoding="utf-8")

    with pytest.raises(CampaignError) as caught:
        read_countries(tmp_path)

    assert caught.value.place.file.endswith("tiles.toml")


def test_a_kit_without_tiles_has_no_countries(tmp_path: Path) -> None:
    assert read_countries(tmp_path) == {}
