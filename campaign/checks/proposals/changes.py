"""Change: lines through time, pairs of figures. In: a case whose rows have dates, or two figures. Out: a proposal."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from campaign.checks.proposals.doubts import (
    doubt_few,
    doubt_names,
    doubt_sample,
    doubt_unit,
    doubt_unknown,
    find_longest,
    is_percent,
    name_list,
)
from campaign.checks.proposals.filling import conclude, write_amount, write_period
from campaign.checks.proposals.frame import Frame, Name
from campaign.checks.proposals.proposal import Case, Doubts, Proposal, Sample, careful, misleading, unfit
from campaign.render.manifest import FieldType
from campaign.spec.figure import Status, measure_joint_margin
from campaign.spec.message import say
from campaign.spec.reading import has_break
from campaign.spec.table import Cell

BEFORE = frozenset({"before", "after"})
"""Parts of a pair by these names are one thing at two times."""


def judge_lines(case: Case) -> Proposal:
    """A date a row, and a figure for each line."""
    frame = _stand_times(case.frame)
    case = replace(case, frame=frame)
    parts = [name for name, part in case.field.parts.items() if part.type is FieldType.NUMBER]
    date = next(name for name, part in case.field.parts.items() if part.type is FieldType.DATE)
    doubts = _doubt_times(case, lines=len(parts))
    if doubts.unfit or not all(name.moment for name in frame.rows):
        return conclude(case, doubts, {})
    order = sorted(range(len(frame.rows)), key=lambda at: _read_iso(frame.rows[at]))
    moments = [frame.rows[at].moment for at in order]
    rows = []
    for at, moment in zip(order, moments, strict=True):
        amounts = {part: write_amount(cell) for part, cell in zip(parts, frame.cells[at], strict=False)}
        known = {part: amount for part, amount in amounts.items() if amount is not None}
        rows.append({date: moment.iso if moment else "", **known})
    doubts += doubt_unit(frame) + doubt_counting(case) + doubt_few(case) + doubt_sample(case)
    doubts += _doubt_chance(replace(case, frame=frame.turn()))
    longest = case.template.manifest.fields["names"].longest if "names" in case.template.manifest.fields else None
    several = len(frame.columns) > 1
    doubts += doubt_names(frame.columns, longest) if several else Doubts()
    values: dict[str, Any] = {case.name: rows}
    if several and "names" in case.template.manifest.fields:
        values["names"] = {
            language: [name.texts.get(language, name.text) for name in frame.columns] for language in case.languages
        }
    return conclude(case, doubts, values, rank=10)


def judge_pairs(case: Case) -> Proposal:
    """Two figures a row: before and after, or two groups."""
    first, second = (name for name, part in case.field.parts.items() if part.type is FieldType.NUMBER)
    timed = {first, second} == BEFORE
    frame, left = _choose_two(case, timed=timed)
    case = replace(case, frame=frame)
    doubts = _doubt_pairs(case, timed=timed)
    if doubts.unfit:
        return conclude(case, doubts, {})
    if left:
        doubts += careful(
            say("Only the first and the last time are shown; left out: %(names)s.", names=name_list(left))
        )
    doubts += doubt_unit(frame) + doubt_unknown(frame.rows, [_find_gap(row) for row in frame.cells])
    doubts += doubt_counting(case) if all(name.moment for name in frame.columns) else Doubts()
    doubts += doubt_few(case) + doubt_sample(case) + _doubt_chance(case)
    doubts += doubt_names(frame.rows, find_longest(case.field))
    rows = [
        {"label": name.write(), first: write_amount(row[0]), second: write_amount(row[1])}
        for name, row in zip(frame.rows, frame.cells, strict=True)
        if not any(cell.is_unknown for cell in row)
    ]
    names = dict(zip((f"{first}_name", f"{second}_name"), map(_write_column, frame.columns), strict=True))
    given = {name: value for name, value in names.items() if name in case.template.manifest.fields}
    return conclude(case, doubts, {case.name: rows, **given}, rank=12 if timed else 14)


def _write_column(name: Name) -> Any:
    return write_period(name.moment.iso, ("bg", "en")) if name.moment and name.moment.precision == 1 else name.write()


def _stand_times(frame: Frame) -> Frame:
    """Turned, where the times stand across."""
    across = bool(frame.columns) and all(name.moment for name in frame.columns)
    return frame.turn() if across and not all(name.moment for name in frame.rows) else frame


def _doubt_times(case: Case, *, lines: int) -> Doubts:
    frame = case.frame
    moments = [name.moment for name in frame.rows if name.moment]
    if len(moments) < len(frame.rows) or not moments:
        if len(frame.rows) < 2:
            return unfit(say("A line needs %(least)d times at least.", least=case.least))
        return misleading(
            say("A line says that one thing turns into the next. These rows are no times, so nothing does.")
        )
    if len(moments) < case.least:
        return unfit(say("A line needs %(least)d times at least.", least=case.least))
    if len(moments) > case.most:
        return unfit(say("More than %(most)d times: leave some rows out in the table.", most=case.most))
    if len(frame.columns) > lines:
        return unfit(say("More than %(most)d lines: leave some out in the table.", most=lines))
    if len({moment.iso for moment in moments}) < len(moments):
        return unfit(say("A time stands there twice."))
    if len({moment.precision for moment in moments}) > 1:
        return unfit(say("Some times are years, and some months or days: write them in one way."))
    if any(moment.is_span for moment in moments):
        return careful(say("School years stand under their first year: say so in what is counted."))
    return Doubts()


def _doubt_chance(case: Case) -> Doubts:
    """Of people who were asked: steps no larger than what another sample would show by chance (checks.md E4)."""
    asked = case.about.asked
    if case.about.sample is Sample.NONE or not asked or not is_percent(case.about, case.frame):
        return Doubts()
    rows = [[float(cell.amount) for cell in row if cell.amount is not None] for row in case.frame.cells]
    told = [row for row in rows if len(row) > 1]
    if not told or any(max(row) - min(row) > measure_joint_margin(min(row), asked, max(row), asked) for row in told):
        return Doubts()
    margin = max(measure_joint_margin(min(row), asked, max(row), asked) for row in told)
    return misleading(
        say(
            "%(count)d people were asked: differences of up to %(margin)g percentage points are chance, and all of"
            " these are.",
            count=asked,
            margin=round(margin, 1),
        )
    )


def doubt_counting(case: Case) -> Doubts:
    """Figures that were counted in two ways, or may still change."""
    frame, doubts = case.frame, Doubts()
    upright = all(name.moment for name in frame.rows)
    timed = list(frame.rows if upright else frame.columns)
    columns = frame.cells if upright else tuple(zip(*frame.cells, strict=True))
    broken = [name.text for name, cells in zip(timed, columns, strict=True) if any(map(has_break, cells))]
    first = min((name.moment for name in timed if name.moment), default=None)
    later = [text for text in broken if first is None or text != first.iso]
    since = later or ([case.about.changed] if case.about.changed else [])
    if since:
        doubts += misleading(
            say(
                "From %(when)s on it was counted otherwise: what looks like a change may be the new way of counting."
                " Leave out what lies before, or what lies after.",
                when=since[0],
            )
        )
    if any(cell.status in (Status.PROVISIONAL, Status.ESTIMATED) for cell in frame.flat):
        doubts += careful(say("Some figures are provisional or estimated: say so in words on the picture."))
    return doubts


def _choose_two(case: Case, *, timed: bool) -> tuple[Frame, tuple[str, ...]]:
    """Two columns of times, or any two; of more times the first and the last, and what is left out."""
    frame = case.frame
    worth = len(frame.columns) > 1 or all(name.moment for name in frame.rows)  # two lone figures are bars
    if len(frame.columns) != 2 and len(frame.rows) == 2 and len(frame.columns) <= case.most and worth:
        frame = frame.turn()
    if timed and all(name.moment for name in frame.rows) and not all(name.moment for name in frame.columns):
        frame = frame.turn()
    moments = [name.moment for name in frame.columns if name.moment]
    if len(moments) < len(frame.columns) or len(moments) < 2:
        return frame, ()
    order = sorted(range(len(moments)), key=lambda at: moments[at].iso)
    ends, between = (order[0], order[-1]), order[1:-1]
    chosen = replace(
        frame,
        columns=tuple(frame.columns[at] for at in ends),
        cells=tuple(tuple(row[at] for at in ends) for row in frame.cells),
    )
    return chosen, tuple(frame.columns[at].text for at in between)


def _doubt_pairs(case: Case, *, timed: bool) -> Doubts:
    frame = case.frame
    if len(frame.columns) != 2:
        return unfit(say("Each row needs two figures, and has %(count)d.", count=len(frame.columns)))
    if not case.least <= len(frame.rows) <= case.most:
        return unfit(
            say(
                "It takes %(least)d to %(most)d rows, and there are %(count)d.",
                least=case.least,
                most=case.most,
                count=len(frame.rows),
            )
        )
    if timed and not all(name.moment for name in frame.columns):
        return misleading(say("A slope says that something has changed. These two columns are no times."))
    return Doubts()


def _find_gap(row: Sequence[Cell]) -> Cell:
    """The first that is not known, else the first."""
    return next((cell for cell in row if cell.is_unknown), row[0])


def _read_iso(name: Name) -> str:
    return name.moment.iso if name.moment else ""
