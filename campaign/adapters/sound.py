"""How loud a film is. In: a path and a stretch of it. Out: loudness by tenths of a second; nobody knows what is said.

The sound is never kept: it only tells where somebody may be speaking while nothing is written (checks.md D6).
"""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer

from campaign.adapters.limits import run_limited
from campaign.adapters.probe import find_demuxer, open_film
from campaign.checks.subtitles import STEP
from campaign.spec.errors import BrokenMedia, RenderFailed

RATE = 16_000
LISTENING_SECONDS = 30.0
SILENT = -120.0


def measure_sound(path: Path, *, start: float, end: float) -> tuple[float, ...]:
    """Loudness of each STEP from `start` to `end` in dBFS (root of the mean square of all channels together); empty
    where the film has no sound, or none that can be decoded."""
    try:
        return run_limited(_measure, path, start, end, seconds=LISTENING_SECONDS)
    except (BrokenMedia, RenderFailed):
        return ()


def _measure(path: Path, start: float, end: float) -> tuple[float, ...]:
    with open_film(path, find_demuxer(path)) as (container, _):
        if not container.streams.audio:
            return ()
        count = max(1, round((end - start) / STEP))
        squares, samples = np.zeros(count), np.zeros(count)
        try:
            for second, wave in _list_waves(container, start=start):
                if second >= end:
                    break
                bins = ((second - start + np.arange(wave.size) / RATE) / STEP).astype(int)
                inside = (bins >= 0) & (bins < count)
                np.add.at(squares, bins[inside], wave[inside] ** 2)
                np.add.at(samples, bins[inside], 1)
        except av.FFmpegError:
            pass  # what could be heard up to here counts
    power = squares / np.maximum(samples, 1)
    return tuple(float(level) for level in np.maximum(10 * np.log10(np.maximum(power, 1e-12)), SILENT))


def _list_waves(
    container: InputContainer, *, start: float
) -> Iterator[tuple[float, "np.ndarray[tuple[int], np.dtype[np.float64]]"]]:
    """Pieces of sound, each with the second it starts at."""
    container.seek(max(0, int(start * av.time_base)), backward=True)
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    for frame in container.decode(container.streams.audio[0]):
        second = float(frame.time or 0)
        for piece in resampler.resample(frame):
            wave = piece.to_ndarray().reshape(-1).astype(np.float64)
            yield second, wave
            second += wave.size / RATE
