"""A short run of ffmpeg that reads a film. In: its words, seconds. Out: what it wrote and said, in time."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass

import imageio_ffmpeg

from campaign.adapters.processes import tie_command
from campaign.render.codecs import THREADS
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say


@dataclass(frozen=True)
class Reading:
    """The bytes it wrote, the words it said, and its exit code."""

    written: bytes
    said: str
    code: int


def run_reader(words: Sequence[str], *, seconds: float) -> Reading:
    """Run it to its end; it dies with us. Raises RenderFailed when it takes longer."""
    threads = ("-filter_threads", str(THREADS), "-filter_complex_threads", str(THREADS))
    command = (imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-nostdin", *threads, *words)
    try:
        done = subprocess.run(tie_command(command), capture_output=True, timeout=seconds, check=False)
    except subprocess.TimeoutExpired:
        raise RenderFailed(
            say("The film was not read after %(seconds)g seconds.", seconds=seconds),
            hint=say("Export it again as MP4 (H.264), no larger than 1920 × 1080."),
        ) from None
    return Reading(done.stdout, done.stderr.decode(errors="replace"), done.returncode)
