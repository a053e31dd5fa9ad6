"""Sentences for people. In: an English sentence and what it names. Out: a value any edge can translate.

The core raises and reports messages without knowing gettext: `say` marks the sentence for
extraction, the studio and the command line translate `text` and fill in `params`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """An English sentence with `%(name)s` gaps, and the words that fill them."""

    text: str
    params: Mapping[str, str | int | float] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.params if self.params else self.text


def say(text: str, /, **params: str | int | float) -> Message:
    """Make a message; `text` must be a literal, so that the extractor finds it."""
    return Message(text, params)
