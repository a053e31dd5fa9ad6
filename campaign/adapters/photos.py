"""Photos. In: a PNG, JPEG or WebP somebody took. Out: the same picture upright, in sRGB, without where it was taken."""

import io
import warnings
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

MAX_PIXELS = 80_000_000  # a few hundred kilobytes of PNG can unfold to gigabytes
MAX_SIDE = 3840  # the widest screen: a larger photo only costs time in every frame
_FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}


def clean_photo(path: Path, *, kind: str) -> bytes:
    """Turn by EXIF, shrink, and encode anew: no position, no camera, no hidden data stays. Raises BrokenMedia."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=[_FORMATS[kind]]) as photo:
                _refuse_huge(photo, path.name)
                return _encode(_settle(photo), kind=kind)
    except BrokenMedia:
        raise
    except Exception:  # Pillow's readers raise whatever broken bytes lead them to: of EXIF alone a dozen kinds
        raise BrokenMedia(
            say("media/%(name)s is damaged and cannot be shown.", name=path.name),
            hint=say("Open it in a picture editor and export it again, or take another photo."),
        ) from None


def _refuse_huge(photo: Image.Image, name: str) -> None:
    if photo.width * photo.height > MAX_PIXELS:
        raise BrokenMedia(
            say("media/%(name)s has %(width)s × %(height)s pixels.", name=name, width=photo.width, height=photo.height),
            hint=say("Make it smaller: %(side)s pixels on the long side are enough.", side=MAX_SIDE),
        )


def _settle(photo: Image.Image) -> Image.Image:
    """Upright, at most MAX_SIDE long, in sRGB."""
    profile = photo.info.get("icc_profile")
    upright = ImageOps.exif_transpose(photo)
    mode = "RGBA" if upright.has_transparency_data else "RGB"
    if upright.mode != mode:
        upright, profile = upright.convert(mode), profile if upright.mode == "RGB" else None
    if profile:
        upright = _to_srgb(upright, profile)
    upright.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS)
    return upright


def _to_srgb(photo: Image.Image, profile: bytes) -> Image.Image:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(photo, source, ImageCms.createProfile("sRGB"), outputMode=photo.mode)
    except (ImageCms.PyCMSError, OSError):
        return photo  # a profile nobody can read changes nothing
    return turned or photo


def _encode(photo: Image.Image, *, kind: str) -> bytes:
    out = io.BytesIO()
    photo.info = {}
    if kind == "jpg":
        photo.convert("RGB").save(out, "JPEG", quality=92, subsampling=0, optimize=True)
    elif kind == "webp":
        photo.save(out, "WEBP", quality=92, method=4)
    else:
        photo.save(out, "PNG", optimize=False)
    return out.getvalue()
