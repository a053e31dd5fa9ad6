"""Values as a listener hears them. In: a template's typed values. Out: plain text without fixed spaces or marks."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from campaign.render.context import Clip, Picture, Row, list_texts
from campaign.render.typography import loosen

MONEY = frozenset({"€", "£", "$"})
MONEY_LEADS = frozenset({"en", "nl"})
"""Languages that write a currency's sign before the amount."""
CLOSE_PERCENT = frozenset({"en", "nl", "es", "tr", "ar", "fa"})
"""Languages that set the sign close to its figure."""

_LOOSE = re.compile(r"\s+(?=[,.)،؛](?:\s|$|[,.)]))|(?<=\()\s+")
"""Space that is left where an optional value is missing, or where a line of the sentence ended."""
_STOPPED = re.compile(r"(?<=\w{3})\.(?=[;؛])")
"""The full stop of a text that stands in a row of texts; an abbreviation keeps its own."""
_ENDED = re.compile(r"[.!?…:؟।][”“»’\")]*$")


def loosen_value(value: Any) -> Any:
    """The same value with all its texts in plain characters."""
    if isinstance(value, str):
        return loosen(value)
    if isinstance(value, tuple):
        return tuple(map(loosen_value, value))
    if isinstance(value, Mapping):
        return {name: loosen_value(part) for name, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: loosen_value(getattr(value, field.name)) for field in fields(value)})
    return value


def say_value(value: Any, *, language: str = "") -> str:
    """A text as it is, a figure as printed, a picture by its description, rows one after another; None is silent."""
    if value is None:
        return ""
    if isinstance(value, (Picture, Clip)):
        return value.alt
    if isinstance(value, Row):
        return f"{value.label}: {value.text}"
    if isinstance(value, tuple):
        between = "؛ " if language in ("ar", "fa") else "; "
        return between.join(say_value(row, language=language) for row in value)
    if isinstance(value, Mapping):
        return ", ".join(filter(None, map(say_value, value.values())))
    if isinstance(value, (bool, int, float)):
        return str(value)
    return " ".join(list_texts(value))


def end_sentence(value: Any, *, language: str = "") -> str:
    """The value with a full stop, unless it ends a sentence itself; nothing stays nothing."""
    text = say_value(value, language=language).strip()
    return f"{text}." if text and not _ENDED.search(text) else text


def add_unit(value: Any, unit: Any, *, language: str) -> str:
    """A figure with its sign or word where the language puts it: €358,083.27 · 45% · 310 pupils."""
    text, sign = say_value(value), say_value(unit)
    if sign in MONEY and language in MONEY_LEADS:
        return sign + text
    return f"{text}{sign}" if sign == "%" and language in CLOSE_PERCENT else f"{text} {sign}".strip()


def close_up(text: str) -> str:
    """One space between words, none before a comma or inside brackets, a capital first."""
    text = _STOPPED.sub("", _LOOSE.sub("", " ".join(text.split())))
    return text[:1].upper() + text[1:]
