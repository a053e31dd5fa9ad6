"""What keeps a picture true: proportions, whole people, marked myths."""

import numpy as np
import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.pipeline import build_page
from campaign.render.typography import loosen
from campaign.spec.channels import Medium
from campaign.spec.errors import InvalidValue
from tests.templates.samples import FORMATS, PANELS, draw_boxes, every, make_job

SCREENS = {**FORMATS, "band": PANELS["band"]}
TONGUES = ("en", "en+bg")


@pytest.mark.parametrize("shape", SCREENS)
def test_bars_start_together_and_are_as_long_as_their_amounts(shape: str) -> None:
    series = [
        {"label": every("A"), "amount": 80},
        {"label": every("B"), "amount": 20},
        {"label": every("C"), "amount": 0},
    ]

    boxes = draw_boxes(
        make_job("comparison-bars", screen=SCREENS[shape], language="bg", values={"series": series})
    ).boxes

    assert boxes["bar-1"].left == boxes["bar-2"].left == boxes["bar-3"].left
    assert boxes["bar-2"].width / boxes["bar-1"].width == pytest.approx(20 / 80, abs=0.02)
    assert boxes["bar-3"].width <= 1


@pytest.mark.parametrize("count", [0, 3, 10])
def test_ten_whole_people_are_drawn_and_only_the_counted_are_filled(count: int) -> None:
    html = draw_boxes(
        make_job("people-out-of-ten", screen=FORMATS["landscape"], language="bg", values={"count": count})
    ).page.html

    people = html.split('<div class="person"')[1:]
    assert ['fill="none"' in person for person in people] == [False] * count + [True] * (10 - count)


def test_half_a_person_is_refused() -> None:
    job = make_job("people-out-of-ten", screen=FORMATS["landscape"], language="bg", values={"count": 8.7})

    with pytest.raises(InvalidValue) as caught:
        build_page(job, engine=BlitzEngine())

    assert caught.value.place.field == "count"


@pytest.mark.parametrize(("people", "dots"), [((132, 127), (132, 127)), ((1320, 40), (132, 4)), ((9000, 100), (90, 1))])
def test_one_dot_stands_for_as_many_people_in_every_town(people: tuple[int, int], dots: tuple[int, int]) -> None:
    towns = [{"label": every(name), "amount": amount} for name, amount in zip("AB", people, strict=True)]

    html = draw_boxes(make_job("event", screen=FORMATS["landscape"], language="bg", values={"towns": towns})).page.html

    blocks = [html.split(f'id="crowd-{number}"')[1].split("</svg>")[0] for number in (1, 2)]
    assert tuple(block.count("<circle") for block in blocks) == dots
    assert len({block.split('viewBox="')[1].split('"')[0] for block in blocks}) == 1


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("shape", SCREENS)
def test_fact_leads_larger_than_the_myth_which_is_marked_false(shape: str, language: str) -> None:
    drawn = draw_boxes(make_job("myth-fact", screen=SCREENS[shape], language=language))
    boxes = drawn.boxes

    assert (boxes["fact"].top, boxes["fact"].left) < (boxes["myth"].top, boxes["myth"].left)
    assert boxes["myth-tag"].top < boxes["myth"].top
    assert loosen(drawn.page.html).count("Foreigners take the jobs.") == 1


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("shape", SCREENS)
@pytest.mark.parametrize("name", ["story-quote", "clip"])
def test_what_is_fictional_is_called_so(name: str, shape: str, language: str) -> None:
    drawn = draw_boxes(make_job(name, screen=SCREENS[shape], language=language))

    assert "fictional" in drawn.boxes


@pytest.mark.parametrize("shape", SCREENS)
@pytest.mark.parametrize(("name", "mark"), [("myth-fact", "myth-tag"), ("story-quote", "fictional")])
def test_what_is_not_true_is_marked_on_the_first_frame_too(name: str, mark: str, shape: str) -> None:
    screen = SCREENS[shape]
    engine = BlitzEngine()
    page = build_page(make_job(name, screen=screen, language="bg", medium=Medium.LOOP), engine=engine)
    with engine.open(page) as opened:
        box = opened.boxes()[mark]
        frames = [
            np.frombuffer(opened.draw(moment), np.uint8).reshape(screen.height, screen.width, 4).astype(np.int16)
            for moment in (0.0, page.seconds)
        ]

    rows, columns = slice(int(box.top) + 1, int(box.top + box.height)), slice(int(box.left), int(box.left + box.width))
    first, ended = (frame[rows, columns] for frame in frames)
    # The pill's corners may show a photo that still settles behind them.
    assert (np.abs(first - ended) > 48).mean() < 0.05


@pytest.mark.parametrize(("language", "title"), [("bg", "„Хартиеният трамвай“"), ("en", "“The paper tram”")])
def test_a_clip_says_its_title_in_the_language_of_the_picture(language: str, title: str) -> None:
    drawn = draw_boxes(make_job("clip", screen=FORMATS["landscape"], language=language))

    assert title in drawn.page.html.split('id="notes"')[1].split("</div>")[0]


@pytest.mark.parametrize(("language", "order"), [("bg", ("358\u202f083,27", "€")), ("en", ("€", "358,083.27"))])
def test_a_currency_stands_where_the_language_puts_it(language: str, order: tuple[str, str]) -> None:
    values = {"budget": 358083.27, "currency": "€"}
    html = draw_boxes(
        make_job("project-notice", screen=FORMATS["portrait"], language=language, values=values)
    ).page.html

    budget = html.split('id="budget"')[1]
    assert budget.index(order[0]) < budget.index(order[1])


def test_a_share_is_drawn_in_whole_dots_of_a_hundred() -> None:
    values = {"number": 35000, "whole": 65000}
    html = draw_boxes(make_job("big-number", screen=FORMATS["landscape"], language="bg", values=values)).page.html

    rings, dots = html.split('id="hundred"')[1].split("</svg>")[:2]
    assert (dots.count("<circle"), rings.count("<circle")) == (54, 46)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"number": 35000, "whole": 6500}, "whole"),
        ({"whole_label": None}, "whole_label"),
        ({"whole": None, "whole_label": None, "unit": every("%")}, "whole_label"),
        ({"period": None}, "period"),
        ({"what": None}, "what"),
    ],
    ids=["part above whole", "whole of nobody", "share of nobody", "no year", "of nothing"],
)
def test_a_figure_that_does_not_say_of_what_and_when_is_refused(values: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidValue) as caught:
        build_page(
            make_job("big-number", screen=FORMATS["landscape"], language="bg", values=values), engine=BlitzEngine()
        )

    assert caught.value.place.field == field


def test_a_percentage_is_drawn_out_of_a_hundred_and_says_of_whom() -> None:
    values = {"number": 7, "unit": every("%"), "whole": None}
    html = draw_boxes(make_job("big-number", screen=FORMATS["landscape"], language="en", values=values)).page.html

    rings, dots = html.split('id="hundred"')[1].split("</svg>")[:2]
    assert (dots.count("<circle"), rings.count("<circle")) == (7, 93)
    assert "among pupils of the school" in loosen(html)


def test_a_project_does_not_end_before_it_starts() -> None:
    values = {"starts": "2028-12-09", "ends": "2025-12-09"}

    with pytest.raises(InvalidValue) as caught:
        build_page(
            make_job("project-notice", screen=FORMATS["landscape"], language="en", values=values), engine=BlitzEngine()
        )

    assert caught.value.place.field == "ends"


def test_half_a_citizen_is_refused() -> None:
    values = {"towns": [{"label": every("A"), "amount": 12.5}]}

    with pytest.raises(InvalidValue) as caught:
        build_page(make_job("event", screen=FORMATS["landscape"], language="en", values=values), engine=BlitzEngine())

    assert caught.value.place.field == "towns.1.amount"
