"""Single pictures of a film, to choose by. In: a film of any kind that is taken, seconds. Out: JPEGs.

Browsers play few kinds of film; these are decoded here, so every film shows where its clip begins and ends. A picture
is decoded from the key frame before it; for a strip no longer than PATIENCE, then key frames have to do.
"""

import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import av
from av.container import InputContainer
from av.error import FFmpegError
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image

from campaign.adapters.limits import run_limited
from campaign.adapters.probe import find_demuxer, open_film
from campaign.spec.errors import BrokenMedia, RenderFailed
from campaign.spec.message import say

SECONDS = 15.0
PATIENCE = 5.0
"""Seconds of work: films from phones have a key frame each second, some from editors a single one."""
QUALITY = 82
MOST_SIDE = 960


def draw_picture(path: Path, *, second: float, height: int) -> bytes:
    """What the film shows at that second from its beginning, its last picture after its end. Raises BrokenMedia."""
    return _run(_draw_exact, path, second, height)


def draw_strip(path: Path, *, count: int, height: int) -> bytes:
    """The whole film in so many pictures, side by side in one file. Raises BrokenMedia."""
    return _run(_draw_row, path, count, height)


def _run(function: Callable[..., bytes], path: Path, *args: object) -> bytes:
    try:
        return run_limited(function, path.resolve(), *args, seconds=SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("The film could not be decoded within %(seconds)d seconds.", seconds=round(SECONDS)),
            hint=say("Export it again as MP4 (H.264), no larger than 1920 × 1080."),
        ) from None


def _draw_exact(path: Path, second: float, height: int) -> bytes:
    with open_film(path, find_demuxer(path)) as (container, video):
        return _encode(_shrink(_find_frame(container, video, second=second, exact=True), height=height))


def _draw_row(path: Path, count: int, height: int) -> bytes:
    ends = time.monotonic() + PATIENCE
    with open_film(path, find_demuxer(path)) as (container, video):
        pictures = []
        length = (container.duration or av.time_base) / av.time_base
        for part in range(count):
            second = (part + 0.5) * length / count
            frame = _find_frame(container, video, second=second, exact=time.monotonic() < ends)
            pictures.append(_shrink(frame, height=height))
    row = Image.new("RGB", (sum(picture.width for picture in pictures), pictures[0].height))
    left = 0
    for picture in pictures:
        row.paste(picture, (left, 0))
        left += picture.width
    return _encode(row)


def _find_frame(container: InputContainer, video: VideoStream, *, second: float, exact: bool) -> VideoFrame:
    """The frame that stands at the second; without `exact` the key frame before it will do. Raises BrokenMedia."""
    begins = (container.start_time or 0) / av.time_base
    container.seek(max(0, int((begins + second) * av.time_base)), backward=True)
    found: VideoFrame | None = None
    for frame in _decode(container, video):
        if found is not None and float(frame.time or 0) > begins + second + 0.0005:
            break
        found = frame
        if not exact:
            break
    if found is None:
        raise BrokenMedia(say("No frame of the film can be shown."), hint=say("Export it again as MP4 (H.264)."))
    return found


def _decode(container: InputContainer, video: VideoStream) -> Iterator[VideoFrame]:
    """Frames up to where the film breaks."""
    try:
        yield from container.decode(video)
    except FFmpegError:
        return


def _shrink(frame: VideoFrame, *, height: int) -> Image.Image:
    """Upright, as a player turns it."""
    picture: Image.Image = Image.fromarray(frame.to_ndarray(format="rgb24"))
    turn = round(frame.rotation) % 360
    if turn:
        picture = picture.rotate(turn, expand=True)
    scale = min(height / picture.height, MOST_SIDE / picture.width)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)


def _encode(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
