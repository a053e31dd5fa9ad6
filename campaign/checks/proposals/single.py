"""One figure alone. In: a case whose field is a number. Out: a proposal."""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from campaign.checks.proposals.doubts import doubt_few, doubt_sample, is_percent, sum_known
from campaign.checks.proposals.filling import conclude, write_amount
from campaign.checks.proposals.frame import Frame, Name
from campaign.checks.proposals.proposal import Case, Doubts, Measure, Proposal, careful, misleading, unfit
from campaign.spec.message import say
from campaign.spec.table import Cell

TEN = Decimal(10)
NEAR = Decimal(3)
"""Percentage points a share may lie beside a whole tenth, if a word such as “nearly” says so."""
ABOUT = Decimal("0.1")
"""Of the share itself: an eighth is not nearly a tenth."""


def judge_number(case: Case) -> Proposal:
    """Any one figure, with the whole that it is a part of."""
    found = _find_focus(case)
    if found is None:
        return conclude(case, unfit(say("Nothing is known that could be shown.")), {})
    row, column, name, cell = found
    about, fields = case.about, case.template.manifest.fields
    doubts = _doubt_alone(case, name, rank_first=True) + doubt_few(case) + doubt_sample(case)
    least = case.field.least
    if cell.amount is not None and least is not None and cell.amount < Decimal(str(least)):
        doubts += unfit(say("The figure is below nought."))
    values: dict[str, Any] = {case.name: write_amount(cell), "what": name.write() or dict(about.unit)}
    if is_percent(about, case.frame):
        values |= {"unit": "%", "whole_label": dict(about.population)}
    else:
        values["unit"] = ""
        whole = sum_known(case.frame.column(column)) if about.whole and len(case.frame.rows) > 1 else None
        if whole:
            values |= {"whole": write_amount(Cell("", whole)), "whole_label": dict(about.population)}
        if len(case.frame.rows) == 1:
            values["what"] = dict(about.unit)
    given = {key: value for key, value in values.items() if key in fields}
    return conclude(case, doubts, given, rank=8 if _is_alone(case.frame) else 60 + row)


def judge_people(case: Case) -> Proposal:
    """So many people out of ten: a share that lies near a whole tenth."""
    found = _find_focus(case)
    if found is None or found[3].amount is None:
        return conclude(case, unfit(say("Nothing is known that could be shown.")), {})
    if not is_percent(case.about, case.frame):
        return conclude(case, unfit(say("It takes a share in per cent.")), {})
    amount, most = found[3].amount, Decimal(case.most)
    if not 0 <= amount <= 100:
        return conclude(case, unfit(say("The share is not between 0 and 100.")), {})
    step = Decimal(100) / most
    count = int((amount / step).quantize(Decimal(1), ROUND_HALF_EVEN))
    off = abs(amount - count * step)
    doubts = _doubt_alone(case, found[2], rank_first=False) + doubt_few(case) + doubt_sample(case)
    if off > min(NEAR * step / TEN, ABOUT * amount) or not 0 < count < case.most:
        doubts += misleading(
            say(
                "%(amount)g %% is no whole number of %(most)d people: %(count)d drawn would say %(drawn)g %%.",
                amount=float(amount),
                most=case.most,
                count=count,
                drawn=float(count * step),
            )
        )
    elif off:
        doubts += careful(
            say(
                "%(count)d of %(most)d is %(drawn)g %%, and the figure is %(amount)g %%: say “nearly” or “over”.",
                amount=float(amount),
                most=case.most,
                count=count,
                drawn=float(count * step),
            )
        )
    return conclude(case, doubts, {case.name: count}, rank=9 if _is_alone(case.frame) else 65)


def _is_alone(frame: Frame) -> bool:
    return len(frame.flat) == 1


def _doubt_alone(case: Case, name: Name, *, rank_first: bool) -> Doubts:
    if _is_alone(case.frame):
        return Doubts()
    count = len([cell for cell in case.frame.flat if not cell.is_unknown])
    doubts = careful(say("It shows one of %(count)d figures alone: “%(name)s”.", count=count, name=name.text))
    if rank_first and case.about.measure is Measure.OTHER:
        doubts += careful(say("Say beside the figure what it is measured in."))
    return doubts


def _find_focus(case: Case) -> tuple[int, int, Name, Cell] | None:
    """The figure that people chose; else the first that is known, in the last column."""
    frame = case.frame
    if case.about.focus:
        row, column = case.about.focus
        if row < len(frame.rows) and column < len(frame.columns) and not frame.cells[row][column].is_unknown:
            return row, column, frame.rows[row], frame.cells[row][column]
    column = len(frame.columns) - 1
    for row, name in enumerate(frame.rows):
        if column >= 0 and not frame.cells[row][column].is_unknown:
            return row, column, name, frame.cells[row][column]
    return None
