"""A table and its pictures in words. In: a reading, proposals. Out: cells, columns and cards as the pages show them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign.checks.proposals.proposal import Proposal, Verdict
from campaign.data.models import Draft
from campaign.forms.words import pick_text
from campaign.render.manifest import Template
from campaign.services.figures import Understood
from campaign.services.picturing import find_faults
from campaign.spec.figure import Status
from campaign.spec.grid import Grid, Role
from campaign.spec.message import Message
from campaign.spec.reading import Fault, Line, Reading
from campaign.spec.table import Cell
from campaign.studio.statistic_form import ROLES
from campaign.studio.words import translate_message


@dataclass(frozen=True)
class Square:
    """One cell: `look` is a class, `says` what it is taken for, where that does not go without saying."""

    row: int
    column: int
    text: str
    label: str
    look: str = ""
    says: str = ""

    @property
    def id(self) -> str:
        return f"c-{self.row}-{self.column}"

    @property
    def name(self) -> str:
        return f"c.{self.row}.{self.column}"


@dataclass(frozen=True)
class Head:
    """A column as it can be corrected."""

    number: int
    letter: str
    title: str
    role: str
    guessed: str
    unit: str
    roles: tuple[tuple[str, str, bool], ...]
    is_amount: bool


@dataclass(frozen=True)
class Bar:
    """A line of the table."""

    number: int
    name: str
    squares: tuple[Square, ...]
    is_out: bool
    is_total: bool


@dataclass(frozen=True)
class Card:
    """A template that may tell the table. `address` is its picture's, empty where there is none yet, and `missing` says
    why."""

    template: str
    title: str
    verdict: str
    words: str
    reasons: tuple[str, ...]
    address: str = ""
    missing: tuple[str, ...] = ()
    is_chosen: bool = False


def list_heads(reading: Reading) -> Iterator[Head]:
    for column in reading.columns:
        roles = tuple((role.value, str(words), role is column.role) for role, words in ROLES.items())
        yield Head(
            column.number,
            column.letter,
            column.title,
            column.role.value,
            column.guessed.value,
            column.unit,
            roles,
            column.role is Role.AMOUNT,
        )


def list_titles(grid: Grid, reading: Reading) -> Iterator[tuple[int, list[Square]]]:
    """The lines that name the columns."""
    wrong = {(fault.line, fault.column): fault for fault in reading.faults}
    for number in range(grid.header):
        yield number, [
            Square(number, at, text, _("Title of column %(letter)s") % {"letter": reading.columns[at].letter},
                   *_blame(wrong.get((number, at))))
            for at, text in enumerate(grid.lines[number])
        ]  # fmt: skip


def list_bars(grid: Grid, reading: Reading, shown: range) -> Iterator[Bar]:
    wrong = {(fault.line, fault.column): fault for fault in reading.faults}
    for line in reading.lines:
        if line.number in shown:
            squares = tuple(_read_square(grid, reading, line, at, wrong) for at in range(grid.width))
            yield Bar(line.number, line.name, squares, line.is_out, line.is_total)


def _read_square(grid: Grid, reading: Reading, line: Line, at: int, wrong: Mapping[tuple[int, int], Fault]) -> Square:
    column = reading.columns[at]
    label = f"{column.title}, {line.name or line.number}"
    fault = wrong.get((line.number, at))
    cell = line.cells.get(at)
    look, says = _blame(fault) if fault else describe_cell(cell) if cell else ("", "")
    if column.role is Role.OUT or line.is_out:
        look, says = f"{look} left".strip(), says if fault else ""
    return Square(line.number, at, grid.lines[line.number][at], label, look, says)


def describe_cell(cell: Cell) -> tuple[str, str]:
    """What a figure is taken for, where it is not just what stands there."""
    if cell.status is Status.SUPPRESSED:
        return "unknown", _("kept secret")
    if cell.is_unknown:
        return "unknown", _("not known")
    if cell.status is Status.PROVISIONAL:
        return "amount", _("provisional")
    if cell.status is Status.ESTIMATED:
        return "amount", _("estimated")
    if "b" in cell.flags:
        return "amount", _("counted otherwise from here on")
    return "amount", ""


def _blame(fault: Fault | None) -> tuple[str, str]:
    return ("wrong", translate_message(fault.message)) if fault else ("", "")


def list_faults(known: Understood) -> list[tuple[str, str, str]]:
    """For the summary on top: the input, where it is, what is wrong and how to mend it."""
    names = {line.number: line.name for line in known.reading.lines}
    columns = known.reading.columns
    found = []
    for fault in known.reading.faults:
        place = ", ".join(filter(None, (names.get(fault.line, ""), columns[fault.column].title)))
        words = " ".join(map(translate_message, (fault.message, fault.hint)))
        found.append((f"c-{fault.line}-{fault.column}", place, words))
    if known.frame.double:
        names_twice = ", ".join(known.frame.double[:5])
        words = _("Two rows are called “%(name)s”. Give each its own name, or leave one out.") % {"name": names_twice}
        found.append(("", "", words))
    if not known.reading.find(Role.AMOUNT):
        found.append(("", "", _("No column has figures. Choose “Figures” above the one that has them.")))
    if not known.reading.shown:
        found.append(("", "", _("No row is shown. Tick those that belong on the picture.")))
    return found


def tell_table(known: Understood) -> list[str]:
    """What was understood, in some sentences."""
    reading = known.reading
    rows, columns = len(reading.shown), len(reading.find(Role.AMOUNT))
    told = [
        ngettext("%(count)d row is shown", "%(count)d rows are shown", rows) % {"count": rows}
        + ", "
        + ngettext("%(count)d column has figures.", "%(count)d columns have figures.", columns) % {"count": columns}
    ]
    unknown = [f"{line.name} ({column.title})" for line, column in reading.list_unknown()]
    if unknown:
        names = ", ".join(unknown[:4]) + (" …" if len(unknown) > 4 else "")
        told.append(_end(_("Not known, and never shown as nought: %(names)s.") % {"names": names}))
    totals = [line.name for line in reading.lines if line.is_total and line.is_out]
    if totals:
        told.append(_("“%(name)s” sums up the others, and is left out.") % {"name": totals[0]})
    units = sorted({column.unit for column in reading.find(Role.AMOUNT) if column.unit})
    if units:
        told.append(_("Unit: %(unit)s.") % {"unit": ", ".join(units)})
    elif columns:
        told.append(_("No unit is named: say it above the figures, or on the next page."))
    return told


def list_cards(
    draft: Draft, proposals: Sequence[Proposal], templates: Mapping[str, Template], *, language: str, query: str
) -> tuple[list[Card], list[Card], list[Card]]:
    """Those to choose from, those that would mislead, and those that cannot hold the table."""
    good, bad, unfit = [], [], []
    for one in proposals:
        template = templates[one.template]
        title, reasons = pick_text(template.manifest.title), tuple(map(_explain, one.reasons))
        if one.verdict is Verdict.UNFIT:
            unfit.append(Card(one.template, title, one.verdict.value, "", reasons))
            continue
        missing = () if one.needs_file else find_faults(one, template, language=language)
        is_drawn = query and not one.needs_file and not missing
        address = f"{reverse('statistic-picture', args=[draft.pk, one.template])}{query}" if is_drawn else ""
        words = _("Honest") if one.verdict is Verdict.HONEST else _("With care")
        if one.verdict is Verdict.MISLEADING:
            bad.append(Card(one.template, title, one.verdict.value, _("Would mislead"), reasons))
            continue
        told = tuple(dict.fromkeys(f"{_name_field(template, fault.place.field)}: {translate_message(fault.message)}"
                                   for fault in missing))  # fmt: skip
        good.append(
            Card(one.template, title, one.verdict.value, words, reasons, address, told, draft.template == one.template)
        )
    return good, bad, unfit


def _explain(reason: Message) -> str:
    return _end(translate_message(reason))


def _end(sentence: str) -> str:
    """A list that goes on ends with its dots alone."""
    return sentence.replace("….", "…")


def _name_field(template: Template, path: str) -> str:
    """As the editor calls it."""
    name, _dot, rest = path.partition(".")
    spec = template.manifest.fields.get(name)
    return " ".join(filter(None, (pick_text(spec.title) if spec else name, rest.partition(".")[0])))
