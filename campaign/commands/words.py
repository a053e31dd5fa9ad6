"""Messages on the terminal. In: a core message. Out: words, in the language CAMPAIGN_LANGUAGE names, else English.

Python's own gettext reads the catalogue, so that a command needs no Django for it.
"""

import gettext
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from campaign.spec.message import Message

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


def translate(message: Message) -> str:
    """The message in the language asked for; its gaps are filled after translation."""
    return translate_to(os.environ.get("CAMPAIGN_LANGUAGE", ""))(message)


def translate_to(language: str) -> Callable[[Message], str]:
    """What translates into that language."""

    def speak(message: Message) -> str:
        text = _load(language).gettext(message.text)
        return text % message.params if message.params else text

    return speak


@cache
def _load(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language or "en"], fallback=True)
