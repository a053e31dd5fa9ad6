"""A photo that glides, as ffmpeg does it. In: a pan, where its pixels lie. Out: input words, filters.

The view moves by fractions of a pixel: `perspective` takes the corners of the view as numbers and interpolates between
the photo's pixels (to 1/256 of one), where `zoompan` and `crop` move by whole ones, and tremble.
"""

from pathlib import Path

from campaign.render.ports import Hole, Pan, Photo

_RGB_FLAGS = "bitexact+accurate_rnd+full_chroma_inp"
_SHARE = "st(0,min(1,(on-1)/{last}));st(0,ld(0)*ld(0)*(3-2*ld(0)))"
"""render.views.glide, in ffmpeg's words: `on` counts the frames from 1."""


def read_photo(photo: Photo, file: Path, *, fps: int) -> tuple[str, ...]:
    """The words of one input of ffmpeg: a single frame of bare pixels, which nothing has to decode."""
    return (
        *("-protocol_whitelist", "file", "-format_whitelist", "rawvideo", "-f", "rawvideo"),
        *("-pixel_format", "rgb24", "-video_size", f"{photo.width}x{photo.height}", "-framerate", str(fps)),
        *("-i", f"file:{file}"),
    )


def filter_pan(pan: Pan, *, hole: Hole, frames: int) -> str:
    """From the photo to so many frames of the hole, in BT.709."""
    again = f"loop=loop={frames - 1}:size=1" if frames > 1 else "null"
    moves = frames > 1 and pan.starts != pan.ends
    look = f"{_look(pan, hole=hole, frames=frames)},crop={hole.width}:{hole.height}:0:0:exact=1"
    pixels = f"scale=out_color_matrix=bt709:out_range=tv:flags={_RGB_FLAGS},format=yuv420p"
    return f"{pixels},{again},{look}" if moves else f"{pixels},{look},{again}"


def _look(pan: Pan, *, hole: Hole, frames: int) -> str:
    """The photo drawn so that the view fills the hole's size from the top left corner on."""
    photo, starts, ends = pan.photo, pan.starts, pan.ends
    x = _edges((starts.left, starts.width), (ends.left, ends.width), room=photo.width, seen=hole.width)
    y = _edges((starts.top, starts.height), (ends.top, ends.height), room=photo.height, seen=hole.height)
    share = _SHARE.format(last=max(1, frames - 1))

    def tell(edge: tuple[float, float]) -> str:
        start, end = edge
        return f"{start:.6f}" if starts == ends else f"{share};{start:.6f}+{end - start:.6f}*ld(0)"

    corners = ((0, 0), (1, 0), (0, 1), (1, 1))
    words = ":".join(f"x{k}='{tell(x[right])}':y{k}='{tell(y[low])}'" for k, (right, low) in enumerate(corners))
    return f"perspective={words}:interpolation=cubic:eval={'init' if starts == ends else 'frame'}"


def _edges(
    starts: tuple[float, float], ends: tuple[float, float], *, room: int, seen: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where the filter's two edges lie in the photo, at the start and at the end, when a view, given as its beginning
    and its length, fills `seen` of the `room` pixels. The filter counts pixels by their corners, so that the middle of
    the first one of `seen` falls half a step into the view."""

    def find(view: tuple[float, float]) -> tuple[float, float]:
        step = view[1] * room / seen
        first = view[0] * room + (step - 1) / 2
        return first, first + step * room

    (near_start, far_start), (near_end, far_end) = find(starts), find(ends)
    return (near_start, near_end), (far_start, far_end)
