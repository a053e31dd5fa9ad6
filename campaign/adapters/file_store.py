"""A store in a folder. In: files and bytes. Out: whole files under their final names, or none at all."""

import errno
import os
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from campaign.adapters.files import settle_file, settle_folder
from campaign.adapters.stored import RENEWED, Kept, check_digest, check_name, hash_file, is_name, report_missing
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import StoreFailed
from campaign.spec.message import say


@dataclass(frozen=True)
class FileStore:
    """Files lie in 256 folders, by the first two digits of their hash. What is `private` nobody but its owner reads:
    other accounts of the machine neither."""

    folder: Path
    private: bool = False

    def put(self, path: Path, *, name: str) -> None:
        check_digest(hash_file(path), name=check_name(name))

        def copy(file: BinaryIO) -> None:
            with path.open("rb") as source:
                shutil.copyfileobj(source, file, 1 << 20)

        self._keep(name, copy)

    def put_bytes(self, data: bytes, *, name: str) -> None:
        check_digest(hash_bytes(data), name=check_name(name))
        self._keep(name, lambda file: file.write(data))

    def exists(self, name: str) -> bool:
        return self.locate(name).is_file()

    def open(self, name: str) -> BinaryIO:
        try:
            return self.locate(name).open("rb")
        except FileNotFoundError:
            raise report_missing(name) from None
        except OSError as error:
            raise StoreFailed(say("The store cannot be read: %(why)s.", why=error.strerror or str(error))) from error

    def fetch(self, name: str, *, to: Path) -> None:
        with self.open(name) as source, to.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)

    def size(self, name: str) -> int:
        try:
            return self.locate(name).stat().st_size
        except FileNotFoundError:
            raise report_missing(name) from None

    def names(self) -> Iterator[str]:
        # a dot leads the name of a half-written file
        yield from sorted(path.name for path in self.folder.glob("[0-9a-f][0-9a-f]/[0-9a-f]*") if path.is_file())

    def list_kept(self, prefix: str = "") -> Iterator[Kept]:
        for path in self.folder.glob(f"{prefix[:2] or '[0-9a-f]'}{'' if len(prefix) > 1 else '[0-9a-f]'}/{prefix}*"):
            if is_name(path.name) and (facts := _look(path)) is not None:
                yield Kept(path.name, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def remove_halves(self, *, before: datetime) -> int:
        removed = 0
        for half in self.folder.glob("[0-9a-f][0-9a-f]/.*"):
            facts = _look(half) if is_name(half.name[1:].rpartition(".")[0]) else None
            if facts is not None and facts.st_mtime < before.timestamp():
                half.unlink(missing_ok=True)
                removed += 1
        return removed

    def remove(self, name: str) -> None:
        self.locate(name).unlink(missing_ok=True)

    def locate(self, name: str) -> Path:
        """Where the file lies, if it is there."""
        return self.folder / check_name(name)[:2] / name

    def _make_folder(self, folder: Path) -> None:
        if folder.is_dir():
            return
        for part in (self.folder, folder) if self.private else ():
            part.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(parents=True, exist_ok=True)
        # what lies in a folder survives a cut of power no better than the folder's own name
        settle_folder(folder.parent)
        settle_folder(folder.parent.parent)

    def _open_new(self, path: str, flags: int) -> int:
        return os.open(path, flags, 0o600 if self.private else 0o666)

    def _keep(self, name: str, write: Callable[[BinaryIO], object]) -> None:
        final = self.locate(name)
        if _renew(final):
            return
        half = final.with_name(f".{name}.{secrets.token_hex(4)}")
        try:
            self._make_folder(final.parent)
            with open(half, "xb", opener=self._open_new) as file:
                write(file)
            settle_file(half, out=final)
        except OSError as error:
            raise _explain(error, folder=self.folder) from error
        finally:
            half.unlink(missing_ok=True)


def _look(path: Path) -> os.stat_result | None:
    """None when it went meanwhile."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _renew(path: Path) -> bool:
    """Whether it is there; an old date becomes today's."""
    facts = _look(path)
    if facts is None or not stat.S_ISREG(facts.st_mode):
        return False
    try:
        if facts.st_mtime < time.time() - RENEWED.total_seconds():
            os.utime(path)
    except FileNotFoundError:
        return False
    except PermissionError:
        return True  # another account's of the same group: its date stays
    return True


def _explain(error: OSError, *, folder: Path) -> StoreFailed:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreFailed(
            say("The disk of the store is full (%(folder)s).", folder=str(folder)),
            hint=say("Free some space, then render again."),
        )
    return StoreFailed(
        say("The store cannot be written (%(folder)s): %(why)s.", folder=str(folder), why=error.strerror or str(error)),
        hint=say("See that the folder exists and may be written."),
    )
