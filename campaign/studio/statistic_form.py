"""What people correct of a table, and say of its figures. In: a posted page. Out: a worksheet; typed inputs; faults.

A page shows some of the rows, so that the form stays small; what it does not show stays as it is.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.checks.proposals.proposal import Measure, Sample
from campaign.forms.flat import read_number
from campaign.forms.words import name_language
from campaign.services.worksheets import Worksheet, take_sheet
from campaign.spec.cells import Mark
from campaign.spec.grid import MOST_HEADERS, Dash, Grid, Role, add_column, add_line, transpose, write_cells
from campaign.spec.languages import LANGUAGES
from campaign.spec.moments import read_moment

DAY = 3
"""The precision of a moment that is a day."""
MOST_INPUTS = 700
"""Cells and ticks on a page: Django takes a thousand inputs at once."""
ROLES: Mapping[Role, Promise] = {
    Role.LABEL: gettext_lazy("Names"),
    Role.NAMES: gettext_lazy("Names in another language, or a second name"),
    Role.TIME: gettext_lazy("Times"),
    Role.CODE: gettext_lazy("Codes of places"),
    Role.AMOUNT: gettext_lazy("Figures"),
    Role.ASKED: gettext_lazy("How many were asked"),
    Role.OUT: gettext_lazy("Left out"),
}
MEASURES: Mapping[Measure, Promise] = {
    Measure.COUNT: gettext_lazy("Numbers of people or things"),
    Measure.PERCENT: gettext_lazy("Per cent"),
    Measure.PER_1000: gettext_lazy("So many of 1,000"),
    Measure.PER_10000: gettext_lazy("So many of 10,000"),
    Measure.PER_100000: gettext_lazy("So many of 100,000"),
    Measure.EURO: gettext_lazy("Euro"),
    Measure.MILLION_EURO: gettext_lazy("Millions of euro"),
    Measure.OTHER: gettext_lazy("Something else, such as an index or years of age"),
}
SAMPLES: Mapping[Sample, Promise] = {
    Sample.NONE: gettext_lazy("No: everybody was counted, or a register was"),
    Sample.ONE: gettext_lazy("Yes, and each could give one answer"),
    Sample.MANY: gettext_lazy("Yes, and each could give several answers"),
}


def list_pages(grid: Grid) -> list[range]:
    """The lines below the header, by page."""
    size = max(5, MOST_INPUTS // (grid.width + 1))
    return [range(at, min(at + size, len(grid.lines))) for at in range(grid.header, len(grid.lines), size)] or [
        grid.body
    ]


def read_table(worksheet: Worksheet, post: QueryDict, *, shown: range) -> Worksheet:
    """What was corrected on the page that showed these lines. Cells first: rows and columns change what they mean."""
    sheet = post.get("sheet", worksheet.sheet)
    if sheet != worksheet.sheet:
        return take_sheet(worksheet, sheet)
    grid = write_cells(worksheet.grid, dict(_read_cells(post)))
    grid = replace(
        grid,
        roles=_read_roles(post, grid),
        units=_read_units(post, worksheet),
        dash=Dash(dash) if (dash := post.get("dash", "")) in set(Dash) and "dash" in post else grid.dash,
        marks=_read_marks(post, grid),
    )
    grid = _read_shown(grid, post, shown)
    header = post.get("header", "")
    if header.isdecimal() and int(header) <= min(MOST_HEADERS, len(grid.lines) - 1) and int(header) != grid.header:
        grid = replace(grid, header=int(header), out=(), kept=())
    return replace(worksheet, grid=_act(grid, post.get("act", "")))


def _act(grid: Grid, act: str) -> Grid:
    if act == "turn":
        return transpose(grid)
    if act == "row":
        return add_line(grid)
    return add_column(grid, _("New column")) if act == "column" else grid


def _read_cells(post: QueryDict) -> Iterator[tuple[tuple[int, int], str]]:
    for name, text in post.items():
        kind, _dot, place = name.partition(".")
        row, _dot, column = place.partition(".")
        if kind == "c" and row.isdecimal() and column.isdecimal() and len(place) < 12:
            yield (int(row), int(column)), str(text)


def _read_roles(post: QueryDict, grid: Grid) -> Mapping[str, Role]:
    """Only what differs from what was guessed is kept, so that a mended cell can still change the guess."""
    roles = dict(grid.roles)
    for at in range(grid.width):
        given, guessed = post.get(f"role.{at}", ""), post.get(f"guess.{at}", "")
        if given in set(Role):
            if given == guessed and str(at) not in grid.roles:
                continue
            roles[str(at)] = Role(given)
    return roles


def _read_units(post: QueryDict, worksheet: Worksheet) -> Mapping[str, str]:
    """What was written differs from what was told, or was written before; columns that show none keep theirs."""
    units = dict(worksheet.grid.units)
    for at in range(worksheet.grid.width):
        given, told = post.get(f"unit.{at}"), post.get(f"unit-was.{at}", "")
        if given is not None and (given.strip() != told or str(at) in units):
            units[str(at)] = given.strip()[:60]
    return units


def _read_marks(post: QueryDict, grid: Grid) -> Mapping[str, Mark]:
    given = post.get("marks", "")
    if given not in set(Mark):
        return grid.marks
    return dict.fromkeys((",", "."), Mark(given))


def _read_shown(grid: Grid, post: QueryDict, shown: range) -> Grid:
    """Lines that are ticked are shown; a total that is ticked stays though it looks like one."""
    if "shows" not in post:
        return grid
    ticked = {int(one) for one in post.getlist("show") if one.isdecimal()}
    out = {at for at in grid.out if at not in shown} | {at for at in shown if at not in ticked}
    kept = {at for at in grid.kept if at not in shown} | {at for at in shown if at in ticked}
    return replace(grid, out=tuple(sorted(out)), kept=tuple(sorted(kept)))


class FiguresForm(forms.Form):
    """What is said of the figures, and who counted. Nothing is required to be kept; what is missing is told before
    there are pictures."""

    measure = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=list(MEASURES.items()))
    whole = forms.BooleanField(required=False)
    sample = forms.ChoiceField(required=False, widget=forms.RadioSelect, choices=list(SAMPLES.items()))
    asked = forms.CharField(required=False, max_length=20)
    began = forms.CharField(required=False, max_length=40)
    ended = forms.CharField(required=False, max_length=40)
    changed = forms.CharField(required=False, max_length=40)
    taken = forms.CharField(required=False, max_length=40)
    notes_none = forms.BooleanField(required=False)

    SAID = ("measure", "whole", "sample", "asked", "began", "ended", "changed", "taken", "notes_none")
    SAID_TEXTS = ("place", "question", "notes")
    TYPED = ("source.period", "source.url")
    TYPED_TEXTS = ("title", "source.name", "source.population", "source.unit", "doubt")

    def __init__(
        self,
        *,
        languages: Sequence[str],
        said: Mapping[str, str],
        typed: Mapping[str, str],
        data: QueryDict | None = None,
    ):
        self.languages = tuple(languages)
        initial: dict[str, object] = {name: said.get(name, "") for name in self.SAID}
        initial |= {"whole": said.get("whole") == "on", "notes_none": said.get("notes_none") == "on"}
        super().__init__(data, initial=initial, label_suffix="")
        for name, label in _list_labels().items():
            self.fields[name].label = label
        for name, help_text in _list_help().items():
            self.fields[name].help_text = help_text
        for name in self.TYPED:
            self._add(name, typed.get(name, ""), *_describe(name))
        for name in (*self.SAID_TEXTS, *self.TYPED_TEXTS):
            given = said if name in self.SAID_TEXTS else typed
            for language in self.languages:
                label, help_text = _describe(name)
                full = f"{name}.{language}"
                self._add(
                    full, given.get(full, ""), f"{label} · {name_language(language)}", help_text, language=language
                )

    def _add(self, name: str, initial: str, label: str, help_text: str, *, language: str = "") -> None:
        attributes = {"lang": language, "dir": LANGUAGES[language].direction} if language else {}
        longest = LONGEST.get(name.rpartition(".")[0] if language else name, 300)
        long = name.startswith(("notes.", "doubt.", "question."))
        widget = forms.Textarea({**attributes, "rows": 2}) if long else forms.TextInput(attributes)
        self.fields[name] = forms.CharField(
            required=False, label=label, help_text=help_text, initial=initial, widget=widget, max_length=longest
        )

    def clean(self) -> dict[str, object]:
        """Days that are none are told at their input, and kept as they were typed."""
        cleaned = super().clean() or {}
        for name in ("taken", "began", "ended"):
            text = str(cleaned.get(name, "")).strip()
            moment = read_moment(text)
            if text and (moment is None or moment.precision < DAY):
                self.add_error(name, _("This is no day. Write it like 31.12.2026."))
                cleaned[name] = text
        if (asked := str(cleaned.get("asked", "")).strip()) and not isinstance(read_number(asked), int):
            self.add_error("asked", _("Write how many people, in digits: 812."))
        return cleaned

    def group(self, name: str) -> list[forms.BoundField]:
        """The inputs of one text, a language each."""
        return [self[f"{name}.{language}"] for language in self.languages]

    def read_said(self) -> dict[str, str]:
        """As the worksheet keeps it."""
        plain = {name: self.cleaned_data.get(name, "") for name in self.SAID}
        texts = {
            f"{name}.{language}": self.cleaned_data.get(f"{name}.{language}", "")
            for name in self.SAID_TEXTS
            for language in self.languages
        }
        plain |= {name: "on" if plain[name] else "" for name in ("whole", "notes_none")}
        return {name: str(text).strip() for name, text in {**plain, **texts}.items()}

    def read_typed(self) -> dict[str, str]:
        """As the draft keeps it."""
        names = [*self.TYPED, *(f"{name}.{language}" for name in self.TYPED_TEXTS for language in self.languages)]
        return {name: str(self.cleaned_data.get(name, "")).strip() for name in names}


LONGEST: Mapping[str, int] = {"title": 50, "place": 40, "source.period": 24, "source.population": 60, "source.unit": 50}
"""Characters that the templates have room for; the others may be as long as people need."""


def _list_labels() -> Mapping[str, str]:
    return {
        "measure": _("What are the figures?"),
        "whole": _("All rows together are the whole: nobody is missing, nobody is counted twice"),
        "sample": _("Were people asked, in a poll or a survey?"),
        "asked": _("How many were asked"),
        "began": _("First day of asking"),
        "ended": _("Last day of asking"),
        "changed": _("Counted in another way since"),
        "taken": _("Day on which the table was taken"),
        "notes_none": _("The table has no notes"),
    }


def _list_help() -> Mapping[str, str]:
    return {
        "whole": _("Tick it only for parts of one whole, such as all answers or all pupils of a school."),
        "changed": _(
            "A year, if the definition or the method changed in the time shown. Leave it empty if it did not."
        ),
        "taken": _("Offices correct their tables: the day tells which one this is. For example 22.11.2026."),
    }


def _describe(name: str) -> tuple[str, str]:
    """Label and help of a text."""
    return {
        "title": (
            _("What the figures show"),
            _("One sentence of at most 50 characters. It must be true without the picture."),
        ),
        "place": (_("Place"), _("Where this is: a town, a country, a school. May stay empty.")),
        "question": (_("The question, word for word"), ""),
        "notes": (
            _("Notes"),
            _("What one has to know to read the figures: footnotes, who is left out, what was estimated."),
        ),
        "doubt": (_("Not verified yet, because"), _("While something stands here, the statistic is not published.")),
        "source.name": (_("Who counted"), _("The office and the table or study, such as “NSI, census”.")),
        "source.population": (_("Whom it is about"), _("Everybody who was counted: “residents of Sofia over 18”.")),
        "source.unit": (
            _("Unit"),
            _("What one of the figures counts: “per cent of pupils”, “people”, “euro a month”."),
        ),
        "source.period": (_("When it was counted"), _("The year or years, such as 2021 or 2018–2019.")),
        "source.url": (_("Address of the table"), _("Where others find it. May stay empty.")),
    }[name]
