"""A story that waits for review, as its lead sees it. In: its rows. Out: figures with findings and what came before.

What was approved last for the same channel and language stands beside each picture; words that changed are marked.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.checks import flashing
from campaign.data import convert
from campaign.data.models import Approval, Item, ItemVersion, Material, ReviewEvent
from campaign.data.reviews import find_approved, list_events
from campaign.forms.words import name_language, pick_text
from campaign.spec.difference import Run, compare_items
from campaign.studio.access import name_person
from campaign.studio.beside import BesideLoop, show_beside
from campaign.studio.cards import Card, Picture, make_card, show_file
from campaign.studio.fields import name_field
from campaign.studio.remarks import Remarks, read_remarks

Act = ReviewEvent.Act
ACTS: Mapping[str, Promise] = {
    Act.SUBMITTED: _("submitted it for approval"),
    Act.RETURNED: _("returned it for changes"),
    Act.APPROVED: _("approved it"),
}


@dataclass(frozen=True)
class Pair:
    """Two pictures of one place, to be compared: what was there, what is there now, and where they differ."""

    before: Picture
    after: Picture
    marks: str
    before_title: str
    after_title: str
    before_loop: Picture | None = None
    after_loop: Picture | None = None

    @property
    def is_same(self) -> bool:
        return self.before.url == self.after.url


@dataclass(frozen=True)
class Before:
    """The approval that stood last; `pair` is None where a picture is missing."""

    who: str
    at: datetime
    is_this: bool
    pair: Pair | None


@dataclass(frozen=True)
class Figure:
    """One material of the case; `shown` names it with the exact key that is looked at."""

    material: Material
    card: Card
    loop: Picture | None
    beside: BesideLoop
    calm: bool
    remarks: Remarks
    before: Before | None
    shared: frozenset[str] = frozenset()
    """Digests of the open warnings that other pictures of the page have too."""

    @property
    def shown(self) -> str:
        return f"{self.material.pk}:{self.material.shown.key}"

    @property
    def mark(self) -> str:
        """Before the names of its parts, of which the page has several."""
        return f"{self.material.pk}-"

    @property
    def is_ready(self) -> bool:
        return self.card.percent is None and self.card.trouble is None and self.card.picture is not None

    @property
    def is_settled(self) -> bool:
        return not self.remarks.errors and not self.remarks.open

    @property
    def may_approve(self) -> bool:
        return self.is_ready and self.is_settled


@dataclass(frozen=True)
class Wording:
    """One input whose words changed."""

    title: str
    language: str
    code: str
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Told:
    """A step of the item's materials that happened at one moment to several of them."""

    who: str
    what: str
    at: datetime
    note: str
    look: str
    count: int
    where: str


def make_figures(rows: Sequence[Material]) -> list[Figure]:
    approved = find_approved(rows)
    figures = [_make_figure(row, approved.get(row.pk)) for row in rows]
    opened = Counter(remark.digest for figure in figures for remark in figure.remarks.rows if remark.is_open)
    shared = frozenset(digest for digest, count in opened.items() if count > 1)
    return [replace(figure, shared=shared & figure.remarks.digests) for figure in figures]


def _make_figure(row: Material, approval: Approval | None) -> Figure:
    findings = convert.read_findings(row)
    card, file = make_card(row), show_file(row.shown)
    return Figure(
        material=row,
        card=card,
        loop=show_file(row.loop),
        beside=show_beside(row.loop, findings=findings),
        calm=not any(finding.rule in flashing.RULES for finding in findings),
        remarks=read_remarks(row, picture=file or card.picture),
        before=_show_before(row, approval) if approval else None,
    )


def _show_before(row: Material, approval: Approval) -> Before:
    old, is_this = approval.material, approval.key == row.shown.key
    return Before(name_person(approval.by), approval.at, is_this, None if is_this else _make_pair(old, row))


def _make_pair(old: Material, new: Material) -> Pair | None:
    before, after = show_file(old.still), show_file(new.still)
    if before is None or after is None:
        return None
    marks = f"{reverse('review-marks', args=[new.pk])}?of={old.still_id[:12]}-{new.still_id[:12]}"
    return Pair(
        before,
        after,
        marks,
        str(_("Approved before")),
        str(_("Now")),
        show_file(old.loop),
        show_file(new.loop),
    )


def compare_wording(rows: Sequence[Material]) -> list[Wording] | None:
    """What changed since the version that was approved last; None when none of it ever was."""
    approved = find_approved(rows).values()
    if not approved:
        return None
    newest = max(approved, key=lambda approval: (approval.at, approval.pk))
    return list_wording(newest.material.version, rows[0].version)


def list_wording(before: ItemVersion, after: ItemVersion) -> list[Wording]:
    """Every input that says something else, in words people know it by."""
    template = settings.TEMPLATES_FOLDER / after.body["template"]
    return [
        Wording(
            name_field(changed.path, template=template),
            name_language(changed.language) if changed.language else "",
            changed.language,
            changed.runs,
        )
        for changed in compare_items(convert.read_item(before), convert.read_item(after))
    ]


def tell_history(item: Item, *, most: int = 40) -> list[Told]:
    """The item's steps, newest first; what was done to several materials in one go is told once."""
    told: list[Told] = []
    for event in list_events(item)[: most * 8]:
        last = told[-1] if told else None
        step = _tell(event)
        if last and (last.who, last.what, last.note) == (step.who, step.what, step.note) and _is_near(last, step):
            told[-1] = Told(last.who, last.what, last.at, last.note, last.look, last.count + 1, last.where)
        else:
            told.append(step)
    return told[:most]


def _is_near(last: Told, step: Told) -> bool:
    return abs((last.at - step.at).total_seconds()) < 60


def _tell(event: ReviewEvent) -> Told:
    row = event.material
    where = f"{pick_text(row.channel.body['title'])} · {name_language(row.language)}"
    look = "stop" if event.act == Act.RETURNED else ""
    return Told(name_person(event.by), str(ACTS[event.act]), event.at, event.note, look, 1, where)
