"""The languages a material can be in. In: an ISO 639-1 code, or two as bg+en. Out: names, direction and script."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from campaign.spec.errors import UnknownName
from campaign.spec.message import say

Direction: TypeAlias = Literal["ltr", "rtl"]
Texts: TypeAlias = Mapping[str, str]
"""One text in several languages: ISO 639-1 code to words."""
MOST_TOGETHER = 2
"""Languages in one picture: a third would make all of them too small."""


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


def split_languages(code: str) -> tuple[str, ...]:
    """The languages of a material: one, or two of a bilingual one, the first leading: "bg+en" is ("bg", "en").

    Raises UnknownName."""
    codes = tuple(find_language(part).code for part in code.split("+"))
    if len(codes) > MOST_TOGETHER or len(set(codes)) < len(codes):
        raise UnknownName(
            say("“%(code)s” is not one language, and not two.", code=code),
            hint=say("Write one, e.g. bg, or two that stand together, e.g. bg+en."),
        )
    return codes


def choose_text(texts: Texts, *, language: str) -> str:
    """The text in a language, else in English: names that our own files give in the languages they need."""
    return texts.get(language) or texts["en"]


def name_languages(code: str) -> str:
    """What speakers call the language, or both of them."""
    return " + ".join(LANGUAGES[part].name for part in split_languages(code))
