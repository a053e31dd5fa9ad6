"""What a draft's table says. In: a draft with a table. Out: the table as it is understood, what people said of it, what
they have yet to say, and the templates that would tell it, the honest ones first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from campaign.checks.proposals.frame import Frame, make_frame
from campaign.checks.proposals.listing import find_countries, propose
from campaign.checks.proposals.proposal import About, Measure, Proposal, Sample
from campaign.data.models import Campaign, Draft
from campaign.forms.flat import read_number
from campaign.services.templating import find_templates
from campaign.services.worksheets import Worksheet, read_worksheet
from campaign.spec.figure import PERCENT
from campaign.spec.grid import Grid, Role
from campaign.spec.languages import LANGUAGES, Texts
from campaign.spec.moments import read_moment
from campaign.spec.reading import Reading, read_grid


@dataclass(frozen=True)
class Understood:
    """A draft's table as it is understood, and what was said of it."""

    worksheet: Worksheet
    reading: Reading
    frame: Frame
    about: About


def understand(draft: Draft, *, worksheet: Worksheet | None = None) -> Understood:
    """Of the draft's own worksheet unless another is given. Never raises: what cannot be read is in the reading's
    faults."""
    worksheet = worksheet or read_worksheet(draft)
    reading = read_grid(worksheet.grid)
    languages = list_languages(draft.campaign)
    frame = make_frame(reading, languages=languages, countries=find_countries(find_templates().values()))
    return Understood(worksheet, reading, frame, read_about(draft, worksheet, reading, frame))


def list_languages(campaign: Campaign) -> tuple[str, ...]:
    """Those that the campaign speaks, the first leading."""
    return tuple(code for code in campaign.body["title"] if code in LANGUAGES)


def list_proposals(draft: Draft, *, focus: str = "") -> tuple[Proposal, ...]:
    """Every template of figures, the honest ones first; `focus` is the row.column that pictures of one figure show,
    where it is not the one that is kept."""
    known = understand(draft)
    about = replace(known.about, focus=read_focus(focus)) if focus else known.about
    return propose(known.frame, about, templates=find_templates().values(), languages=list_languages(draft.campaign))


def read_asked(said: Mapping[str, str]) -> int | None:
    """How many people, or None for what is no whole number of any: 1,234 may be one or a thousand, and few people hide
    behind a number that cannot be read."""
    asked = read_number(said.get("asked", ""))
    return asked if isinstance(asked, int) and asked > 0 else None


def read_focus(text: str) -> tuple[int, int] | None:
    """1.0 is the second row's first column; None for what is no such place."""
    row, _, column = text.partition(".")
    is_place = all(part.isascii() and part.isdigit() and len(part) < 5 for part in (row, column))
    return (int(row), int(column)) if is_place else None


def list_gaps(draft: Draft) -> tuple[str, ...]:
    """Inputs that have to be filled in before there are pictures: source and notes cannot be forgotten."""
    languages = list_languages(draft.campaign)
    said, typed = read_worksheet(draft).said, draft.typed
    each = ("title", "source.name", "source.population", "source.unit")
    wanted = [f"{name}.{language}" for name in each for language in languages]
    missing = [name for name in (*wanted, "source.period") if not typed.get(name, "").strip()]
    missing += [name for name in ("taken", "measure", "sample") if not said.get(name, "").strip()]
    if said.get("sample") in (Sample.ONE, Sample.MANY):
        missing += [] if read_asked(said) else ["asked"]
        missing += [name for name in ("began", "ended") if not said.get(name, "").strip()]
        missing += [name for language in languages if not said.get(name := f"question.{language}", "").strip()]
    noted = said.get("notes_none") == "on" or any(said.get(f"notes.{language}", "").strip() for language in languages)
    return (*missing, *(() if noted else ("notes_none",)))


def read_about(draft: Draft, worksheet: Worksheet, reading: Reading, frame: Frame) -> About:
    """What was said of the figures, and what can be told without asking."""
    said, typed = worksheet.said, draft.typed
    languages = list_languages(draft.campaign)

    def texts(name: str, given: Mapping[str, str]) -> Texts:
        found = {language: given.get(f"{name}.{language}", "").strip() for language in languages}
        return {language: text for language, text in found.items() if text}

    return About(
        headline=texts("title", typed),
        place=texts("place", said),
        period=typed.get("source.period", "").strip(),
        population=texts("source.population", typed),
        unit=texts("source.unit", typed),
        measure=Measure(said["measure"]) if said.get("measure") in set(Measure) else guess_measure(reading),
        whole=said.get("whole") == "on" if "whole" in said else sums_up(frame),
        sample=Sample(said["sample"]) if said.get("sample") in set(Sample) else Sample.NONE,
        asked=read_asked(said),
        question=texts("question", said),
        began=read_day(said.get("began", "")),
        ended=read_day(said.get("ended", "")),
        changed=read_day(said.get("changed", "")),
        focus=read_focus(said.get("focus", "")),
    )


def read_day(text: str) -> str:
    """03.05.2021 is 2021-05-03; what is no time stays as it was typed, for the template to refuse."""
    moment = read_moment(text)
    return moment.iso if moment else text.strip()


def guess_measure(reading: Reading) -> Measure:
    """By the units that stand in the table."""
    units = " ".join(column.unit.casefold() for column in reading.find(Role.AMOUNT))
    if PERCENT in units:
        return Measure.PERCENT
    known = {"100 000": Measure.PER_100000, "10 000": Measure.PER_10000, "1000": Measure.PER_1000, "млн": Measure.OTHER}
    for words, measure in known.items():
        if words in units.replace("\u00a0", " "):
            return measure
    return Measure.EURO if "€" in units or "eur" in units else Measure.COUNT


def sums_up(frame: Frame) -> bool:
    """Whether the line of totals is just what the others make."""
    if not frame.total:
        return False
    for at, total in enumerate(frame.total):
        amounts = [cell.amount for cell in frame.column(at)]
        if total.amount is None or None in amounts or sum(one for one in amounts if one is not None) != total.amount:
            return False
    return True


def guess_period(reading: Reading) -> str:
    """The years of the table, from the first to the last."""
    moments = [column.moment for column in reading.find(Role.AMOUNT)] + [line.moment for line in reading.shown]
    moments += [read_moment(line.name) for line in reading.shown]
    years = sorted({moment.year for moment in moments if moment})
    return "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"


def guess_source(grid: Grid) -> str:
    """What a line under the table says of who counted."""
    for note in grid.notes:
        name, mark, rest = note.partition(":")
        if mark and name.strip().casefold() in ("източник", "източници", "source", "sources"):
            return rest.strip()
    return ""
