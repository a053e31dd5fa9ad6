"""Facts of media files. In: a path, whose bytes may be anything. Out: FileFacts, or BrokenMedia in bounded time.

The kind is told by the first bytes, never by the name, and libav is given that one demuxer and the file protocol:
a playlist or a list of other files under a film's name is refused before anything follows it.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.packet import Packet
from av.video.stream import VideoStream
from PIL import Image, UnidentifiedImageError

from campaign.checks.files import FileFacts
from campaign.render.cuts import MOST_PIXELS
from campaign.spec.channels import Codec
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.levels import find_level
from campaign.spec.message import Message, say

MOST_STILL_PIXELS = 60_000_000
MOST_SECONDS = 20 * 60
"""An interview as it left the camera; loops take seconds of it."""
MOST_PACKETS = 200_000
OPEN_SECONDS = 10.0

# what a film's first bytes look like (ISO 14496-12 § 4.3; RFC 8794 § 11.2.1), and the demuxer that reads it
ISO_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip")
EBML = b"\x1a\x45\xdf\xa3"
STILL_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp"}
VIDEO_TYPES = {"mov": "video/mp4", "matroska": "video/webm"}


def probe_file(path: Path) -> FileFacts:
    """Read the facts of a still or a video. Raises BrokenMedia with the file's name and what to do."""
    demuxer = find_demuxer(path)
    return _probe_video(path, demuxer) if demuxer else _probe_still(path)


def find_demuxer(path: Path) -> str:
    """libav's name for the container the bytes are of, or "" when it is no film."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise _refuse(path, say("The file cannot be read: %(why)s.", why=error.strerror or "")) from None
    if not head:
        raise _refuse(path, say("The file is empty."), say("Copy or export it again."))
    if head[4:8] in ISO_BOXES:
        return "mov"
    return "matroska" if head.startswith(EBML) else ""


def _probe_still(path: Path) -> FileFacts:
    try:
        with Image.open(path, formats=tuple(STILL_FORMATS)) as image:
            width, height, kind = image.width, image.height, image.format or ""
            if width * height > MOST_STILL_PIXELS:
                raise _refuse_size(path, width, height)
            image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _refuse(path, say("The picture has far too many pixels."), say("Shrink it.")) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise _refuse(
            path,
            say("This is neither a whole picture nor a film of a kind that is taken."),
            say("Save it again as PNG, JPEG, WebP, MP4, MOV or WebM."),
        ) from None
    return FileFacts(STILL_FORMATS[kind], width, height, path.stat().st_size, codec=kind.lower(), pix_fmt=image.mode)


def _probe_video(path: Path, demuxer: str) -> FileFacts:
    with open_film(path, demuxer) as (container, video):
        context = video.codec_context
        beats = _list_beats(path, container, video)
        codec = context.codec.canonical_name
        seconds = float((max(beat.end for beat in beats) - min(beat.shown for beat in beats)) * (video.time_base or 0))
        size = path.stat().st_size
        return FileFacts(
            media_type=VIDEO_TYPES[demuxer],
            width=context.width,
            height=context.height,
            size=size,
            codec=codec,
            profile=str(context.profile or ""),
            level=_name_level(codec, context.level or 0, context.width, context.height, fps=video.average_rate),
            pix_fmt=context.pix_fmt or "",
            fps=float(video.average_rate or 0),
            constant_rate=_is_constant(beats),
            seconds=seconds,
            frames=len(beats),
            audio_streams=len(container.streams.audio),
            kbps=size * 8 / 1000 / seconds if seconds else 0.0,
            fast_start=demuxer != "mov" or _starts_fast(path),
            closed_gop=_is_closed(beats),
        )


@contextmanager
def open_film(path: Path, demuxer: str) -> Iterator[tuple[InputContainer, VideoStream]]:
    """The film and its first stream of pictures. Raises BrokenMedia, also when it breaks in the middle."""
    options = {"protocol_whitelist": "file", "format_whitelist": demuxer, "max_streams": "16"}
    try:
        with av.open(
            str(path.resolve()), format=demuxer, options=options, timeout=(OPEN_SECONDS, OPEN_SECONDS)
        ) as container:
            if not container.streams.video:
                raise _refuse(path, say("There is no picture in this file."), say("Export the film with its picture."))
            video = container.streams.video[0]
            if getattr(video, "codec_context", None) is None:  # no decoder, or no description of the pictures
                raise _refuse(
                    path, say("The film's pictures cannot be decoded."), say("Export it again as MP4 (H.264).")
                )
            _check_size(path, container, video)
            yield container, video
    except (FFmpegError, OSError, ValueError) as error:
        raise _refuse(
            path,
            say("The film is broken: %(why)s.", why=getattr(error, "strerror", None) or str(error)),
            say("Copy or export it again, and play it once to its end."),
        ) from None


def _check_size(path: Path, container: InputContainer, video: VideoStream) -> None:
    width, height = video.codec_context.width, video.codec_context.height
    seconds = (container.duration or 0) / av.time_base
    if width < 2 or height < 2 or width * height > MOST_PIXELS:
        raise _refuse_size(path, width, height)
    if seconds > MOST_SECONDS:
        raise _refuse(
            path,
            say("The film lasts %(minutes)s minutes.", minutes=round(seconds / 60)),
            say("Cut out what is shown: at most %(most)s minutes are taken.", most=MOST_SECONDS // 60),
        )


def _name_level(codec: str, number: int, width: int, height: int, *, fps: Fraction | None) -> str:
    """As people write it, or "". WebM does not tell that of VP9: the least that its pixels need stands for it."""
    if codec == Codec.VP9:
        return find_level(width, height, fps=math.ceil(fps or 0), codec=Codec.VP9)
    if codec == Codec.AV1:  # seq_level_idx, AV1 specification A.3
        return f"{2 + number // 4}.{number % 4}" if 0 <= number < 31 else ""
    tenth = {"h264": 10, "hevc": 30}.get(codec, 0)  # level_idc; general_level_idc, H.265 A.4.1
    return f"{number / tenth:.1f}" if tenth and number > 0 else ""


@dataclass(frozen=True)
class Beat:
    """A coded frame in the order of the file, in the stream's ticks."""

    shown: int
    end: int
    is_key: bool


def _list_beats(path: Path, container: InputContainer, video: VideoStream) -> list[Beat]:
    """Every frame of the index that is really there, the first one decoded. Raises BrokenMedia."""
    beats: list[Beat] = []
    video.codec_context.thread_count = 1
    decoded = there = 0
    for packet in container.demux(video):
        there += bool(packet.size)
        if packet.size and packet.pts is not None and not packet.is_discard:  # an edit list leaves some unseen
            beats.append(_to_beat(packet))
        if not decoded:
            decoded = len(packet.decode())
        if there > MOST_PACKETS:
            raise _refuse(path, say("The film has too many frames."), say("Cut out what is shown."))
    if not beats or not decoded:
        raise _refuse(path, say("No frame of the film can be shown."), say("Export it again as MP4 (H.264)."))
    if there < video.frames:
        raise _refuse(
            path,
            say("The film breaks off: %(there)s of %(all)s frames are there.", there=there, all=video.frames),
            say("Copy it again, and play it once to its end."),
        )
    return beats


def _to_beat(packet: "Packet[VideoStream]") -> Beat:
    shown = packet.pts or 0
    return Beat(shown, shown + (packet.duration or 0), packet.is_keyframe)


def _is_constant(beats: list[Beat]) -> bool:
    """Equal steps, but for one tick: WebM counts whole milliseconds."""
    shown = sorted(beat.shown for beat in beats)
    steps = [after - before for before, after in pairwise(shown)]
    return not steps or max(steps) - min(steps) <= 1


def _is_closed(beats: list[Beat]) -> bool:
    """Nothing after a key frame is shown before it."""
    key = beats[0].shown
    for beat in beats:
        key = beat.shown if beat.is_key else key
        if beat.shown < key:
            return False
    return True


def _starts_fast(path: Path) -> bool:
    """The index stands before the pictures."""
    return next((kind for kind, _ in list_boxes(path) if kind in (b"moov", b"mdat")), b"") == b"moov"


def list_boxes(path: Path) -> Iterator[tuple[bytes, int]]:
    """The kind and the length of each top-level box (ISO 14496-12 § 4.2), as they are told: lengths below 8 or beyond
    the file's end are none."""
    offset, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while offset < size:
            file.seek(offset)
            head = file.read(16)
            length = int.from_bytes(head[:4], "big")
            length = int.from_bytes(head[8:16], "big") if length == 1 else length or size - offset
            yield head[4:8], length
            offset += max(length, 8)


def _refuse_size(path: Path, width: int, height: int) -> BrokenMedia:
    return _refuse(
        path,
        say("%(width)s × %(height)s pixels are too many or too few.", width=width, height=height),
        say("Scale it to the screen it is for: 1920 × 1080 is enough for most."),
    )


def _refuse(path: Path, message: Message, hint: Message | None = None) -> BrokenMedia:
    return BrokenMedia(message, place=Place(file=path.name), hint=hint)
