"""A file that somebody handed in. In: a path, whose bytes may be anything, and what it is meant for. Out: the file that
is kept, and what is known of it.

Its kind is told by its bytes, whatever its name says; photos are written anew, upright and without where they were
taken, and of films nothing stays but the film. All of it happens in a child with limits of time and memory.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image

from campaign.adapters.limits import run_limited
from campaign.adapters.matroska import blank, find_extras
from campaign.adapters.media import EBML_KINDS, FILM_SECONDS, MAX_BYTES, PHOTO_SECONDS, TAKEN, sniff_type
from campaign.adapters.photos import MAX_PIXELS, MAX_SIDE, clean_photo
from campaign.adapters.probe import probe_file
from campaign.adapters.sources import find_source
from campaign.render.drawings import check_drawing
from campaign.render.geography import draw_outline
from campaign.render.manifest import FieldType
from campaign.render.subtitles import read_cues
from campaign.spec.errors import BrokenMedia, RenderFailed
from campaign.spec.message import Message, say

TEXT_SECONDS = 10.0
PHONE_PHOTOS = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")
"""Brands of ISO 23008-12 (HEIF) and AVIF: pictures in a film's container."""
KINDS: Mapping[FieldType, Message] = {
    FieldType.IMAGE: say("Use a photo: JPEG, PNG or WebP; or a drawing: SVG."),
    FieldType.CLIP: say("Use a film: MP4, MOV, MKV or WebM."),
    FieldType.SUBTITLES: say("Use a file of subtitles: SRT, WebVTT, ASS or TTML."),
    FieldType.MAP: say("Use a map as GeoJSON."),
}


@dataclass(frozen=True)
class Taken:
    """`path` is the file to keep, `ending` that of its kind, pixels where it has some, `seconds` and `fps` of films."""

    path: Path
    ending: str
    width: int = 0
    height: int = 0
    seconds: float = 0.0
    fps: float = 0.0


def take_upload(path: Path, *, kind: FieldType, name: str, work: Path) -> Taken:
    """Check a file that people call `name`; what is written anew lies in `work`, files within a film are blanked in its
    place. Raises BrokenMedia."""
    check_size(path.stat().st_size, kind=kind)
    found = sniff_type(path)
    if found not in TAKEN[kind]:
        raise _refuse_kind(path, kind=kind, name=name)
    seconds = {FieldType.IMAGE: PHOTO_SECONDS, FieldType.CLIP: FILM_SECONDS}.get(kind, TEXT_SECONDS)
    try:
        return run_limited(_TAKE[kind], path.resolve(), found, name, work.resolve(), seconds=seconds)
    except RenderFailed:
        raise BrokenMedia(
            say("“%(name)s” could not be read within %(seconds)d seconds.", name=name, seconds=round(seconds)),
            hint=say("Make it smaller or export it again: 1920 × 1080 is enough for most screens."),
        ) from None


def check_size(size: int, *, kind: FieldType) -> None:
    """Raises BrokenMedia."""
    if size <= 0:
        raise BrokenMedia(say("The file is empty."), hint=say("Copy or export it again."))
    if size > MAX_BYTES[kind]:
        raise BrokenMedia(
            say("The file has %(size)s MB.", size=round(size / 1e6, 1)),
            hint=say(
                "At most %(most)s MB are taken: make it smaller or shorter.", most=round(MAX_BYTES[kind] / 1e6, 1)
            ),
        )


def _refuse_kind(path: Path, *, kind: FieldType, name: str) -> BrokenMedia:
    with path.open("rb") as file:
        head = file.read(12)
    if kind is FieldType.IMAGE and head[4:8] == b"ftyp" and head[8:12] in PHONE_PHOTOS:
        return BrokenMedia(
            say("“%(name)s” is a phone's own kind of photo (HEIC or AVIF).", name=name),
            hint=say("Save it as JPEG: on an iPhone choose Settings, Camera, Formats, “Most Compatible”."),
        )
    return BrokenMedia(
        say("“%(name)s” is not a file of a kind that is taken here.", name=name),
        hint=KINDS[kind],
    )


def _take_photo(path: Path, found: str, name: str, work: Path) -> Taken:
    if found == "svg":
        data = path.read_bytes()
        check_drawing(data, name=name)
        return Taken(path, found, *_measure_drawing(data))
    try:
        data = clean_photo(path, kind=found)
    except (BrokenMedia, MemoryError):
        raise BrokenMedia(
            say(
                "“%(name)s” is damaged, or has more than %(most)s million pixels.",
                name=name,
                most=MAX_PIXELS // 1_000_000,
            ),
            hint=say(
                "Open it in a picture editor and save it as JPEG, at most %(side)s pixels on the long side.",
                side=MAX_SIDE,
            ),
        ) from None
    out = work / f"photo.{found}"
    out.write_bytes(data)
    with Image.open(out) as photo:
        return Taken(out, found, photo.width, photo.height)


def _measure_drawing(data: bytes) -> tuple[int, int]:
    """The size of its own that an SVG says, in its units; 0 × 0 where it says none."""
    root = ElementTree.fromstring(data)  # noqa: S314  without a document type: the check above has seen to it
    try:
        if "viewBox" in root.attrib:
            _, _, width, height = (float(part) for part in root.attrib["viewBox"].replace(",", " ").split())
        else:
            width, height = (float(root.attrib[side].removesuffix("px")) for side in ("width", "height"))
    except (KeyError, ValueError):
        return 0, 0
    return max(0, round(width)), max(0, round(height))


def _take_film(path: Path, found: str, _name: str, _work: Path) -> Taken:
    if found in EBML_KINDS:
        blank(path, find_extras(path))
    try:
        facts, source = probe_file(path), find_source(path)
    except BrokenMedia as error:
        raise BrokenMedia(error.message, hint=error.hint) from None  # its place would be a name nobody gave
    if not source.seconds:
        raise BrokenMedia(say("No frame of the film can be shown."), hint=say("Export it again as MP4 (H.264)."))
    return Taken(path, found, facts.width, facts.height, round(source.seconds, 3), round(facts.fps, 3))


def _take_subtitles(path: Path, found: str, name: str, _work: Path) -> Taken:
    """Read once as the renderer will; the frame rate does not matter here."""
    read_cues(path.read_bytes(), fps=25, file=name)
    return Taken(path, found)


def _take_map(path: Path, found: str, name: str, _work: Path) -> Taken:
    """Read and drawn once as the renderer will."""
    try:
        draw_outline(path.read_text(encoding="utf-8"), width=1920, height=1080)
    except UnicodeDecodeError:
        raise BrokenMedia(
            say("“%(name)s” is not UTF-8 text.", name=name), hint=say("Export the map again as GeoJSON.")
        ) from None
    return Taken(path, found)


_TAKE = {
    FieldType.IMAGE: _take_photo,
    FieldType.CLIP: _take_film,
    FieldType.SUBTITLES: _take_subtitles,
    FieldType.MAP: _take_map,
}
