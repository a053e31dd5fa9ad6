"""What a check reports: rule, severity, place, measured, allowed, and how to mend it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from campaign.spec.digest import hash_value, to_plain
from campaign.spec.errors import Place
from campaign.spec.message import Message


class Severity(StrEnum):
    """An error blocks approval; a warning needs a lead's recorded reason."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One breach of one rule, e.g. rule "E7"."""

    rule: str
    severity: Severity
    message: Message
    hint: Message
    place: Place
    measured: str = ""
    allowed: str = ""

    def locate(self, **known: Any) -> "Finding":
        """The same, with these parts of its place known too, by their names in Place: an item, a channel, a second."""
        return replace(self, place=replace(self.place, **known))

    @property
    def digest(self) -> str:
        """Its name by what it says: another place or another measure is another finding, a hint worded better is not.
        The same from the database as from the check, where a whole number may come back as 55.0."""
        said = {"rule": self.rule, "place": self.place, "message": self.message, "measured": self.measured}
        return hash_value(_level_numbers(to_plain(said)))


def leave_out_repeats(poster: Iterable[Finding], loop: Collection[Finding]) -> tuple[Finding, ...]:
    """Those of a loop's poster that the loop does not say too: the same thing of the same text or place, there with
    the second and what was measured at the loop's worst moment."""
    said = {_name_saying(finding) for finding in loop}
    return tuple(finding for finding in poster if _name_saying(finding) not in said)


def _name_saying(finding: Finding) -> str:
    place = finding.place
    return hash_value([finding.rule, finding.severity, finding.message, place.field, place.language])


def _level_numbers(value: Any) -> Any:
    """Whole numbers as whole numbers, wherever they stand in plain data; a hundredth of a pixel or of a second is as
    exact as anybody looks."""
    if isinstance(value, dict):
        return {name: _level_numbers(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_level_numbers(part) for part in value]
    if isinstance(value, float):
        rounded = round(value, 2)
        return int(rounded) if rounded.is_integer() else rounded
    return value
