"""Cells as people and offices write them. In: the text of one. Out: its amount, unit, flags, or that it is not known.

35 000 and 35.000,5 and 15,3 % and 7.2p and н.д. are all read; what can be read in two ways is refused, never guessed.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from campaign.spec.figure import PERCENT, Status
from campaign.spec.message import Message, say
from campaign.spec.table import Cell

SPACES = "\u00a0\u202f\u2009\u2007"
UNKNOWN = frozenset(
    {"", ":", "..", "...", "…", ".", "n/a", "na", "n.a.", "n.d.", "nd", "нд", "н.д.", "н/д", "нямаданни", "nodata"}
)
"""How offices write that a figure is not known; letters in any case, spaces do not count."""
NOUGHT_OR_NOT = frozenset({"-", "–", "—", "x", "х"})
"""Nought in one office's tables, not known in another's."""
FLAGS = {
    "b": Status.MEASURED, "c": Status.SUPPRESSED, "d": Status.MEASURED, "e": Status.ESTIMATED, "f": Status.ESTIMATED,
    "i": Status.ESTIMATED, "m": Status.UNKNOWN, "n": Status.MEASURED, "p": Status.PROVISIONAL, "r": Status.MEASURED,
    "s": Status.ESTIMATED, "u": Status.MEASURED, "z": Status.UNKNOWN,
}  # fmt: skip
"""Eurostat's observation flags: break, confidential, differs, estimated, forecast, imputed, missing, not significant,
provisional, revised, Eurostat's estimate, unreliable, not applicable."""
_NOTE = re.compile(r"(?:\s*(?:\*+|†+|‡+|[¹²³⁴⁵⁶⁷⁸⁹⁰]+|\(\d\)|\[\d+\]))+$")
_FLAGGED = re.compile(r"(?P<value>.*\d(?:\s*[%‰])?|:)\s*\(?(?P<flags>[bcdefimnprsuz]{1,3})\)?", re.IGNORECASE)
_BRACKETS = re.compile(r"\((?P<value>[^()]+)\)")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_PLAIN = re.compile(r"[+-]?\d+")
_POINTED = re.compile(
    r"[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:\.\d{3})+,\d+|[+-]?\d{1,3}(?:([.,])\d{3})(?:\1\d{3})+"
)
_ONE_MARK = re.compile(r"[+-]?\d+(?P<mark>[.,])\d+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
_POWER = re.compile(r"[+-]?10\s*[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_MULTIPLE = re.compile(r".*\d\s*\(?(?:bn|pp)\)?", re.IGNORECASE)
"""Billions and percentage points, in letters that are flags one by one."""
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?e[+-]?\d+", re.IGNORECASE)


class Mark(StrEnum):
    """What a single comma or point before three digits is, in one table."""

    DECIMALS = "decimals"
    THOUSANDS = "thousands"


class Unclear(Exception):
    """A cell that cannot be read, or in two ways: what is wrong, and how to mend it."""

    def __init__(self, message: Message, hint: Message):
        super().__init__(message)
        self.message, self.hint = message, hint


def read_cell(text: str, *, marks: dict[str, Mark] | None = None) -> Cell:
    """`marks` tell what comma and point are in this table (find_marks). Raises Unclear."""
    given = " ".join(text.translate(dict.fromkeys(map(ord, SPACES), " ")).split())
    bare = given.replace(" ", "").casefold()
    if bare in UNKNOWN:
        return Cell(text.strip(), status=Status.UNKNOWN)
    if bare in NOUGHT_OR_NOT:
        raise Unclear(
            say("“%(given)s” means nought to some, and unknown to others.", given=given[:20]),
            say("Write 0 where nought was counted, and leave the cell empty where nobody knows."),
        )
    if _POWER.fullmatch(given) or _MULTIPLE.fullmatch(given):
        raise Unclear(
            say("“%(given)s” may be more than its digits say.", given=given[:40]),
            say("Write all digits, and what they are counted in as the unit of the column."),
        )
    value, flags, status = _split_flags(given)
    if value == ":":
        return Cell(text.strip(), status=status if status is Status.SUPPRESSED else Status.UNKNOWN, flags=flags)
    unit = ""
    if value.endswith(("%", "‰")):
        value, unit = value[:-1].rstrip(), PERCENT if value.endswith("%") else "‰"
    amount = _read_amount(value, given, marks or {})
    if status in (Status.UNKNOWN, Status.SUPPRESSED):
        raise Unclear(
            say("“%(given)s” has a value, and a flag that says it has none.", given=given[:40]),
            say("Remove the value, or the flag."),
        )
    return Cell(text.strip(), amount, status, unit, flags)


def find_marks(texts: Iterable[str]) -> dict[str, Mark]:
    """What comma and point are in a table, told by the cells that can be read in one way only: where 0,5 stands, 1,234
    is less than two."""
    found: dict[str, set[Mark]] = {",": set(), ".": set()}
    for text in texts:
        value, _, _ = _split_flags(" ".join(text.translate(dict.fromkeys(map(ord, SPACES), " ")).split()))
        value = value.rstrip("%‰ ")
        if _POINTED.fullmatch(value):
            last = max(value.rfind(","), value.rfind("."))
            single = value.count(value[last]) == 1
            other = "." if value[last] == "," else ","
            found[value[last]].add(Mark.DECIMALS if single else Mark.THOUSANDS)
            if single:
                found[other].add(Mark.THOUSANDS)
        elif (one := _ONE_MARK.fullmatch(value)) and not _EITHER.fullmatch(value):
            found[one["mark"]].add(Mark.DECIMALS)
        elif _GROUPED.fullmatch(value) and ("," in value or "." in value):
            found["," if "," in value else "."].add(Mark.DECIMALS)
    told = {mark: next(iter(kinds)) for mark, kinds in found.items() if len(kinds) == 1}
    for mark, other in ((",", "."), (".", ",")):
        if told.get(mark) is Mark.DECIMALS and other not in told and not found[other]:
            told[other] = Mark.THOUSANDS
    return told


def _split_flags(given: str) -> tuple[str, str, Status]:
    """The value, its flags and footnotes, and how sure they make it."""
    note = _NOTE.search(given)
    value, notes = (given[: note.start()].rstrip(), note[0].strip()) if note and note.start() else (given, "")
    bracketed = _BRACKETS.fullmatch(value)
    if bracketed:
        value, notes = bracketed["value"].strip(), f"(){notes}"
    flagged = _FLAGGED.fullmatch(value)
    if not flagged or _SHORTENED.fullmatch(value):
        return value, notes, Status.MEASURED
    flags = flagged["flags"].lower()
    kinds = [FLAGS[flag] for flag in flags]
    return flagged["value"].strip(), f"{flags}{notes}", max(kinds, key=list(Status).index)


def _read_amount(value: str, given: str, marks: dict[str, Mark]) -> Decimal:
    plain = value.replace("\u2212", "-")
    if _SHORTENED.fullmatch(plain):
        raise Unclear(
            say("“%(given)s” is a shortened number: digits may be lost.", given=given[:40]),
            say("Format the column as a number with all its digits, and save the table again."),
        )
    if _PLAIN.fullmatch(plain):
        return Decimal(plain)
    if _GROUPED.fullmatch(plain):
        return Decimal(plain.replace(" ", "").replace(",", "."))
    if _POINTED.fullmatch(plain):
        last = plain[max(plain.rfind(","), plain.rfind("."))]
        whole = plain.count(last) > 1
        plain = plain.replace("," if last == "." else ".", "")
        return Decimal(plain.replace(last, "" if whole else "."))
    if one := _ONE_MARK.fullmatch(plain):
        return _read_marked(plain, one["mark"], given, marks)
    raise Unclear(
        say("“%(given)s” is not a number.", given=given[:60]),
        say("Write digits, e.g. 35000 or 7.3; what nobody knows is left empty."),
    )


def _read_marked(plain: str, mark: str, given: str, marks: dict[str, Mark]) -> Decimal:
    if _EITHER.fullmatch(plain):
        if mark not in marks:
            small, large = plain.replace(mark, "."), plain.replace(mark, "")
            raise Unclear(
                say("“%(given)s” may be %(small)s or %(large)s.", given=given[:40], small=small, large=large),
                say("Write thousands without a mark or with a space, and decimals with as many digits as they have."),
            )
        if marks[mark] is Mark.THOUSANDS:
            return Decimal(plain.replace(mark, ""))
    return Decimal(plain.replace(mark, "."))
