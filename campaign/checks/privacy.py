"""Personal data in texts (checks.md F5). In: an item's texts. Out: findings for numbers that belong to one person."""

import re
import unicodedata
from collections.abc import Iterator

from campaign.checks.texts import list_texts, place_in
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

# Bulgarian ЕГН: ten digits YYMMDDNNNC; the month is +20 before 1900 and +40 from 2000; C is the checksum. People write
# it in groups, in the digits of their own script, or with the word before it.
_TEN = re.compile(
    r"(?<![\d.,])(?<![\w][./-])(?:(?<!\w)|(?<=[гg][нn]))\d(?:[\s.\-·_/]?\d){9}(?!\d)(?![.,\-/]\d)(?!\w)", re.IGNORECASE
)
_WEIGHTS = (2, 4, 8, 5, 10, 9, 7, 3, 6)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# Groups of three from the right are how amounts are written: 1 002 034 567.
_AMOUNT = re.compile(r"\d{1,3}(?:[\s.\-·_/]\d{3})+")
_NAMED = re.compile(
    r"(?:егн|е\.\s?г\.\s?н\.|egn|personal\s+(?:identification\s+)?n(?:umber|o)\.?)[\s:№#-]*$", re.IGNORECASE
)

_DATE = re.compile(
    r"(?<!\d)\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?(?:19|20)\d{2}(?!\d)|(?<!\d)(?:19|20)\d{2}-\d{2}-\d{2}(?!\d)"
)
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d{2}\s?[–—/-]\s?(?:19|20)?\d{2}(?!\d)")
_PHONE = re.compile(
    r"(?<![\w-])(?<!\d[\s.,])(?:(?:\+|00)\d{1,3}[\s./()-]{0,2}|\(?0\s?)\d(?:[\s./()-]{0,2}\d){6,12}(?!\d)"
)
_LOOSE = re.compile(
    r"(?:тел(?:ефон)?|gsm|моб(?:илен)?|phone|mobile|call|tel)\b[.:\s№]*(\+?\d(?:[\s./()-]{0,2}\d){5,13})", re.IGNORECASE
)

# A year, a share or a count of people is no house number.
_NUMBER = (
    r"(?:№|No\.?|nr\.?|бр\.)?\s*(?!(?:19|20)\d{2}(?!\d))\d{1,4}\s?[а-яa-zА-ЯA-Z]?(?![\w%])"
    r"(?!\s*(?:г\.|години|процент|%|души|деца))"
)
_NAME = r"[„\"“«]?[\w .’'-]{2,40}?[“”\"»]?\s*,?\s*"
# A street or boulevard with a house number, a block of flats with its own; „Факултета“ alone is a place, no address.
_ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:(?<!\w)(?:ул\.|улица(?:та)?|бул\.|булевард(?:а|ът)?|пл\.|площад)\s*{_NAME}{_NUMBER})",
        r"(?i:(?<!\w)(?:бл\.|блок)\s*№?\s*\d{1,4}\s?\w?\s*,?\s*(?:вх\.|вход|ет\.|етаж|ап\.|апартамент)\s*\w{1,3})",
        rf"(?i:(?<!\w)(?:ж\.\s?к\.|жк\.?|кв\.)\s*{_NAME}(?:бл\.|блок)\s*№?\s*\d{{1,4}})",
        r"(?<!\w)\d{1,4}[a-z]?,?\s+(?:[A-Z][\w’'-]+\s+){1,3}"
        r"(?:Street|St\.|Boulevard|Blvd\.?|Road|Rd\.|Avenue|Ave\.|Lane|Square)(?!\w)",
        rf"(?<!\w)(?:[A-Z][\w’'-]+\s+){{1,3}}(?:Street|St\.|Boulevard|Blvd\.?|Road|Avenue|Str\.)\s*,?\s*{_NUMBER}",
        rf"(?<!\w)(?:[Cc]alle|[Aa]venida|[Pp]laza|[Ss]trada|[Ss]tr\.|[Bb]ulevardul|[Vv]ia)\s+[A-ZÀ-Þ]"
        rf"[\w’' -]{{2,30}}?,?\s*{_NUMBER}",
        r"(?<!\w)\d{1,4}\s?(?:bis|ter)?,?\s+(?:rue|avenue|boulevard|place)\s+(?:de\s|du\s|des\s|la\s)*[A-ZÀ-Þ]\w{2,}",
        rf"(?<!\w)[A-ZÄÖÜ]\w+(?:straße|strasse|straat|weg|gasse|allee|laan|plein)\s+{_NUMBER}",
    )
)


def check_privacy(item: Item, *, language: str) -> Iterator[Finding]:
    """F5: a personal number is an error, what looks like a phone or a street address a warning."""
    for field, text in list_texts(item, language=language):
        yield from check_text(text, place=place_in(item, field=field, language=language))


def check_text(text: str, *, place: Place) -> Iterator[Finding]:
    """F5 of one text. The number itself is quoted nowhere: a finding is read by many, and kept."""
    plain = level_digits(text)
    numbers = list(find_personal_numbers(plain))
    for start, end in numbers:
        message = say("The text contains a personal number (ЕГН), at character %(at)d.", at=start + 1)
        yield Finding("F5", Severity.ERROR, message, say("Remove it."), place)
        plain = plain[:start] + "x" * (end - start) + plain[end:]
    if found := find_phone(plain):
        message = say("This looks like somebody’s phone number: “%(word)s”.", word=found)
        yield Finding("F5", Severity.WARNING, message, say("Keep it only if it is an office’s."), place, measured=found)
    if found := find_address(plain):
        message = say("This looks like somebody’s address: “%(word)s”.", word=found)
        yield Finding("F5", Severity.WARNING, message, say("Keep it only if it is an office’s."), place, measured=found)


def level_digits(text: str) -> str:
    """The same length with every script's digits as 0–9, hard spaces as spaces and hidden signs as a separator."""
    return "".join(_level(sign) for sign in text)


def _level(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if unicodedata.category(sign) == "Cf":
        return "_"
    if unicodedata.category(sign) == "Zs":
        return " "
    return "-" if sign in "‐‑‒–—−" else sign


def find_personal_numbers(text: str) -> Iterator[tuple[int, int]]:
    for match in _TEN.finditer(text):
        digits = re.sub(r"\D", "", match.group(0))
        is_amount = _AMOUNT.fullmatch(match.group(0)) is not None
        if is_personal_number(digits) and (not is_amount or _NAMED.search(text[: match.start()])):
            yield match.span()


def is_personal_number(digits: str) -> bool:
    """Ten digits with a date that can be and the right checksum."""
    month, day = int(digits[2:4]), int(digits[4:6])
    month -= 40 if month > 40 else 20 if month > 20 else 0
    if not 1 <= month <= 12 or not 1 <= day <= _DAYS[month - 1]:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return total % 11 % 10 == int(digits[9])


def find_phone(text: str) -> str:
    """Nine digits or more that start like a number at home (0…) or abroad (+359…), or six after the word; or empty."""
    rest = _YEARS.sub(_blank, _DATE.sub(_blank, text))
    for match in _PHONE.finditer(rest):
        count = sum(sign.isdigit() for sign in match.group(0))
        if 9 <= count <= 15:
            return match.group(0).strip()
    loose = _LOOSE.search(rest)
    return loose.group(1).strip() if loose else ""


def find_address(text: str) -> str:
    found = next((match for pattern in _ADDRESSES if (match := pattern.search(text))), None)
    return found.group(0).strip() if found else ""


def _blank(match: re.Match[str]) -> str:
    return "x" * len(match.group(0))
