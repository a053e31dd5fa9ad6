"""Flashes across the join of two spots (checks.md C). In: what two spots begin and end with. Out: findings.

A spot may be shown after many others, so what a join needs of it is kept beside it, small: its first and its last
second in cells, a thirty-second of the long side each, every cell the mean of its light. Cells of 1 degree are coarse
beside the 0.1 degrees of a loop's own check; here large areas are looked for that two spots have in common.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from campaign.checks.bursts import join_bursts
from campaign.checks.flashing import ALLOWED, MOST_FLASHES, Sample, Stretch, describe_burst, list_watches, watch_samples
from campaign.checks.luminance import LINEAR
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

MOST_CELLS = 32
"""Of the long side; the short side has three at least, so that a window is one cell high."""
LEAST_CELLS = 3
NOISE = 2
"""[C] What changes by no more of 255 is the encoder's noise; it would only be kept."""
MOST_FPS = 120

_HEAD = struct.Struct(">2sBBBBBB")  # mark, version, fps, height, width, samples of the first second, of the last one
_MARK, _VERSION = b"CE", 1


@dataclass(frozen=True, eq=False)
class Edges:
    """A spot's first and last second, in cells. Frames count from 0 within each, and each has a sample at 0; what is
    still has no other."""

    fps: int
    first: tuple[Sample, ...]
    last: tuple[Sample, ...]


def cut_edges(samples: Iterable[Sample], stretch: Stretch) -> Edges:
    """The edges of a loop, of which only the samples that its first and last second show are needed; of a still with
    one sample at 0 and `frames` as long as its slot. Raises ValueError without any."""
    begin = max(0, stretch.frames - stretch.fps)
    first, last = list[Sample](), list[Sample]()
    for sample in samples:
        if sample.frame < stretch.fps:
            first.append(sample)
        if sample.frame <= begin:
            last = [replace(sample, frame=0)]
        else:
            last.append(replace(sample, frame=sample.frame - begin))
    if not first or first[0].frame or last[0].frame:
        raise ValueError("a loop's edges need its first frame")
    return Edges(stretch.fps, _settle(first), _settle(last))


def _settle(samples: Sequence[Sample]) -> tuple[Sample, ...]:
    """In cells, without noise, and without samples that equal the one before."""
    kept: list[Sample] = []
    for sample in samples:
        cells = _average(sample.pixels)
        if kept:
            before = kept[-1].pixels
            noise = np.abs(cells.astype(np.int16) - before).max(axis=2, keepdims=True) <= NOISE
            cells = np.where(noise, before, cells)
            if np.array_equal(cells, before):
                continue
        kept.append(Sample(sample.frame, cells))
    return tuple(kept)


def _average(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The mean light of each cell, as a code again."""
    height, width, _ = pixels.shape
    scale = MOST_CELLS / max(height, width)
    rows, columns = (min(side, max(LEAST_CELLS, round(side * scale))) for side in (height, width))
    sums = np.add.reduceat(LINEAR.take(pixels), _cut(height, rows), axis=0)
    sums = np.add.reduceat(sums, _cut(width, columns), axis=1)
    sizes = np.outer(_measure(height, rows), _measure(width, columns))
    codes: NDArray[np.uint8] = np.searchsorted(_HALFWAY, sums / sizes[:, :, None]).astype(np.uint8)
    return codes


_HALFWAY = (LINEAR[1:] + LINEAR[:-1]) / 2


def _cut(length: int, parts: int) -> NDArray[np.intp]:
    return np.arange(parts) * length // parts


def _measure(length: int, parts: int) -> NDArray[np.intp]:
    return np.diff(_cut(length, parts), append=length)


def pack_edges(edges: Edges) -> bytes:
    """Under a hundred bytes of a spot that holds still, some ten kB a second of one that moves; the same edges give
    the same bytes."""
    height, width, _ = edges.first[0].pixels.shape
    head = _HEAD.pack(_MARK, _VERSION, edges.fps, height, width, len(edges.first), len(edges.last))
    frames = bytes(sample.frame for sample in (*edges.first, *edges.last))
    cells = np.stack([sample.pixels for sample in (*edges.first, *edges.last)])
    changes = np.diff(cells, axis=0, prepend=np.zeros_like(cells[:1]))  # modulo 256
    return head + zlib.compress(frames + changes.tobytes(), 9)


def unpack_edges(data: bytes) -> Edges:
    """What `pack_edges` made. Raises BrokenMedia for anything else."""
    try:
        mark, version, fps, height, width, first, last = _HEAD.unpack_from(data)
        count, size = first + last, height * width * 3
        if (mark, version) != (_MARK, _VERSION) or not _is_sound(fps, height, width, first, last):
            raise ValueError
        body = zlib.decompressobj()
        plain = body.decompress(data[_HEAD.size :], count * (size + 1) + 1)
        if len(plain) != count * (size + 1) or not body.eof or body.unused_data:
            raise ValueError
        changes = np.frombuffer(plain, np.uint8, offset=count).reshape(count, height, width, 3)
        cells = np.cumsum(changes, axis=0, dtype=np.uint8)
        samples = tuple(Sample(frame, pixels) for frame, pixels in zip(plain[:count], cells, strict=True))
        return Edges(fps, _check_order(samples[:first], fps), _check_order(samples[first:], fps))
    except (struct.error, ValueError, zlib.error):
        raise BrokenMedia(
            say("The kept edges of a loop are damaged."), hint=say("Render the material again.")
        ) from None


def _is_sound(fps: int, height: int, width: int, first: int, last: int) -> bool:
    sides = all(0 < side <= MOST_CELLS for side in (height, width))
    return sides and 0 < fps <= MOST_FPS and 0 < first <= fps and 0 < last <= fps


def _check_order(samples: tuple[Sample, ...], fps: int) -> tuple[Sample, ...]:
    frames = [sample.frame for sample in samples]
    if frames[0] or frames[-1] >= fps or any(one >= other for one, other in pairwise(frames)):
        raise ValueError
    return samples


def can_flash(last: int, first: int) -> bool:
    """Whether so many samples of a last and of a first second make enough changes to flash too often."""
    return last + first - 1 >= 2 * (MOST_FLASHES + 1)


def check_join(before: Edges, after: Edges, *, peak_nits: int) -> tuple[Finding, ...]:
    """C1, C2 and C4 in every second that holds flashes of the end of `before` and of the start of `after`; the second
    of a finding counts from the join, so it is negative. Flashes that one of them has alone are its own."""
    fps = before.fps
    if not can_flash(len(before.last), len(after.first)):
        return ()
    watches = list_watches(fps, peak_nits=peak_nits)
    watch_samples((*before.last, *_append(after, behind=before)), watches)
    return tuple(
        Finding(
            rule,
            Severity.ERROR,
            say("Where one spot follows the other the picture flashes: this can cause seizures."),
            say("Let another spot play between them, or begin or end one of them without flashes."),
            Place(second=round(burst.start / fps - 1, 2)),
            measured=describe_burst(burst),
            allowed=ALLOWED,
        )
        for rule, watch in watches.items()
        for burst in join_bursts(
            (burst for burst in watch.bursts if burst.start < fps <= burst.end), period=2 * fps, second=fps
        )
    )


def _append(after: Edges, *, behind: Edges) -> Iterator[Sample]:
    """The first second of `after` behind the last one of the other, in its rate and in its cells."""
    rows, columns, _ = behind.last[0].pixels.shape
    for sample in after.first:
        height, width, _ = sample.pixels.shape
        pixels = sample.pixels
        if (height, width) != (rows, columns):
            pixels = pixels[_cut(height, rows)][:, _cut(width, columns)]
        yield Sample(behind.fps + round(sample.frame * behind.fps / after.fps), pixels)
