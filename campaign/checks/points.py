"""Percentages and points (checks.md E5). In: an item's figures and texts. Out: where one is said for the other.

From 31 % to 38 % is seven percentage points, and some 23 per cent. A text that says “7 % more” says neither. It is
found by reckoning: a number with a per cent sign that is told as a change, and equals the difference of two of the
item's own percentages, but not their relative change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import permutations

from campaign.checks.amounts import is_number
from campaign.checks.texts import list_texts, place_in
from campaign.render.entry import choose_language
from campaign.render.manifest import FieldType, Template
from campaign.render.totals import measure_slack
from campaign.spec.content import Item
from campaign.spec.figure import PERCENT, Figure, measure_change, subtract
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

_NUMBER = r"(?<!\d)(?P<number>\d++(?:[.,]\d++)?)"
_SPACE = r"[\s\u00a0\u202f]*+"
SIGNED = re.compile(
    rf"{_NUMBER}{_SPACE}(?:%|на сто\b|процента?\b|per ?cent\b)"
    rf"(?!{_SPACE}-?(?:ни\b|ен\b)?{_SPACE}(?:пункт|точк|п\.{_SPACE}п|points?\b|pp\b|ppts?\b))",
    re.IGNORECASE,
)
"""A number in per cent that is not one of percentage points."""
_AFTER: Mapping[str, str] = {
    "bg": r"(?:повече|по-(?:малко|висок|нис[ък]|голям|чест|рядк|мал[ък])\w*|нагоре|надолу|ръст|спад"
    r"|увеличени|намалени)",
    "en": r"(?:more|less|fewer|higher|lower|rise|increase|decrease|drop|fall|decline|gain|jump|up|down|gap"
    r"|difference)\b",
}
"""What makes the number before it a change: 7 % more."""
_BEFORE: Mapping[str, str] = {
    "bg": r"\b(?:с(?:ъс)?|(?:ръст|спад|скок|увеличени|намалени|нарастван|понижени|повишени|разлик)\w*(?: е| от| с)?)"
    r"(?: около| над| почти| цели| само)?\s*$",
    "en": r"\b(?:by|up|down|(?:rise|increase|decrease|drop|fall|decline|gain|jump|growth|gap|difference|change)s?"
    r"(?: of| is| was)?|(?:rose|fell|grew|dropped|increased|decreased|climbed|gained|declined))"
    r"(?: about| some| nearly| almost| over| only)?\s*$",
}
"""What makes the number after it a change: by 7 %, an increase of 7 %."""


def check_points(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E5: per cent is not said for percentage points."""
    if language not in _BEFORE:
        return
    texts = [*list_texts(item, language=language), *_join_large(item, language)]
    told = {match[0]: (path, match) for path, text in texts for match in SIGNED.finditer(text)}
    changes = {words: found for words, found in told.items() if _is_change(found[1], language)}
    said = [_read(match["number"]) for words, (_, match) in told.items() if words not in changes]
    levels = tuple(dict.fromkeys([*_list_levels(item, language, template), *said]))
    for words, (path, match) in changes.items():
        if _is_points(_read(match["number"]), levels):
            yield _tell(item, path, words, language)


def _is_change(match: re.Match[str], language: str) -> bool:
    before = match.string[: match.start()].replace("\u00a0", " ")
    after = match.string[match.end() :].lstrip()
    return bool(re.search(_BEFORE[language], before, re.IGNORECASE) or re.match(_AFTER[language], after, re.IGNORECASE))


def _is_points(given: Decimal, levels: Sequence[Decimal]) -> bool:
    """Whether a change is the difference of two levels, and not their relative change within its rounding."""
    slack = measure_slack((given,))
    pairs = list(permutations((Figure(level, PERCENT) for level in levels), 2))
    if not given or any(_equals(measure_change(later, earlier), given, slack) for later, earlier in pairs):
        return False
    return any(_equals(subtract(later, earlier), given, slack / 5) for later, earlier in pairs)


def _equals(difference: Figure, given: Decimal, slack: Decimal) -> bool:
    """Whichever way it goes; from nought there is no relative change."""
    return difference.value is not None and abs(abs(difference.value) - given) <= slack


def _list_levels(item: Item, language: str, template: Template) -> Iterator[Decimal]:
    """The percentages of the item's fields: shares by type, and figures whose unit is a percentage."""
    is_share = _measures_share(item, language)
    for name, spec in template.manifest.fields.items():
        value = choose_language(item.values.get(name), language=language)
        if spec.type is FieldType.PERCENT or (spec.type is FieldType.NUMBER and is_share and name != "number"):
            yield from _take(value)
        elif isinstance(value, (list, tuple)):
            for row in value:
                for part, amount in row.items() if isinstance(row, Mapping) else ():
                    kind = spec.parts[part].type if part in spec.parts else spec.type
                    shares = kind is FieldType.PERCENT or (is_share and kind in (FieldType.NUMBER, FieldType.SERIES))
                    yield from _take(amount) if shares else ()
        elif spec.type in (FieldType.REGIONS, FieldType.MAP) and isinstance(value, Mapping) and is_share:
            figures = value.get("figures")
            for amount in figures.values() if isinstance(figures, Mapping) else ():
                yield from _take(amount)


def _measures_share(item: Item, language: str) -> bool:
    texts = [choose_language(item.values.get(name), language=language) for name in ("unit", "measure", "rate")]
    if item.source:
        texts.append(item.source.unit.get(language))
    return any(isinstance(text, str) and ("%" in text or text == "percent") for text in texts)


def _join_large(item: Item, language: str) -> Iterator[tuple[str, str]]:
    """A large number stands in fields of its own; people read it as one: 7 % more than in 2014."""
    number = choose_language(item.values.get("number"), language=language)
    parts = [choose_language(item.values.get(name), language=language) for name in ("prefix", "unit", "what")]
    if isinstance(number, (int, float)) and isinstance(parts[1], str):
        before, unit, what = (str(part or "") for part in parts)
        yield "values.number", f"{before} {number} {unit} {what}"


def _take(amount: object) -> Iterator[Decimal]:
    if is_number(amount):
        yield Decimal(str(amount))


def _read(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _tell(item: Item, field: str, given: str, language: str) -> Finding:
    return Finding(
        "E5",
        Severity.ERROR,
        say("“%(given)s” is a difference of percentages: it is counted in percentage points.", given=given),
        say("Write “percentage points” or “pp”; in Bulgarian “процентни пункта” or “п.п.”."),
        place_in(item, field=field, language=language),
        given,
    )
