"""A finished film looked at once, from its first frame to its last. In: its file. Out: what was found, and companions.

One pass of decoding feeds all that look: the search for flashes, the seam, the contact sheet, the preview. It happens
in a child with limits, whoever made the file.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, Interpolation, VideoReformatter
from numpy.typing import NDArray

from campaign.adapters.frames import Rest, read_frames
from campaign.adapters.limits import run_limited
from campaign.adapters.probe import find_demuxer, open_film
from campaign.adapters.sources import HD_HEIGHT, UNSAID
from campaign.checks.flashing import SAMPLE_SIDE, Sample, Stretch, find_flashes
from campaign.checks.joins import cut_edges, pack_edges
from campaign.checks.stillness import LastThird
from campaign.render.loop import LoopFacts
from campaign.render.previews import MOST_SIDE, RATE, draw_preview
from campaign.render.sheets import Picture, choose_moments, draw_sheet
from campaign.spec.findings import Finding, Severity

Numbered: TypeAlias = "tuple[int, VideoFrame]"
Pixels: TypeAlias = NDArray[np.uint8]

SECONDS = 60.0
"""A minute of the largest film moving throughout takes half of it on a slow core."""
MOST_PICTURES = 48
"""Kept in memory for sheet and preview, however long the loop."""
MATRICES = {1: Colorspace.ITU709, 5: Colorspace.ITU601, 6: Colorspace.ITU601, 9: Colorspace.BT2020}
"""ITU-T H.273 table 4 → what swscale calls it."""


@dataclass(frozen=True)
class Viewed:
    """What one pass gave. `seam` is the mean of |last − first| over the picture, 0 to 1; the companions are whole
    files: a JPEG, an animated WebP, what checks.joins packs. There is no preview of a loop that flashes: it would
    flash in every list."""

    findings: tuple[Finding, ...]
    seam: float
    edges: bytes
    sheet: bytes
    preview: bytes


def view_loop(path: Path, *, facts: LoopFacts, fps: int, peak_nits: int, holds: bool = False) -> Viewed:
    """Look at a loop of ours; `holds` says that it is meant to come to rest (checks.md B7).

    Raises BrokenMedia, RenderFailed."""
    stretch = Stretch(fps, facts.frames, peak_nits)
    rest = Rest(facts.rests, facts.resumes, facts.frames)
    return run_limited(_view, path.resolve(), stretch, rest, holds, seconds=SECONDS)


def _view(path: Path, stretch: Stretch, rest: Rest, holds: bool) -> Viewed:
    with open_film(path, find_demuxer(path)) as (container, video):
        eye = Eye(stretch, keep=_choose_pictures(stretch, rest))
        frames = read_frames(container, video, fps=Fraction(stretch.fps), rest=rest)
        third = LastThird(stretch, film=not holds)
        findings = (*find_flashes(third.watch(eye.watch(frames)), stretch), *third.findings)
    flashes = any(finding.severity is Severity.ERROR for finding in findings)
    seconds = [finding.place.second for finding in findings]
    wanted = [rest.start, *(round(second * stretch.fps) for second in seconds if second is not None)]
    return Viewed(
        findings,
        eye.seam,
        pack_edges(cut_edges(eye.ends, stretch)),
        draw_sheet(choose_moments(eye.pictures, wanted=wanted), fps=stretch.fps),
        b"" if flashes else draw_preview(eye.pictures, fps=stretch.fps, frames=stretch.frames),
    )


def _choose_pictures(stretch: Stretch, rest: Rest) -> Callable[[int], bool]:
    """Which frames sheet and preview are made of: what moves at the preview's rate, and where it comes to rest."""
    moving = rest.start + rest.frames - rest.end
    step = max(1, round(stretch.fps / RATE), math.ceil(moving / MOST_PICTURES))
    ends = {0, rest.start, rest.end, rest.frames - 1}
    return lambda frame: frame % step == 0 or frame in ends


class Eye:
    """Hands on every frame as a sample, and keeps what is asked for afterwards."""

    def __init__(self, stretch: Stretch, *, keep: Callable[[int], bool] = lambda _: False) -> None:
        self.pictures: list[Picture] = []
        self._stretch, self._keep = stretch, keep
        self._first: list[Sample] = []
        self._last: deque[Sample] = deque()
        self._samples, self._pictures = Shrinker(SAMPLE_SIDE), Shrinker(MOST_SIDE)

    def watch(self, frames: Iterable[Numbered]) -> Iterator[Sample]:
        for number, frame in frames:
            sample = Sample(number, self._samples.shrink(frame))
            self._remember(sample)
            if self._keep(number):
                self.pictures.append(Picture(number, self._pictures.shrink(frame)))
            yield sample

    def _remember(self, sample: Sample) -> None:
        """The first second, and all that is seen in the last one."""
        if sample.frame < self._stretch.fps:
            self._first.append(sample)
        self._last.append(sample)
        while len(self._last) > 1 and self._last[1].frame <= self._stretch.frames - self._stretch.fps:
            self._last.popleft()

    @property
    def ends(self) -> tuple[Sample, ...]:
        """The samples of the loop's first and last second."""
        known = {sample.frame for sample in self._first}
        return (*self._first, *(sample for sample in self._last if sample.frame not in known))

    @property
    def seam(self) -> float:
        """The mean of |last − first|, 0 to 1."""
        first, last = self._first[0].pixels, self._last[-1].pixels
        return float(np.abs(last.astype(np.int16) - first).mean() / 255)


class Shrinker:
    """Frames to RGB of at most `side` pixels, by the means of the areas; keeps libav's tables between frames."""

    def __init__(self, side: int) -> None:
        self._side = side
        self._reformatter = VideoReformatter()

    def shrink(self, frame: VideoFrame) -> Pixels:
        scale = min(1.0, self._side / max(frame.width, frame.height))
        small = self._reformatter.reformat(
            frame,
            width=max(1, round(frame.width * scale)),
            height=max(1, round(frame.height * scale)),
            format="gbrp",  # in planes, which takes libav half the time of rgb24; the array is RGB again
            src_colorspace=_find_matrix(frame),
            dst_color_range=ColorRange.JPEG,
            interpolation=Interpolation.AREA | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT,
            threads=1,
        )
        return np.asarray(small.to_ndarray(), dtype=np.uint8)


def _find_matrix(frame: VideoFrame) -> Colorspace | None:
    if frame.colorspace in UNSAID:
        return Colorspace.ITU709 if frame.height >= HD_HEIGHT else Colorspace.ITU601
    return MATRICES.get(int(frame.colorspace))
