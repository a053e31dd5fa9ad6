"""The timeline of a clip. In: its scenes, or a stretch of a film. Out: when each begins, its true end, pictures of it.

moviepy lays out the time: title, film and partners' card, each dissolving into the next. The frames of a loop do not
pass through it. Measured with a 1080p clip of 10 s under subtitles: 1.6 × the time of a bare ffmpeg encode when moviepy
hands the frames over, 1.1 × when ffmpeg itself follows the times that moviepy found. Single pictures come through the
same filters as the loop's frames, so they show the same pixels.
"""

from collections.abc import Sequence
from dataclasses import replace

from campaign.adapters.reading import run_reader
from campaign.adapters.sources import find_source
from campaign.render.cuts import filter_cut, read_cut
from campaign.render.ports import Cut, Hole
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say

ROUNDING = 0.2
"""Seconds by which “to” may miss the film's end: people read lengths off a player, rounded."""
FPS = 25
"""Of single pictures: half a frame is how exactly their second is meant."""
PICTURE_SECONDS = 30.0


def arrange_scenes(scenes: Sequence[float], *, overlap: float) -> tuple[tuple[float, float], ...]:
    """The seconds in which each scene starts and ends, each dissolving into the next over `overlap`."""
    # moviepy runs ffmpeg when it is imported, a quarter of a second that only those with a film should pay
    from moviepy import ColorClip, concatenate_videoclips  # noqa: PLC0415
    from moviepy.video.fx import CrossFadeIn  # noqa: PLC0415

    clips = [ColorClip((2, 2), (0, 0, 0), duration=seconds) for seconds in scenes]
    faded = [clip.with_effects([CrossFadeIn(overlap)]) if at and overlap else clip for at, clip in enumerate(clips)]
    row = concatenate_videoclips(faded, method="compose", padding=-overlap)
    return tuple((float(clip.start), float(clip.end)) for clip in row.clips)


def trim_cut(cut: Cut, *, length: float) -> Cut:
    """The same cut, ending no later than the film of so many seconds. Raises BrokenMedia when that is shorter than
    asked."""
    _check_bounds(cut, length=length)
    return replace(cut, end=min(cut.end, length))


def take_picture(cut: Cut, *, hole: Hole, second: float) -> bytes:
    """The film at that second of the cut, held after its end: RGBA pixels that fill the hole."""
    source = find_source(cut.path)
    end = trim_cut(cut, length=source.seconds).end
    start = max(cut.start, min(cut.start + second, end - 1 / FPS))
    asked = replace(cut, start=start, end=start + 2 / FPS)
    words = (
        *("-loglevel", "error", *read_cut(asked, source)),
        *("-vf", f"{filter_cut(asked, source, hole=hole, frames=1, fps=FPS)},scale=in_color_matrix=bt709:in_range=tv"),
        *("-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgba", "pipe:1"),
    )
    reading = run_reader(words, seconds=PICTURE_SECONDS)
    if len(reading.written) != hole.width * hole.height * 4:
        why = reading.said.strip().splitlines() or ["—"]
        raise BrokenMedia(
            say("The film cannot be opened: %(why)s.", why=why[-1].rstrip(".")[:200]),
            place=Place(file=cut.path.name),
            hint=say("Export it again as MP4 (H.264)."),
        )
    return reading.written


def _check_bounds(cut: Cut, *, length: float) -> None:
    if cut.end > length + ROUNDING or cut.start >= length:
        raise BrokenMedia(
            say("The film lasts %(length).1f seconds, “to” says %(to).1f.", length=length, to=cut.end),
            place=Place(file=cut.path.name, field="clip.to"),
            hint=say("Choose “from” and “to” inside the film."),
        )
