"""Coded pictures into MP4 files, as they are. In: pictures of our own encoder. Out: a file that starts fast.

PyAV's muxer writes the boxes; nothing of the day or the program is among them, so the same pictures give the same
bytes. Pictures are counted in frames: whatever a file's clock, they are shown and decoded at one steady rate.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream

from campaign.render.codecs import KEY_SECONDS, TICKS
from campaign.render.ports import VideoPlan
from campaign.render.skips import Stream, hold_picture, read_stream
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


@dataclass(frozen=True)
class Picture:
    """A coded picture: its bytes, the frame it is shown in, whether players may start with it."""

    data: bytes
    shown: int
    is_key: bool


def hold_rest(moving: Path, *, out: Path, plan: VideoPlan) -> None:
    """Write the plan's H.264 video; `moving` is all of it but its held frames, its rest picture a key frame.
    Raises RenderFailed."""
    fps = plan.profile.fps
    try:
        with open_own(moving) as source:
            video = source.streams.video[0]
            stream = read_stream(bytes(video.codec_context.extradata or b""))
            pictures = list(read_pictures(source, fps=fps))
            _check_rest(pictures, plan.rests)
            with write_film(out, like=video, fps=fps, delay=stream.reorder) as add:
                for picture in _insert_stillness(pictures, stream, plan):
                    add(picture)
    except (FFmpegError, OSError, ValueError, IndexError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise RenderFailed(
            say("The video could not be put together: %(why)s.", why=why), hint=say("Free some space on the disk.")
        ) from None


def _check_rest(pictures: Sequence[Picture], rests: int) -> None:
    if len(pictures) <= rests or not pictures[rests].is_key or pictures[rests].shown != rests:
        raise RenderFailed(
            say("The encoder gave no key frame of the picture on which the video rests."),
            hint=say("Install the imageio-ffmpeg package again."),
        )


def _insert_stillness(pictures: Sequence[Picture], stream: Stream, plan: VideoPlan) -> Iterator[Picture]:
    rests, held = plan.rests, plan.resumes - 1 - plan.rests
    yield from pictures[: rests + 1]
    still = hold_picture(stream, key=pictures[rests].data, frames=held, every=plan.profile.fps * KEY_SECONDS)
    for shown, (data, is_key) in enumerate(still, start=rests + 1):
        yield Picture(data, shown, is_key)
    for picture in pictures[rests + 1 :]:
        yield replace(picture, shown=picture.shown + held)


def open_own(film: Path) -> InputContainer:
    """An MP4 of ours; what anybody else may have made goes through probe.open_film. Raises FFmpegError, OSError."""
    return av.open(str(film), format="mov", options={"protocol_whitelist": "file"})


def read_pictures(source: InputContainer, *, fps: int) -> Iterator[Picture]:
    """The pictures of a film of ours, in the order of decoding."""
    video = source.streams.video[0]
    base = video.time_base or Fraction(1, fps * TICKS)
    for packet in source.demux(video):
        if packet.size and packet.pts is not None:
            yield Picture(bytes(packet), round(packet.pts * base * fps), packet.is_keyframe)


@contextmanager
def write_film(out: Path, *, like: VideoStream, fps: int, delay: int) -> Iterator[Callable[[Picture], None]]:
    """A silent MP4 with the stream parameters of `like`; it takes pictures in the order of decoding. `delay` is how
    many of them decoders may hold back: each is decoded so many frames before the one its place in that order names.
    Raises FFmpegError, OSError."""
    clock = Fraction(1, fps * TICKS)
    options = _OPTIONS | {"video_track_timescale": str(clock.denominator)}
    with av.open(str(out), "w", format="mp4", options=options) as container:
        stream = container.add_stream_from_template(like)
        stream.time_base = clock
        places = count(-delay)

        def add(picture: Picture) -> None:
            packet = Packet(picture.data)
            packet.stream, packet.time_base, packet.is_keyframe = stream, clock, picture.is_key
            packet.pts, packet.dts, packet.duration = picture.shown * TICKS, next(places) * TICKS, TICKS
            container.mux(packet)

        yield add
