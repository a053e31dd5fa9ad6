"""A person's agreement to be shown (checks.md F1–F4), a record of its own beside the content it is for.

A person who was made up has no consent: the item says `fictional`, and the picture says so.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

PUBLIC_SCREENS = "public-screens"
"""The purpose that all we do is for (F3)."""


class Naming(StrEnum):
    """How the person agreed to be called where others see it."""

    NAME = "name"
    PSEUDONYM = "pseudonym"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Guardian:
    """Who decides for a child, or with one from 14 to 17: `relation` as parent or guardian, with a date and a way of
    their own."""

    name: str
    relation: str = ""
    given_on: date | None = None
    given_how: str = ""


@dataclass(frozen=True)
class Consent:
    """`wording` is what was agreed to, word for word, in `language`; `told_of_withdrawal` that it may be taken back at
    any time. `shown_as` is what stands on the screen: the pseudonym, or as much of the name as was agreed to (empty:
    all of it). Channels left out mean none: nobody agrees to what was not named. `since` and `until` are the first and
    last day of use. `origin_consent` is the separate, explicit one to what `reveals_origin`: ethnicity, faith or
    origin. `age` is that on `given_on`, empty for adults; from 14 to 17 `child_agreed` too. `withdrawn_on` is the day
    it was taken back."""

    person: str = ""
    given_to: str = ""
    given_on: date | None = None
    given_how: str = ""
    wording: str = ""
    wording_version: str = ""
    language: str = ""
    told_of_withdrawal: bool = False
    naming: Naming | None = None
    shown_as: str = ""
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    reveals_origin: bool = False
    origin_consent: bool = False
    age: int | None = None
    child_agreed: bool = False
    guardians: tuple[Guardian, ...] = ()
    withdrawn_on: date | None = None


@dataclass(frozen=True)
class Record:
    """A consent as a pack brings it, under a name of ours, and the ids of the items that name it."""

    id: str
    consent: Consent
    items: tuple[str, ...] = ()
