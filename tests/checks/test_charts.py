"""E1, E3, E5, E6 on the picture: what an item says is worth nothing where the picture leaves it out."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from campaign.checks.charts import check_charts
from campaign.render.countries import Country, TilePlace
from campaign.render.manifest import FieldType, Template, TemplateField, Total
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.content import Item
from campaign.spec.formats import Format
from tests.factories.items import SOURCE, make_figure, make_schema

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
BOTH = {"bg": "Поле", "en": "Field"}
EMPTY = np.zeros((1, 1, 3), np.uint8)
BOX = Box(0, 0, 1, 1)
WHOLE = ("259 граждани", "Източник: НСИ; 2021 г.; жители (души)")


def make_template(**fields: TemplateField) -> Template:
    schema = make_schema(what=FieldType.TEXT)
    manifest = replace(schema.manifest, fields={**schema.manifest.fields, **fields})
    return replace(schema, folder=TEMPLATES / "plain", manifest=manifest)


def make_scene(item: Item, *texts: str, language: str = "bg", parts: tuple[str, ...] = ()) -> Scene:
    wordings = tuple(Wording(f"t-{at}", "", text, BOX, 10) for at, text in enumerate(texts))
    moment = Moment(0, 0, EMPTY, EMPTY)
    return Scene(Format(320, 180, 10, 1), language, wordings, dict.fromkeys(parts, BOX), moment, item=item)


def list_found(scene: Scene, template: Template | None = None) -> list[tuple[str, str]]:
    return [(found.rule, found.place.field) for found in check_charts(scene, template=template or make_template())]


def test_a_whole_source_in_whatever_setting_passes() -> None:
    assert list_found(make_scene(make_figure(), *WHOLE)) == []
    broken = ("259 граждани", "Източник:\u00a0НСИ;", "2021\u202fг.; жители", "(души)")
    assert list_found(make_scene(make_figure(), *broken)) == []


@pytest.mark.parametrize(("said", "field"), [
    ("2021 г.; жители (души)", "source.name"),
    ("Източник: НСИ; жители (души)", "source.period"),
    ("Източник: НСИ; 2021 г.; (души)", "source.population"),
    ("Източник: НСИ; 2021 г.; жители", "source.unit"),
])  # fmt: skip
def test_every_part_of_the_source_stands_on_the_picture(said: str, field: str) -> None:
    assert list_found(make_scene(make_figure(), "Граждани", said)) == [("E1", field)]


def test_a_bilingual_picture_has_it_in_its_first_language() -> None:
    assert list_found(make_scene(make_figure(), *WHOLE, language="bg+en")) == []
    assert len(list_found(make_scene(make_figure(), *WHOLE, language="en+bg"))) == 3


def test_a_scene_without_texts_or_item_tells_nothing() -> None:
    assert list_found(make_scene(make_figure())) == []
    assert list_found(replace(make_scene(make_figure(), "a"), item=None)) == []


AXIS = TemplateField(FieldType.CHOICE, BOTH, BOTH, options={"from_zero": BOTH, "cut": BOTH})


@pytest.mark.parametrize(("axis", "amounts", "said", "found"), [
    ("cut", (90, 95), "", [("E3", "values.axis")]),
    ("cut", (90, 95), "Скалата започва от 88", []),
    ("cut", (2, 95), "", []),
    ("from_zero", (90, 95), "", []),
])  # fmt: skip
def test_an_axis_that_is_cut_says_so(axis: str, amounts: tuple[float, ...], said: str, found: Any) -> None:
    item = replace(make_figure(), values={"axis": axis, "rows": [{"amount": amount} for amount in amounts]})
    assert list_found(make_scene(item, *WHOLE, said), make_template(axis=AXIS)) == found


TILES = {code: TilePlace(at=(at, 0), name=BOTH, short=BOTH) for at, code in enumerate(("SLV", "DOB", "VID"))}
REGIONS = TemplateField(FieldType.REGIONS, BOTH, BOTH, tiles={"bg": Country(tiles=TILES)})
DRAWN = ("tile-SLV", "tile-DOB", "tile-VID")


@pytest.mark.parametrize(("said", "parts", "count"), [
    ("няма данни", DRAWN, 0),
    ("", DRAWN, 1),
    ("няма данни", DRAWN[:2], 1),
    ("", DRAWN[:2], 2),
])  # fmt: skip
def test_provinces_without_data_are_on_the_map_and_in_its_legend(said: str, parts: tuple[str, ...], count: int) -> None:
    item = replace(make_figure(), values={"regions": {"country": "bg", "figures": {"SLV": 15.3, "DOB": 7.2}}})
    scene = make_scene(item, *WHOLE, said, parts=parts)
    assert list_found(scene, make_template(regions=REGIONS)) == [("E5", "values.regions")] * count


SHARE = TemplateField(FieldType.PERCENT, BOTH, BOTH)
ROWS = TemplateField(FieldType.ROWS, BOTH, BOTH, parts={"share": SHARE}, total=Total(down=("share",), asked="asked"))


@pytest.mark.parametrize(("asked", "text", "found"), [
    (49, "46 %", [("E6", "values.rows")]),
    (49, "46\u202f%", [("E6", "values.rows")]),
    (49, "46", [("E6", "values.rows")]),
    (49, "(46 %)", []),
    (49, "45 %", []),
    (50, "46 %", []),
    (20, "46 %", [("E6", "values.rows")]),
])  # fmt: skip
def test_shares_of_few_people_stand_in_brackets(asked: int, text: str, found: list[tuple[str, str]]) -> None:
    item = replace(make_figure(), source=SOURCE, values={"asked": asked, "rows": [{"share": 46}, {"share": 54}]})
    assert list_found(make_scene(item, *WHOLE, text), make_template(rows=ROWS)) == found
