"""The frames of a finished film. In: an open film, and where it rests. Out: its frames with their numbers.

One thread, one frame at a time in memory. What is known to rest is not decoded: of a held stretch only its end is asked
for, and of that no more than from its last key frame on.
"""

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import TypeAlias

from av.container import InputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from campaign.render.skips import read_stream
from campaign.spec.errors import RenderFailed

Packets: TypeAlias = "Sequence[Packet[VideoStream]]"
Number: TypeAlias = "Callable[[Packet[VideoStream] | VideoFrame], int]"

REPEATS = 64
PIXELS_A_BYTE = 16_384
"""At most so many bytes, and one more for so many pixels, has a coded picture that says no more than “as before”: some
67 at 1080p. Where a loop is known to rest, it is believed."""
NEVER = 1 << 31


@dataclass(frozen=True)
class Rest:
    """Nothing changes from frame `start` up to, without, frame `end`; the film has `frames` frames."""

    start: int
    end: int
    frames: int

    @property
    def is_end(self) -> bool:
        return self.end >= self.frames


UNKNOWN = Rest(NEVER, NEVER, NEVER)
"""Of a film that may move throughout."""


def read_frames(
    container: InputContainer, video: VideoStream, *, fps: Fraction, rest: Rest = UNKNOWN
) -> Iterator[tuple[int, VideoFrame]]:
    """Frames in order, each with its number on a clock of `fps`: every one that may differ from the one before, and the
    film's last. Raises what libav raises in the middle of a broken film."""
    video.codec_context.thread_count = 1
    number = _count_from(video, fps=fps)
    held: Packets = ()
    last = -1
    for packet in container.demux(video):
        resting = last >= rest.start
        if resting and packet.size and number(packet) < rest.end:
            held = [packet] if packet.is_keyframe else [*held, packet]
            continue
        if resting and not packet.size and rest.is_end:
            yield from _read_end(held, packet, rest=rest, pixels=video.width * video.height)
            return
        waiting, held = (() if packet.is_keyframe or not held else _shorten(held, video)), ()
        for frame in _decode((*waiting, packet)):
            at = number(frame)
            if at > last and not rest.start < at < rest.end:
                last = at
                yield at, frame


def _read_end(
    held: Packets, flush: "Packet[VideoStream]", *, rest: Rest, pixels: int
) -> Iterator[tuple[int, VideoFrame]]:
    """The picture a film ends on, decoded from as few packets as can be."""
    repeats = _only_repeat(held[1:], pixels=pixels)
    for frame in deque(_decode((*(held[:1] if repeats else held), flush)), maxlen=1):
        yield rest.frames - 1, frame


def _shorten(held: Packets, video: VideoStream) -> Packets:
    """The same stillness in fewer pictures. A decoder tells their order by two counters of a few bits (ITU-T H.264,
    7.4.3), so whole rounds of both can be left out and it cannot know. Pictures that are not coded in the order they
    are shown in count otherwise, and stay."""
    pixels, shown = video.width * video.height, [packet.pts or 0 for packet in held]
    if video.codec_context.name != "h264" or shown != sorted(shown) or not _only_repeat(held[1:], pixels=pixels):
        return held
    try:
        stream = read_stream(bytes(video.codec_context.extradata or b""))
    except RenderFailed:  # a stream that we did not make
        return held
    return (*held[:1], *held[1 + (len(held) - 1) // stream.period * stream.period :])


def _only_repeat(packets: Packets, *, pixels: int) -> bool:
    """Whether all say no more than “as before”."""
    return all(packet.size <= REPEATS + pixels // PIXELS_A_BYTE for packet in packets)


def _decode(packets: Packets) -> Iterator[VideoFrame]:
    return chain.from_iterable(packet.decode() for packet in packets)


def _count_from(video: VideoStream, *, fps: Fraction) -> Number:
    """Numbers by time, since what is not decoded cannot be counted."""
    start, ticks = video.start_time or 0, (video.time_base or Fraction(1)) * fps

    def number(part: "Packet[VideoStream] | VideoFrame") -> int:
        return round(((part.pts or 0) - start) * ticks)

    return number
