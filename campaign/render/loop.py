"""A job to a silent loop. In: a job, an engine that draws, an encoder. Out: a video file, exact to a frame."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from campaign.render.job import Job
from campaign.render.ports import Encoder, PageEngine


@dataclass(frozen=True)
class LoopFacts:
    """What was made: the length in seconds and in frames of the channel's rate."""

    seconds: float
    frames: int


def render_loop(
    job: Job, *, engine: PageEngine, encoder: Encoder, out: Path, on_progress: Callable[[float], None]
) -> LoopFacts:
    """Draw and encode; `on_progress` gets the share done, 0 to 1. Raises what drawing and encoding raise."""
    raise NotImplementedError
