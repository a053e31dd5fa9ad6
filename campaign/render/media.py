"""Pictures ready for a page. In: a file among the job's media and the surface. Out: a data URI, or a map's outline.

Photos are turned by EXIF and shrunk to what the surface can show, so that a page holds no more pixels than it
draws and names no file that could vanish. Drawings (SVG) go in as they are, once nothing in them is foreign.
"""

import base64
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from campaign.render.drawings import check_drawing
from campaign.render.geography import Outline, draw_outline
from campaign.render.job import MediaFile
from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import Message, say

TAKEN = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")
MOST_PIXELS = 120_000_000
"""More than any camera's photo; above it a file is more likely an attack than a picture."""

MOST_MAP_BYTES = 5_000_000


def encode_svg(text: str) -> str:
    """SVG text as a data URI."""
    return _encode(text.encode(), "image/svg+xml")


def encode_picture(name: str, media: Mapping[str, MediaFile], *, width: int, height: int, field: str) -> str:
    """The picture as a data URI that covers width × height pixels. Raises BrokenMedia."""
    file = find_file(name, media, field=field)
    try:
        return _read_picture(file.path, file.digest, width, height)
    except BrokenMedia as error:
        raise _refuse(error.message, name, field, error.hint) from None


def read_outline(name: str, media: Mapping[str, MediaFile], *, width: int, height: int, field: str) -> Outline:
    """The map in a GeoJSON file, fitted into width × height pixels. Raises BrokenMedia."""
    file = find_file(name, media, field=field)
    try:
        return _read_outline(file.path, file.digest, width, height)
    except BrokenMedia as error:
        raise _refuse(error.message, name, field, error.hint) from None


def find_file(name: str, media: Mapping[str, MediaFile], *, field: str) -> MediaFile:
    file = media.get(name)
    if file is None or not file.path.is_file():
        raise _refuse(
            say("The file “%(name)s” is missing.", name=name),
            name,
            field,
            say("There is: %(known)s.", known=", ".join(sorted(media)) or "—"),
        )
    return file


def _refuse(message: Message, name: str, field: str, hint: Message | None) -> BrokenMedia:
    return BrokenMedia(message, place=Place(file=name, field=field), hint=hint)


@lru_cache(maxsize=24)
def _read_picture(path: Path, digest: str, width: int, height: int) -> str:
    """Cached by the hash of the bytes: one photo serves all its languages."""
    if path.suffix.lower() == ".svg":
        data = path.read_bytes()
        check_drawing(data, name=path.name)
        return _encode(data, "image/svg+xml")
    try:
        with Image.open(path, formats=TAKEN) as image:
            return _shrink(image, width=width, height=height)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BrokenMedia(
            say("This picture cannot be read."), hint=say("Save it again as JPEG, PNG, WebP or SVG.")
        ) from None


@lru_cache(maxsize=8)
def _read_outline(path: Path, digest: str, width: int, height: int) -> Outline:
    """Cached as pictures are: the map is the same in all its languages."""
    if path.stat().st_size > MOST_MAP_BYTES:
        raise BrokenMedia(
            say("The map is too large: %(given)d bytes.", given=path.stat().st_size),
            hint=say("Simplify it to at most %(most)d; a screen shows no finer border.", most=MOST_MAP_BYTES),
        )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise BrokenMedia(say("This file is not UTF-8 text."), hint=say("Export the map again as GeoJSON.")) from None
    return draw_outline(text, width=width, height=height)


def _shrink(image: Image.Image, *, width: int, height: int) -> str:
    if image.width * image.height > MOST_PIXELS:
        raise BrokenMedia(
            say("The picture has too many pixels: %(width)d × %(height)d.", width=image.width, height=image.height),
            hint=say("Shrink it to at most 10000 × 10000."),
        )
    # The decoder may halve a JPEG for free; twice the target keeps the resampling clean.
    image.draft("RGB", (2 * max(width, height), 2 * max(width, height)))
    upright = ImageOps.exif_transpose(image)
    has_alpha = upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info
    upright = upright.convert("RGBA" if has_alpha else "RGB")
    factor = min(1.0, max(width / upright.width, height / upright.height))
    size = (max(1, round(upright.width * factor)), max(1, round(upright.height * factor)))
    if size != upright.size:
        upright = upright.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = io.BytesIO()
    if has_alpha:
        upright.save(buffer, "PNG", compress_level=1)
        return _encode(buffer.getvalue(), "image/png")
    upright.save(buffer, "JPEG", quality=93, subsampling=0)
    return _encode(buffer.getvalue(), "image/jpeg")


def _encode(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"
