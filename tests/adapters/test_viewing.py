"""Finished loops looked at once: what is decoded, and what colours come out."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.frames import UNKNOWN, Rest, read_frames
from campaign.adapters.probe import open_film
from campaign.adapters.viewing import Eye, Shrinker, view_loop
from campaign.checks.flashing import Stretch
from campaign.render.loop import LoopFacts
from campaign.render.ports import VideoPlan
from campaign.render.sheets import read_sheet
from campaign.spec.channels import Profile
from campaign.spec.errors import BrokenMedia
from tests.factories.films import make_film, run_ffmpeg

COLOURS = [(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0), (0, 51, 153), (255, 204, 0), (9, 128, 64)]


def make_loop(path: Path, pictures: list[Image.Image], *, frames: int, closing: int = 0) -> LoopFacts:
    """A loop of ours that shows these pictures and holds; the last `closing` of them at its end."""
    size = pictures[0].size
    plan = VideoPlan(*size, frames, len(pictures), Profile(), closing=closing)
    drawn = (picture.convert("RGBA").tobytes() for picture in pictures)
    FfmpegEncoder().encode(plan, drawn, out=path, on_progress=lambda _: None)
    return LoopFacts.of(plan)


def make_greys(count: int, *, size: tuple[int, int] = (320, 180)) -> list[Image.Image]:
    return [Image.new("RGB", size, (at * 200 // count,) * 3) for at in range(count)]


def list_samples(path: Path, facts: LoopFacts, *, fps: int = 25) -> dict[int, int]:
    """Frame → its grey in the middle, as far as frames are told of."""
    rest = Rest(facts.rests, facts.resumes, facts.frames)
    eye = Eye(Stretch(fps, facts.frames, 400))
    with open_film(path, "mov") as (container, video):
        frames = read_frames(container, video, fps=Fraction(fps), rest=rest)
        return {sample.frame: int(sample.pixels[90, 160, 0]) for sample in eye.watch(frames)}


def test_colours_are_those_that_were_drawn(tmp_path: Path) -> None:
    stripes = Image.new("RGB", (1280, 720))
    for at, colour in enumerate(COLOURS):
        stripes.paste(colour, (at * 160, 0, at * 160 + 160, 720))
    make_loop(tmp_path / "loop.mp4", [stripes], frames=25)
    with open_film(tmp_path / "loop.mp4", "mov") as (container, video):
        _, frame = next(read_frames(container, video, fps=Fraction(25)))
        pixels = Shrinker(320).shrink(frame)
    assert pixels.shape == (180, 320, 3)
    seen = pixels[90, 20::40].astype(int)
    assert np.abs(seen - COLOURS).max() <= 2


@pytest.mark.parametrize("height", [180, 720])
def test_an_untagged_film_is_read_by_the_habit_of_its_time(height: int, tmp_path: Path) -> None:
    matrix = "bt709" if height == 720 else "bt601"
    words = ("-f", "lavfi", "-i", f"color=c=0x00FF00:s=320x{height}:r=25,format=rgb24", "-t", "0.2")
    scale = (
        f"scale=out_color_matrix={matrix}:out_range=tv:flags=accurate_rnd,format=yuv420p,setparams=colorspace=unknown"
    )
    run_ffmpeg(*words, "-vf", scale, "-c:v", "libx264", str(tmp_path / "film.mp4"))
    with open_film(tmp_path / "film.mp4", "mov") as (container, video):
        _, frame = next(read_frames(container, video, fps=Fraction(25)))
        assert frame.colorspace == 2
        pixels = Shrinker(320).shrink(frame)
    assert np.abs(pixels[height // 8, 40].astype(int) - (0, 255, 0)).max() <= 3


def test_a_picture_is_shrunk_by_the_means_of_its_areas_and_never_enlarged(tmp_path: Path) -> None:
    wide, small = Image.new("RGB", (1280, 720)), Image.new("RGB", (160, 90))
    wide.paste((255, 255, 255), (0, 0, 2, 720))  # two of the four columns that become one
    for picture, shape in ((wide, (180, 320, 3)), (small, (90, 160, 3))):
        make_loop(tmp_path / "loop.mp4", [picture], frames=25)
        with open_film(tmp_path / "loop.mp4", "mov") as (container, video):
            _, frame = next(read_frames(container, video, fps=Fraction(25)))
            pixels = Shrinker(320).shrink(frame)
        assert pixels.shape == shape
        if picture is wide:
            assert abs(int(pixels[90, 0, 0]) - 128) < 12
            assert int(pixels[90, 3, 0]) < 6


def test_of_a_loop_that_rests_only_what_moves_and_its_last_frame_are_told(tmp_path: Path) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(13), frames=250)
    samples = list_samples(tmp_path / "loop.mp4", facts)
    assert [frame for frame in samples if frame != 249] == list(range(13))
    expected = [at * 200 // 13 for at in range(13)]
    assert np.abs(np.subtract([samples[at] for at in range(13)], expected)).max() <= 2
    assert abs(samples.get(249, samples[12]) - expected[-1]) <= 2


def test_a_loop_that_moves_again_at_its_end_is_looked_at_there_too(tmp_path: Path) -> None:
    greys = make_greys(10)
    closing = [Image.new("RGB", (320, 180), (200 - at * 50,) * 3) for at in range(4)]
    facts = make_loop(tmp_path / "loop.mp4", greys + closing, frames=250, closing=4)
    samples = list_samples(tmp_path / "loop.mp4", facts)
    assert list(samples) == [*range(10), 246, 247, 248, 249]
    assert np.abs(np.subtract([samples[at] for at in range(246, 250)], [200, 150, 100, 50])).max() <= 2


def test_what_is_left_out_of_a_held_stretch_changes_nothing_behind_it(tmp_path: Path) -> None:
    """Every length of the stretch, so that every phase of the decoder's counters is met."""
    for frames in range(60, 140, 7):
        closing = [Image.linear_gradient("L").resize((320, 180)).rotate(at * 90) for at in range(4)]
        facts = make_loop(tmp_path / "loop.mp4", make_greys(5) + closing, frames=frames, closing=4)
        whole = list_all(tmp_path / "loop.mp4", UNKNOWN)
        shown = list_all(tmp_path / "loop.mp4", Rest(facts.rests, facts.resumes, frames))
        assert list(shown) == [*range(5), *range(frames - 4, frames)]
        assert [bool(np.array_equal(shown[at], whole[at])) for at in shown] == [True] * 9


def list_all(path: Path, rest: Rest) -> dict[int, Any]:
    with open_film(path, "mov") as (container, video):
        shrinker = Shrinker(320)
        frames = read_frames(container, video, fps=Fraction(25), rest=rest)
        return {number: shrinker.shrink(frame) for number, frame in frames}


def test_a_loop_that_moves_throughout_is_told_frame_by_frame(tmp_path: Path) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(50), frames=50)
    assert list(list_samples(tmp_path / "loop.mp4", facts)) == list(range(50))


def test_a_film_of_which_nothing_is_known_is_decoded_whole(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.webm", seconds=1.0)
    with open_film(film, "matroska") as (container, video):
        frames = [number for number, _ in read_frames(container, video, fps=Fraction(25), rest=UNKNOWN)]
    assert frames == list(range(25))


def test_one_look_gives_sheet_preview_and_seam(tmp_path: Path) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(13), frames=250)
    viewed = view_loop(tmp_path / "loop.mp4", facts=facts, fps=25, peak_nits=400)
    assert viewed.findings == ()
    assert viewed.seam == pytest.approx(184 / 255, abs=0.02)
    assert [moment.second for moment in read_sheet(viewed.sheet).moments] == [0, 0.12, 0.24, 0.36, 0.48]
    assert viewed.preview[8:12] == b"WEBP"


@pytest.mark.parametrize(("holds", "rules"), [(True, ["B7"]), (False, [])])
def test_a_loop_that_does_not_come_to_rest_is_warned_of_where_it_should(
    holds: bool, rules: list[str], tmp_path: Path
) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(100), frames=100)
    viewed = view_loop(tmp_path / "loop.mp4", facts=facts, fps=25, peak_nits=400, holds=holds)
    assert [finding.rule for finding in viewed.findings] == rules
    assert viewed.preview != b""


def test_looking_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(7), frames=125)
    once, again = (view_loop(tmp_path / "loop.mp4", facts=facts, fps=25, peak_nits=400) for _ in range(2))
    assert once == again


def test_a_loop_that_breaks_off_is_named(tmp_path: Path) -> None:
    facts = make_loop(tmp_path / "loop.mp4", make_greys(13), frames=250)
    path = tmp_path / "loop.mp4"
    path.write_bytes(path.read_bytes()[:200])
    with pytest.raises(BrokenMedia, match=r"^loop.mp4: There is no picture"):
        view_loop(path, facts=facts, fps=25, peak_nits=400)
