"""Half-open stretches of time, start included, end excluded, always with an offset."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, order=True)
class Span:
    """[start, end); both aware. Raises ValueError when naive or empty."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("a span needs aware moments")
        if self.end <= self.start:
            raise ValueError("a span must end after it starts")

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share at least an instant."""
        return self.start < other.end and other.start < self.end

    def cut(self, other: "Span") -> "Span | None":
        """The shared part, or None."""
        if not self.meets(other):
            return None
        return Span(max(self.start, other.start), min(self.end, other.end))
