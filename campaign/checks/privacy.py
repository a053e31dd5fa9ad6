"""Personal data in texts (checks.md F5). In: an item's texts. Out: findings for numbers that belong to one person."""

import re
from collections.abc import Iterator

from campaign.checks.texts import list_texts, place_in
from campaign.spec.content import Item
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

# Bulgarian ЕГН: ten digits YYMMDDNNNC; the month is +20 before 1900 and +40 from 2000; C is the checksum.
_PERSONAL_NUMBER = re.compile(r"(?<!\d)\d{10}(?!\d)")
_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

_PHONE = re.compile(
    r"(?<![\w-])(?:\+|00)?(?:359|0)[\s./-]?(?:\(?\d{1,3}\)?[\s./-]?)\d{2,3}[\s./-]?\d{2,4}(?:[\s./-]?\d{1,3})?(?!\d)"
)
# A street or boulevard with a house number; „Факултета“ alone is a place, not an address.
_ADDRESS = re.compile(
    r"\b(?:ул|бул)\.\s*[„\"]?[\w .-]{2,40}[“\"]?\s*(?:№|No\.?)?\s*\d+"
    r"|\b\d+\s+[A-Z]\w+\s+(?:Street|St\.|Boulevard|Blvd)"
)


def check_privacy(item: Item, *, language: str) -> Iterator[Finding]:
    """F5: a personal number is an error, what looks like a phone or a street address a warning."""
    for field, text in list_texts(item, language=language):
        place = place_in(item, field=field, language=language)
        if any(is_personal_number(found) for found in _PERSONAL_NUMBER.findall(text)):
            message = say("The text contains a personal number (ЕГН).")
            yield Finding("F5", Severity.ERROR, message, say("Remove it."), place)
        elif _has_phone(text):
            message = say("This looks like somebody’s phone number.")
            yield Finding("F5", Severity.WARNING, message, say("Keep it only if it is an office’s."), place)
        if _ADDRESS.search(text):
            message = say("This looks like somebody’s address.")
            yield Finding("F5", Severity.WARNING, message, say("Keep it only if it is an office’s."), place)


def is_personal_number(digits: str) -> bool:
    """Ten digits with a date that can be and the right checksum."""
    month, day = int(digits[2:4]), int(digits[4:6])
    month -= 40 if month > 40 else 20 if month > 20 else 0
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return total % 11 % 10 == int(digits[9])


def _has_phone(text: str) -> bool:
    """Nine digits or more that start like a Bulgarian number at home (0…) or abroad (+359…)."""
    return any(sum(char.isdigit() for char in found) >= 9 for found in _PHONE.findall(text))
