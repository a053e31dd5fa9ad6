"""A bundle to read, as a folder or a ZIP. In: where it lies. Out: the paths of its files, and their bytes."""

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from campaign.adapters.litter import is_litter
from campaign.spec.errors import BrokenMedia, Place, UnknownName
from campaign.spec.message import say

MOST_TIMES, FREE = 20, 100_000_000
"""What a ZIP may unfold to, in its own sizes and bytes: films and pictures hardly shrink, lists of a week do."""
UNREADABLE = (OSError, EOFError, zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError)
"""What reading a file of a bundle may raise: RuntimeError for what is encrypted, or packed in a way nobody knows."""


class Files(Protocol):
    """Files by their paths, with slashes; a path that is there twice is told twice."""

    def list_paths(self) -> Iterator[str]: ...

    def open(self, path: str) -> IO[bytes]:
        """Raises what UNREADABLE names, also later as it is read."""


@dataclass(frozen=True)
class FolderFiles:
    """A link is told as a file, and cannot be opened: nothing outside the folder belongs to it."""

    folder: Path

    def list_paths(self) -> Iterator[str]:
        yield from self._walk(self.folder)

    def open(self, path: str) -> IO[bytes]:
        found = self.folder / path
        if found.is_symlink() or not found.is_file():
            raise FileNotFoundError(path)
        return found.open("rb")

    def _walk(self, folder: Path) -> Iterator[str]:
        for path in sorted(folder.iterdir()):
            if is_litter(path.name):
                continue
            if path.is_dir() and not path.is_symlink():
                yield from self._walk(path)
            else:
                yield path.relative_to(self.folder).as_posix()


@dataclass(frozen=True)
class ZipFiles:
    archive: zipfile.ZipFile

    def list_paths(self) -> Iterator[str]:
        yield from (info.filename for info in self.archive.infolist() if not info.is_dir())

    def open(self, path: str) -> IO[bytes]:
        return self.archive.open(path)


@contextmanager
def open_bundle(path: Path) -> Iterator[Files]:
    """The files. Raises UnknownName where nothing is, BrokenMedia for a bomb, or what is neither folder nor ZIP."""
    if path.is_dir():
        yield FolderFiles(path)
        return
    if not path.is_file():
        hint = say("Name a folder or a ZIP that was exported.")
        raise UnknownName(say("There is nothing at “%(path)s”.", path=str(path)), hint=hint)
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError):
        hint = say("Export or download it again.")
        raise BrokenMedia(say("This is not a whole ZIP."), place=Place(str(path)), hint=hint) from None
    with archive:
        _check_size(archive, path)
        yield ZipFiles(archive)


def _check_size(archive: zipfile.ZipFile, path: Path) -> None:
    """By what it says of itself: no more is read of a file, whatever is in it."""
    if sum(info.file_size for info in archive.infolist()) > MOST_TIMES * path.stat().st_size + FREE:
        raise BrokenMedia(
            say("This ZIP unfolds to far more than it is."),
            place=Place(str(path)),
            hint=say("Somebody else made it: do not play it. Export the bundle again."),
        )
