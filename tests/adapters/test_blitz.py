"""The page engine behind its guards."""

from pathlib import Path

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.fonts import list_font_files
from campaign.render.ports import Page
from campaign.spec.boxes import Box
from campaign.spec.errors import RenderFailed

HERE = Path(__file__).parent


def make_page(body: str, *, style: str = "", transparent: bool = False) -> Page:
    html = f'<!doctype html><html><head><style>*{{margin:0}}{style}</style></head><body id="root">{body}</body></html>'
    return Page(html, 100, 60, (HERE,), list_font_files(), transparent=transparent)


def read_pixel(pixels: bytes, x: int, y: int) -> tuple[int, ...]:
    return tuple(pixels[(y * 100 + x) * 4 : (y * 100 + x) * 4 + 4])


def test_boxes_are_those_of_elements_with_ids() -> None:
    with BlitzEngine().open(make_page('<div id="a" style="width:40px;height:10px"></div><p>b</p>')) as page:
        assert page.boxes()["a"] == Box(0, 0, 40, 10)
        assert set(page.boxes()) == {"root", "a"}


def test_line_breaks_follow_every_change() -> None:
    body = '<div id="a" style="width:100px;font:20px/1 Sofia Sans">едно две три</div>'
    with BlitzEngine().open(make_page(body)) as page:
        heights = []
        for width in ("100px", "50px", "100px", "60px", "100px"):
            page.set_style("a", "width", width)
            heights.append(page.boxes()["a"].height)
    assert heights == [40, 60, 40, 60, 40]


def test_a_line_never_breaks_at_a_tied_word_whose_space_reaches_over_its_end() -> None:
    body = '<div id="a" style="width:100px;font:20px/1 Sofia Sans">учители и\u00a0родители</div>'
    with BlitzEngine().open(make_page(body)) as page:
        heights = set()
        for width in range(60, 110):
            page.set_style("a", "width", f"{width}px")
            heights.add(page.boxes()["a"].height)
        page.set_style("a", "width", "min-content")
        tied = page.boxes()["a"].width
    assert (heights, tied > 85) == ({40}, True)


def test_a_span_of_years_never_breaks() -> None:
    body = '<div id="a" style="width:70px;font:20px/1 Sofia Sans">2007–2013</div>'
    with BlitzEngine().open(make_page(body)) as page:
        assert page.boxes()["a"].height == 20


def test_text_is_replaced_as_text() -> None:
    with BlitzEngine().open(make_page('<div id="a" style="width:min-content;font:10px/1 Sofia Sans">a</div>')) as page:
        narrow = page.boxes()["a"].width
        page.set_text("a", "<b>дълга_дума</b>")
        assert page.boxes()["a"].width > 5 * narrow


def test_a_page_is_opaque_white_or_see_through_and_premultiplied() -> None:
    body = '<div style="width:10px;height:10px;background:rgba(255,0,0,.5)"></div>'
    with BlitzEngine().open(make_page(body)) as page:
        pixels = page.draw(0)
    assert (read_pixel(pixels, 5, 5), read_pixel(pixels, 50, 50)) == ((255, 127, 127, 255), (255, 255, 255, 255))
    with BlitzEngine().open(make_page(body, transparent=True)) as page:
        pixels = page.draw(0)
    assert (read_pixel(pixels, 5, 5), read_pixel(pixels, 50, 50)) == ((128, 0, 0, 128), (0, 0, 0, 0))


def test_the_clock_runs_forward_only() -> None:
    style = "@keyframes a{from{width:0}to{width:100px}} #a{height:60px;background:#f00;animation:a 1s linear both}"
    with BlitzEngine().open(make_page('<div id="a"></div>', style=style)) as page:
        assert [read_pixel(page.draw(second), 60, 5)[1] for second in (0.0, 0.5, 0.9)] == [255, 255, 0]
        with pytest.raises(ValueError, match="forward"):
            page.draw(0.5)


def test_floats_are_disarmed() -> None:
    with BlitzEngine().open(make_page('<i style="float:left">а</i><p id="p">б</p>')) as page:
        assert len(page.draw(0)) == 100 * 60 * 4


def test_an_unknown_element_is_a_named_error() -> None:
    with BlitzEngine().open(make_page("")) as page, pytest.raises(RenderFailed, match="gave up"):
        page.set_style("nobody", "width", "1px")
