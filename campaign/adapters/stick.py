"""A bundle written into a folder, such as a USB stick. In: a bundle, a folder, a store. Out: what was copied, removed.

Only what differs is copied, a file that broke off goes on where it ended, and what is gone from the bundle is removed;
what was never ours is not touched, whatever a list on the stick says, and no link is followed: a stick may come from
anybody. Before anything changes the proof of the old bundle is taken away, and the proof of the new one comes last,
with a journal beside it until all is there: a stick that was pulled out in between is no bundle, and the next export
mends it.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.files import settle_file, write_whole
from campaign.adapters.litter import is_litter
from campaign.adapters.store import Store
from campaign.adapters.stored import check_digest, hash_file
from campaign.playlists.bundle import Bundle, Part, may_hold
from campaign.playlists.sums import NAME, SIGNATURE, read_sums, write_sums
from campaign.spec.errors import InvalidDocument, NotAllowed, Place
from campaign.spec.message import say

JOURNAL = ".export"
"""While it lies there an export has not ended: it names all that is ours, in the form of SHA256SUMS."""
PROOF = (NAME, SIGNATURE)
PIECE = 1 << 20


@dataclass(frozen=True)
class Exported:
    """How many files were copied, were there already, and were removed."""

    copied: int
    kept: int
    removed: int


def export_folder(
    bundle: Bundle, folder: Path, *, store: Store, on_bytes: Callable[[int], object] = lambda count: None
) -> Exported:
    """Make the folder the bundle; `on_bytes` is told of each piece that is there. Raises NotAllowed when it holds other
    things, cannot be written or has too little room; BrokenMedia, UnknownName, StoreFailed by the store."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _export(bundle, folder, store=store, on_bytes=on_bytes)
    except OSError as error:
        raise NotAllowed(
            say("The bundle cannot be written: %(problem)s.", problem=error.strerror or str(error)),
            place=Place(str(folder)),
            hint=say("Check that the stick is still there and may be written to, and export again: it goes on."),
        ) from None


def _export(bundle: Bundle, folder: Path, *, store: Store, on_bytes: Callable[[int], object]) -> Exported:
    ours = _list_ours(folder)
    for path in (*ours, *(part.path for part in bundle.parts)):
        _refuse_links(folder, path)
    wanted = {part.path: part for part in bundle.parts}
    differs = [part for part in bundle.parts if not _is_whole(folder, part, on_bytes=on_bytes)]
    gone = sorted(path for path in ours if path not in wanted and (folder / path).is_file())
    if not differs and not gone and not (folder / JOURNAL).exists():
        return Exported(0, len(wanted), 0)
    _check_room(differs, folder, freed=gone)
    digests = dict.fromkeys(ours, "0" * 64) | {part.path: part.sha256 for part in bundle.parts}
    write_whole(folder / JOURNAL, write_sums(digests))
    for name in reversed(PROOF):
        (folder / name).unlink(missing_ok=True)
    _remove(gone, folder)
    for part in differs:
        if part.path not in PROOF:
            _write(part, folder, store=store, on_bytes=on_bytes)
    _sweep(gone, folder, bundle)
    for name in PROOF:
        write_whole(folder / name, wanted[name].data or b"")
    (folder / JOURNAL).unlink()
    return Exported(len(differs), len(wanted) - len(differs), len(gone))


def _list_ours(folder: Path) -> set[str]:
    """Paths that an earlier export wrote, whole or not. Raises NotAllowed where there was none but other things are."""
    known: set[str] = set()
    for name in (NAME, JOURNAL):
        # many others call their checksums so, and do not sign them as we do
        if (folder / name).is_file() and (name == JOURNAL or (folder / SIGNATURE).is_file()):
            try:
                known |= {path for path in read_sums((folder / name).read_bytes()) if may_hold(path)}
            except InvalidDocument:
                continue
    strange = [path.name for path in sorted(folder.iterdir()) if not is_litter(path.name)]
    if strange and not known:
        raise NotAllowed(
            say("This folder holds other things, such as %(name)s.", name=strange[0]),
            place=Place(str(folder)),
            hint=say("Name an empty folder, or one that an export has written before."),
        )
    return known


def _refuse_links(folder: Path, path: str) -> None:
    """Raise NotAllowed where the path, or its half, leads out of the folder."""
    steps = (*_list_steps(folder / path, folder), _name_half(folder / path))
    if any(step.is_symlink() for step in steps):
        raise NotAllowed(
            say("“%(name)s” is a link to elsewhere.", name=path),
            place=Place(str(folder)),
            hint=say("Name an empty folder, or one that an export has written before."),
        )


def _is_whole(folder: Path, part: Part, *, on_bytes: Callable[[int], object]) -> bool:
    path = folder / part.path
    if not path.is_file() or path.stat().st_size != part.size or hash_file(path) != part.sha256:
        return False
    on_bytes(part.size)
    return True


def _list_steps(path: Path, folder: Path) -> Iterator[Path]:
    while path != folder:
        yield path
        path = path.parent


def _check_room(parts: list[Part], folder: Path, *, freed: list[str]) -> None:
    """A file takes its place before the old one of its name gives up its own."""
    needed = sum(part.size for part in parts if not _name_half(folder / part.path).exists())
    free = shutil.disk_usage(folder).free + sum((folder / path).stat().st_size for path in freed)
    if needed > free:
        raise NotAllowed(
            say(
                "There is too little room: %(needed).1f MB are needed, %(free).1f MB are free.",
                needed=needed / 1e6,
                free=free / 1e6,
            ),
            place=Place(str(folder)),
            hint=say("Take a larger stick, or remove what else lies on it."),
        )


def _write(part: Part, folder: Path, *, store: Store, on_bytes: Callable[[int], object]) -> None:
    path = folder / part.path
    path.parent.mkdir(parents=True, exist_ok=True)
    half = _name_half(path)
    if part.data is not None:
        half.write_bytes(part.data)
        on_bytes(part.size)
    else:
        had = _copy(part, half, store=store, on_bytes=on_bytes)
        if had and hash_file(half) != part.sha256:
            half.unlink()  # what was there of it is no beginning of this file
            _copy(part, half, store=store, on_bytes=lambda count: None)
        check_digest(hash_file(half), name=part.name)
    settle_file(half, out=path)


def _copy(part: Part, half: Path, *, store: Store, on_bytes: Callable[[int], object]) -> int:
    """Append what is missing; how much was there."""
    had = half.stat().st_size if half.is_file() else 0
    if had > part.size:
        half.unlink()
        had = 0
    on_bytes(had)
    with store.open(part.name) as source, half.open("ab") as out:
        source.seek(had)
        while piece := source.read(PIECE):
            out.write(piece)
            on_bytes(len(piece))
    return had


def _name_half(path: Path) -> Path:
    return path.with_name(f".{path.name}.part")


def _remove(gone: list[str], folder: Path) -> None:
    for path in gone:
        (folder / path).unlink()


def _sweep(gone: list[str], folder: Path, bundle: Bundle) -> None:
    """What broken exports left in our folders: halves, and folders that hold nothing any more."""
    kept = {(folder / part.path).parent for part in bundle.parts}
    for inner in kept:
        for half in inner.glob(".*.part"):
            half.unlink()
    for inner in {(folder / path).parent for path in gone} - kept:
        for half in inner.glob(".*.part"):
            half.unlink()
        if inner.is_dir() and not any(inner.iterdir()):
            inner.rmdir()
