"""A content pack as one file. In: a ZIP that anybody may have made. Out: its files in a folder, or what is wrong.

Nothing of a name is trusted: no path leads out of the folder, no link is made, nothing is written over. Nothing of a
size is trusted: bytes are counted as they come out, and the table of contents is measured before it is read.
"""

import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from campaign.adapters.litter import is_litter
from campaign.spec.errors import BrokenMedia, CampaignError, Faults, InvalidDocument, Place
from campaign.spec.message import Message, say

MOST_BYTES = 500_000_000
"""Of the file that is handed in."""
MOST_UNPACKED = 1_500_000_000
MOST_TIMES, FREE = 20, 100_000_000
"""It may unfold to so many times itself and so many bytes: photos and films hardly do, texts are small."""
MOST_FILES = 3_000
MOST_TABLE = 1_000_000
"""Bytes of the table of contents: some 300 a file."""
SPARE = 200_000_000
"""Bytes that stay free on the disk."""
PIECE = 1 << 20
LONGEST = 240
"""Bytes of a name: file systems take 255, in which 150 Cyrillic letters have no room."""
TOLD = 30
"""Faults told at once."""
_END = struct.Struct("<4s4H2LH")
_UTF8, _ENCRYPTED = 0x800, 0x1
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError),
    *(FileExistsError, NotADirectoryError, IsADirectoryError),  # one name is a file here and a folder there
)
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def unpack(archive: Path, folder: Path, *, on_share: Callable[[float], object] = lambda share: None) -> None:
    """Write the pack's files into the empty folder; a single folder around all of them is left out. `on_share` is told
    how much is there, from 0 to 1. Raises BrokenMedia, InvalidDocument, or Faults with several."""
    _check_table(archive)
    try:
        with zipfile.ZipFile(archive) as file:
            parts = _list_parts(file)
            _check_measure(parts, size=archive.stat().st_size)
            _check_room(_sum(parts), folder)
            done = 0
            for path, info in parts.items():
                done += _write(file, info, folder / path, name=path, left=MOST_UNPACKED - done)
                on_share(done / max(1, _sum(parts)))
    except _DAMAGED:
        raise _refuse_damaged() from None


def _sum(parts: dict[str, zipfile.ZipInfo]) -> int:
    return sum(info.file_size for info in parts.values())


def _check_table(archive: Path) -> None:
    """A table of contents of millions of entries would fill the memory before any name is looked at."""
    if archive.stat().st_size > MOST_BYTES:
        raise _refuse(
            say("The file has %(size)d MB.", size=archive.stat().st_size // 1_000_000),
            say("At most %(most)d MB are taken: make films shorter or smaller.", most=MOST_BYTES // 1_000_000),
        )
    with archive.open("rb") as file:
        tail = _read_tail(file, size=archive.stat().st_size)
    place = len(tail) - _END.size
    if not (place >= 0 and tail[place:].startswith(b"PK\x05\x06") and tail.endswith(b"\0\0")):
        place = tail.rfind(b"PK\x05\x06")
    if place < 0 or place + _END.size > len(tail):
        raise _refuse(
            say("This is not a ZIP file."),
            say("Pack the folder that holds campaign.yaml into a ZIP file, and choose that."),
        )
    _, _, _, _, count, size, _, _ = _END.unpack_from(tail, place)
    large = tail[max(0, place - 20) : place].startswith(b"PK\x06\x07")
    if large or count > MOST_FILES or size > MOST_TABLE:
        raise _refuse_many()


def _read_tail(file: IO[bytes], *, size: int) -> bytes:
    file.seek(max(0, size - _END.size - 0xFFFF - 20))
    return file.read()


def _list_parts(file: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Path in the pack → entry. Raises Faults."""
    entries = {name: info for name, info in _read_names(file) if not _is_litter(name)}
    root = _find_root(entries)
    parts: dict[str, zipfile.ZipInfo] = {}
    faults: list[CampaignError] = []
    known: set[str] = set()
    for name, info in entries.items():
        fault = _find_fault(name, info, root=root, known=known)
        if fault is None:
            parts[name.removeprefix(root)] = info
        else:
            faults.append(fault)
    if faults:
        raise Faults(faults[:TOLD])
    if len(parts) > MOST_FILES:
        raise _refuse_many()
    return parts


def _check_measure(parts: dict[str, zipfile.ZipInfo], *, size: int) -> None:
    """Raises BrokenMedia for what is too large, and for a bomb, with the name of the file that swells most."""
    if _sum(parts) > MOST_UNPACKED:
        raise _refuse_large()
    if _sum(parts) > MOST_TIMES * size + FREE:
        raise BrokenMedia(
            say("This ZIP unfolds to far more than it is."),
            place=Place(max(parts, key=lambda path: parts[path].file_size - parts[path].compress_size)),
            hint=say("Leave this file out, and pack the folder again."),
        )


def _read_names(file: zipfile.ZipFile) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Files only; doubled names raise InvalidDocument."""
    seen: set[str] = set()
    for info in file.infolist():
        if info.is_dir():
            continue
        name = _decode(info)
        if name in seen:
            raise InvalidDocument(
                say("This name is in the ZIP twice."), place=_place(name), hint=say("Pack the folder anew.")
            )
        seen.add(name)
        yield name, info


def _decode(info: zipfile.ZipInfo) -> str:
    """Windows writes names in its own code page, which for Bulgarian is 866, and Python reads 437."""
    if info.flag_bits & _UTF8:
        return info.filename
    raw = info.filename.encode("cp437", "surrogateescape")
    for code in ("utf-8", "cp866"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return info.filename


def _is_litter(name: str) -> bool:
    """What computers leave beside files of their own accord."""
    steps = PurePosixPath(name).parts
    return "__MACOSX" in steps[:1] or any(is_litter(step) for step in steps)


def _find_root(entries: dict[str, zipfile.ZipInfo]) -> str:
    """What stands before campaign.yaml: nothing, or one folder with a slash."""
    found = [name for name in entries if name == "campaign.yaml" or name.endswith("/campaign.yaml")]
    roots = sorted({name.removesuffix("campaign.yaml") for name in found}, key=len)
    if not roots:
        raise InvalidDocument(
            say("There is no campaign.yaml in it."),
            place=Place("campaign.yaml"),
            hint=say("Pack the folder that holds campaign.yaml, with stories, media and all beside it."),
        )
    if len(roots) > 1:
        raise InvalidDocument(
            say("There are several campaigns in it."),
            place=_place(f"{roots[1]}campaign.yaml"),
            hint=say("Pack each campaign into a ZIP file of its own."),
        )
    return roots[0]


def _find_fault(name: str, info: zipfile.ZipInfo, *, root: str, known: set[str]) -> CampaignError | None:
    """What is wrong with an entry's name or kind; `known` are the folded names before it."""
    place, steps = _place(name), name.removeprefix(root).split("/")
    if not name.isprintable() or "\\" in name or ":" in name or name.startswith("/") or not _is_plain(name.split("/")):
        message, hint = say("This name leads out of the pack."), say("Pack the folder anew, with plain names.")
    elif any(len(step.encode()) > LONGEST for step in steps):
        message, hint = say("This name is too long."), say("Give the file a shorter name.")
    elif not name.startswith(root):
        message, hint = (
            say("This lies outside the campaign’s folder."),
            say("Put it into that folder, or leave it out."),
        )
    elif len(steps) > 2:
        message, hint = say("A pack has no folders in folders."), say("Move the file up, or leave it out.")
    elif info.external_attr >> 28 not in (0, 0o10):
        message, hint = say("This is a link, not a file."), say("Put the file itself into the pack.")
    elif info.flag_bits & _ENCRYPTED:
        message, hint = say("This is locked with a password."), say("Pack the folder without a password.")
    elif info.compress_type not in _KINDS:
        message, hint = say("This is packed in an unusual way."), say("Pack the folder as an ordinary ZIP file.")
    elif name.casefold() in known:
        message = say("Another file has the same name but for capital letters.")
        hint = say("Call one of them otherwise.")
    else:
        known.add(name.casefold())
        return None
    return InvalidDocument(message, place=place, hint=hint)


def _place(name: str) -> Place:
    """Its name as it can be shown: signs that steer a screen or turn lines round are written out."""
    return Place("".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in name[:200]))


def _is_plain(steps: list[str]) -> bool:
    return all(step not in ("", ".", "..") and len(step) <= 150 and step.strip(" .") for step in steps)


def _write(file: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path, *, name: str, left: int) -> int:
    """Returns how many bytes came out: what the table says of that is not believed."""
    done = 0
    try:
        path.parent.mkdir(exist_ok=True)
        with file.open(info) as source, path.open("xb") as out:
            while piece := source.read(PIECE):
                done += len(piece)
                if done > left or done > info.file_size:
                    raise BrokenMedia(
                        say("More comes out of it than it says."),
                        place=Place(name),
                        hint=say("Pack the folder again; send the file whole, not in parts."),
                    )
                out.write(piece)
    except _DAMAGED:
        raise _refuse_damaged(name) from None
    return done


def _check_room(needed: int, folder: Path) -> None:
    if needed + SPARE > shutil.disk_usage(folder).free:
        raise _refuse(
            say("There is too little room on the worker’s disk to unpack it."),
            say("Free some space on the worker's machine, then retry."),
        )


def _refuse_many() -> BrokenMedia:
    return _refuse(
        say("There are too many files in it."), say("A pack has at most %(most)d: split it.", most=MOST_FILES)
    )


def _refuse_damaged(name: str = "") -> BrokenMedia:
    """`name` is the file at which that showed."""
    return BrokenMedia(
        say("The ZIP file is damaged."),
        place=Place(name),
        hint=say("Pack the folder again; send the file whole, not in parts."),
    )


def _refuse_large() -> BrokenMedia:
    return _refuse(
        say("Unpacked it would be too large."),
        say("At most %(most)d MB: make films shorter or smaller.", most=MOST_UNPACKED // 1_000_000),
    )


def _refuse(message: Message, hint: Message) -> BrokenMedia:
    return BrokenMedia(message, hint=hint)
