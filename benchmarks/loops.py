"""How fast loops are made, as ratios in one run on this machine. In: nothing. Out: a table, or JSON, one object a line.

Every ratio is the other way's time divided by ours, both the best of some turns taken one after the other, so that a
busy machine slows both. Run: python -m benchmarks.loops [--json] [--turns 3] [--small]
"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from moviepy import VideoClip

from benchmarks.figures import Figure, make_parser, measure, print_figure
from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.codecs import QUALITY, THREADS
from campaign.render.fonts import list_font_files
from campaign.render.loop import draw_frames
from campaign.render.motion import MotionPlan
from campaign.render.ports import Page, VideoPlan
from campaign.spec.channels import Profile

FPS, SECONDS = 25, 10
FRAMES = FPS * SECONDS
ENGINE, ENCODER = BlitzEngine(), FfmpegEncoder()

STYLE = """
* { margin: 0; box-sizing: border-box; }
body { width: 100vw; height: 100vh; background: #fff8ec; color: #14213d; overflow: hidden; }
body { font-family: "Sofia Sans"; line-height: 1.1; }
h1 { position: absolute; left: 5vw; top: 4vh; font-size: 11vh; font-weight: 800; }
.bar { position: absolute; left: 5vw; height: 4.4vh; border-radius: 1vh; background: #e4572e; transform-origin: left; }
.label { position: absolute; left: 70vw; font-size: 3.6vh; font-weight: 600; }
@keyframes grow { from { transform: scaleX(0); } to { transform: scaleX(1); } }
"""


REMOTION_FPS = 5.6
"""Remotion 4 on the same scene, 1080p, on two cores: seen once, not part of this run."""


@dataclass(frozen=True)
class Goals:
    """The least ratios that are wanted of a loop."""

    ready: float
    moviepy: float
    remotion: float


@dataclass(frozen=True)
class Stage:
    """Where a run writes, and how large the picture is."""

    folder: Path
    width: int
    height: int

    def plan(self, *, drawn: int) -> VideoPlan:
        return VideoPlan(self.width, self.height, FRAMES, drawn, Profile())


def compose_scene(stage: Stage, *, moving: float) -> Page:
    """Twelve labelled bars that grow one after the other until second `moving`."""
    step = moving / 13
    bars = "".join(
        f'<div class="bar" style="top:{22 + at * 6}vh;width:{20 + at * 3}vw;'
        f'animation:grow {2 * step:.3f}s ease-out {at * step:.3f}s both"></div>'
        f'<div class="label" style="top:{22 + at * 6}vh">Район {at + 1}: {17 + at * 3} %</div>'
        for at in range(12)
    )
    html = f'<html><head><style>{STYLE}</style></head><body id="root"><h1 id="h">Всеки трети</h1>{bars}</body></html>'
    return Page(html, stage.width, stage.height, (stage.folder,), list_font_files(), moving)


def encode(stage: Stage, frames: Iterator[bytes], *, drawn: int, closing: int = 0) -> None:
    plan = replace(stage.plan(drawn=drawn), closing=closing)
    ENCODER.encode(plan, frames, out=stage.folder / "out.mp4", on_progress=lambda _: None)


def measure_graphic(stage: Stage, *, moving: float, goals: Goals, turns: int) -> Iterator[Figure]:
    """The whole way against encoding ready frames, against moviepy's own writer with the same settings (it draws every
    frame, so what moves throughout gains little), and against the frames a second that Remotion makes of it."""
    drawn = min(FRAMES, round(moving * FPS) + 1)
    motion = MotionPlan(FPS, drawn, FRAMES, closing=min(10, FRAMES - drawn))
    page = compose_scene(stage, moving=moving)
    ready = list(draw_frames(page, motion, engine=ENGINE))
    held = [ready[drawn - 1]] * (FRAMES - len(ready))
    every = [*ready[:drawn], *held, *ready[drawn:]]

    def make() -> None:
        encode(stage, draw_frames(page, motion, engine=ENGINE), drawn=len(ready), closing=motion.closing)

    ours, bare, moviepy = measure(
        make, lambda: encode(stage, iter(every), drawn=FRAMES), lambda: write_by_moviepy(stage, page), turns=turns
    )
    name = f"loop of {SECONDS} s, motion in {moving:g} s"
    yield Figure(f"{name}: against encoding ready frames", bare / ours, goals.ready)
    yield Figure(f"{name}: against moviepy's VideoClip writer", moviepy / ours, goals.moviepy)
    if stage.width == 1920:
        yield Figure(f"{name}: against Remotion's frames a second", FRAMES / ours / REMOTION_FPS, goals.remotion)


def write_by_moviepy(stage: Stage, page: Page) -> None:
    """The same pictures by the same engine, the same encoder settings, moviepy between them."""
    with ENGINE.open(page) as opened:

        def draw(second: float) -> np.ndarray:
            pixels = np.frombuffer(opened.draw(second), np.uint8).reshape(stage.height, stage.width, 4)
            return pixels[:, :, :3]

        clip = VideoClip(draw, duration=SECONDS)
        crf = ["-crf", QUALITY[3], "-pix_fmt", "yuv420p"]
        clip.write_videofile(
            str(stage.folder / "moviepy.mp4"),
            fps=FPS,
            codec="libx264",
            preset=QUALITY[1],
            threads=THREADS,
            ffmpeg_params=crf,
            audio=False,
            logger=None,
        )


def main() -> None:
    words = make_parser(__doc__, small="320 × 180").parse_args()
    with tempfile.TemporaryDirectory() as name:
        stage = Stage(Path(name), *((320, 180) if words.small else (1920, 1080)))
        for figures in (
            measure_graphic(stage, moving=3.0, goals=Goals(1.0, 3.0, 20.0), turns=words.turns),
            measure_graphic(stage, moving=float(SECONDS), goals=Goals(0.6, 1.0, 10.0), turns=words.turns),
        ):
            for figure in figures:
                print_figure(figure, as_json=words.json)


if __name__ == "__main__":
    main()
