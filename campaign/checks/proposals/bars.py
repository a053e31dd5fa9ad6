"""Bars: one figure a name, one under another. In: a case whose field is a series. Out: a proposal."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

from campaign.checks.proposals.changes import doubt_counting
from campaign.checks.proposals.doubts import doubt_few, doubt_names, doubt_sample, doubt_unknown, find_longest
from campaign.checks.proposals.filling import conclude, write_amount
from campaign.checks.proposals.frame import Frame
from campaign.checks.proposals.proposal import Case, Doubts, Measure, Proposal, careful, misleading, unfit
from campaign.checks.proposals.sums import doubt_total
from campaign.spec.message import say
from campaign.spec.moments import Moment

SMALLEST = 50
"""A bar of a fiftieth of the longest cannot be told from none."""
SLACK = {1: 1, 2: 3, 3: 0}
"""Days by which years, months and days are of different lengths, by the precision of a moment."""


def judge_bars(case: Case) -> Proposal:
    frame = case.frame
    if len(frame.columns) > 1 and len(frame.rows) == 1:
        frame = frame.turn()
        case = replace(case, frame=frame)
    doubts = _doubt_shape(case)
    if doubts.unfit:
        return conclude(case, doubts, {})
    cells = frame.column()
    doubts += doubt_unknown(frame.rows, cells) + _doubt_sizes(case) + _doubt_times(frame) + doubt_total(frame)
    doubts += doubt_counting(case) if all(name.moment for name in frame.rows) else Doubts()
    doubts += doubt_few(case) + doubt_sample(case) + doubt_names(frame.rows, find_longest(case.field))
    series = [
        {"label": name.write(), "amount": write_amount(cell)}
        for name, cell in zip(frame.rows, cells, strict=True)
        if cell.amount is not None
    ]
    return conclude(case, doubts, {case.name: series}, rank=20)


def _doubt_shape(case: Case) -> Doubts:
    frame = case.frame
    if len(frame.columns) > 1:
        return unfit(say("Bars show one figure for each name, and this table has %(count)d.", count=len(frame.columns)))
    if len(frame.rows) < case.least:
        return unfit(say("There is nothing to compare: bars need %(least)d figures at least.", least=case.least))
    if len(frame.rows) > case.most:
        return unfit(
            say(
                "%(count)d bars would be too many: choose at most %(most)d rows in the table.",
                count=len(frame.rows),
                most=case.most,
            )
        )
    return Doubts()


def _doubt_sizes(case: Case) -> Doubts:
    amounts = [cell.amount for cell in case.frame.column() if cell.amount is not None]
    if amounts and min(amounts) < 0:
        return misleading(say("Some figures are below nought: a bar that starts at nought cannot show them."))
    doubts = Doubts()
    if amounts and 0 < min(amounts) * SMALLEST < max(amounts):
        doubts += careful(say("The smallest bar would hardly be seen beside the largest."))
    if case.about.measure is Measure.COUNT and any(name.code for name in case.frame.rows) and not case.about.whole:
        doubts += careful(
            say(
                "Numbers of people in places of different sizes: where more live there is more of everything."
                " Shares compare places more fairly."
            )
        )
    return doubts


def _doubt_times(frame: Frame) -> Doubts:
    """Bars stand at equal distances and in the order of the table, whatever lies between their times."""
    moments = [name.moment for name in frame.rows if name.moment]
    if len(moments) < len(frame.rows) or len({moment.precision for moment in moments}) > 1:
        return Doubts()
    doubts = Doubts()
    if [moment.iso for moment in moments] != sorted(moment.iso for moment in moments):
        doubts += careful(say("The times do not run from the first to the last: change would be read backwards."))
    months = sorted(_count_days(moment) for moment in moments)
    steps = [later - earlier for earlier, later in pairwise(months)]
    if steps and max(steps) > min(steps) + SLACK[moments[0].precision]:
        doubts += careful(
            say("The times are not equally far apart, and the bars would be: a line keeps the distances.")
        )
    return doubts


def _count_days(moment: Moment) -> int:
    """From the beginning of the calendar to its first day."""
    year, month, day = (*map(int, moment.iso.split("-")), 1, 1)[:3]
    return date(year, month, day).toordinal()
