"""Loops as our encoder makes them, and their decoded frames. In: a plan. Out: a file, hashes of what it shows."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.ports import Frames, VideoPlan
from tests.factories.films import run_ffmpeg

DECODERS = ("h264", "libopenh264")


def draw_bar(plan: VideoPlan) -> Iterator[bytes]:
    """A noisy ground under a bar that moves: what a decoder gets wrong anywhere shows."""
    noise = np.random.default_rng(7)
    ground = noise.integers(0, 256, (plan.height // 8 + 1, plan.width // 8 + 1, 4), np.uint8)
    ground = ground.repeat(8, axis=0).repeat(8, axis=1)[: plan.height, : plan.width]
    for frame in range(plan.drawn):
        picture = ground.copy()
        picture[plan.height // 3 : plan.height // 2, : plan.width * (frame + 1) // plan.drawn] = (228, 87, 46, 255)
        picture[..., 3] = 255
        yield picture.tobytes()


def encode_loop(plan: VideoPlan, out: Path) -> Path:
    """The plan's video, of what `draw_bar` draws."""
    FfmpegEncoder().encode(plan, Frames(lambda: draw_bar(plan)), out=out, on_progress=lambda share: None)
    return out


def hash_frames(path: Path, *, decoder: str = "h264") -> list[str]:
    """A hash of every decoded frame; the slightest complaint fails."""
    checks = ("-xerror", "-err_detect", "explode") if decoder == "h264" else ("-xerror",)
    text = run_ffmpeg("-v", "warning", *checks, "-c:v", decoder, "-i", str(path), "-f", "framemd5", "pipe:1").decode()
    return [line.rpartition(",")[2].strip() for line in text.splitlines() if not line.startswith("#")]
