"""What can go wrong, by name. Every error says what is wrong, where, and how to mend it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from campaign.spec.boxes import Box
from campaign.spec.message import Message


@dataclass(frozen=True)
class Place:
    """Where something is: the parts that are known; lines count from 1, seconds from the loop's start."""

    file: str = ""
    line: int | None = None
    field: str = ""
    item: str = ""
    channel: str = ""
    language: str = ""
    box: Box | None = None
    cue: int | None = None
    second: float | None = None

    def __str__(self) -> str:
        spot = f"{self.file}:{self.line}" if self.file and self.line else self.file
        parts = [spot, self.item, self.channel, self.language, self.field]
        if self.cue is not None:
            parts.append(f"cue {self.cue}")
        if self.second is not None:
            parts.append(f"{self.second:.2f} s")
        return " · ".join(part for part in parts if part)


class CampaignError(Exception):
    """The root of every error a person can mend."""

    def __init__(self, message: Message, *, place: Place | None = None, hint: Message | None = None):
        super().__init__(message)
        self.message = message
        self.place = place or Place()
        self.hint = hint

    @property
    def singles(self) -> tuple["CampaignError", ...]:
        """This one alone; of Faults each."""
        return (self,)

    def __str__(self) -> str:
        where = f"{self.place}: " if str(self.place) else ""
        mend = f" {self.hint}" if self.hint else ""
        return f"{where}{self.message}{mend}"


class InvalidDocument(CampaignError):
    """A YAML, TOML or CSV file that people wrote breaks its schema."""


class InvalidTemplate(CampaignError):
    """A template folder is broken, or uses what the engine cannot draw."""


class InvalidValue(CampaignError):
    """A value does not fit the template field it is meant for."""


class CannotFit(CampaignError):
    """A text is too long for its box even at the smallest legible size."""


class MissingGlyph(CampaignError):
    """No packaged font can draw a character."""


class BrokenMedia(CampaignError):
    """A picture, clip or subtitle file is missing, corrupt, or of a kind that is not taken."""


class RenderFailed(CampaignError):
    """The page engine or the encoder gave up, crashed, or ran out of time."""


class StoreFailed(CampaignError):
    """The store could not keep or give a file: the disk is full, or the server does not answer."""


class UnknownName(CampaignError):
    """A template, channel, language, campaign or item that does not exist."""


class NotAllowed(CampaignError):
    """The act breaks a rule: four eyes, a state, a consent, a withdrawal."""


class Faults(CampaignError):
    """Several errors found in one go, so that all can be mended in one go. Never empty."""

    def __init__(self, errors: Iterable[CampaignError]):
        self.errors = tuple(errors)
        first = self.errors[0]
        super().__init__(first.message, place=first.place, hint=first.hint)

    @property
    def singles(self) -> tuple[CampaignError, ...]:
        return self.errors

    def __reduce__(self) -> tuple[type["Faults"], tuple[tuple[CampaignError, ...]]]:
        """Pickle by the errors, so that faults cross from a child process whole."""
        return Faults, (self.errors,)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def join_errors(errors: Sequence[CampaignError]) -> CampaignError:
    """The only one, or all as Faults: what a caller raises that found at least one."""
    return errors[0] if len(errors) == 1 else Faults(errors)
