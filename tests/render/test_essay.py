"""Photos take turns in their hole, glide without a tremble, and dissolve into one another with their captions."""

import shutil
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.probe import probe_file
from campaign.render.essay import EssayPlan, find_faults, plan_essay
from campaign.render.folder import load_template
from campaign.render.loop import render_loop
from campaign.render.ports import Hole, Pan
from campaign.render.projection import project_frames
from campaign.render.sample import make_sample_job
from campaign.render.turns import Mix, list_mixes
from campaign.render.views import glide, view_at
from campaign.spec.channels import Medium
from campaign.spec.errors import BrokenMedia, CannotFit, InvalidTemplate
from campaign.spec.formats import Format
from tests.factories.films import Frames, read_frames
from tests.factories.photos import MARK, make_essay_job, mark_photo, paint_photo

ENGINE = BlitzEngine()
TEAL, SUN, INK = (11, 122, 117), (255, 183, 3), (20, 33, 61)
PHOTO = (60, 60)  # a pixel of the hole that no caption covers: row, column
CAPTION = (108, 210)  # a pixel of the caption's ground, beside its text
CORNER = (21, 43)  # inside the box of the hole, outside its round corner


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("photos")
    return [paint_photo(folder / "teal.png", TEAL), paint_photo(folder / "sun.jpg", SUN)]


@pytest.fixture(scope="module")
def loop(photos: list[Path]) -> Path:
    out = photos[0].with_name("loop.mp4")
    job = replace(make_essay_job(photos), slot_seconds=10)
    facts = render_loop(job, engine=ENGINE, encoder=FfmpegEncoder(), out=out, on_progress=lambda _: None)
    assert (facts.seconds, facts.frames, facts.rests, facts.resumes) == (10, 250, 166, 240)
    return out


@pytest.fixture(scope="module")
def frames(loop: Path) -> Frames:
    return read_frames(loop)


def is_near(pixel: NDArray[np.uint8], colour: tuple[int, int, int], *, slack: int = 12) -> bool:
    return bool(np.abs(pixel.astype(int) - colour).max() <= slack)


def test_an_essay_is_what_every_player_decodes(loop: Path) -> None:
    facts = probe_file(loop)
    assert (facts.width, facts.height, facts.profile, facts.pix_fmt) == (320, 180, "High", "yuv420p")
    assert (facts.fps, facts.frames, facts.seconds, facts.audio_streams) == (25.0, 250, 10.0, 0)
    assert (facts.constant_rate, facts.closed_gop, facts.fast_start) == (True, True, True)


def test_photos_take_turns_and_the_loop_closes_on_the_first(frames: Frames) -> None:
    shown = {at: frames[at][PHOTO] for at in (0, 90, 120, 239)}
    assert is_near(shown[0], TEAL)
    assert is_near(shown[90], TEAL)
    assert is_near(shown[120], SUN)
    assert is_near(shown[239], SUN)
    steps = [np.abs(after.astype(int) - before).mean() for before, after in pairwise([*frames[238:], frames[0]])]
    assert max(steps) < np.abs(frames[238].astype(int) - frames[0]).mean() / 5


def test_a_dissolve_passes_evenly_from_one_photo_to_the_next(frames: Frames) -> None:
    turned = [frame[PHOTO][0].astype(int) for frame in frames[100:118]]
    steps = [after - before for before, after in pairwise(turned)]
    assert turned[-1] - turned[0] > 200
    assert all(-3 <= step < 40 for step in steps)


def test_the_strip_and_the_round_corners_stand_on_every_frame(frames: Frames) -> None:
    for part in (frames[:, 170:, :], frames[:, CORNER[0] : CORNER[0] + 1, CORNER[1] : CORNER[1] + 1]):
        assert np.abs(part.astype(int) - part[0]).max() < 40


def test_the_caption_stands_over_its_photo_on_every_frame(frames: Frames) -> None:
    assert all(is_near(frame[CAPTION], INK, slack=20) for frame in frames)


def test_a_moment_is_what_the_encoder_makes_of_it(photos: list[Path], frames: Frames) -> None:
    job = replace(make_essay_job(photos), slot_seconds=10)
    for at, picture in project_frames(job, (0, 50, 108, 200, 245), engine=ENGINE, encoder=FfmpegEncoder()):
        assert np.abs(np.asarray(picture.convert("RGB")).astype(int) - frames[at]).mean() < 2.5


def test_the_same_photos_give_the_same_bytes(photos: list[Path], loop: Path, tmp_path: Path) -> None:
    job = replace(make_essay_job(photos), slot_seconds=10)
    out = tmp_path / "again.mp4"
    render_loop(job, engine=ENGINE, encoder=FfmpegEncoder(), out=out, on_progress=lambda _: None)
    assert out.read_bytes() == loop.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["again.mp4"]


@pytest.mark.parametrize("turn", [1, 2])
def test_a_gliding_photo_does_not_tremble(tmp_path: Path, turn: int) -> None:
    marked = mark_photo(tmp_path / "mark.png")
    job = make_essay_job([marked, marked], focus=(MARK[0] * 100, MARK[1] * 100))
    job = replace(job, slot_seconds=10)
    render_loop(job, engine=ENGINE, encoder=FfmpegEncoder(), out=tmp_path / "a.mp4", on_progress=lambda _: None)
    missed = measure_missed(read_frames(tmp_path / "a.mp4"), plan_essay(job, engine=ENGINE), turn=turn)
    steps = np.diff(missed, axis=0)
    assert len(missed) > 50
    assert np.abs(missed).max() < 0.25
    assert max(missed.std(axis=0).max(), steps.std(axis=0).max()) < 0.08


def measure_missed(frames: Frames, plan: EssayPlan, *, turn: int) -> NDArray[np.float64]:
    """How far the mark is from where a smooth glide has it, in pixels, while its photo stands alone."""
    take, hole = plan.film.takes[turn - 1], plan.film.hole
    pan = take.source
    assert isinstance(pan, Pan)
    pixels = np.frombuffer(pan.photo.pixels, np.uint8).reshape(pan.photo.height, pan.photo.width, 3)[..., 1]
    mark = find_mark(pixels)
    found = []
    for at in range(take.first + take.fade, plan.film.takes[turn].first if turn == 1 else plan.turns.rests):
        view = view_at(pan.starts, pan.ends, glide(at - take.first, frames=take.frames))
        across = hole.left + (mark[0] / pan.photo.width - view.left) / view.width * hole.width
        along = hole.top + (mark[1] / pan.photo.height - view.top) / view.height * hole.height
        left, top = int(across) - 16, int(along) - 16
        x, y = find_mark(frames[at, top : top + 33, left : left + 33, 1])
        found.append((left + x - across, top + y - along))
    return np.array(found)


def find_mark(grey: NDArray[np.uint8]) -> tuple[float, float]:
    """The centre of the spot, in pixels from the top left corner."""
    weight = np.where(grey > 110, grey.astype(float) - 70, 0)
    down, across = np.mgrid[0 : grey.shape[0], 0 : grey.shape[1]] + 0.5
    return float((weight * across).sum() / weight.sum()), float((weight * down).sum() / weight.sum())


def test_the_hole_is_covered_in_even_pixels_and_photos_are_no_larger_than_their_views(tmp_path: Path) -> None:
    large = paint_photo(tmp_path / "large.jpg", TEAL, size=(6000, 4000))
    plan = plan_essay(make_essay_job([large, large]), engine=ENGINE)
    assert plan.film.hole == Hole(40, 20, 240, 100)
    for take in plan.film.takes:
        assert isinstance(take.source, Pan)
        photo = take.source.photo
        assert (photo.width % 2, photo.height % 2) == (0, 0)
        assert 240 <= photo.width <= 300
        assert 100 <= photo.height <= 150


def test_captions_change_in_the_middle_of_a_dissolve_and_back_at_the_end(photos: list[Path]) -> None:
    plan = plan_essay(make_essay_job(photos), engine=ENGINE)
    mixes = list_mixes(plan.turns)
    second, resumes = plan.turns.firsts[1], plan.turns.resumes
    assert [mix.frame for mix in mixes] == sorted({mix.frame for mix in mixes})
    assert mixes[0] == Mix(0, 1, 1, 0.0)
    assert mixes[1].frame == second + 3  # of 12
    assert Mix(second + 10, 2, 2, 0.0) in mixes
    assert [mix.frame for mix in mixes][-plan.video.closing :] == list(range(resumes, plan.turns.frames))
    assert mixes[-1] == Mix(plan.turns.frames - 1, 2, 1, 1.0)


def test_a_caption_is_gone_before_the_next_one_comes() -> None:
    template = load_template(Path(__file__).parents[2] / "templates" / "photo-essay")
    screen = Format(640, 360, 32, 2)
    plan = plan_essay(make_sample_job(template, language="bg", screen=screen, medium=Medium.LOOP), engine=ENGINE)
    for over, bare in zip(plan.overlays, plan.bare, strict=True):
        one, other = np.asarray(over), np.asarray(bare)
        rows, columns = np.nonzero(one[..., 3] != other[..., 3])
        assert not other[rows.min() : rows.max(), columns.min() : columns.max(), 3].any()
        assert np.array_equal(one[:, : plan.film.hole.left], other[:, : plan.film.hole.left])
    second = plan.turns.firsts[1]
    mixes = {mix.frame: mix.share for mix in list_mixes(plan.turns) if mix.other == 2 and mix.frame < second + 12}
    assert mixes[second + 6] == 0.5


def test_nothing_moves_from_the_rest_until_the_loop_closes(photos: list[Path], frames: Frames) -> None:
    plan = plan_essay(replace(make_essay_job(photos), slot_seconds=10), engine=ENGINE)
    assert (plan.video.rests, plan.video.resumes) == (plan.turns.rests, plan.turns.resumes)
    assert not np.abs(frames[plan.video.rests + 2].astype(int) - frames[plan.video.resumes - 1]).any()


def test_a_caption_that_does_not_fit_is_named_with_its_photo(photos: list[Path]) -> None:
    long = "Заедно отваряме широко вратите за всички деца и възрастни от целия наш квартал."
    job = make_essay_job(photos, captions=("Да", long))
    with pytest.raises(CannotFit, match=r"photos-2"):
        plan_essay(job, engine=ENGINE)
    assert [type(fault) for fault in find_faults(job, engine=ENGINE)] == [CannotFit]


def test_a_lost_photo_is_named_by_its_row(photos: list[Path]) -> None:
    job = make_essay_job(photos)
    broken = replace(job, media={photos[0].name: job.media[photos[0].name]})
    with pytest.raises(BrokenMedia, match=r"sun.jpg · neighbours · photos.2.photo"):
        plan_essay(broken, engine=ENGINE)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="essay"', 'id="photos"', "no element with the id “essay”"),
        ('id="essay"', 'id="essay" style="width:{{ 200 + 20 * turn }}px"', "not the same at every turn"),
        ('id="essay"', 'id="essay" style="height:0"', "has no room on 320x180"),
    ],
)
def test_a_template_whose_photos_have_no_place_is_refused(
    photos: list[Path], tmp_path: Path, old: str, new: str, said: str
) -> None:
    job = make_essay_job(photos)
    for name in ("_kit", "essay"):
        shutil.copytree(job.template.root / name, tmp_path / name)
    page = tmp_path / "essay" / "template.html"
    page.write_text(page.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidTemplate, match=said):
        plan_essay(replace(job, template=load_template(tmp_path / "essay")), engine=ENGINE)
