"""A clip moves in its hole, silent, with each subtitle standing exactly as long as it should."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.probe import probe_file
from campaign.render.cards import Drawn, Face
from campaign.render.clip import plan_clip, render_poster
from campaign.render.loop import LoopFacts, render_loop
from campaign.render.ports import Hole
from campaign.spec.channels import Medium
from campaign.spec.errors import BrokenMedia, InvalidTemplate, InvalidValue
from tests.factories.films import Frames, make_film, make_film_job, read_frames
from tests.factories.jobs import make_job

ENGINE = BlitzEngine()
ENCODER = FfmpegEncoder()
TEAL, INK = (11, 122, 117), (20, 33, 61)
HOLE = (70, 60)  # a pixel of the film that no subtitle covers: row, column
CUE = (95, 215)  # a pixel of the subtitle's ground, beside its text

SRT = "1\n00:00:01,000 --> 00:00:01,600\nДа\n\n2\n00:00:01,800 --> 00:00:02,400\nНе\n"


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_film(tmp_path_factory.mktemp("film") / "film.mp4", seconds=3, picture="color=c=0x0b7a75")


@pytest.fixture(scope="module")
def subtitles(film: Path) -> Path:
    path = film.with_name("film.bg.srt")
    path.write_bytes(SRT.encode("cp1251"))
    return path


@pytest.fixture(scope="module")
def loop(film: Path, subtitles: Path) -> Path:
    out = film.with_name("loop.mp4")
    job = make_film_job(film, start=0.4, end=2.4, subtitles=subtitles)
    facts = render_loop(job, engine=ENGINE, encoder=ENCODER, out=out, on_progress=lambda _: None)
    said = ((0, ""), (15, "Да"), (33, ""), (35, "Не"), (50, ""))
    assert facts == LoopFacts(seconds=3, frames=75, rests=50, resumes=65, changes=said)
    return out


@pytest.fixture(scope="module")
def frames(loop: Path) -> Frames:
    return read_frames(loop)


def find_runs(frames: Frames, *, row: int, column: int, colour: tuple[int, int, int]) -> list[tuple[int, int]]:
    """Stretches [first, last] of frames where a pixel has the colour."""
    near = (np.abs(frames[:, row, column].astype(int) - colour).max(axis=1) < 12).tolist()
    edges = [at for at in range(len(near) + 1) if (at < len(near) and near[at]) != (at > 0 and near[at - 1])]
    return [(first, after - 1) for first, after in zip(edges[::2], edges[1::2], strict=True)]


def test_a_subtitled_clip_is_what_every_player_decodes(loop: Path) -> None:
    facts = probe_file(loop)
    assert (facts.width, facts.height, facts.profile, facts.level, facts.pix_fmt) == (
        320,
        180,
        "High",
        "4.1",
        "yuv420p",
    )
    assert (facts.fps, facts.frames, facts.seconds, facts.audio_streams) == (25.0, 75, 3.0, 0)
    assert (facts.constant_rate, facts.closed_gop, facts.fast_start) == (True, True, True)


def test_each_subtitle_stands_from_its_frame_to_its_last(frames: Frames) -> None:
    # the film is shown from 0.4 s, and the gap of five frames is closed to two
    assert find_runs(frames, row=CUE[0], column=CUE[1], colour=INK) == [(15, 32), (35, 49)]


def test_the_film_shows_in_its_hole_all_the_time(frames: Frames) -> None:
    assert find_runs(frames, row=HOLE[0], column=HOLE[1], colour=TEAL) == [(0, 74)]


def test_the_strip_stands_on_every_frame(frames: Frames) -> None:
    strip = frames[:, 170:, :].astype(int)
    assert np.abs(strip - strip[0]).max() < 40
    assert strip[:, :, 5].min() > 230


def test_the_same_clip_gives_the_same_bytes(film: Path, subtitles: Path, loop: Path, tmp_path: Path) -> None:
    job = make_film_job(film, start=0.4, end=2.4, subtitles=subtitles)
    render_loop(job, engine=ENGINE, encoder=ENCODER, out=tmp_path / "again.mp4", on_progress=lambda _: None)
    assert (tmp_path / "again.mp4").read_bytes() == loop.read_bytes()


def test_the_poster_is_the_films_last_picture(film: Path, subtitles: Path, frames: Frames) -> None:
    job = replace(make_film_job(film, start=0.4, end=2.4, subtitles=subtitles), medium=Medium.STILL)
    data = render_poster(job, engine=ENGINE, encoder=ENCODER)
    poster = np.asarray(Image.open(BytesIO(data)).convert("RGB")).astype(int)
    assert np.abs(poster - frames[64]).mean() < 2


def test_the_hole_is_covered_in_even_pixels(film: Path) -> None:
    shown = plan_clip(make_film_job(film), engine=ENGINE, encoder=ENCODER).video.film
    assert shown is not None
    assert shown.hole == Hole(40, 20, 242, 102)


def test_a_clip_without_subtitles_shows_one_picture(film: Path) -> None:
    plan = plan_clip(make_film_job(film), engine=ENGINE, encoder=ENCODER)
    assert (plan.video.moments, plan.pictures) == ((0, *range(65, 75)), (Drawn(Face()),) * 11)


def test_a_clip_longer_than_its_template_takes_is_refused(film: Path) -> None:
    with pytest.raises(InvalidValue, match=r"clip.to: The clip lasts 4.5 seconds. Show at most 4 seconds of it"):
        plan_clip(make_film_job(film, end=4.5), engine=ENGINE, encoder=ENCODER)


def test_a_missing_film_is_named(film: Path) -> None:
    job = replace(make_film_job(film), media={})
    with pytest.raises(BrokenMedia, match=r"^film.mp4 · neighbours · clip: The file “film.mp4” is missing"):
        plan_clip(job, engine=ENGINE, encoder=ENCODER)


def test_a_template_without_a_hole_is_named(film: Path) -> None:
    job = make_film_job(film)
    plain = make_job().template
    no_hole = replace(plain, manifest=job.template.manifest)
    bare = replace(job, template=no_hole)
    with pytest.raises(InvalidTemplate):
        plan_clip(bare, engine=ENGINE, encoder=ENCODER)
