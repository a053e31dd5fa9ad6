"""Films whose frames carry their number as pixels, and the numbers back out of pictures. In: a path. Out: a film."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from tests.factories.films import Frames, run_ffmpeg

BITS = 8
WIDTH, HEIGHT = 320, 180
LIGHT, DARK = 220, 30


def draw_number(number: int, *, width: int = WIDTH, height: int = HEIGHT) -> bytes:
    """Grey bars, the highest bit first."""
    bits = [LIGHT if number >> bit & 1 else DARK for bit in reversed(range(BITS))]
    row = np.repeat(np.array(bits, np.uint8), width // BITS)
    return np.tile(np.pad(row, (0, width - len(row)), mode="edge"), (height, 1)).tobytes()


def read_number(frame: Frames) -> int:
    """The number of a frame (height × width × 3) whose bars fill its width; read along its upper third."""
    height, width = frame.shape[:2]
    levels = [int(frame[height // 3, width * (2 * at + 1) // (2 * BITS)].mean()) for at in range(BITS)]
    return sum((level > (LIGHT + DARK) // 2) << (BITS - 1 - at) for at, level in enumerate(levels))


def make_numbered_film(
    path: Path, *, frames: int = 100, fps: str = "25", words: Sequence[str] = (), before: Sequence[str] = ()
) -> Path:
    """`words` are ffmpeg's for the output, `before` those before its input."""
    pixels = b"".join(draw_number(number) for number in range(frames))
    raw = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}", "-framerate", fps)
    codec = () if "-c:v" in words else ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p")
    run_ffmpeg(*before, *raw, "-i", "pipe:0", *codec, *words, str(path), data=pixels)
    return path
