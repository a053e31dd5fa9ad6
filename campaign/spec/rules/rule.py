"""A rule and its limits, as values. The checks read the limits here; docs/checks.md is made from the same table."""

from dataclasses import dataclass
from enum import StrEnum

from campaign.spec.findings import Severity
from campaign.spec.message import Message


class Seen(StrEnum):
    """What a rule is held against: what people entered, the drawn pixels, the whole loop, the file, or the plan."""

    CONTENT = "content"
    PIXELS = "pixels"
    LOOP = "loop"
    FILE = "file"
    PLAN = "plan"


@dataclass(frozen=True)
class Limit:
    """A threshold: its value, what it is counted in and bounds, and who set it."""

    value: float
    unit: str
    source: str


COMMON = "common practice"
"""The source of a limit that no law or standard gives."""


@dataclass(frozen=True)
class Rule:
    """`severity` is the gravest it can have; `text` says what must be true."""

    id: str
    severity: Severity
    text: Message
    source: str
    seen: Seen
    limits: tuple[Limit, ...] = ()
