"""The core's messages and texts in the language in force."""

from django.utils.translation import get_language, gettext

from campaign.spec.languages import Texts
from campaign.spec.message import Message


def translate(message: Message) -> str:
    """Its gaps are filled after translation."""
    text = gettext(message.text)
    return text % message.params if message.params else text


def pick_text(texts: Texts) -> str:
    """The text in the language in force, else in Bulgarian, else in any."""
    return texts.get(get_language() or "bg") or texts.get("bg") or next(iter(texts.values()), "")
