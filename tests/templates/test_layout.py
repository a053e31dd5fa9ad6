"""Layouts of their own: the notice as a sheet, what Arabic mirrors, what keeps off the strip."""

import pytest

from campaign.render.layout import find_collisions
from campaign.spec.boxes import SLACK
from tests.templates.samples import FORMATS, LANGUAGES, SHEET, draw_boxes, make_job


@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_fills_an_a3_sheet_with_aims_and_activities(language: str) -> None:
    drawn = draw_boxes(make_job("project-notice", screen=SHEET, language=language))

    assert [*find_collisions(drawn.boxes, drawn.page.html)] == []
    assert {"aim-1", "aim-3", "activity-1", "activity-4"} <= set(drawn.boxes)


def test_notice_leaves_the_lists_to_the_poster_on_screens() -> None:
    drawn = draw_boxes(make_job("project-notice", screen=FORMATS["portrait"], language="bg"))

    assert "aim-1" not in drawn.boxes


@pytest.mark.parametrize(
    ("name", "leading", "trailing"), [("myth-fact", "fact", "myth"), ("event", "towns-1", "towns-2")]
)
def test_arabic_mirrors_the_reading_order(name: str, leading: str, trailing: str) -> None:
    english = draw_boxes(make_job(name, screen=FORMATS["landscape"], language="en")).boxes
    arabic = draw_boxes(make_job(name, screen=FORMATS["landscape"], language="ar")).boxes

    assert english[leading].left < english[trailing].left
    assert arabic[leading].left > arabic[trailing].left
    assert english["emblem"].left < english["qr"].left
    assert arabic["emblem"].left > arabic["qr"].left


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_stage_runs_under_the_strip(language: str) -> None:
    days = {"days": [dict.fromkeys(LANGUAGES, "Кръгла маса с граждани")] * 3}
    boxes = draw_boxes(make_job("event", screen=FORMATS["portrait"], language=language, values=days)).boxes

    assert boxes["legend"].top + boxes["legend"].height <= boxes["strip"].top + SLACK
