"""What a check reports: rule, severity, place, measured, allowed, and how to mend it."""

from dataclasses import dataclass
from enum import StrEnum

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
