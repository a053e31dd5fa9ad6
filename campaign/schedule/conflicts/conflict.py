"""One thing that stands in a schedule's way. In: its rule, words and what it concerns. Out: a finding with names.

A finding's place has one field: there the flights stand, with commas; where several channels share it, they do too.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message
from campaign.spec.rules.table import RULES


@dataclass(frozen=True)
class Conflict:
    """`flights` and `channels` are those concerned, by id; `since` and `until` the first and the last service day on
    which it is so, where that is known."""

    finding: Finding
    flights: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    @property
    def is_error(self) -> bool:
        return self.finding.severity is Severity.ERROR


@dataclass(frozen=True)
class Subject:
    """Whom it concerns, and when."""

    flights: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


def make_conflict(
    rule: str,
    subject: Subject,
    message: Message,
    hint: Message,
    *,
    severity: Severity | None = None,
    field: str = "",
    item: str = "",
    language: str = "",
    measured: str = "",
    allowed: str = "",
) -> Conflict:
    """The conflict; as grave as its rule says unless told otherwise."""
    place = Place(
        field=field or ", ".join(subject.flights), item=item, channel=", ".join(subject.channels), language=language
    )
    grave = severity or RULES[rule].severity
    finding = Finding(rule, grave, message, hint, place, measured=measured, allowed=allowed)
    return Conflict(finding, subject.flights, subject.channels, subject.since, subject.until)


def merge_subjects(subjects: Iterable[Subject]) -> Subject:
    """All whom it concerns, from the first day of any to the last of any."""
    known = list(subjects)
    return Subject(
        tuple(dict.fromkeys(flight for one in known for flight in one.flights)),
        tuple(dict.fromkeys(channel for one in known for channel in one.channels)),
        min((one.since for one in known if one.since), default=None),
        max((one.until for one in known if one.until), default=None),
    )


def join_names(names: Iterable[str], *, most: int = 6) -> str:
    """Names for a sentence, each once, the rest of many as dots."""
    known = list(dict.fromkeys(names))
    return ", ".join(known[:most]) + (", …" if len(known) > most else "")
