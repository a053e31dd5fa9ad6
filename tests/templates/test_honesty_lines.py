"""What keeps lines true: places in proportion, exact gaps, an axis that says where it starts, the unknown as a gap."""

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.pipeline import build_page
from campaign.render.typography import loosen
from campaign.spec.boxes import Box
from campaign.spec.errors import InvalidValue
from campaign.spec.formats import Format
from tests.templates.samples import LANGUAGES, Drawn, draw_boxes, every, make_job

PANELS: Mapping[str, Format] = {
    "landscape": Format(960, 540, 55, 4),
    "portrait": Format(540, 960, 55, 3.5),
    "square": Format(540, 540, 32, 2.5),
    "ribbon": Format(960, 270, 28, 1.5),
    "band": Format(1920, 198, 38, 1.5),
}


def draw(name: str, shape: str = "landscape", language: str = "bg", **values: Any) -> Drawn:
    return draw_boxes(make_job(name, screen=PANELS[shape], language=language, values=values))


def find_middle(box: Box) -> tuple[float, float]:
    return box.left + box.width / 2, box.top + box.height / 2


def read_text(drawn: Drawn, name: str) -> str:
    """The plain text of an element without elements of its own after it."""
    inner = re.sub(r"<[^>]*>", " ", drawn.page.html.split(f'id="{name}"')[1].split(">", 1)[1].split("</div>")[0])
    return " ".join(loosen(inner).replace("&#8207;", "").split())


def make_pairs(*pairs: tuple[float, float]) -> list[dict[str, Any]]:
    return [{"label": every("A"), "from": one, "to": other} for one, other in pairs]


def make_slopes(*pairs: tuple[float, float]) -> list[dict[str, Any]]:
    return [{"label": every("A"), "before": one, "after": other} for one, other in pairs]


def make_times(*rows: tuple[str, float | None]) -> list[dict[str, Any]]:
    return [{"date": day} | ({} if amount is None else {"amount": amount}) for day, amount in rows]


@pytest.mark.parametrize("shape", PANELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_dumbbells_stand_on_one_scale_from_nought(shape: str, language: str) -> None:
    boxes = draw("dumbbell", shape, language, rows=make_pairs((0, 80), (20, 60))).boxes

    nought, most, low, high = (find_middle(boxes[name])[0] for name in ("from-1", "to-1", "from-2", "to-2"))
    assert (low - nought) / (most - nought) == pytest.approx(20 / 80, abs=0.02)
    assert (high - nought) / (most - nought) == pytest.approx(60 / 80, abs=0.02)
    assert find_middle(boxes["tick-1"])[0] == pytest.approx(nought, abs=2)
    # Amounts grow the way the language reads, as the kit's bars do.
    assert (nought < most) is (language != "ar")


@pytest.mark.parametrize(
    ("measure", "pair", "language", "said"),
    [
        ("percent", (31.1, 52.3), "bg", "разлика 21,2 п.п."),
        ("percent", (52.3, 31.1), "en", "gap 21.2 pp"),
        ("amount", (1e12, 0), "en", "gap 1,000,000,000,000"),
        ("amount", (0.1, 0.3), "en", "gap 0.2"),
        ("percent", (40, 40), "en", "no gap"),
    ],
)
def test_the_gap_is_exact_and_never_in_percent(
    measure: str, pair: tuple[float, float], language: str, said: str
) -> None:
    drawn = draw("dumbbell", language=language, measure=measure, rows=make_pairs(pair))

    assert read_text(drawn, "gap-1") == said


def test_two_groups_differ_in_shape_as_well() -> None:
    html = draw("dumbbell").page.html

    ring, disc = (html.split(f'id="{name}"')[1].split(">")[0] for name in ("from-1", "to-1"))
    assert ("border:" in ring, "border:" in disc) == (True, False)


@pytest.mark.parametrize(
    ("name", "mark", "rows"),
    [
        ("dumbbell", "cut", make_pairs((80, 86), (82, 90))),
        ("slope", "scale", make_slopes((80, 86), (82, 90))),
        ("time-series", "axis", make_times(("2012", 80), ("2014", 86), ("2016", 90))),
    ],
)
@pytest.mark.parametrize("shape", PANELS)
def test_an_axis_that_does_not_start_at_nought_says_so(
    name: str, mark: str, rows: list[dict[str, Any]], shape: str
) -> None:
    values = {"rows": rows, "measure": "amount"}

    cut = draw(name, shape, "en", axis="cut", **values)
    whole = draw(name, shape, "en", axis="from_zero", **values)

    assert re.fullmatch(r"The scale starts at (78|80)", read_text(cut, mark))
    assert "The scale starts at 7" not in whole.page.html
    assert "The scale starts at 8" not in whole.page.html


@pytest.mark.parametrize("shape", PANELS)
def test_slopes_end_where_their_amounts_are(shape: str) -> None:
    boxes = draw("slope", shape, rows=make_slopes((0, 100), (50, 25))).boxes

    plot = boxes["plot"]
    places = [
        (plot.top + plot.height - find_middle(boxes[name])[1]) / plot.height
        for name in ("start-1", "end-1", "start-2", "end-2")
    ]
    assert places == pytest.approx([0, 1, 0.5, 0.25], abs=0.02)


@pytest.mark.parametrize("shape", PANELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_of_equal_lines_keep_apart_and_in_order(shape: str, language: str) -> None:
    boxes = draw("slope", shape, language, rows=make_slopes((50, 50), (50, 50), (49, 51), (51, 49))).boxes

    for side in ("before", "after"):
        labels = sorted((boxes[f"{side}-{number}"] for number in range(1, 5)), key=lambda box: box.top)
        assert all(one.top + one.height <= two.top + 1 for one, two in pairwise(labels))
    assert boxes["after-3"].top < boxes["after-1"].top < boxes["after-4"].top


@pytest.mark.parametrize("language", LANGUAGES)
def test_before_stands_left_of_after_in_every_language(language: str) -> None:
    boxes = draw("slope", language=language).boxes

    assert find_middle(boxes["start-1"])[0] < find_middle(boxes["end-1"])[0]
    assert find_middle(boxes["before"])[0] < find_middle(boxes["after"])[0]


@pytest.mark.parametrize("shape", PANELS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_unequal_steps_of_time_are_placed_truthfully(shape: str, language: str) -> None:
    rows = make_times(("2000", 10), ("2010", 20), ("2012", 5), ("2020", 40))

    boxes = draw("time-series", shape, language, rows=rows, names=None, note=None).boxes

    plot = boxes["plot"]
    first, last = find_middle(boxes["first-dot-1"]), find_middle(boxes["last-dot-1"])
    assert (first[0], last[0]) == pytest.approx((plot.left, plot.left + plot.width), abs=1)
    assert (plot.top + plot.height - first[1]) / plot.height == pytest.approx(10 / 40, abs=0.03)
    assert find_middle(boxes["date-2"])[0] == pytest.approx(plot.left + plot.width / 2, abs=2)


@pytest.mark.parametrize("shape", PANELS)
def test_the_unknown_is_a_gap_and_not_a_nought(shape: str) -> None:
    rows = make_times(("2012", 10), ("2013", 12), ("2014", None), ("2015", 14), ("2016", 20))

    drawn = draw("time-series", shape, "en", rows=rows, names=None, note=None)

    assert [name for name in sorted(drawn.boxes) if name.startswith("run-")] == ["run-1-1", "run-1-2"]
    assert read_text(drawn, "axis") == "A break in the line: no data"


def test_a_line_without_gaps_is_one_line() -> None:
    rows = make_times(("2012", 10), ("2013", 0), ("2014", 12))

    drawn = draw("time-series", language="en", rows=rows, names=None, note=None)

    assert [name for name in drawn.boxes if name.startswith("run-")] == ["run-1-1"]
    assert "no data" not in drawn.page.html


def test_rows_in_any_order_are_drawn_in_order_of_time() -> None:
    rows = make_times(("2016", 20), ("2012", 10), ("2014", 12))

    drawn = draw("time-series", language="en", rows=rows, names=None, note=None)

    assert (read_text(drawn, "first-1"), read_text(drawn, "last-1")) == ("10", "20")


def test_a_line_that_ends_early_says_when() -> None:
    rows = [{"date": "2012", "amount": 10, "second": 4}, {"date": "2014", "amount": 12, "second": 6}]
    rows.append({"date": "2016", "amount": 20})

    drawn = draw("time-series", language="en", rows=rows, names={"en": ["All", "Women"]}, note=None)

    assert read_text(drawn, "names-2") == "Women (2014)"


@pytest.mark.parametrize("rows", [make_times(("2012", -5), ("2013", 0), ("2014", 5))])
def test_amounts_below_nought_are_drawn_below_it(rows: list[dict[str, Any]]) -> None:
    boxes = draw("time-series", rows=rows, names=None, note=None).boxes

    assert find_middle(boxes["first-dot-1"])[1] > find_middle(boxes["tick-2"])[1] > find_middle(boxes["last-dot-1"])[1]


@pytest.mark.parametrize("date", ["2013-13", "soon", ""])
def test_what_is_no_date_is_refused_by_its_place(date: str) -> None:
    rows = make_times(("2012", 1), (date, 2), ("2014", 3))

    with pytest.raises(InvalidValue) as caught:
        build_page(
            make_job("time-series", screen=PANELS["landscape"], language="en", values={"rows": rows}),
            engine=BlitzEngine(),
        )

    assert caught.value.place.field == "rows.2.date"
