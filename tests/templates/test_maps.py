"""Maps as drawn: every province in its class's colour, no data to be seen, outlines that hostile files cannot harm."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.alt import compose_alt
from campaign.render.colours import INK, PAPER, ink_on, measure_contrast, ramp_colours, shade_colour
from campaign.render.job import Job, MediaFile
from campaign.render.pipeline import build_page
from campaign.spec.channels import Medium
from campaign.spec.content import Brand
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import CampaignError
from tests.templates.samples import PANELS, TEMPLATES, draw_boxes, make_job

CENSUS = {"SLV": 15.3, "SZR": 6.6, "SHU": 8.0, "DOB": 7.2, "BGS": 4.2}
"""% of those who answered; National Statistical Institute, census of 2021."""
REGIONS = {"country": "bg", "figures": CENSUS}


def draw_tiles(shape: str, language: str = "bg", **regions: Any) -> str:
    values = {"regions": {**REGIONS, **regions}}
    return draw_boxes(make_job("tile-map", screen=PANELS[shape], language=language, values=values)).page.html


def read_tile(html: str, code: str) -> str:
    return html.partition(f'id="tile-{code}"')[2].partition('class="map-tile')[0].partition('class="map-land')[0]


@pytest.mark.parametrize("shape", PANELS)
@pytest.mark.parametrize(("country", "count"), [("bg", 28), ("es", 19), ("be", 11)])
def test_every_province_is_one_equal_square(shape: str, country: str, count: int) -> None:
    codes = list(TEMPLATES["tile-map"].manifest.fields["regions"].tiles[country].tiles)
    regions = {"country": country, "figures": dict.fromkeys(codes[:5], 12.5)}

    boxes = draw_boxes(make_job("tile-map", screen=PANELS[shape], language="en", values={"regions": regions})).boxes

    tiles = [boxes[f"tile-{code}"] for code in codes]
    assert len(tiles) == count
    assert {round(tile.width - tiles[0].width) for tile in tiles} <= {-1, 0, 1}
    assert [tile for tile in tiles if abs(tile.width - tile.height) > 1] == []


@pytest.mark.parametrize("shape", PANELS)
def test_a_tile_has_the_colour_of_its_class_and_no_data_is_hatched_and_in_the_legend(shape: str) -> None:
    html = draw_tiles(shape)

    keys = [re.search(r"background:(#\w{6})", html.split(f'id="legend-{number}"')[1]) for number in (1, 2, 4)]
    low, middle, high = (key[1] for key in keys if key)
    for code, colour in {"BGS": low, "SZR": middle, "SHU": middle, "DOB": middle, "SLV": high}.items():
        assert f"background:{colour}" in read_tile(html, code)
    unknown = html.count('class="map-tile unknown"')
    assert unknown == 23
    assert "background:" not in read_tile(html, "VID")
    assert "map-hatch" in read_tile(html, "VID")
    assert "map-hatch" in html.split('id="legend-none"')[1]


@pytest.mark.parametrize("name", ["tile-map", "choropleth"])
@pytest.mark.parametrize(("language", "words"), [("bg", "няма"), ("en", "no"), ("ar", "لا")])
def test_legend_says_no_data_in_the_language(name: str, language: str, words: str) -> None:
    html = draw_boxes(make_job(name, screen=PANELS["landscape"], language=language)).page.html

    assert words in html.split('id="legend-none"')[1][:600]


def test_a_map_where_all_is_known_needs_no_class_for_no_data() -> None:
    codes = TEMPLATES["tile-map"].manifest.fields["regions"].tiles["be"].tiles
    html = draw_tiles("landscape", country="be", figures=dict.fromkeys(codes, 3))

    assert 'id="legend-none"' not in html


@pytest.mark.parametrize("name", ["tile-map", "choropleth"])
def test_east_stays_east_in_arabic(name: str) -> None:
    boxes = draw_boxes(make_job(name, screen=PANELS["landscape"], language="ar")).boxes

    west, east = ("tile-VID", "tile-DOB") if name == "tile-map" else ("region-1", "region-5")
    assert boxes[west].left < boxes[east].left


@pytest.mark.parametrize("shape", PANELS)
@pytest.mark.parametrize("name", ["tile-map", "choropleth"])
def test_measure_unit_and_population_stand_on_every_picture(name: str, shape: str) -> None:
    html = draw_boxes(make_job(name, screen=PANELS[shape], language="en")).page.html

    measure = re.sub(r"<[^>]+>|\u00a0", " ", html.split('id="measure"')[1].split("</div>")[0])
    words = {"tile-map": "% of those asked", "choropleth": "per 1,000 residents"}[name]
    assert words in " ".join(measure.split())


@pytest.mark.parametrize("accent", ["#e4572e", "#ffb703", "#0b7a75", "#5b3a8c", "#003399", "#888888"])
def test_a_figure_can_be_read_on_every_class_of_any_campaigns_colour(accent: str) -> None:
    job = make_job("tile-map", screen=PANELS["landscape"], language="bg")
    html = draw_boxes(replace(job, campaign=replace(job.campaign, brand=Brand(accent)))).page.html

    pairs = re.findall(r"background:(#\w{6});(?:border-color:#\w{6};)?color:(#\w{6})", html)
    assert len(pairs) == 26
    assert [pair for pair in pairs if measure_contrast(*pair) < 4.5] == []
    assert len(set(pairs)) == len(ramp_colours(accent, PAPER, 4))
    assert measure_contrast(INK, PAPER) > measure_contrast(shade_colour(accent, PAPER), PAPER) >= 3
    assert ink_on(PAPER) == INK


def test_alt_text_says_every_figure() -> None:
    text = compose_alt(make_job("tile-map", screen=PANELS["landscape"], language="bg", values={"regions": REGIONS}))

    assert "% от запитаните" in text
    assert "Сливен 15,3; Шумен 8,0; Добрич 7,2; Стара Загора 6,6; Бургас 4,2" in text


def test_land_stands_from_the_first_frame() -> None:
    job = make_job("tile-map", screen=PANELS["landscape"], language="bg", medium=Medium.LOOP)
    html = build_page(job, engine=BlitzEngine()).html

    assert html.count('class="map-land"') == 26


def give_file(job: Job, text: str, folder: Path) -> Job:
    path = folder / "given.geojson"
    path.write_text(text, encoding="utf-8")
    media = {**job.media, "given.geojson": MediaFile(path, hash_bytes(path.read_bytes()))}
    figures = {"file": "given.geojson", "figures": {"a": 1, "b": 2, "c": 3}, "highlight": "a"}
    return replace(job, media=media, item=replace(job.item, values={**job.item.values, "map": figures}))


def write_squares(**properties: Any) -> str:
    features = [
        {
            "type": "Feature", "id": code, "properties": properties,
            "geometry": {"type": "Polygon", "coordinates": [[[at, 0], [at + 1, 0], [at + 1, 1], [at, 1], [at, 0]]]},
        }
        for at, code in enumerate("abc")
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_a_script_in_a_map_is_drawn_as_words(tmp_path: Path) -> None:
    job = make_job("choropleth", screen=PANELS["landscape"], language="en")
    html = draw_boxes(give_file(job, write_squares(name="<script>"), tmp_path)).page.html

    assert "<script" not in html
    assert "&lt;script&gt;" in html


@pytest.mark.parametrize("text", ["{", "[" * 9000, write_squares().replace("[0, 0]", "[NaN, 0]"), "\0", "<svg/>"])
def test_a_broken_map_costs_one_material_and_names_file_and_field(text: str, tmp_path: Path) -> None:
    job = make_job("choropleth", screen=PANELS["landscape"], language="en")

    with pytest.raises(CampaignError) as caught:
        build_page(give_file(job, text, tmp_path), engine=BlitzEngine())

    assert (caught.value.place.file, caught.value.place.field) == ("given.geojson", "map.file")


def test_a_missing_map_is_named(tmp_path: Path) -> None:
    job = make_job("choropleth", screen=PANELS["landscape"], language="en")

    with pytest.raises(CampaignError) as caught:
        build_page(replace(job, media={}), engine=BlitzEngine())

    assert caught.value.place.file == "sample.geojson"
