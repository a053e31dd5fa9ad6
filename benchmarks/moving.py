"""A loop that moves throughout, as a worker makes it. In: a folder, a size, seconds. Out: the memory that it took."""

import resource
from collections.abc import Callable
from pathlib import Path

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.fonts import list_font_files
from campaign.render.loop import draw_frames
from campaign.render.motion import MotionPlan
from campaign.render.ports import Page, VideoPlan
from campaign.spec.channels import Profile

FPS = 25
STYLE = """
body { margin: 0; width: 100vw; height: 100vh; background: #14213d; }
.bar { height: 100vh; background: #ffb703; transform-origin: left; animation: grow %ss linear both; }
@keyframes grow { from { transform: scaleX(0); } to { transform: scaleX(1); } }
"""


def draw_moving(folder: Path, width: int, height: int, seconds: int, tell: Callable[[float], None]) -> float:
    """A loop that moves throughout; the peak of this process and of its encoder together, in MB."""
    html = f'<html><head><style>{STYLE % seconds}</style></head><body id="root"><div class="bar"></div></body></html>'
    page = Page(html, width, height, (folder,), list_font_files(), float(seconds))
    motion = MotionPlan(FPS, seconds * FPS, seconds * FPS)
    plan = VideoPlan(width, height, motion.frames, motion.drawn, Profile(max_kbps=20000))
    frames = draw_frames(page, motion, engine=BlitzEngine())
    FfmpegEncoder().encode(plan, frames, out=folder / "out.mp4", on_progress=tell)
    peaks = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(peaks) / 1024
