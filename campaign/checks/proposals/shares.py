"""Parts of a whole. In: a case whose rows make 100 %, or are streams of everybody. Out: a proposal."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from campaign.checks.proposals.doubts import (
    doubt_few,
    doubt_names,
    doubt_sample,
    doubt_unknown,
    find_longest,
    is_percent,
    makes_hundred,
    sum_known,
)
from campaign.checks.proposals.filling import conclude, write_amount
from campaign.checks.proposals.frame import Frame, Name
from campaign.checks.proposals.proposal import Case, Doubts, Measure, Proposal, Sample, careful, misleading, unfit
from campaign.checks.proposals.sums import doubt_parts
from campaign.spec.figure import HUNDRED, PERCENT
from campaign.spec.message import say
from campaign.spec.table import Cell

TENTH = Decimal("0.1")
NO_ANSWER = re.compile(
    r"не ?знам|не ?знаят|неизвест|без отговор|не ?отговор|няма данни|don.?t know|no answer|unknown|not stated|refus",
    re.IGNORECASE,
)
"""Parts that are no answer: they are hatched, and never left out."""


def judge_shares(case: Case) -> Proposal:
    """Parts down, wholes across; counts become shares where the parts together are everybody."""
    frame = case.frame
    total = case.field.total
    most_wholes = len(total.down) if total else 1
    if len(frame.rows) == 1 and len(frame.columns) > 1:
        frame = frame.turn()
    if is_percent(case.about, frame) and not _are_wholes(frame) and frame.columns and _are_wholes(frame.turn()):
        frame = frame.turn()
    counted = frame
    if not is_percent(case.about, frame) and case.about.whole:
        frame = _take_shares(frame)
    case = replace(case, frame=frame)
    doubts = _doubt_parts(case, most_wholes=most_wholes)
    if doubts.unfit:
        return conclude(case, doubts, {})
    doubts += doubt_parts(counted)
    doubts += doubt_few(case) + doubt_sample(case) + doubt_names(frame.rows, find_longest(case.field))
    values: dict[str, Any] = {case.name: _write_parts(case)}
    bars = total.columns if total else ""
    if bars and len(frame.columns) > 1:
        spec = case.template.manifest.fields[bars]
        doubts += doubt_names(frame.columns, spec.longest)
        values[bars] = {
            language: [name.texts.get(language, name.text) for name in frame.columns] for language in case.languages
        }
    return conclude(case, doubts, values, rank=5)


def judge_streams(case: Case) -> Proposal:
    """Counts that together are everybody, each going its own way."""
    frame = case.frame
    if case.about.measure not in (Measure.COUNT, Measure.EURO, Measure.MILLION_EURO):
        return conclude(case, unfit(say("It shows people or money that go somewhere, and no shares.")), {})
    if len(frame.columns) != 1 or not max(case.least, 1) <= len(frame.rows) <= case.most:
        message = say("It takes one figure each for %(most)d ways at most.", most=case.most)
        return conclude(case, unfit(message), {})
    doubts = doubt_unknown(frame.rows, frame.column()) + doubt_names(frame.rows, find_longest(case.field))
    doubts += doubt_parts(frame)
    if not case.about.whole:
        doubts += misleading(
            say("All streams together are drawn as everybody. Say that these rows are the whole, or add the rest.")
        )
    else:
        doubts += careful(say("Only where people or money really go from one place to others; else take bars."))
    streams = [
        {"label": name.write(), "amount": write_amount(cell)}
        for name, cell in zip(frame.rows, frame.column(), strict=True)
        if cell.amount is not None
    ]
    return conclude(case, doubts, {case.name: streams}, rank=40)


def _are_wholes(frame: Frame) -> bool:
    return all(makes_hundred(frame.column(at)) for at in range(len(frame.columns)))


def _doubt_parts(case: Case, *, most_wholes: int) -> Doubts:
    frame = case.frame
    if len(frame.rows) < case.least:
        return unfit(say("There is nothing to divide: it takes %(least)d parts at least.", least=case.least))
    if not is_percent(case.about, frame):
        if case.about.measure.is_rate or case.about.measure is Measure.OTHER:
            return unfit(say("These figures are no parts of one whole."))
        return misleading(
            say("Parts of a whole must be everybody, and nobody has said that these rows are. If they are, say so.")
        )
    doubts = Doubts()
    if len(frame.rows) > case.most:
        doubts += misleading(
            say(
                "%(count)d parts: nobody tells so many slices apart. At most %(most)d; bars take their place.",
                count=len(frame.rows),
                most=case.most,
            )
        )
    if len(frame.columns) > most_wholes:
        return unfit(say("More than %(most)d wholes side by side: leave columns out.", most=most_wholes))
    if case.about.sample is Sample.MANY:
        return doubts + misleading(say("People could choose several answers: the shares are no parts of one whole."))
    doubts += doubt_unknown(frame.rows, [_find_gap(row) for row in frame.cells])
    for at, name in enumerate(frame.columns):
        total = sum_known(frame.column(at))
        if total is not None and not makes_hundred(frame.column(at)):
            doubts += misleading(
                say(
                    "“%(name)s”: the parts sum to %(total)g, not to 100. A ring of them would lie.",
                    name=name.text,
                    total=float(total),
                )
            )
    return doubts


def _find_gap(row: Sequence[Cell]) -> Cell:
    return next((cell for cell in row if cell.is_unknown), row[0])


def _take_shares(frame: Frame) -> Frame:
    """Counts in per cent of their column, to a tenth."""
    sums = [sum_known(frame.column(at)) for at in range(len(frame.columns))]

    def share(cell: Cell, whole: Decimal | None) -> Cell:
        if cell.amount is None or not whole:
            return replace(cell, amount=None, status=cell.status if cell.is_unknown else Cell("").status)
        amount = (cell.amount * HUNDRED / whole).quantize(TENTH, ROUND_HALF_EVEN)
        return replace(cell, amount=amount, unit=PERCENT)

    cells = tuple(tuple(share(cell, whole) for cell, whole in zip(row, sums, strict=True)) for row in frame.cells)
    return replace(frame, cells=cells, unit=PERCENT, total=())


def _write_parts(case: Case) -> list[dict[str, Any]]:
    total, parts = case.field.total, case.field.parts
    down = total.down if total else ()
    kinds = parts["kind"].options if "kind" in parts else {}

    def write(name: Name, row: Sequence[Cell]) -> dict[str, Any]:
        shares = {part: write_amount(cell) for part, cell in zip(down, row, strict=False) if cell.amount is not None}
        kind = {"kind": "unknown"} if "unknown" in kinds and NO_ANSWER.search(name.text) else {}
        return {"label": name.write(), **shares, **kind}

    return [write(name, row) for name, row in zip(case.frame.rows, case.frame.cells, strict=True)]
