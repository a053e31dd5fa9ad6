"""Names of stored files. In: a digest and a suffix, or a name to check. Out: the name, <sha256>.<ext>."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from campaign.spec.errors import BrokenMedia, UnknownName
from campaign.spec.message import say

RENEWED = timedelta(hours=12)
"""An older date is renewed when somebody keeps the file anew: what was kept just now is nobody's litter."""


@dataclass(frozen=True)
class Kept:
    """A file as it lies in a store; `at` is when it was kept last."""

    name: str
    size: int
    at: datetime


_NAME = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


def make_name(digest: str, *, suffix: str) -> str:
    """Name a file by its SHA-256 and its suffix (“.jpg”, “JPG” or a whole file name)."""
    ending = suffix.rpartition(".")[2].lower()
    return check_name(f"{digest}.{ending}")


def check_name(name: str) -> str:
    """Return the name, or raise UnknownName: nothing else ever reaches a path or a bucket."""
    if _NAME.fullmatch(name):
        return name
    raise UnknownName(say("“%(name)s” is not the name of a stored file.", name=name[:100]))


def is_name(name: str) -> bool:
    """Whether it is the name of a stored file."""
    return _NAME.fullmatch(name) is not None


def check_digest(digest: str, *, name: str) -> None:
    """Raise BrokenMedia when the bytes are not those the name promises."""
    if digest != name[:64]:
        raise BrokenMedia(say("The bytes of %(name)s are not those its name promises.", name=name))


def hash_file(path: Path) -> str:
    """The SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def report_missing(name: str) -> UnknownName:
    """The error for a name that the store does not hold."""
    return UnknownName(say("The store holds no file %(name)s.", name=name))
