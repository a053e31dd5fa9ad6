"""Motion: frame 0 says what it is about, all has arrived in time, and then it holds."""

import numpy as np
import pytest
from numpy.typing import NDArray

from campaign.adapters.blitz import BlitzEngine
from campaign.render.clip import has_clip
from campaign.render.essay import has_essay
from campaign.render.pipeline import build_page
from campaign.spec.channels import Medium
from tests.templates.samples import FORMATS, TEMPLATES, make_job

GRAPHIC = [name for name, template in TEMPLATES.items() if not (has_clip(template) or has_essay(template))]
CLAIMS = {
    "big-number": "what",
    "story-quote": "quote",
    "myth-fact": "fact",
    "project-notice": "name",
    "poll": "question",
}
"""The text that leads, where it is not called headline."""


def draw_moments(
    name: str, *, medium: Medium, moments: tuple[float, ...]
) -> tuple[list[NDArray[np.int16]], slice, slice]:
    """The pictures, and the rows of the claim and of the strip."""
    screen = FORMATS["landscape"]
    engine = BlitzEngine()
    page = build_page(make_job(name, screen=screen, language="bg", medium=medium), engine=engine)
    with engine.open(page) as opened:
        boxes = opened.boxes()
        pictures = [
            np.frombuffer(opened.draw(moment), np.uint8).reshape(screen.height, screen.width, 4).astype(np.int16)
            for moment in moments
        ]
    claim, strip = boxes[CLAIMS.get(name, "headline")], boxes["strip"]
    return pictures, slice(int(claim.top), int(claim.top + claim.height)), slice(int(strip.top), screen.height)


@pytest.mark.parametrize("name", GRAPHIC)
def test_all_has_arrived_in_time_and_holds(name: str) -> None:
    arrives = TEMPLATES[name].manifest.motion.arrives

    (ended, later), _, _ = draw_moments(name, medium=Medium.LOOP, moments=(arrives, arrives + 3))

    assert np.array_equal(ended, later)


@pytest.mark.parametrize("name", GRAPHIC)
def test_loop_ends_on_the_still(name: str) -> None:
    arrives = TEMPLATES[name].manifest.motion.arrives

    (ended,), _, _ = draw_moments(name, medium=Medium.LOOP, moments=(arrives,))
    (still,), _, _ = draw_moments(name, medium=Medium.STILL, moments=(0,))

    assert (np.abs(ended - still) > 48).mean() < 0.002


@pytest.mark.parametrize("name", GRAPHIC)
def test_frame_nought_already_shows_the_claim_and_the_strip(name: str) -> None:
    (first, ended), claim, strip = draw_moments(
        name, medium=Medium.LOOP, moments=(0, TEMPLATES[name].manifest.motion.arrives)
    )

    assert np.array_equal(first[strip], ended[strip])
    width = first.shape[1]
    words = slice(int(width * 0.03), int(width * 0.4))
    assert (np.abs(first[claim, words] - ended[claim, words]) > 48).mean() < 0.01


def test_clip_is_see_through_only_where_the_clip_moves() -> None:
    screen = FORMATS["landscape"]
    engine = BlitzEngine()
    page = build_page(make_job("clip", screen=screen, language="bg"), engine=engine, transparent=True)
    with engine.open(page) as opened:
        hole = opened.boxes()["clip"]
        alpha = np.frombuffer(opened.draw(0), np.uint8).reshape(screen.height, screen.width, 4)[:, :, 3]

    top, bottom = int(hole.top), int(hole.top + hole.height)
    # The mark of a fictional story stands in the corner of the film.
    assert not alpha[top + 1 : bottom - 1, : screen.width // 2].any()
    assert (alpha[: top - 1] == 255).all()
    assert (alpha[bottom + 1 :] == 255).all()
