"""What keeps shares true: proportion, the neutral and the unknown in view, who was asked, wholes that are whole."""

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.pipeline import build_page
from campaign.render.typography import loosen
from campaign.spec.channels import Medium
from campaign.spec.errors import InvalidValue
from campaign.spec.formats import Format
from tests.templates.samples import Drawn, draw_boxes, every, make_job

SCREENS = {
    "landscape": Format(960, 540, 55, 4),
    "portrait": Format(540, 960, 55, 3.5),
    "square": Format(540, 540, 32, 2.5),
    "ribbon": Format(960, 270, 28, 1.5),
    "band": Format(1920, 198, 38, 1.5),
}
PIXELS = 2.0
"""Boxes are rounded to whole pixels, and gaps and outlines take some."""


def draw(name: str, shape: str, *, language: str = "bg", **values: object) -> Drawn:
    return draw_boxes(make_job(name, screen=SCREENS[shape], language=language, values=values))


def make_rows(*shares: float, unknown: bool = True) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = [{"label": every(f"A{at}"), "share": share} for at, share in enumerate(shares)]
    return [*rows[:-1], {**rows[-1], "kind": "unknown"}] if unknown else rows


@pytest.mark.parametrize("shape", SCREENS)
def test_answers_start_together_on_a_scale_of_a_hundred(shape: str) -> None:
    boxes = draw("poll", shape, options=make_rows(60, 30, 0, 10)).boxes

    widths = [boxes[f"answer-{number}"].width for number in range(1, 5)]
    assert widths[1] == pytest.approx(widths[0] / 2, abs=PIXELS)
    assert widths[3] == pytest.approx(widths[0] / 6, abs=PIXELS)
    assert widths[2] <= 1
    if shape != "band":
        assert len({boxes[f"answer-{number}"].left for number in range(1, 5)}) == 1


@pytest.mark.parametrize(("shares", "leading"), [((40, 35, 25), [1]), ((40, 40, 20), [1, 2]), ((20, 30, 50), [2])])
def test_the_leading_answer_stands_out_and_who_gave_none_never_leads(
    shares: tuple[float, ...], leading: list[int]
) -> None:
    html = draw("poll", "landscape", options=make_rows(*shares)).page.html

    answers = html.split('<div class="answer')[1:]
    marked = [text for text in answers if text.startswith((" leads", '"'))]
    assert [number for number, text in enumerate(marked, start=1) if text.startswith(" leads")] == leading


@pytest.mark.parametrize("shape", SCREENS)
@pytest.mark.parametrize("name", ["poll", "survey"])
def test_how_many_were_asked_when_and_how_sure_it_is_stands_on_every_picture(name: str, shape: str) -> None:
    drawn = draw(name, shape, language="en", asked=1067)

    said = loosen(drawn.page.html.split('id="whom"')[1].split("</div>")[0])
    assert "Asked: 1,067" in said
    assert "3–17 May 2021" in said
    assert "Margin of error ±3" in said
    assert drawn.boxes["whom"].height > 0


def test_several_answers_are_told_on_the_picture() -> None:
    html = draw("poll", "landscape", language="en", answers="many", options=make_rows(70, 60, unknown=False)).page.html
    assert "More than one answer" in loosen(html.split('id="whom"')[1])


@pytest.mark.parametrize(("asked", "text"), [(49, "(46%)"), (50, "46%")])
def test_shares_of_few_people_stand_in_brackets(asked: int, text: str) -> None:
    html = draw("poll", "landscape", language="en", asked=asked).page.html
    assert loosen(html.split('id="answer-figure-1"')[1].split(">")[1].split("<")[0]) == text


@pytest.mark.parametrize("shape", ["landscape", "portrait", "square", "ribbon"])
def test_parts_are_as_high_as_their_shares_in_columns_of_one_height(shape: str) -> None:
    boxes = draw("stacked-share", shape).boxes

    for column, shares in ((1, (31, 38, 24, 7)), (3, (52, 29, 15, 4))):
        heights = [boxes[f"part-{column}-{number}"].height for number in range(1, 5)]
        assert [height / sum(heights) * 100 for height in heights] == pytest.approx(shares, abs=1.5)
    assert boxes["part-1-1"].top == boxes["part-2-1"].top == boxes["part-3-1"].top


@pytest.mark.parametrize("language", ["bg", "ar"])
def test_parts_along_a_band_are_as_long_as_their_shares(language: str) -> None:
    boxes = draw("stacked-share", "band", language=language).boxes

    widths = [boxes[f"part-3-{number}"].width for number in range(1, 5)]
    assert [width / sum(widths) * 100 for width in widths] == pytest.approx((52, 29, 15, 4), abs=1)


@pytest.mark.parametrize("shape", SCREENS)
def test_who_gave_no_answer_is_drawn_hatched_and_named(shape: str) -> None:
    drawn = draw("stacked-share", shape)

    unknown = drawn.page.html.split('id="part-1-4"')[0].rsplit("<div", 1)[1]
    assert "shares-unknown" in unknown
    assert min(drawn.boxes["part-1-4"].width, drawn.boxes["part-1-4"].height) >= 2
    assert "без отговор" in loosen(drawn.page.html)


@pytest.mark.parametrize("shape", SCREENS)
def test_no_figure_is_lost_where_a_part_is_too_narrow_for_it(shape: str) -> None:
    html = loosen(draw("stacked-share", shape, language="en").page.html)

    assert [share for share in (31, 38, 24, 7, 40, 33, 21, 6, 52, 29, 15, 4) if f"{share}%" not in html] == []


def test_one_whole_is_half_a_ring_with_a_slice_for_each_part() -> None:
    html = draw("stacked-share", "landscape", bars=None, shares=make_rows(60, 25, 15)).page.html

    assert [f'id="part-1-{number}"' in html for number in range(1, 5)] == [True, True, True, False]


@pytest.mark.parametrize(
    ("name", "values", "place"),
    [
        ("poll", {"options": make_rows(50, 30, 10)}, "options"),
        ("stacked-share", {"bars": None, "shares": make_rows(50, 30, 10)}, "shares"),
        ("stacked-share", {"shares": make_rows(50, 30, 20)}, "shares"),
    ],
)
def test_a_whole_that_is_none_is_never_drawn(name: str, values: dict[str, object], place: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        build_page(make_job(name, screen=SCREENS["square"], language="bg", values=values), engine=BlitzEngine())

    assert caught.value.place.field == place


@pytest.mark.parametrize("language", ["bg", "ar"])
@pytest.mark.parametrize("shape", SCREENS)
def test_both_sides_of_every_statement_start_at_one_line_with_the_neutral_between(shape: str, language: str) -> None:
    boxes = draw("survey", shape, language=language).boxes

    for number in (1, 2):
        order = [f"{name}-{number}" for name in ("disagree", "neither", "agree", "unknown")]
        lefts = [boxes[name].left for name in order]
        assert lefts == sorted(lefts, reverse=language == "ar")
        assert boxes[f"neither-{number}"].width > 2
    if language == "bg":
        assert boxes["agree-1"].left == pytest.approx(boxes["agree-2"].left, abs=1)
        ends = [boxes[f"disagree-{number}"].left + boxes[f"disagree-{number}"].width for number in (1, 2)]
        assert ends[0] == pytest.approx(ends[1], abs=1)


@pytest.mark.parametrize("shape", SCREENS)
def test_all_answers_of_a_survey_share_one_scale(shape: str) -> None:
    boxes = draw("survey", shape).boxes

    shares = {"strongly-disagree": 6, "disagree": 11, "neither": 14, "agree": 36, "strongly-agree": 28, "unknown": 5}
    for name, share in shares.items():
        assert boxes[f"{name}-1"].width == pytest.approx(boxes["agree-1"].width * share / 36, abs=PIXELS)


def test_facts_of_a_poll_stand_from_the_first_frame() -> None:
    engine = BlitzEngine()
    page = build_page(make_job("poll", screen=SCREENS["landscape"], language="bg", medium=Medium.LOOP), engine=engine)
    with engine.open(page) as opened:
        box = opened.boxes()["whom"]
        first, last = (opened.draw(moment) for moment in (0, 1.2))

    row = 4 * page.width
    lines = slice(int(box.top) * row, int(box.top + box.height) * row)
    assert first[lines] == last[lines]
