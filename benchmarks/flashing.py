"""How fast the search for flashes is, as multiples of real time on one core. In: nothing. Out: a table, or JSON.

Alone it gets ready samples; the whole way decodes a 1080p H.264 loop made here, shrinks its pictures and searches
them. Of a loop that holds still from its third second on our encoder tells so, and what rests is not decoded. Best of
some turns. Run: python -m benchmarks.flashing [--json] [--turns 3] [--small]
"""

import tempfile
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.frames import UNKNOWN, Rest, read_frames
from campaign.adapters.probe import find_demuxer, open_film
from campaign.adapters.viewing import Eye
from campaign.checks.flashing import Sample, Stretch, find_flashes
from campaign.render.ports import Frames, VideoPlan
from campaign.spec.channels import Profile
from campaign.spec.findings import Finding

FPS, SECONDS, MOVING = 25, 10, 3
FRAMES = FPS * SECONDS
STRETCH = Stretch(FPS, FRAMES, peak_nits=400)
GOAL = 10.0


def draw_pan(width: int, height: int, *, frames: int, grain: int = 0) -> Iterator[bytes]:
    """A photo's blotches of every size under a moving camera, RGBA: every sample changes in every frame. Film has
    grain, in codes either way, and fills its bit rate."""
    chance, wide = np.random.default_rng(1), width + 4 * FRAMES
    picture = np.zeros((height, wide, 3))
    for side in (240, 120, 48, 20):
        coarse = chance.random((height // side + 1, wide // side + 1, 3))
        picture += np.kron(coarse, np.ones((side, side, 1)))[:height, :wide] * side**0.5
    codes = (255 * (picture - picture.min()) / np.ptp(picture)).astype(np.uint8)
    opaque = np.dstack([codes // 2 + 64, np.full(codes.shape[:2], 255, np.uint8)])
    noise = chance.integers(0, 2 * grain + 1, (height, wide, 1), dtype=np.uint8)
    for frame in range(frames):
        shown = opaque[:, 4 * frame : 4 * frame + width].copy()
        start = frame * 7919 % (wide - width)
        shown[:, :, :3] += noise[:, start : start + width]
        yield shown.tobytes()


def make_loop(path: Path, *, width: int, height: int, drawn: int, grain: int = 0) -> Path:
    """A loop by our own encoder, of which the first `drawn` frames move."""
    plan = VideoPlan(width, height, FRAMES, drawn, Profile())
    pictures = Frames(lambda: draw_pan(width, height, frames=drawn, grain=grain))
    FfmpegEncoder().encode(plan, pictures, out=path, on_progress=lambda _: None)
    return path


def read_samples(path: Path, *, rest: Rest) -> Iterator[Sample]:
    """Decoded and shrunk on one thread, one picture at a time."""
    with open_film(path, find_demuxer(path)) as (container, video):
        yield from Eye(STRETCH).watch(read_frames(container, video, fps=Fraction(FPS), rest=rest))


def decode(path: Path) -> None:
    with open_film(path, find_demuxer(path)) as (container, video):
        for _ in read_frames(container, video, fps=Fraction(FPS)):
            pass


def search(samples: Callable[[], Iterator[Sample]]) -> Callable[[], tuple[Finding, ...]]:
    return lambda: find_flashes(samples(), STRETCH)


def measure_all(folder: Path, *, width: int, height: int, turns: int) -> Iterator[Figure]:
    moving = make_loop(folder / "moving.mp4", width=width, height=height, drawn=FRAMES)
    held = make_loop(folder / "held.mp4", width=width, height=height, drawn=MOVING * FPS)
    rest = Rest(MOVING * FPS, FRAMES, FRAMES)
    ready = list(read_samples(moving, rest=UNKNOWN))
    resting = list(read_samples(held, rest=rest))
    ways = {
        "samples alone, moving throughout": lambda: iter(ready),
        f"samples alone, moving for {MOVING} s": lambda: iter(resting),
        "decoding, shrinking and searching, moving throughout": lambda: read_samples(moving, rest=UNKNOWN),
        f"decoding, shrinking and searching, moving for {MOVING} s": lambda: read_samples(held, rest=rest),
        f"the same file as if nothing were known of it: moving for {MOVING} s": lambda: read_samples(
            held, rest=UNKNOWN
        ),
    }
    times = measure(*(search(samples) for samples in ways.values()), turns=turns)
    for name, seconds in zip(ways, times, strict=True):
        yield Figure(f"{height}p, {name}: times real time", SECONDS / seconds, GOAL)
    film = make_loop(folder / "film.mp4", width=width, height=height, drawn=FRAMES, grain=6)
    bare, whole = measure(lambda: decode(film), search(lambda: read_samples(film, rest=UNKNOWN)), turns=turns)
    yield Figure(f"{height}p, film at its highest bit rate, decoding alone: times real time", SECONDS / bare)
    yield Figure(f"{height}p, the same film shrunk and searched: times real time", SECONDS / whole)


def main() -> None:
    words = make_parser(__doc__, small="320 × 180").parse_args()
    with tempfile.TemporaryDirectory() as name:
        width, height = (320, 180) if words.small else (1920, 1080)
        for figure in measure_all(Path(name), width=width, height=height, turns=words.turns):
            print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
