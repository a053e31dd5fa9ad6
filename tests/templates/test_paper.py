"""Every template is a poster too, and the notice on paper holds all that the programme asks for."""

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.papers import PAPERS, find_sheet, measure_sheet
from campaign.render.pipeline import build_page
from campaign.render.typography import loosen
from tests.templates.samples import LANGUAGES, TEMPLATES, draw_boxes, make_job

DPI = 96
NOTICE = "project-notice"
FACTS = ("name", "contract", "procedure", "starts", "ends", "budget", "emblem", "statement")
"""Elements of the sheet, beside its aims and activities."""


@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "lying"])
@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("paper", ["A4", "A2"])
def test_the_sample_fits_the_sheet_in_every_language(name: str, landscape: bool, paper: str) -> None:
    screen = measure_sheet(find_sheet(paper, landscape=landscape), dpi=DPI)
    for language in LANGUAGES:
        page = build_page(make_job(name, screen=screen, language=language), engine=BlitzEngine())
        assert (page.width, page.height) == (screen.width, screen.height)


@pytest.mark.parametrize("language", ["bg", "en"])
@pytest.mark.parametrize("landscape", [False, True], ids=["upright", "lying"])
@pytest.mark.parametrize("paper", PAPERS)
def test_the_notice_shows_what_the_programme_asks_for(paper: str, landscape: bool, language: str) -> None:
    sheet = find_sheet(paper, landscape=landscape)
    job = make_job(NOTICE, screen=measure_sheet(sheet, dpi=DPI), language=language)
    drawn = draw_boxes(job)
    values = job.item.values
    lists = [f"aim-{number}" for number, _ in enumerate(values["aims"][language], start=1)]
    lists += [f"activity-{number}" for number, _ in enumerate(values["activities"][language], start=1)]
    width, height = job.format.width, job.format.height
    for name in (*FACTS, *lists):
        box = drawn.boxes[name]
        assert min(box.width, box.height) > 0, name
        assert (box.left >= 0, box.top >= 0) == (True, True), name
        assert (box.left + box.width <= width, box.top + box.height <= height) == (True, True), name
    said = " ".join(loosen(drawn.page.html).split())
    written = [text for field in ("aims", "activities") for text in values[field][language]]
    assert [text for text in (values["name"][language], *written) if text not in said] == []


@pytest.mark.parametrize("field", ["name", "procedure", "contract", "starts", "ends", "budget", "aims", "activities"])
def test_what_the_programme_asks_for_is_required(field: str) -> None:
    assert TEMPLATES[NOTICE].manifest.fields[field].required
