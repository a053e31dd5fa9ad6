"""What was measured, and what is allowed, as people read it. In: a check's short text. Out: the same in their language.

Only what is a number with its unit is put into words; names and wordings that a check quotes stay as they are.
"""

import re
from datetime import date

from django.utils.formats import date_format, get_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

UNITS: dict[str, Promise] = {
    "red flashes": _("red flashes"),
    "flashes": _("flashes"),
    "in 1 s": _("in 1 s"),
    "over": _("over"),
    "of the picture": _("of the picture"),
    "characters": _("characters"),
    "words": _("words"),
    "frames": _("frames"),
    "frame": _("frame"),
    "bytes": _("bytes"),
    "months": _("months"),
    "years": _("years"),
    "points": _("points"),
    "seconds": _("seconds"),
    "times": _("times"),
    "and": _("and"),
    "or": _("or"),
    "to": _("to"),
    "kbit/s": _("kbit/s"),
    "cd/m²": _("cd/m²"),
    "px": _("px"),
    "mm": _("mm"),
    "m": _("m"),
    "s": _("s"),
}
"""Longer ones first: “in 1 s” is found before “s”."""

NUMBER = re.compile(r"^[≤≥<>=±≈ ]*[\d(]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
POINT = re.compile(r"(?<=\d)\.(?=\d)")
WORD = re.compile(r"(?<!\w)(" + "|".join(re.escape(unit) for unit in UNITS) + r")(?!\w)")


def say_measure(text: str) -> str:
    """5.25 px is 5,25 пкс in Bulgarian; a day is written as people write days."""
    if not NUMBER.match(text):
        return text
    days = [date_format(_read_day(found), "SHORT_DATE_FORMAT") for found in DAY.findall(text)]
    if days:
        written = iter(days)
        return DAY.sub(lambda _: next(written), text)
    said = WORD.sub(lambda found: str(UNITS[found[1]]), POINT.sub(str(get_format("DECIMAL_SEPARATOR")), text))
    return said.replace(" %", "\N{NO-BREAK SPACE}%")


def _read_day(text: str) -> date:
    return date.fromisoformat(text)
