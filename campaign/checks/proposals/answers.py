"""Answers of people who were asked. In: a case whose rows are answers or statements. Out: a proposal."""

from collections.abc import Sequence
from typing import Any

from campaign.checks.proposals.doubts import (
    doubt_few,
    doubt_names,
    doubt_unknown,
    find_longest,
    is_percent,
    makes_hundred,
    sum_known,
)
from campaign.checks.proposals.filling import conclude, write_amount
from campaign.checks.proposals.proposal import Case, Doubts, Proposal, Sample, misleading, unfit
from campaign.checks.proposals.shares import NO_ANSWER
from campaign.render.manifest import FieldType
from campaign.spec.message import say


def judge_poll(case: Case) -> Proposal:
    """One question, an answer a row."""
    frame, total = case.frame, case.field.total
    if doubts := _doubt_asked(case):
        return conclude(case, doubts, {})
    if len(frame.rows) == 1 and len(frame.columns) > 1:
        frame = frame.turn()
    if len(frame.columns) != 1 or not case.least <= len(frame.rows) <= case.most:
        message = say("It takes one question with %(least)d to %(most)d answers.", least=case.least, most=case.most)
        return conclude(case, unfit(message), {})
    cells = frame.column()
    doubts = doubt_unknown(frame.rows, cells) + doubt_few(case) + doubt_names(frame.rows, find_longest(case.field))
    whole = sum_known(cells)
    if case.about.sample is Sample.ONE and whole is not None and not makes_hundred(cells):
        doubts += misleading(
            say(
                "The answers sum to %(total)g, not to 100: somebody is missing, such as those who did not answer.",
                total=float(whole),
            )
        )
    share = total.down[0] if total else "share"
    kinds = case.field.parts["kind"].options if "kind" in case.field.parts else {}
    rows = [
        {"label": name.write(), share: write_amount(cell)}
        | ({"kind": "unknown"} if "unknown" in kinds and NO_ANSWER.search(name.text) else {})
        for name, cell in zip(frame.rows, cells, strict=True)
        if cell.amount is not None
    ]
    several: dict[str, Any] = {}
    choice = total.unless.partition(".")[0] if total else ""
    if choice in case.template.manifest.fields:
        several[choice] = case.about.sample.value
    return conclude(case, doubts, {case.name: rows, **several}, rank=3)


def judge_statements(case: Case) -> Proposal:
    """Statements down, from “not at all” to “entirely” across."""
    frame, total = case.frame, case.field.total
    if doubts := _doubt_asked(case):
        return conclude(case, doubts, {})
    across = total.across if total else ()
    asked = [part for part in across if case.field.parts[part].required]
    if not len(asked) <= len(frame.columns) <= len(across) or not case.least <= len(frame.rows) <= case.most:
        message = say(
            "It takes statements with %(least)d to %(most)d answers each, from no to yes.",
            least=len(asked),
            most=len(across),
        )
        return conclude(case, unfit(message), {})
    doubts = doubt_few(case)
    text = next((name for name, part in case.field.parts.items() if part.type is FieldType.TEXT), "statement")
    doubts += doubt_names(frame.rows, find_longest(case.field, text))
    rows = []
    for name, cells in zip(frame.rows, frame.cells, strict=True):
        doubts += doubt_unknown([name], [next((cell for cell in cells if cell.is_unknown), cells[0])])
        whole = sum_known(cells)
        if whole is not None and not makes_hundred(cells):
            doubts += misleading(
                say("“%(name)s”: the answers sum to %(total)g, not to 100.", name=name.text, total=float(whole))
            )
        rows.append({text: name.write(), **_write_answers(across, cells)})
    return conclude(case, doubts, {case.name: rows}, rank=4)


def _write_answers(across: Sequence[str], cells: Sequence[Any]) -> dict[str, Any]:
    return {part: write_amount(cell) for part, cell in zip(across, cells, strict=False) if cell.amount is not None}


def _doubt_asked(case: Case) -> Doubts | None:
    """Only what people answered, in per cent."""
    if case.about.sample is Sample.NONE:
        return unfit(say("It shows what people answered. If these are answers, say how many were asked."))
    if not is_percent(case.about, case.frame):
        return unfit(say("It takes the answers in per cent."))
    if not case.about.asked:
        return unfit(say("Say how many people were asked."))
    return None
