"""Animated previews: their time, their size, their bytes."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from campaign.render.previews import MOST_BYTES, draw_preview, drop_repeats
from campaign.render.sheets import Picture


def make_picture(frame: int, grey: int, *, width: int = 480, height: int = 270) -> Picture:
    return Picture(frame, np.full((height, width, 3), grey, dtype=np.uint8))


def read_times(data: bytes) -> list[int]:
    """How long each picture stands, in milliseconds."""
    times = []
    with Image.open(BytesIO(data)) as image:
        for at in range(getattr(image, "n_frames", 1)):
            image.seek(at)
            image.load()
            times.append(image.info.get("duration", 0))
    return times


def test_what_holds_still_is_one_long_picture() -> None:
    pictures = [make_picture(frame, grey) for frame, grey in ((0, 0), (3, 80), (6, 160), (9, 160), (249, 160))]
    assert read_times(draw_preview(pictures, fps=25, frames=250)) == [120, 120, 9760]


@pytest.mark.parametrize(("fps", "frames"), [(25, 250), (30, 451), (24, 241)])
def test_it_lasts_as_long_as_the_loop(fps: int, frames: int) -> None:
    pictures = [make_picture(frame, frame * 3) for frame in range(0, 60, 3)]
    assert sum(read_times(draw_preview(pictures, fps=fps, frames=frames))) == round(frames * 1000 / fps)


def test_it_starts_anew_for_ever() -> None:
    data = draw_preview([make_picture(0, 0), make_picture(3, 200)], fps=25, frames=250)
    assert Image.open(BytesIO(data)).info["loop"] == 0


def test_a_loop_without_motion_is_a_still() -> None:
    data = draw_preview([make_picture(0, 90), make_picture(249, 90)], fps=25, frames=250)
    with Image.open(BytesIO(data)) as image:
        assert (image.size, getattr(image, "n_frames", 1)) == ((480, 270), 1)


def test_the_encoders_noise_is_no_motion() -> None:
    noisy = np.full((270, 480, 3), 90, dtype=np.uint8)
    noisy[::20, ::20] = 92
    assert len(drop_repeats([make_picture(0, 90), Picture(3, noisy)])) == 1


def test_a_small_thing_that_moves_is_motion() -> None:
    small = np.full((270, 480, 3), 90, dtype=np.uint8)
    small[100:110, 100:140] = 255
    assert len(drop_repeats([make_picture(0, 90), Picture(3, small)])) == 2


def test_what_moves_throughout_stays_small_and_ends_as_the_loop_does() -> None:
    rng = np.random.default_rng(4)
    noise = rng.integers(0, 255, (27, 48, 3), dtype=np.uint8)
    large = np.asarray(Image.fromarray(noise).resize((960, 270), Image.Resampling.BICUBIC))
    pictures = [Picture(at * 3, large[:, at * 5 : at * 5 + 480]) for at in range(84)]
    data = draw_preview(pictures, fps=25, frames=252)
    assert len(data) <= MOST_BYTES
    with Image.open(BytesIO(data)) as image:
        image.seek(image.n_frames - 1)
        end = np.asarray(image.convert("RGB").resize((480, 270)), dtype=int)
    assert np.abs(end - pictures[-1].pixels).mean() < np.abs(end - pictures[-8].pixels).mean()


def test_the_same_pictures_give_the_same_bytes() -> None:
    pictures = [make_picture(frame, frame * 9) for frame in range(0, 27, 3)]
    assert draw_preview(pictures, fps=25, frames=250) == draw_preview(pictures, fps=25, frames=250)
