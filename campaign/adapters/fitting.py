"""A video made smaller until its channel takes it. In: a plan, its file as first made. Out: a file within the ceilings.

Most files are, and nothing happens. Another is drawn once more, into lossless pictures beside it, which further efforts
read as often as they need: an encoder that sees the whole film before it spends its bits reads them twice.
"""

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from campaign.render.ceilings import find_ceiling, next_effort, start_effort
from campaign.render.codecs import takes_two_passes
from campaign.render.encode import build_effort
from campaign.render.ports import VideoPlan


class Making(Protocol):
    """A video as it is made, its first effort done."""

    def draw(self, path: Path, *, lossless: bool) -> None:
        """Write every frame once more."""

    def run(self, words: Sequence[str], *, counts: bool) -> None:
        """Run ffmpeg with these words; with `counts` every frame of the plan comes out."""

    def finish(self) -> Path:
        """The whole video, of what the encoder last wrote."""


def fit_video(plan: VideoPlan, making: Making, *, part: Path) -> Path:
    """The whole video, below the ceilings; `part` is what the encoder writes. Raises RenderFailed when no effort gives
    one small enough, and what making it raises."""
    made, effort = making.finish(), start_effort(plan)
    if made.stat().st_size <= find_ceiling(plan):
        return made
    with TemporaryDirectory(prefix=f"{part.name}.", dir=part.parent, ignore_cleanup_errors=True) as name:
        pictures = Path(name) / "pictures.mp4"
        making.draw(pictures, lossless=True)
        while (size := made.stat().st_size) > find_ceiling(plan):
            effort = next_effort(plan, effort, size=size)
            for turn, out in _list_turns(plan, part, beside=Path(name)):
                words = build_effort(plan, effort, pictures=f"file:{pictures}", turn=turn, out=f"file:{out}")
                making.run(words, counts=out == part)
            made = making.finish()
    return made


def _list_turns(plan: VideoPlan, part: Path, *, beside: Path) -> tuple[tuple[tuple[str, ...], Path], ...]:
    """The words of each pass and what it writes; the first of two writes notes, and a video nobody needs."""
    if not takes_two_passes(plan.profile.codec):
        return (((), part),)
    notes = ("-passlogfile", str(beside / "notes"))
    return (("-pass", "1", *notes), beside / "unused"), (("-pass", "2", *notes), part)
