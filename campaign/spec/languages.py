"""The languages a material can be in. In: an ISO 639-1 code. Out: its name, direction and script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from campaign.spec.errors import UnknownName
from campaign.spec.message import say

Direction: TypeAlias = Literal["ltr", "rtl"]
Texts: TypeAlias = Mapping[str, str]
"""One text in several languages: ISO 639-1 code to words."""


@dataclass(frozen=True)
class Language:
    """A language we can typeset: `name` is what its speakers call it."""

    code: str
    name: str
    direction: Direction = "ltr"
    font: str = "Sofia Sans"


LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language("bg", "Български"),
        Language("en", "English"),
        Language("es", "Español"),
        Language("fr", "Français"),
        Language("nl", "Nederlands"),
        Language("de", "Deutsch"),
        Language("ro", "Română"),
        Language("tr", "Türkçe"),
        Language("uk", "Українська"),
        Language("mk", "Македонски"),
        Language("ar", "العربية", "rtl", "Noto Sans Arabic"),
        Language("fa", "فارسی", "rtl", "Noto Sans Arabic"),
        Language("hi", "हिन्दी", "ltr", "Noto Sans Devanagari"),
    )
}


def find_language(code: str) -> Language:
    """Return the language. Raises UnknownName naming the codes that exist."""
    try:
        return LANGUAGES[code]
    except KeyError:
        raise UnknownName(
            say("There is no language “%(code)s”.", code=code),
            hint=say("Use one of: %(known)s.", known=", ".join(LANGUAGES)),
        ) from None
