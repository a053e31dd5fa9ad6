"""A person's agreement to be shown (checks.md F1–F4), a record of its own beside the content it is for."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Guardian:
    """Who decides for a child, or with one from 14 to 17: `relation` as parent or guardian."""

    name: str
    relation: str = ""
    given_on: date | None = None
    given_how: str = ""


@dataclass(frozen=True)
class Consent:
    """`fictional` says that there is no such person: nothing else is needed then, and the picture says so. `wording`
    is what was agreed to, word for word, in `language`; `told_of_withdrawal` that it may be taken back at any time.
    `shown_as` is the pseudonym, empty for a person shown under the name. Channels left out mean none: nobody agrees
    to what was not named. `since` and `until` are the first and last day of use. From 14 to 17 `child_agreed` too."""

    person: str = ""
    fictional: bool = False
    given_to: str = ""
    given_on: date | None = None
    given_how: str = ""
    wording: str = ""
    wording_version: str = ""
    language: str = ""
    told_of_withdrawal: bool = False
    purposes: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    shown_as: str = ""
    reveals_origin: bool = False
    origin_consent: bool = False
    age: int | None = None
    child_agreed: bool = False
    guardian: str = ""
    guardians: tuple[Guardian, ...] = ()
