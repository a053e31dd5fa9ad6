"""What speaks against more than one way of drawing. In: a case, names, cells. Out: doubts."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from campaign.checks.proposals.frame import Frame, Name
from campaign.checks.proposals.proposal import About, Case, Doubts, Measure, Sample, careful, misleading
from campaign.render.manifest import TemplateField
from campaign.render.totals import measure_slack
from campaign.spec.figure import HUNDRED, PERCENT, Shown, show_count
from campaign.spec.message import say
from campaign.spec.rules.words import FEW, FEWEST
from campaign.spec.table import Cell


def name_list(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (" …" if len(names) > 5 else "")


def doubt_unknown(names: Sequence[Name], cells: Sequence[Cell]) -> Doubts:
    """Bars and parts have nothing that stands for what nobody knows."""
    gone = [name.text for name, cell in zip(names, cells, strict=True) if cell.is_unknown]
    if not gone:
        return Doubts()
    return misleading(
        say(
            "Not known: %(names)s. Nothing on this picture can stand for that, and nought would be a lie.",
            names=name_list(gone),
        )
    )


def doubt_unit(frame: Frame) -> Doubts:
    if frame.unit is None:
        return misleading(
            say("The columns are counted in different units: one scale for them would compare what cannot be compared.")
        )
    return Doubts()


def doubt_few(case: Case) -> Doubts:
    """Shares of few people (checks.md E6)."""
    counts = [*case.frame.asked, *([case.about.asked] if case.about.asked else [])]
    if case.about.measure is not Measure.PERCENT or not counts:
        return Doubts()
    fewest = min(counts)
    if show_count(fewest) is Shown.HIDDEN:
        message = say(
            "Only %(count)d people stand behind a share: of fewer than %(least)d none are shown.",
            count=fewest,
            least=int(FEWEST.value),
        )
        return misleading(message)
    if show_count(fewest) is Shown.BRACKETED and not (case.field.total and case.field.total.asked):
        return careful(
            say(
                "Shares of fewer than %(least)d people stand in brackets, which this picture has not.",
                least=int(FEW.value),
            )
        )
    return Doubts()


def doubt_sample(case: Case) -> Doubts:
    """A survey on a picture that does not tell how many were asked, and what (checks.md E4)."""
    if case.about.sample is Sample.NONE or (case.field.total and case.field.total.asked):
        return Doubts()
    return careful(say("People were asked, and this picture has no place for how many and for the question."))


def doubt_names(names: Sequence[Name], longest: int | None) -> Doubts:
    """Names that do not fit are never cut."""
    long = [name.text for name in names if longest and len(name.text) > longest]
    if not long:
        return Doubts()
    return careful(
        say(
            "Too long for this picture (%(most)d characters): %(names)s. Shorten them in the table.",
            most=longest or 0,
            names=name_list(long),
        )
    )


def find_longest(spec: TemplateField, part: str = "label") -> int | None:
    return spec.parts[part].longest if part in spec.parts else spec.longest


def sum_known(cells: Iterable[Cell]) -> Decimal | None:
    """None as soon as one is not known."""
    amounts = [cell.amount for cell in cells]
    return None if None in amounts else sum((amount for amount in amounts if amount is not None), Decimal(0))


def makes_hundred(cells: Sequence[Cell]) -> bool:
    """Shares that make 100 % within rounding (checks.md E2)."""
    total = sum_known(cells)
    slack = measure_slack([cell.amount for cell in cells if cell.amount is not None])
    return total is not None and abs(total - HUNDRED) <= slack


def is_percent(about: About, frame: Frame) -> bool:
    return about.measure is Measure.PERCENT or frame.unit == PERCENT
