"""Surveys of 20 to 49 people: the kit sets every share in brackets, and the check sees it where it does not (E6)."""

from dataclasses import replace
from pathlib import Path

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.checks.charts import check_charts
from campaign.render.folder import load_template
from campaign.render.pipeline import build_page
from campaign.render.sample import make_sample_job
from campaign.render.scene import Moment, Scene
from campaign.render.survey import survey_page
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

TEMPLATES = Path(__file__).resolve().parent.parent.parent / "templates"
SCREENS = [Format(960, 540, 55, 4), Format(540, 960, 55, 4)]


def look(name: str, *, asked: int, screen: Format, spoil: tuple[str, str] | None = None) -> list[Finding]:
    engine, template = BlitzEngine(), load_template(TEMPLATES / name)
    job = make_sample_job(template, language="en", screen=screen)
    job = replace(job, item=replace(job.item, values={**job.item.values, "asked": asked}))
    page = build_page(job, engine=engine)
    if spoil:
        assert spoil[0] in page.html
        page = replace(page, html=page.html.replace(*spoil))
    seen = survey_page(page, job=job, engine=engine)
    rest = Moment(0, 0, seen.ground, seen.ground)
    scene = Scene(screen, "en", seen.wordings, seen.parts, rest, item=job.item, marks=seen.marks)
    return list(check_charts(scene, template=template))


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("name", ["survey", "poll"])
def test_few_answers_stand_in_brackets_everywhere(name: str, screen: Format) -> None:
    assert look(name, asked=34, screen=screen) == []


def test_brackets_that_a_template_leaves_out_are_missed() -> None:
    (found,) = look("poll", asked=34, screen=SCREENS[0], spoil=("(46%)", "46%"))
    assert (found.rule, found.measured, found.allowed) == ("E6", "n = 34", "n ≥ 50")
    assert look("poll", asked=50, screen=SCREENS[0]) == []
