"""Bounds of single values. In: a raw value, its limits, how to refuse it. Out: text, number or rows that hold them."""

import math
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from campaign.spec.errors import InvalidValue
from campaign.spec.message import Message, say

Refuse: TypeAlias = Callable[[Message, Message | None], InvalidValue]

LONGEST = 2000
"""Characters of any text at all: more never fits a screen."""
LARGEST = 1e15
"""Above this a float no longer holds every whole number."""
OVERRIDES = frozenset("\u202d\u202e")
"""What follows them would read backwards (Unicode UAX #9)."""
TURNS = OVERRIDES | frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
"""Overrides, and embeddings and isolates: what follows them in the line would read in another order."""


@dataclass(frozen=True)
class Limits:
    """`longest` in characters; `least` and `most` bound a number, or how many rows there are; `whole` numbers only."""

    longest: int | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False


def check_text(raw: Any, *, limits: Limits, refuse: Refuse) -> str:
    """A text without control characters, not longer than allowed."""
    if not isinstance(raw, str):
        raise refuse(say("“%(given)s” is not text.", given=str(raw)[:60]), say("Put it in quotes."))
    text = unicodedata.normalize("NFC", raw).strip()
    bad = next(
        (sign for sign in text if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") and sign not in "\n\r\t"), ""
    )
    if bad:
        raise refuse(
            say("The text holds a character that cannot be printed (U+%(code)s).", code=f"{ord(bad):04X}"),
            say("Remove it; it often comes along when pasting."),
        )
    if turn := next((sign for sign in text if sign in TURNS), ""):
        raise refuse(
            say("The text holds a character that turns its direction round (U+%(code)s).", code=f"{ord(turn):04X}"),
            say("Remove it: right-to-left words find their direction by themselves."),
        )
    longest = limits.longest or LONGEST
    if len(text) > longest:
        raise refuse(
            say("The text is %(over)d characters too long.", over=len(text) - longest),
            say("At most %(longest)d characters fit here; it has %(length)d.", longest=longest, length=len(text)),
        )
    return text


def check_amount(raw: Any, *, limits: Limits, refuse: Refuse) -> float:
    """A finite number within its bounds."""
    if raw is None or raw == "":
        raise refuse(say("The number is missing."), say("Write digits, e.g. 35000 or 7.3."))
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        raise refuse(say("“%(given)s” is not a number.", given=str(raw)[:60]), say("Write digits, e.g. 35000 or 7.3."))
    if not math.isfinite(raw) or abs(raw) > LARGEST:
        raise refuse(say("“%(given)s” cannot be shown.", given=str(raw)), say("Give a finite number."))
    if limits.whole and raw != int(raw):
        raise refuse(say("%(given)s is not a whole number.", given=f"{raw:g}"), say("Round it, or count in full."))
    if limits.least is not None and raw < limits.least:
        raise refuse(
            say("%(given)s is too small.", given=f"{raw:g}"),
            say("It is at least %(least)s.", least=f"{limits.least:g}"),
        )
    if limits.most is not None and raw > limits.most:
        raise refuse(
            say("%(given)s is too large.", given=f"{raw:g}"), say("It is at most %(most)s.", most=f"{limits.most:g}")
        )
    return raw


def check_rows(raw: Any, *, limits: Limits, refuse: Refuse) -> Sequence[Any]:
    """A list with no fewer and no more rows than allowed."""
    if isinstance(raw, str) or not isinstance(raw, Sequence):
        raise refuse(say("This is not a list."), say("Write one entry a line, each after a dash."))
    if limits.least is not None and len(raw) < limits.least:
        raise refuse(
            say("There are too few rows: %(given)d.", given=len(raw)),
            say("Give at least %(least)d.", least=int(limits.least)),
        )
    if limits.most is not None and len(raw) > limits.most:
        raise refuse(
            say("There are too many rows: %(given)d.", given=len(raw)),
            say("Give at most %(most)d.", most=int(limits.most)),
        )
    return raw
