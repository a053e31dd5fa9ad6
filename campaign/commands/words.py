"""Messages on the terminal. In: a core message. Out: words, in the language CAMPAIGN_LANGUAGE names, else English.

Python's own gettext reads the catalogue, so that a command needs no Django for it.
"""

import gettext
import os
from functools import cache
from pathlib import Path

from campaign.spec.message import Message

CATALOGUES = Path(__file__).resolve().parent.parent / "locale"


def translate(message: Message) -> str:
    """The message in the language asked for; its gaps are filled after translation."""
    text = _load(os.environ.get("CAMPAIGN_LANGUAGE", "")).gettext(message.text)
    return text % message.params if message.params else text


@cache
def _load(language: str) -> gettext.NullTranslations:
    return gettext.translation("django", CATALOGUES, languages=[language or "en"], fallback=True)
