"""The timeline of a clip. In: the stretch of a film that is to be shown. Out: its true bounds, and pictures of it.

moviepy lays out the time and gives single pictures; the frames of a loop do not pass through it. Measured with a
1080p clip of 10 s under subtitles: 1.6 × the time of a bare ffmpeg encode when moviepy hands the frames over,
1.1 × when ffmpeg itself follows the bounds that moviepy found.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps

from campaign.render.ports import Cut, Hole
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say

if TYPE_CHECKING:
    from moviepy import VideoClip

ROUNDING = 0.2
"""Seconds by which “to” may miss the film's end: people read lengths off a player, rounded."""


def trim_cut(cut: Cut) -> Cut:
    """The same cut, ending no later than the film. Raises BrokenMedia when the film is shorter than asked."""
    with _open_take(cut) as take:
        return replace(cut, end=cut.start + take.duration)


def take_picture(cut: Cut, *, hole: Hole, second: float) -> bytes:
    """The film at that second of the cut, held after its end: RGBA pixels that fill the hole."""
    with _open_take(cut) as take:
        last = max(0.0, take.duration - 1.5 / take.fps)
        pixels = np.asarray(take.get_frame(min(second, last)), dtype=np.uint8)
    size = (hole.width, hole.height)
    return ImageOps.fit(Image.fromarray(pixels), size, Image.Resampling.BICUBIC).convert("RGBA").tobytes()


@contextmanager
def _open_take(cut: Cut) -> Iterator["VideoClip"]:
    # moviepy runs ffmpeg when it is imported, a quarter of a second that only those with a film should pay
    from moviepy import VideoFileClip  # noqa: PLC0415

    try:
        film = VideoFileClip(str(cut.path.resolve()), audio=False)
    except (OSError, KeyError, IndexError, ValueError, ZeroDivisionError) as error:
        raise BrokenMedia(
            say("The film cannot be opened: %(why)s.", why=str(error).strip().splitlines()[-1][:200]),
            place=Place(file=cut.path.name),
            hint=say("Export it again as MP4 (H.264)."),
        ) from None
    with film:
        _check_bounds(cut, length=film.duration)
        yield film.subclipped(cut.start, min(cut.end, film.duration))


def _check_bounds(cut: Cut, *, length: float) -> None:
    if cut.end > length + ROUNDING or cut.start >= length:
        raise BrokenMedia(
            say("The film lasts %(length).1f seconds, “to” says %(to).1f.", length=length, to=cut.end),
            place=Place(file=cut.path.name, field="clip.to"),
            hint=say("Choose “from” and “to” inside the film."),
        )
