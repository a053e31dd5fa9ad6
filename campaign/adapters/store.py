"""Where files live. In: a store's address. Out: a store that keeps immutable files named <sha256>.<ext>."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import urlsplit

from campaign.adapters.file_store import FileStore
from campaign.adapters.s3_store import S3Store
from campaign.adapters.stored import Kept
from campaign.spec.errors import UnknownName
from campaign.spec.message import say


class Store(Protocol):
    """Files by content. A name that is not <sha256>.<ext> raises UnknownName, as does a file that is not there;
    bytes that do not hash to their name raise BrokenMedia; a full disk or a silent server StoreFailed."""

    def put(self, path: Path, *, name: str) -> None:
        """Keep a copy of the file; keeping what is there already only renews its date when that is old."""

    def put_bytes(self, data: bytes, *, name: str) -> None: ...

    def exists(self, name: str) -> bool: ...

    def open(self, name: str) -> BinaryIO:
        """A seekable binary file, to be closed by the caller."""

    def fetch(self, name: str, *, to: Path) -> None:
        """Write the file's bytes to a path; its folder exists."""

    def size(self, name: str) -> int:
        """Length in bytes."""

    def names(self) -> Iterator[str]: ...

    def list_kept(self, prefix: str = "") -> Iterator[Kept]:
        """What lies there under names that begin so, a page at a time."""

    def remove_halves(self, *, before: datetime) -> int:
        """Remove what was begun before that moment and never ended; how many."""

    def remove(self, name: str) -> None:
        """Remove the file, if it is there."""


def open_store(url: str, *, endpoint: str = "", private: bool = False) -> Store:
    """Open file:FOLDER or s3://BUCKET/PREFIX; `endpoint` is the address of an S3 server other than Amazon's. Of a
    `private` folder only we can read; who reads a bucket is told to its server."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return FileStore(Path(url.removeprefix("file:").removeprefix("//")), private)
    if parts.scheme == "s3" and parts.netloc:
        return S3Store(parts.netloc, prefix=parts.path.strip("/"), endpoint=endpoint)
    raise UnknownName(
        say("“%(url)s” is not the address of a store.", url=url),
        hint=say("Set CAMPAIGN_STORE to file:FOLDER or s3://BUCKET/PREFIX."),
    )
