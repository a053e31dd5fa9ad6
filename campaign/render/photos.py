"""A photo as pixels to be filmed. In: a file among a job's media, what is to be seen of it. Out: RGB, no larger.

Photos are turned by EXIF; drawings (SVG) are drawn by the page engine, straight at the size that is wanted. What is
see-through stands on white.
"""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from campaign.render.drawings import check_drawing, measure_drawing
from campaign.render.job import Job
from campaign.render.media import MOST_PIXELS, TAKEN, find_file
from campaign.render.ports import Page, PageEngine, Photo, View
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say

_SIDEWAYS = frozenset({5, 6, 7, 8})
"""EXIF orientations that change width and height for one another."""
_ORIENTATION = 0x0112


@dataclass(frozen=True)
class Negative:
    """A photo that was looked at but not read yet: its width and height as it stands upright, and how to get so many
    pixels of a part of it."""

    size: tuple[int, int]
    develop: Callable[[View, tuple[int, int]], Photo]


def open_photo(name: str, job: Job, *, engine: PageEngine, field: str) -> Negative:
    """Raises BrokenMedia, here or while it is developed."""
    path = find_file(name, job.media, field=field).path

    def refuse(error: Exception) -> BrokenMedia:
        place = Place(file=name, item=job.item.id, field=field)
        if isinstance(error, BrokenMedia):
            return BrokenMedia(error.message, place=place, hint=error.hint)
        message, hint = say("This picture cannot be read."), say("Save it again as JPEG, PNG, WebP or SVG.")
        return BrokenMedia(message, place=place, hint=hint)

    def develop(part: View, size: tuple[int, int]) -> Photo:
        try:
            return _draw(path, part, size, engine=engine) if _is_drawing(path) else _shrink(path, part, size)
        except _FAULTS as error:
            raise refuse(error) from None

    try:
        return Negative(_measure(path), develop)
    except _FAULTS as error:
        raise refuse(error) from None


_FAULTS = (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError, BrokenMedia)


def _is_drawing(path: Path) -> bool:
    return path.suffix.lower() == ".svg"


def _measure(path: Path) -> tuple[int, int]:
    if _is_drawing(path):
        data = path.read_bytes()
        check_drawing(data, name=path.name)
        width, height = measure_drawing(data)
        fine = 1000 / min(width, height)
        return round(width * fine), round(height * fine)
    with Image.open(path, formats=TAKEN) as image:
        if image.width * image.height > MOST_PIXELS:
            raise BrokenMedia(
                say("The picture has too many pixels: %(width)d × %(height)d.", width=image.width, height=image.height),
                hint=say("Shrink it to at most 10000 × 10000."),
            )
        sideways = image.getexif().get(_ORIENTATION) in _SIDEWAYS
        return (image.height, image.width) if sideways else image.size


def _shrink(path: Path, part: View, size: tuple[int, int]) -> Photo:
    """The part is cut out at fractions of a pixel, so that every size of the same photo shows the same."""
    with Image.open(path, formats=TAKEN) as image:
        # The decoder may halve a JPEG for free; twice the target keeps the resampling clean.
        most = 2 * max(size[0] / part.width, size[1] / part.height)
        image.draft("RGB", (round(most), round(most)))
        upright = _flatten(ImageOps.exif_transpose(image))
    width, height = upright.size
    right, bottom = min(1.0, part.left + part.width), min(1.0, part.top + part.height)
    box = (part.left * width, part.top * height, right * width, bottom * height)
    shown = upright.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    return Photo(*size, shown.tobytes())


def _flatten(image: Image.Image) -> Image.Image:
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        ground = Image.new("RGBA", image.size, "white")
        ground.alpha_composite(image.convert("RGBA"))
        return ground.convert("RGB")
    return image.convert("RGB")


def _draw(path: Path, part: View, size: tuple[int, int], *, engine: PageEngine) -> Photo:
    data = base64.b64encode(path.read_bytes()).decode()
    width, height = size[0] / part.width, size[1] / part.height
    html = (
        '<html><body id="root" style="margin:0;background:#ffffff">'
        f'<div style="position:absolute;left:{-part.left * width:.3f}px;top:{-part.top * height:.3f}px;'
        f"width:{width:.3f}px;height:{height:.3f}px;background-size:100% 100%;"
        f"background-image:url('data:image/svg+xml;base64,{data}')\"></div></body></html>"
    )
    with engine.open(Page(html, *size, folders=(path.parent,), fonts=())) as opened:
        pixels = opened.draw(0.0)
    return Photo(*size, Image.frombuffer("RGBA", size, pixels).convert("RGB").tobytes())
