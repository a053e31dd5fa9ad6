"""Media of a pack. In: a name in media/ and what the field takes. Out: the path of bytes that are safe to draw.

The type is told from the bytes, never believed from the name.
"""

import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from campaign.adapters.folders import find_media
from campaign.adapters.limits import run_limited
from campaign.adapters.matroska import blank, find_extras
from campaign.adapters.photos import clean_photo
from campaign.adapters.probe import list_boxes, probe_file
from campaign.adapters.sources import find_source
from campaign.render.drawings import check_drawing
from campaign.render.geography import draw_outline
from campaign.render.manifest import FieldType
from campaign.render.subtitles import MOST_BYTES, read_cues
from campaign.render.transcripts import KINDS, decode_text, sniff_kind
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import BrokenMedia, RenderFailed
from campaign.spec.message import say

T = TypeVar("T")

TAKEN: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.IMAGE: ("png", "jpg", "webp", "svg"),
    FieldType.CLIP: ("mp4", "mov", "mkv", "webm"),
    FieldType.SUBTITLES: KINDS,
    FieldType.MAP: ("geojson",),
}
# Large enough for a camera's best photo and a minute of its film, small enough to be sent by mistake only once.
MAX_BYTES: Mapping[FieldType, int] = {
    FieldType.IMAGE: 40_000_000,
    FieldType.CLIP: 300_000_000,
    FieldType.SUBTITLES: MOST_BYTES,
    FieldType.MAP: 5_000_000,
}
_SAME = {"jpeg": "jpg", "m4v": "mp4", "xml": "ttml", "dfxp": "ttml"}
SHORTEST_BOX = 8
EBML_KINDS: Mapping[str, bytes] = {"webm": b"webm", "mkv": b"matroska"}
PHOTO_SECONDS = 20.0
FILM_SECONDS = 30.0
"""To read a film's index and a few of its pictures, at arm's length: nobody knows yet what it is."""


def clean_media(folder: Path, name: str, *, kind: FieldType, work: Path | None) -> tuple[Path, Path | None]:
    """Check a file; a photo is written anew into the work folder, which is made when there is none yet.
    Returns the path and the work folder. Raises BrokenMedia, without a place."""
    path = find_media(folder, name)
    size = path.stat().st_size
    if not 0 < size <= MAX_BYTES[kind]:
        raise BrokenMedia(
            say("media/%(name)s has %(size)s bytes.", name=name, size=size),
            hint=say("It must hold something, and at most %(most)s bytes.", most=MAX_BYTES[kind]),
        )
    found = sniff_type(path)
    if found not in TAKEN[kind]:
        raise BrokenMedia(
            say("media/%(name)s is not a file of a kind that is taken here.", name=name),
            hint=say("Use one of: %(kinds)s.", kinds=", ".join(TAKEN[kind])),
        )
    _check_ending(name, found)
    if found in ("png", "jpg", "webp"):
        return _write_photo(path, kind=found, work=work)
    if kind is FieldType.CLIP:
        return _take_clip(path, found=found, work=work)
    _CHECKS[kind](path)
    return path, work


def sniff_type(path: Path) -> str:
    """The kind of file by its first bytes: an ending from TAKEN, or empty when unknown."""
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if head.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    if head[4:8] == b"ftyp":
        return "mov" if head[8:12] == b"qt  " else "mp4"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return next((kind for kind, name in EBML_KINDS.items() if name in head[:64]), "")
    return _sniff_text(head)


def _sniff_text(head: bytes) -> str:
    try:
        text = decode_text(head).lstrip()
    except UnicodeDecodeError:
        return ""
    if text.startswith("<") and "<svg" in text:
        return "svg"
    if text.startswith("{"):
        return "geojson"
    return sniff_kind(text)


def _check_ending(name: str, found: str) -> None:
    ending = name.rpartition(".")[2].lower()
    if _SAME.get(ending, ending) != found:
        raise BrokenMedia(
            say("media/%(name)s holds %(found)s data, its name says otherwise.", name=name, found=found),
            hint=say("Name the file with the ending .%(found)s.", found=found),
        )


def _take_clip(path: Path, *, found: str, work: Path | None) -> tuple[Path, Path | None]:
    """The film itself, or a copy in the work folder without the files that it carries."""
    extras = _ask(find_extras, path) if found in EBML_KINDS else ()
    if extras:
        work = _make_work(work)
        path = Path(shutil.copyfile(path, _make_work(work / "films") / path.name))
        blank(path, extras)
    _check_clip(path, found)
    return path, work


def _write_photo(path: Path, *, kind: str, work: Path | None) -> tuple[Path, Path]:
    try:
        data = run_limited(_clean, path.resolve(), kind, seconds=PHOTO_SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("media/%(name)s cannot be read in time.", name=path.name),
            hint=say("Make it smaller or export it again: 1920 × 1080 is enough for most screens."),
        ) from None
    work = _make_work(work)
    target = work / f"{hash_bytes(data)}.{kind}"
    target.write_bytes(data)
    return target, work


def _make_work(work: Path | None) -> Path:
    work = work or Path(tempfile.mkdtemp(prefix="campaign-pack-"))
    work.mkdir(parents=True, exist_ok=True)
    return work


def _clean(path: Path, kind: str) -> bytes:
    """At arm's length: a JPEG of a few megabytes may hold passes for hours."""
    return clean_photo(path, kind=kind)


def _check_clip(path: Path, found: str) -> None:
    """An MP4 or MOV is a row of boxes that fills the file exactly, a copy broken off in the middle is not; and there
    are pictures in it."""
    if found not in EBML_KINDS and not {b"moov", b"mdat"} <= _list_kinds(path):
        raise BrokenMedia(
            say("media/%(name)s is damaged: the film is not whole.", name=path.name),
            hint=say("Copy or export the clip again, and play it once to its end."),
        )
    _ask(probe_film, path)


def _ask(function: Callable[[Path], T], path: Path) -> T:
    """At arm's length. Raises BrokenMedia."""
    try:
        return run_limited(function, path.resolve(), seconds=FILM_SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("media/%(name)s cannot be read in time.", name=path.name),
            hint=say("Export it again as MP4 (H.264), no larger than 1920 × 1080."),
        ) from None


def probe_film(path: Path) -> None:
    """All that a loop will ask of it. Raises BrokenMedia."""
    probe_file(path)
    find_source(path)


def _list_kinds(path: Path) -> frozenset[bytes]:
    """The kinds of an MP4's boxes; none when they do not fill the file."""
    left, kinds = path.stat().st_size, set()
    for kind, length in list_boxes(path):
        left -= length
        if length < SHORTEST_BOX or left < 0:
            return frozenset()
        kinds.add(kind)
    return frozenset(kinds)


def _check_subtitles(path: Path) -> None:
    """Read once as the renderer will; the frame rate does not matter here."""
    read_cues(path.read_bytes(), fps=25, file=path.name)


def _check_drawing(path: Path) -> None:
    check_drawing(path.read_bytes(), name=f"media/{path.name}")


def _check_map(path: Path) -> None:
    """Read and drawn once as the renderer will."""
    try:
        draw_outline(path.read_text(encoding="utf-8"), width=1920, height=1080)
    except UnicodeDecodeError:
        raise BrokenMedia(
            say("media/%(name)s is not UTF-8 text.", name=path.name), hint=say("Export the map again as GeoJSON.")
        ) from None


_CHECKS = {
    FieldType.IMAGE: _check_drawing,
    FieldType.SUBTITLES: _check_subtitles,
    FieldType.MAP: _check_map,
}
