"""Rows that are added up. In: a frame whose rows are drawn as parts of a whole, or beside each other. Out: doubts."""

from collections.abc import Sequence
from decimal import Decimal

from campaign.checks.proposals.frame import Frame
from campaign.checks.proposals.proposal import Doubts, careful, misleading
from campaign.spec.grid import is_total
from campaign.spec.message import say
from campaign.spec.table import Cell

FEWEST_PARTS = 3
"""Of two parts one may be the rest by chance, as 20 and 30 beside 50."""


def doubt_parts(frame: Frame) -> Doubts:
    """Parts below nought, parts of nothing, and a sum among its own parts."""
    doubts = Doubts()
    for at, column in enumerate(frame.columns):
        amounts = [cell.amount for cell in frame.column(at) if cell.amount is not None]
        if amounts and min(amounts) < 0:
            doubts += misleading(say("“%(name)s”: a part below nought is no part of a whole.", name=column.text))
        elif amounts and not any(amounts):
            doubts += misleading(say("“%(name)s”: all parts are nought, and make no whole.", name=column.text))
    if total := _find_total(frame):
        doubts += misleading(
            say("“%(name)s” sums up the others, and would be counted twice. Leave it out in the table.", name=total)
        )
    return doubts


def doubt_total(frame: Frame) -> Doubts:
    """A sum that stands beside its parts as if it were one more of them."""
    if total := _find_total(frame):
        return careful(say("“%(name)s” sums up the others, and stands beside them as one more.", name=total))
    return Doubts()


def _find_total(frame: Frame) -> str:
    """The row that is the sum of all others in every column: called so, or of so many that it is no chance."""
    for at, name in enumerate(frame.rows):
        others = [row for number, row in enumerate(frame.cells) if number != at]
        if len(others) < (2 if is_total(name.text) else FEWEST_PARTS):
            continue
        columns = zip(*others, strict=True)
        if all(_is_sum(cell, column) for cell, column in zip(frame.cells[at], columns, strict=True)):
            return name.text
    return ""


def _is_sum(whole: Cell, others: Sequence[Cell]) -> bool:
    known = [cell.amount for cell in others if cell.amount is not None]
    return bool(whole.amount) and len(known) == len(others) and sum(known, Decimal(0)) == whole.amount
