"""What moves in an ordinary way is no flash, however much of the picture it changes (checks.md C)."""

import numpy as np
import pytest

from benchmarks.corpus.flicker import BLACK, NITS, WHITE, Pixels, fill, find_rules, paint, play
from campaign.checks.flashing import Sample, Stretch, find_flashes

BRIGHT = 1000
"""cd/m²: where a fiftieth of white's light is a change."""


def stripes(shift: int, *, period: int = 40) -> Pixels:
    columns = (np.arange(160) + shift) // (period // 2) % 2 * 255
    return np.broadcast_to(columns.astype(np.uint8)[None, :, None], (90, 160, 3)).copy()


def squares(shift: int, *, side: int = 20) -> Pixels:
    rows, columns = np.indices((90, 160))
    board = ((columns + shift) // side + (rows + shift) // side) % 2 * 255
    return np.repeat(board.astype(np.uint8)[:, :, None], 3, axis=2)


def photo(seed: int) -> Pixels:
    """Blotches of every size, as a photo has, wider than a screen."""
    chance = np.random.default_rng(seed)
    picture = np.zeros((120, 320, 3))
    for side in (60, 30, 12, 5):
        coarse = chance.random((120 // side + 1, 320 // side + 1, 3))
        picture += np.kron(coarse, np.ones((side, side, 1)))[:120, :320] * side**0.5
    picture -= picture.min()
    codes: Pixels = (picture / picture.max() * 255).astype(np.uint8)
    return codes


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
@pytest.mark.parametrize("fps", [10, 25, 60])
def test_stripes_that_pass_three_times_a_second(fps: int, nits: int) -> None:
    samples = play(lambda frame: stripes(frame * 3 * 40 // fps), frames=2 * fps)
    assert find_rules(samples, frames=2 * fps, fps=fps, nits=nits) == []


def test_stripes_that_pass_five_times_a_second_do_flash() -> None:
    assert find_rules(play(lambda frame: stripes(frame * 8), frames=50), frames=50) == ["C1", "C4"]


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_a_chessboard_that_drifts(nits: int) -> None:
    assert find_rules(play(squares, frames=120), frames=120, nits=nits) == []


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_a_pan_over_a_photo(nits: int) -> None:
    picture = photo(3)
    samples = play(lambda frame: picture[frame // 10 :, frame:][:90, :160].copy(), frames=150)
    assert find_rules(samples, frames=150, nits=nits) == []


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_cuts_between_photos_three_a_second(nits: int) -> None:
    pictures = [photo(seed)[:90, :160].copy() for seed in range(4)]
    assert find_rules(play(lambda frame: pictures[frame // 9 % 4], frames=180), frames=180, nits=nits) == []


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_bars_that_grow(nits: int) -> None:
    def draw(frame: int) -> Pixels:
        picture = fill(245)
        for bar in range(6):
            width = min(max(frame - 4 * bar, 1) * 5, 90 + 10 * bar)
            picture = paint(picture, (8, 8 + 13 * bar, width, 9), (228, 87, 46))
        return picture

    assert find_rules(play(draw, frames=125), frames=125, nits=nits) == []


SEGMENTS = (
    (3, 0, 10, 4),
    (12, 2, 4, 12),
    (12, 15, 4, 12),
    (3, 26, 10, 4),
    (0, 15, 4, 12),
    (0, 2, 4, 12),
    (3, 13, 10, 4),
)
LIT = ("012345", "12", "01346", "01236", "1256", "02356", "023456", "012", "0123456", "012356")
"""The segments of each figure."""


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_a_counter_a_third_as_high_as_the_picture(nits: int) -> None:
    def draw(frame: int) -> Pixels:
        picture = fill(WHITE)
        for place, figure in enumerate(f"{min(frame * 17, 837):03d}"):
            for segment in LIT[int(figure)]:
                left, top, width, height = SEGMENTS[int(segment)]
                picture = paint(picture, (40 + 22 * place + left, 30 + top, width, height), BLACK)
        return picture

    assert find_rules(play(draw, frames=125), frames=125, nits=nits) == []


@pytest.mark.parametrize("nits", [NITS, BRIGHT])
def test_fades_and_single_cuts(nits: int) -> None:
    fade = [*range(0, 256, 5), *range(255, -1, -5)]
    assert find_rules(play(lambda frame: fill(fade[frame]), frames=len(fade)), frames=len(fade), nits=nits) == []
    assert find_rules(play(lambda frame: fill(WHITE * (frame > 60)), frames=125), frames=125, nits=nits) == []


def test_grain_of_film_and_of_the_encoder() -> None:
    chance, still = np.random.default_rng(7), photo(1)[:90, :160].astype(np.int16)
    grain = [np.clip(still + chance.integers(-4, 5, still.shape), 0, 255).astype(np.uint8) for _ in range(50)]
    for nits in (NITS, BRIGHT):
        assert find_rules(play(lambda frame: grain[frame], frames=50), frames=50, nits=nits) == []


def test_dark_red_noise_is_too_dark_for_red() -> None:
    chance = np.random.default_rng(9)
    noise = [np.stack([chance.integers(0, 40, (90, 160)), *np.zeros((2, 90, 160), int)], axis=2) for _ in range(50)]
    samples = play(lambda frame: noise[frame].astype(np.uint8), frames=50)
    assert find_rules(samples, frames=50) == []


def test_a_picture_that_holds_still() -> None:
    assert find_flashes([Sample(0, photo(2))], Stretch(60, 60 * 600, BRIGHT)) == ()


def test_no_picture_at_all() -> None:
    assert find_flashes([], Stretch(25, 250, NITS)) == ()
