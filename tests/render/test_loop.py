"""A graphic loop arrives, then rests on exactly the still."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.probe import probe_file
from campaign.render.job import Job
from campaign.render.loop import LoopFacts, plan_loop, render_loop
from campaign.render.pipeline import render_still
from campaign.render.ports import Cut, Hole, VideoPlan
from campaign.spec.channels import Medium
from tests.factories.films import read_frames
from tests.factories.jobs import make_job

ENGINE = BlitzEngine()


def make_moving_job(headline: str = "Съседи сме") -> Job:
    job = make_job(headline, medium=Medium.LOOP)
    return replace(job, item=replace(job.item, values={**job.item.values, "number": 35000}))


class CountingEncoder:
    """Takes frames as an encoder would, and keeps them."""

    name = "counting"

    def __init__(self) -> None:
        self.plans: list[VideoPlan] = []
        self.pictures: list[bytes] = []

    def encode(
        self, plan: VideoPlan, frames: Iterable[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        self.plans.append(plan)
        for frame in frames:
            self.pictures.append(frame)
            on_progress(len(self.pictures) / plan.drawn)

    def arrange(self, scenes: Sequence[float], *, overlap: float) -> tuple[tuple[float, float], ...]:
        return ()

    def grab(self, cut: Cut, *, hole: Hole, second: float) -> bytes:
        return bytes(hole.width * hole.height * 4)


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("loop") / "loop.mp4"
    made = render_loop(make_moving_job(), engine=ENGINE, encoder=FfmpegEncoder(), out=out, on_progress=lambda _: None)
    assert made == LoopFacts(seconds=5.0, frames=125, rests=25, resumes=115)
    return out


def test_a_loop_is_exact_to_the_frame(loop: Path) -> None:
    facts = probe_file(loop)
    assert (facts.width, facts.height, facts.fps, facts.frames, facts.seconds) == (320, 180, 25.0, 125, 5.0)
    assert (facts.codec, facts.profile, facts.level, facts.pix_fmt) == ("h264", "High", "4.1", "yuv420p")
    assert (facts.constant_rate, facts.closed_gop, facts.fast_start, facts.audio_streams) == (True, True, True, 0)


def test_the_loop_rests_on_the_still(loop: Path) -> None:
    still = render_still(replace(make_moving_job(), medium=Medium.STILL), engine=ENGINE)
    expected = np.asarray(Image.open(BytesIO(still)).convert("RGB")).astype(int)
    frames = read_frames(loop)
    for frame in (frames[30], frames[114]):
        assert np.abs(expected - frame).mean() < 2


def test_the_loop_closes_without_a_jump(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    render_loop(make_moving_job(), engine=ENGINE, encoder=encoder, out=tmp_path / "a", on_progress=lambda _: None)
    closing = [
        np.frombuffer(picture, np.uint8).astype(int) for picture in (*encoder.pictures[25:], encoder.pictures[0])
    ]
    steps = [np.abs(after - before).mean() for before, after in pairwise(closing)]
    whole = np.abs(closing[-1] - closing[0]).mean()
    assert whole > 1
    assert max(steps) < whole / 6


def test_the_last_drawn_frame_is_the_still_to_the_pixel(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    render_loop(make_moving_job(), engine=ENGINE, encoder=encoder, out=tmp_path / "a", on_progress=lambda _: None)
    still = render_still(replace(make_moving_job(), medium=Medium.STILL), engine=ENGINE)
    assert Image.frombytes("RGBA", (320, 180), encoder.pictures[25]).convert("RGB").tobytes() == (
        Image.open(BytesIO(still)).convert("RGB").tobytes()
    )
    assert encoder.pictures[0] != encoder.pictures[25]


def test_only_what_moves_is_drawn(tmp_path: Path) -> None:
    encoder = CountingEncoder()
    shares: list[float] = []
    render_loop(make_moving_job(), engine=ENGINE, encoder=encoder, out=tmp_path / "a", on_progress=shares.append)
    assert len(encoder.pictures) == 36
    assert [(plan.seconds, plan.drawn, plan.closing) for plan in encoder.plans] == [(5.0, 36, 10)]
    assert shares[-1] == 1.0


def test_a_text_that_needs_longer_gets_another_slot() -> None:
    assert plan_loop(make_moving_job("дума " * 20)).seconds == 10.0
