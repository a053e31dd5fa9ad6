"""Work in words. In: what runs, waits and failed; imports. Out: frozen values for the templates."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from campaign.data.convert import Problem
from campaign.data.models import PackImport, Rendering
from campaign.forms.words import name_language, pick_text
from campaign.services.imports import Outcome, read_outcome, read_problems
from campaign.services.pulse import Piece, Work
from campaign.studio.access import name_person
from campaign.studio.cards import Trouble, read_trouble
from campaign.studio.words import translate_message

QUEUES: dict[str, Promise] = {Rendering.Queue.STILLS: _("picture"), Rendering.Queue.LOOPS: _("loop")}
STAGES: dict[str, Promise] = {
    PackImport.Stage.UNPACKING: _("Unpacking"),
    PackImport.Stage.READING: _("Reading and checking everything in it"),
    PackImport.Stage.TAKING: _("Taking in the stories and files"),
    PackImport.Stage.PLANNING: _("Planning the pictures"),
}
IMPORT_STATES: dict[str, Promise] = {
    PackImport.State.WAITING: _("Waits for its turn"),
    PackImport.State.RUNNING: _("Being taken in"),
    PackImport.State.DONE: _("Taken in"),
    PackImport.State.FAILED: _("Not taken in: nothing was changed"),
}


@dataclass(frozen=True)
class PieceCard:
    """One rendering as people call it: the story, where it shows, in which language; `long` is how long it has run."""

    key: str
    material: int
    title: str
    where: str
    kind: str
    percent: int
    long: str
    trouble: Trouble | None


@dataclass(frozen=True)
class FaultLine:
    """One fault of a pack: where, what, and how to mend it."""

    place: str
    what: str
    mend: str


@dataclass(frozen=True)
class ImportCard:
    """One import; `look` is a state's class; `step` of `steps` while it runs."""

    pk: int
    name: str
    state: str
    state_words: str
    stage: str
    step: int
    steps: int
    who: str
    organisation: str
    at: datetime
    campaign: str
    faults: tuple[FaultLine, ...]
    outcome: Outcome | None
    warnings: tuple[FaultLine, ...]

    @property
    def look(self) -> str:
        return {"done": "approved", "failed": "failed", "running": "submitted"}.get(self.state, "draft")

    @property
    def is_open(self) -> bool:
        return self.state in (PackImport.State.WAITING, PackImport.State.RUNNING)


@dataclass(frozen=True)
class WorkCards:
    """The page of work; `summary` is all of it in a sentence."""

    work: Work
    running: tuple[PieceCard, ...]
    waiting: tuple[PieceCard, ...]
    failed: tuple[PieceCard, ...]
    imports: tuple[ImportCard, ...]
    summary: str
    left: str


def show_work(work: Work) -> WorkCards:
    return WorkCards(
        work,
        running=tuple(map(_show_piece, work.running)),
        waiting=tuple(map(_show_piece, work.waiting)),
        failed=tuple(map(_show_piece, work.failed)),
        imports=tuple(map(show_import, work.imports)),
        summary=summarise(work.runs, work.waits, work.fails),
        left=say_long(work.seconds_left) if work.seconds_left is not None else "",
    )


def show_import(row: PackImport) -> ImportCard:
    stages, outcome = list(PackImport.Stage), read_outcome(row)
    return ImportCard(
        pk=row.pk,
        name=row.name,
        state=row.state,
        state_words=str(IMPORT_STATES[PackImport.State(row.state)]),
        stage=str(STAGES[PackImport.Stage(row.stage)]) if row.stage else "",
        step=stages.index(PackImport.Stage(row.stage)) if row.stage else 0,
        steps=len(stages),
        who=name_person(row.by),
        organisation=row.organisation.name,
        at=row.at,
        campaign=row.campaign,
        faults=tuple(_show_faults(read_problems(row))),
        outcome=outcome,
        warnings=tuple(_list_warnings(outcome)) if outcome else (),
    )


def summarise(runs: int, waits: int, fails: int) -> str:
    """Work as one sentence, for the list of materials and for those who listen."""
    parts = []
    if runs:
        parts.append(ngettext("%(number)d is being rendered", "%(number)d are being rendered", runs) % {"number": runs})
    if waits:
        parts.append(ngettext("%(number)d waits", "%(number)d wait", waits) % {"number": waits})
    if fails:
        parts.append(ngettext("%(number)d failed", "%(number)d failed", fails) % {"number": fails})
    return ", ".join(parts) if parts else gettext("Nothing is being rendered")


def say_long(seconds: float) -> str:
    """As exactly as one can know it: 20 seconds, 4 minutes, 2 hours."""
    if seconds < 55:
        tens = max(5, round(seconds / 5) * 5)
        return ngettext("%(number)d second", "%(number)d seconds", tens) % {"number": tens}
    minutes = max(1, round(seconds / 60))
    if minutes < 90:
        return ngettext("%(number)d minute", "%(number)d minutes", minutes) % {"number": minutes}
    hours = round(minutes / 60)
    return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}


def _show_piece(piece: Piece) -> PieceCard:
    row, material = piece.rendering, piece.material
    return PieceCard(
        key=row.key,
        material=material.pk,
        title=pick_text(material.version.body["title"]),
        where=f"{pick_text(material.channel.body['title'])} · {name_language(material.language)}",
        kind=str(QUEUES[Rendering.Queue(row.queue)]),
        percent=round(row.progress * 100),
        long=gettext("%(seconds)s s") % {"seconds": round(piece.seconds)}
        if piece.seconds < 100
        else say_long(piece.seconds),
        trouble=read_trouble(row),
    )


def _show_faults(problems: Iterable[Problem]) -> Iterable[FaultLine]:
    for problem in problems:
        mend = translate_message(problem.hint) if problem.hint else ""
        yield FaultLine(str(problem.place), translate_message(problem.message), mend)


def _list_warnings(outcome: Outcome) -> Iterable[FaultLine]:
    """What was taken in and still wants mending: of the funder, and what could not be planned."""
    yield from _show_faults(outcome.problems)
    for finding in outcome.findings:
        place = f"{finding.rule} · {finding.place}".rstrip(" ·")
        yield FaultLine(place, translate_message(finding.message), translate_message(finding.hint))
