"""The core's messages and texts in the language in force."""

from babel import Locale
from django.utils.translation import get_language, gettext

from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.message import Message


def translate(message: Message) -> str:
    """Its gaps are filled after translation."""
    text = gettext(message.text)
    return text % message.params if message.params else text


def pick_text(texts: Texts) -> str:
    """The text in the language in force, else in Bulgarian, else in any."""
    return texts.get(get_language() or "bg") or texts.get("bg") or next(iter(texts.values()), "")


def name_language(code: str) -> str:
    """A language as the reader's language calls it; of a bilingual picture, both."""
    if "+" in code:
        return " + ".join(name_language(part) for part in code.split("+"))
    known = Locale.parse(get_language() or "bg", sep="-").languages
    return known.get(code) or (LANGUAGES[code].name if code in LANGUAGES else code)
