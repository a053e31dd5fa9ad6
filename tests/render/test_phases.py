"""The moments of a loop: all of its time, with and without texts, and which texts may stand in each."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.loop import plan_loop
from campaign.render.phases import FILM_STEP, STEP, Eyes, draw_phases
from campaign.render.pipeline import draw_still
from campaign.render.ports import Page
from campaign.render.sample import make_sample_job
from campaign.render.scene import Moment, Wording
from campaign.render.survey import read_wordings
from campaign.spec.channels import Medium
from campaign.spec.formats import Format

ENGINE, ENCODER = BlitzEngine(), FfmpegEncoder()
TEMPLATES = Path(__file__).parents[2] / "templates"
SMALL = Format(320, 180, 22, 1.2)


def make_loop(name: str) -> Job:
    return make_sample_job(load_template(TEMPLATES / name), language="en", screen=SMALL, medium=Medium.LOOP)


def walk(job: Job) -> Iterator[Moment]:
    eyes = Eyes(ENGINE, ENCODER, lambda page: read_wordings(page, job=job, engine=ENGINE))
    return draw_phases(job, eyes=eyes)


def list_said(moment: Moment, *, field: str) -> list[str]:
    return [wording.text for wording in moment.wordings or () if wording.field.startswith(field)]


@pytest.mark.parametrize(("name", "seconds"), [("big-number", 10), ("clip", 10), ("photo-essay", 20)])
def test_moments_follow_each_other_and_last_as_long_as_the_loop(name: str, seconds: int) -> None:
    times = [(moment.second, moment.lasts) for moment in walk(make_loop(name))]
    assert times[0][0] == 0
    assert all(before + lasts == pytest.approx(after) for (before, lasts), (after, _) in pairwise(times))
    assert sum(times[-1]) == pytest.approx(seconds)


def test_a_graphic_is_looked_at_as_it_arrives_and_once_at_rest() -> None:
    job = make_loop("big-number")
    moments = list(walk(job))
    arriving = [moment.second for moment in moments if moment.second < 1.2]
    assert arriving == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1.0])
    rest = max(moments, key=lambda moment: moment.lasts)
    assert [rest.second, rest.lasts] == pytest.approx([1.2, plan_loop(job).seconds - 1.6])
    still = np.asarray(draw_still(replace(job, medium=Medium.STILL), engine=ENGINE).convert("RGB"))
    assert np.array_equal(rest.picture, still)


def test_the_end_of_a_graphic_leads_back_to_its_beginning() -> None:
    moments = list(walk(make_loop("big-number")))
    first, rest, last = moments[0], max(moments, key=lambda moment: moment.lasts), moments[-1]

    def part(one: Moment, other: Moment) -> float:
        return float(np.abs(one.picture.astype(int) - other.picture).mean())

    assert 0 < part(last, first) < part(rest, first)
    assert 0 < part(last, rest) < part(rest, first)


def test_picture_and_ground_differ_by_their_texts_alone() -> None:
    moment = max(walk(make_loop("big-number")), key=lambda moment: moment.lasts)
    ink = np.zeros(moment.picture.shape[:2], bool)
    for wording in moment.wordings or ():
        box = wording.box
        ink[int(box.top) : int(box.top + box.height) + 1, int(box.left) : int(box.left + box.width) + 1] = True
    differs = np.abs(moment.picture.astype(int) - moment.ground).max(axis=2) > 8
    assert differs.any()
    assert not (differs & ~ink).any()


def test_a_clip_tells_cards_and_subtitles_in_their_own_time() -> None:
    said = [(moment.second, list_said(moment, field="cue")) for moment in walk(make_loop("clip"))]
    assert said[0][1] == []
    spoken = [text for _, texts in said for text in texts]
    assert len(set(spoken)) == 2
    assert all(2 < second < 8.5 for second, texts in said if texts)


def test_a_clip_is_looked_at_through_its_whole_film() -> None:
    moments = [moment for moment in walk(make_loop("clip")) if 2 < moment.second < 8]
    assert max(moment.lasts for moment in moments) <= FILM_STEP + STEP
    grounds = [moment.ground for moment in moments if moment.second % 1 < 0.05]
    assert all((one != other).any() for one, other in pairwise(grounds))


def test_an_essay_tells_only_the_caption_that_has_its_turn() -> None:
    captions = [list_said(moment, field="values.photos") for moment in walk(make_loop("photo-essay"))]
    assert all(len(texts) == 1 for texts in captions)
    turns = [texts[0] for texts in captions]
    assert len(set(turns)) == 3
    assert turns[-1] == turns[0]


def test_moments_are_drawn_as_they_are_asked_for() -> None:
    asked: list[Page] = []

    def read(page: Page) -> tuple[Wording, ...]:
        asked.append(page)
        return ()

    moments = draw_phases(make_loop("big-number"), eyes=Eyes(ENGINE, ENCODER, read))
    assert asked == []
    next(moments)
    assert len(asked) == 1
