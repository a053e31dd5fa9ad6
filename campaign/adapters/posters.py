"""A picture from elsewhere, looked at. In: a PNG, JPEG or WebP whose bytes may be anything. Out: facts and findings.

It is decoded in a child with limits: a few kilobytes can unfold to gigabytes.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps

from campaign.adapters.limits import run_limited
from campaign.adapters.probe import STILL_FORMATS, probe_file
from campaign.checks.codes import read_codes
from campaign.checks.emblem import Sighting, find_emblems
from campaign.checks.files import FileFacts
from campaign.checks.untold import Untold, list_untold, tell_codes
from campaign.checks.visibility import check_emblem
from campaign.render.scene import Pixels
from campaign.spec.boxes import Box
from campaign.spec.errors import BrokenMedia, Place, RenderFailed
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import MM_PER_INCH, Format
from campaign.spec.funding import FunderProfile
from campaign.spec.message import say

SECONDS = 30.0
MOST_SIDE = 4096
"""Pixels in which an emblem is looked for: of a larger picture every second one, or third."""
GPS = 0x8825
"""EXIF 2.32, 4.6.3: the tags of the position."""
POSITIONS = (b"GPSLatitude", b"GPSLongitude")
"""The same in XMP (part 2, 3.3)."""


@dataclass(frozen=True)
class Poster:
    """What is known of it."""

    facts: FileFacts
    findings: tuple[Finding, ...]
    untold: tuple[Untold, ...]


def refuse_drawing(path: Path) -> None:
    """PDF and SVG are drawn by whoever opens them, and never twice alike. Raises BrokenMedia."""
    with path.open("rb") as file:
        head = file.read(4096).lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"%PDF") or (head.startswith(b"<") and b"<svg" in head):
        raise BrokenMedia(
            say("A PDF or SVG is no picture yet: screens show pixels."),
            place=Place(file=path.name),
            hint=say("Export each page as PNG, with as many pixels as the screen has, and check that."),
        )


def look_at_poster(path: Path, *, screen: Format | None, funder: FunderProfile | None) -> Poster:
    """Look for all that pixels tell, on a panel or on none in particular; a funder nobody named is taken for one with
    money of the Union. Raises BrokenMedia, also when looking takes too long or breaks the decoder."""
    refuse_drawing(path)
    try:
        return run_limited(_look, path.resolve(), screen, funder, seconds=SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("The picture could not be decoded within %(seconds)d seconds.", seconds=round(SECONDS)),
            place=Place(file=path.name),
            hint=say("Open it in a picture editor and export it again."),
        ) from None


def _look(path: Path, screen: Format | None, funder: FunderProfile | None) -> Poster:
    facts = probe_file(path)
    with Image.open(path, formats=tuple(STILL_FORMATS)) as image:
        findings = list(_check_metadata(image))
        shrink = max(1, math.ceil(max(image.size) / MOST_SIDE))
        picture = read_picture(image, shrink=shrink)
    if funder is None or funder.emblem:
        found = tuple(enlarge(sighting, by=shrink) for sighting in find_emblems(picture))
        panel = fit_panel(facts, screen) if screen else None
        least = funder.emblem_mm if funder else None
        findings += check_emblem(next(iter(found), None), screen=panel, least_mm=least)
    codes = tuple(code.text for code in read_codes(picture))
    untold = (*list_untold(is_film=False, has_panel=screen is not None), tell_codes(codes))
    return Poster(facts, tuple(findings), untold)


def read_picture(image: Image.Image, *, shrink: int = 1) -> Pixels:
    """RGB, upright, what is see-through on white, as players show it."""
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith(("I", "F")):
        upright = upright.point(lambda value: value / 256).convert("L")
    if upright.has_transparency_data:
        ground = Image.new("RGBA", upright.size, "white")
        ground.alpha_composite(upright.convert("RGBA"))
        upright = ground
    return np.asarray(upright.convert("RGB").reduce(shrink) if shrink > 1 else upright.convert("RGB"))


def _check_metadata(image: Image.Image) -> Iterator[Finding]:
    if _has_position(image.getexif().get_ifd(GPS), image.info):
        yield Finding(
            "F7",
            Severity.WARNING,
            say("The file tells where the photo was taken."),
            say("Export it without its metadata: whoever gets the file can read the place."),
            Place(field="metadata"),
        )
    if getattr(image, "n_frames", 1) > 1:
        yield Finding(
            "G1",
            Severity.ERROR,
            say("The picture moves: players show its first frame, or none."),
            say("Export one picture, or a film as MP4."),
            Place(),
            str(getattr(image, "n_frames", 1)),
            "1",
        )


def _has_position(tags: Mapping[int, Any], info: Mapping[Any, Any]) -> bool:
    """Latitude or longitude (tags 2 and 4); a version number or a clock alone is no place."""
    xmp = info.get("xmp") or info.get("XML:com.adobe.xmp") or b""
    data = xmp if isinstance(xmp, bytes) else str(xmp).encode()
    return bool(tags.get(2) or tags.get(4)) or any(mark in data for mark in POSITIONS)


def enlarge(sighting: Sighting, *, by: float) -> Sighting:
    box = sighting.box
    return replace(sighting, box=Box(box.left * by, box.top * by, box.width * by, box.height * by))


def fit_panel(facts: FileFacts, screen: Format) -> Format:
    """The panel in the picture's own pixels: one of another size is shown as large as it fits."""
    scale = min(screen.width / facts.width, screen.height / facts.height)
    diagonal = math.hypot(facts.width, facts.height) * scale / screen.px_per_mm / MM_PER_INCH
    return replace(screen, width=facts.width, height=facts.height, diagonal_inches=diagonal)
