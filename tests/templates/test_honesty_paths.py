"""What keeps ways and flows true: every step shown, dots placed in time, streams in proportion, photos alike."""

import re

import pytest

from campaign.render.typography import loosen
from tests.templates.samples import PANELS, draw_boxes, every, make_job

WIDE = ("landscape", "ribbon", "band")


@pytest.mark.parametrize("shape", PANELS)
def test_every_step_stands_in_its_order_with_its_number(shape: str) -> None:
    drawn = draw_boxes(make_job("process", screen=PANELS[shape], language="en"))

    titles = re.findall(r'id="steps-(\d)-title">([^<]+)<', loosen(drawn.page.html))
    assert titles == [("1", "Choose a school"), ("2", "Apply"), ("3", "Get to know us"), ("4", "Come on 15 September")]
    discs = [drawn.boxes[f"step-{number}"] for number in range(1, 5)]
    along = [disc.left if shape in WIDE else disc.top for disc in discs]
    assert along == sorted(along)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("shape", PANELS)
def test_moments_stand_at_their_place_in_time_whatever_their_order(shape: str, language: str) -> None:
    years = ("2020", "2010", "2012")
    moments = [{"on": year, "what": every(year)} for year in years]

    boxes = draw_boxes(make_job("timeline", screen=PANELS[shape], language=language, values={"moments": moments})).boxes

    places = [boxes[f"dot-{number}"].left if shape in WIDE else boxes[f"dot-{number}"].top for number in (1, 2, 3)]
    assert (places[1] - places[0]) / (places[2] - places[0]) == pytest.approx(731 / 3653, abs=0.01)
    assert (places[2] < places[0]) is (shape in WIDE and language == "ar")


@pytest.mark.parametrize("shape", PANELS)
def test_streams_are_as_wide_as_their_amounts_from_end_to_end(shape: str) -> None:
    streams = [{"amount": amount, "label": every(f"{amount}")} for amount in (60, 30, 10)]

    html = draw_boxes(make_job("flow", screen=PANELS[shape], language="en", values={"streams": streams})).page.html

    across = 0 if shape == "portrait" else 1
    widths = []
    for polygon in re.findall(r"polygon\(([^)]+)\)", html.partition('id="flow"')[2].partition('class="ends"')[0]):
        spots = [tuple(float(part.strip("% ")) for part in spot.split("% ")) for spot in polygon.split(", ")]
        half = len(spots) // 2
        widths.append({round(abs(spots[-1 - at][across] - spots[at][across]), 1) for at in range(half)})
    assert [max(width) - min(width) <= 0.2 for width in widths] == [True] * 3
    sizes = [max(width) for width in widths]
    assert sizes == pytest.approx([sizes[0], sizes[0] / 2, sizes[0] / 6], abs=0.2)


def test_a_flow_says_the_sum_of_its_streams() -> None:
    streams = [{"amount": amount, "label": every("а")} for amount in (35000, 65000.5)]

    html = draw_boxes(
        make_job("flow", screen=PANELS["landscape"], language="bg", values={"streams": streams})
    ).page.html

    assert "100 000,5" in loosen(html.partition('id="total"')[2].partition("</div>")[0])


@pytest.mark.parametrize("shape", PANELS)
def test_photos_side_by_side_are_of_one_size_and_say_when_they_are_fictional(shape: str) -> None:
    boxes = draw_boxes(make_job("photo-essay", screen=PANELS[shape], language="bg")).boxes

    sizes = {(boxes[f"photo-{number}"].width, boxes[f"photo-{number}"].height) for number in (1, 2, 3)}
    assert max(width for width, _ in sizes) - min(width for width, _ in sizes) <= 1
    assert max(height for _, height in sizes) - min(height for _, height in sizes) <= 1
    assert "fictional" in boxes
