"""The ffmpeg binary as a child process. In: a plan and frames. Out: a video file, whole or not at all."""

from collections.abc import Callable, Iterator
from pathlib import Path

from campaign.render.ports import Cut, VideoPlan


class FfmpegEncoder:
    """Encodes with the binary that the imageio-ffmpeg wheel brings."""

    @property
    def name(self) -> str:
        raise NotImplementedError

    def encode(
        self, plan: VideoPlan, frames: Iterator[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        raise NotImplementedError

    def grab(self, clip: Cut, *, second: float) -> bytes:
        raise NotImplementedError
