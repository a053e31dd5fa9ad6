"""What a page shows is measured on what is drawn."""

import numpy as np
import pytest

from benchmarks.corpus.sheets import SCREEN, see_page, write_page
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.inks import draw_inks, draw_inks_twice
from campaign.render.scene import Wording
from campaign.render.survey import survey_still
from campaign.render.textless import TextlessEngine
from tests.render.jobs import make_job


def find(body: str, style: str = "") -> dict[str, Wording]:
    return {wording.text: wording for wording in see_page(body, style).wordings}


def test_the_same_page_without_texts_keeps_all_else() -> None:
    page = write_page('<div id="a" style="background:#003399;color:#fff">Да</div>')
    with BlitzEngine().open(page) as opened, TextlessEngine(BlitzEngine()).open(page) as bare:
        shown, ground = (np.frombuffer(each.draw(0), np.uint8).reshape(270, 480, 4) for each in (opened, bare))
        assert opened.boxes() == bare.boxes()
    assert {tuple(pixel) for pixel in ground[62:90, 32:50, :3].reshape(-1, 3)} == {(0, 0x33, 0x99)}
    assert (shown != ground).any()


@pytest.mark.parametrize(
    ("style", "height"),
    [("font-size:30px", 19.65), ("font-size:60px;transform:scale(.5)", 19.65), ("font-family:'EB Garamond'", 19.5)],
)
def test_a_capital_is_as_high_as_it_is_drawn(style: str, height: float) -> None:
    assert find(f'<div id="a" style="{style}">ухо</div>')["ухо"].cap == pytest.approx(height, abs=0.4)


def test_ink_is_known_where_it_has_its_grounds_own_colour() -> None:
    seen, unseen = find('<div id="a">Да</div>')["Да"], find('<div id="a">Да</div>', "#a{color:#fff}")["Да"]
    assert seen.ink is not None
    assert unseen.ink is not None
    assert np.array_equal(seen.ink.cover, unseen.ink.cover)
    assert seen.box == unseen.box


def test_words_that_stay_whole_belong_to_their_text() -> None:
    [years] = see_page('<div id="a">През 2014–2020 да</div>').wordings
    assert years.box.width > 200


def test_what_is_cut_off_is_told_as_a_share() -> None:
    assert find('<div id="a" style="overflow:hidden;height:20px">Да</div>')["Да"].cut > 0.2
    assert find('<div id="a" style="overflow:hidden;height:40px">Да</div>')["Да"].cut == 0
    assert find('<div id="a" style="display:none">Да</div>') == {}


def test_inks_of_one_opening_are_those_of_two() -> None:
    page = write_page(
        '<div id="a" style="display:flex;overflow:hidden;width:70px;height:20px">Да, <b id="b">и така</b></div>'
        '<div id="c" style="clip-path:inset(0 50% 0 0)">Не</div>'
    )
    names, engine = ("a", "b", "c"), BlitzEngine()
    pairs = zip(
        draw_inks_twice(page, names, engine=engine),
        (draw_inks(page, names, engine=engine, clipped=clipped) for clipped in (True, False)),
        strict=True,
    )
    for one, other in pairs:
        assert {name: ink.box for name, ink in one.items()} == {name: ink.box for name, ink in other.items()}
        assert all(np.array_equal(one[name].cover, other[name].cover) for name in other)
        assert {"a", "c"} <= other.keys()


def test_a_mark_of_direction_hides_no_letter_that_is_lost() -> None:
    marked = find('<div id="a" style="font-family:\'Sofia Sans\'">\u200eहम</div>')
    assert [wording.boxed for wording in marked.values()] == ["ह"]


def test_a_letter_that_no_face_of_the_style_has_comes_out_as_a_box() -> None:
    assert find('<div id="a" style="font-family:\'Sofia Sans\'">हम</div>')["हम"].boxed == "ह"
    assert find('<div id="a">हम</div>')["हम"].boxed == ""


def test_a_still_tells_which_field_each_text_comes_from() -> None:
    scene = survey_still(make_job(), engine=BlitzEngine(), encoder=FfmpegEncoder())
    assert {wording.field for wording in scene.wordings} == {"values.headline", "values.number", "funder.statement", ""}
    assert {"emblem", "statement", "strip", "headline"} <= set(scene.parts)
    assert (scene.seconds, tuple(scene.moments)) == (0.0, ())
    assert SCREEN.px_per_mm == pytest.approx(0.9, abs=0.01)
