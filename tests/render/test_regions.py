"""Figures by region: known codes, rates and never counts, no data that stays no data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from campaign.render.context import list_texts
from campaign.render.folder import load_template
from campaign.render.geography import DrawnArea, Outline
from campaign.render.manifest import Manifest
from campaign.render.maps import RegionMap, TileMap
from campaign.render.regions import draw_regions
from campaign.render.values import check_values, read_values
from campaign.spec.errors import CampaignError, InvalidTemplate, InvalidValue
from tests.templates.samples import ROOT, TEMPLATES

TILES = TEMPLATES["tile-map"].manifest
OUTLINES = TEMPLATES["choropleth"].manifest
FIGURES = {"SLV": 15.3, "SZR": 6.6, "SHU": 8.0, "DOB": 7.2, "BGS": 4.2}


def fill(manifest: Manifest, **values: Any) -> Mapping[str, Any]:
    return {name: field.sample for name, field in manifest.fields.items()} | values


def read_tiles(language: str = "bg", **regions: Any) -> TileMap:
    given = {"country": "bg", "figures": FIGURES, **regions}
    shown = read_values(TILES, fill(TILES, regions=given), language=language)["regions"]
    assert isinstance(shown, TileMap)
    return shown


def refuse_tiles(**regions: Any) -> InvalidValue:
    given = {"country": "bg", "figures": FIGURES, **regions}
    (error,) = check_values(TILES, fill(TILES, regions=given), languages=("bg",))
    return error


def test_all_provinces_are_there_and_those_without_a_figure_are_no_data_not_nought() -> None:
    shown = read_tiles()

    assert (len(shown.regions), shown.columns, shown.rows) == (28, 8, 5)
    assert {tile.code: tile.amount for tile in shown.regions if tile.amount is not None} == FIGURES
    assert {tile.step for tile in shown.regions if tile.code not in FIGURES} == {None}
    assert {tile.text for tile in shown.regions if tile.code not in FIGURES} == {""}


def test_figures_show_the_same_decimals_in_the_language_of_the_picture() -> None:
    assert [tile.text for tile in read_tiles().known] == ["15,3", "8,0", "7,2", "6,6", "4,2"]
    assert [tile.text for tile in read_tiles("en").known] == ["15.3", "8.0", "7.2", "6.6", "4.2"]


def test_an_empty_figure_is_no_data() -> None:
    shown = read_tiles(figures={**FIGURES, "VAR": None, "PDV": 0})

    by_code = {tile.code: tile for tile in shown.regions}
    assert (by_code["VAR"].amount, by_code["VAR"].text) == (None, "")
    assert (by_code["PDV"].amount, by_code["PDV"].text, by_code["PDV"].step) == (0, "0,0", 0)


def test_either_code_names_the_region_and_both_at_once_are_refused() -> None:
    assert read_tiles(highlight="bg-20").highlighted == next(
        tile for tile in read_tiles().regions if tile.code == "SLV"
    )

    assert "SLV" in str(refuse_tiles(figures={**FIGURES, "BG-20": 3}))


@pytest.mark.parametrize(
    ("regions", "field"),
    [
        ({"country": "fr"}, "regions.country"),
        ({"country": None}, "regions.country"),
        ({"figures": {**FIGURES, "XXX": 3}}, "regions.figures"),
        ({"figures": dict[Any, float]({**FIGURES}) | {7: 3}}, "regions.figures"),
        ({"highlight": "Сливен"}, "regions.highlight"),
        ({"figures": {"SLV": 15.3}}, "regions.figures"),
        ({"figures": [1, 2, 3]}, "regions.figures"),
        ({"figures": {**FIGURES, "VAR": "7"}}, "regions.figures.VAR"),
        ({"figures": {**FIGURES, "VAR": -1}}, "regions.figures.VAR"),
        ({"figures": {**FIGURES, "VAR": float("nan")}}, "regions.figures.VAR"),
        ({"figures": {**FIGURES, "VAR": 1.23456}}, "regions.figures.VAR"),
        ({"colour": "red"}, "regions.colour"),
    ],
)
def test_what_is_no_rate_of_a_known_region_is_refused_by_its_place(regions: dict[str, Any], field: str) -> None:
    assert refuse_tiles(**regions).place.field == field


def test_an_unknown_code_is_refused_naming_the_known_ones() -> None:
    hint = str(refuse_tiles(figures={**FIGURES, "XXX": 3}).hint)

    assert [code for code in FIGURES if code not in hint] == []


@pytest.mark.parametrize(
    ("unit", "amount", "refused"),
    [("percent", 100, False), ("percent", 100.1, True), ("per_1000", 100.1, False), ("per_1000", 23918, True),
     ("per_100000", 23918, False), ("per_100000", 266720, True)],
)  # fmt: skip
def test_a_count_of_people_is_no_rate(unit: str, amount: float, refused: bool) -> None:
    regions = {"country": "bg", "figures": {**FIGURES, "SLV": amount}}

    errors = check_values(TILES, fill(TILES, regions=regions, unit=unit), languages=("bg",))

    assert [error.place.field for error in errors] == (["regions.figures.SLV"] if refused else [])


def test_no_unit_of_a_map_is_a_count() -> None:
    for manifest in (TILES, OUTLINES):
        assert set(manifest.fields["unit"].options) == {"percent", "per_1000", "per_10000", "per_100000"}
        assert manifest.fields["population"].required


def test_a_template_whose_map_has_no_rate_is_refused(tmp_path: Any) -> None:
    folder = tmp_path / "counts"
    folder.mkdir()
    text = (ROOT / "tile-map" / "template.toml").read_text(encoding="utf-8").replace('rate = "unit"\n', "")
    (folder / "template.toml").write_text(text, encoding="utf-8")
    (folder / "template.html").write_text("", encoding="utf-8")
    (folder / "style.css").write_text("", encoding="utf-8")

    with pytest.raises(CampaignError) as caught:
        load_template(folder)

    assert [type(error) for error in caught.value.singles if error.place.field == "fields.regions.rate"] == [
        InvalidTemplate
    ]


def read_map(**given: Any) -> RegionMap:
    parts = {"file": "sample.geojson", "figures": {"a": 1, "b": 2, "c": 3.5}, **given}
    shown = read_values(OUTLINES, fill(OUTLINES, map=parts), language="bg")["map"]
    assert isinstance(shown, RegionMap)
    return shown


OUTLINE = Outline(
    100,
    50,
    tuple(DrawnArea(code, {"": code.upper(), "bg": f"Област {code}"}, "M0 0L1 1 2 0Z", 5, 5, 3) for code in "abcd"),
)


def test_a_map_holds_every_region_of_its_file_and_names_them_by_item_then_file() -> None:
    shown = draw_regions(read_map(names={"a": {"bg": "Хълма"}}), OUTLINE, field="map", language="bg")

    assert [(one.code, one.name, one.amount) for one in shown.regions] == [
        ("a", "Хълма", 1), ("b", "Област\u00a0b", 2), ("c", "Област\u00a0c", 3.5), ("d", "Област\u00a0d", None),
    ]  # fmt: skip
    assert "Хълма" in list(list_texts(shown))


@pytest.mark.parametrize("given", [{"figures": {"a": 1, "b": 2, "z": 3}}, {"highlight": "z"}, {"names": {"z": "Z"}}])
def test_a_region_that_the_file_does_not_have_is_refused_naming_those_it_has(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidValue) as caught:
        draw_regions(read_map(**given), OUTLINE, field="map", language="bg")

    assert "a, b, c, d" in str(caught.value.hint)


def test_a_script_in_a_name_is_only_a_name() -> None:
    outline = replace(OUTLINE, areas=(replace(OUTLINE.areas[0], names={"": "<script>"}), *OUTLINE.areas[1:]))

    assert draw_regions(read_map(), outline, field="map", language="bg").regions[0].name == "<script>"
