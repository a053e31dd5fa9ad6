"""The right to erasure (GDPR 17). In: a consent. Out: nothing of the person is left but the proof that it was done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from campaign.data.models import Consent, User


class Ground(StrEnum):
    """Why, by GDPR 17(1); never free text, for that would be about the person."""

    NO_LONGER_NEEDED = "no-longer-needed"
    WITHDRAWN = "withdrawn"
    OBJECTED = "objected"
    UNLAWFUL = "unlawful"
    LAW = "law"


@dataclass(frozen=True)
class Erased:
    """What went, as counted: `files` of the store and the private one; `kept` are files that something else uses too,
    which does not show the person: look at them."""

    items: tuple[str, ...]
    versions: int
    renderings: int
    files: int
    kept: tuple[str, ...]


def erase(row: Consent, *, by: User, ground: Ground, now: datetime) -> Erased:
    """Erase the person's data, for leads and administrators: the consent, its document, and everything that shows the
    person. It is withdrawn first. There is no way back. Raises NotAllowed; StoreFailed when a file could not be
    removed: call it again."""
    raise NotImplementedError
