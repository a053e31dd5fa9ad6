"""Withdrawals as people see them. In: rows. Out: frozen values for the templates.

Operators read what to look for and where, never why: a person's reason is theirs and the organisation's.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from campaign.data.models import Acknowledgement, Campaign, Channel, Player, Withdrawal
from campaign.forms.words import pick_text
from campaign.services.hearing import is_quiet
from campaign.studio.access import name_person
from campaign.studio.titles import name_items, name_materials

Scope = Withdrawal.Scope


@dataclass(frozen=True)
class Screen:
    """A player and when it was heard of; `quiet` when that is too long ago, or never was."""

    pk: int
    name: str
    channel: str
    seen_at: datetime | None
    quiet: bool


@dataclass(frozen=True)
class Answer:
    """What one player's operator was asked, and what is known of it."""

    screen: Screen
    polled_at: datetime | None
    confirmed_at: datetime | None
    confirmed_by: str


@dataclass(frozen=True)
class Group:
    """The players of a channel."""

    slug: str
    title: str
    answers: tuple[Answer, ...]

    @property
    def unconfirmed(self) -> int:
        return sum(answer.confirmed_at is None for answer in self.answers)


@dataclass(frozen=True)
class Step:
    """Something that happened after the withdrawal."""

    at: datetime
    what: str
    who: str = ""


@dataclass(frozen=True)
class Notice:
    """One withdrawal; `why` and `consent` (its number) are left out for those who need not know."""

    pk: int
    title: str
    what: str
    why: str
    who: str
    at: datetime
    lifted_at: datetime | None
    groups: tuple[Group, ...]
    consent: int | None = None
    consent_name: str = ""

    @property
    def answers(self) -> tuple[Answer, ...]:
        return tuple(answer for group in self.groups for answer in group.answers)

    @property
    def asked(self) -> int:
        return len(self.answers)

    @property
    def fetched(self) -> int:
        return sum(answer.polled_at is not None for answer in self.answers)

    @property
    def confirmed(self) -> int:
        return sum(answer.confirmed_at is not None for answer in self.answers)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """Those that still have it, for all we know."""
        return tuple(answer for answer in self.answers if answer.polled_at is None and answer.confirmed_at is None)

    @property
    def last_fetch(self) -> datetime | None:
        """When the last of all fetched; None while any has not."""
        moments = [answer.polled_at for answer in self.answers if answer.polled_at is not None]
        return max(moments) if moments and len(moments) == self.asked else None

    @property
    def steps(self) -> list[Step]:
        """What followed, in order: the last fetch of all, each confirmation, and that it was lifted."""
        steps = [Step(self.lifted_at, _("The withdrawal was lifted"))] if self.lifted_at else []
        if self.last_fetch:
            steps.append(Step(self.last_fetch, _("Every player has fetched a list without it")))
        said: dict[tuple[datetime, str], list[str]] = {}
        for answer in self.answers:
            if answer.confirmed_at is not None:
                said.setdefault((answer.confirmed_at, answer.confirmed_by), []).append(answer.screen.name)
        for (at, who), screens in said.items():
            what = _("confirmed that it is gone from: %(screens)s") % {"screens": ", ".join(screens)}
            steps.append(Step(at, what, who))
        return sorted(steps, key=lambda step: step.at)

    @property
    def is_open(self) -> bool:
        """Whether something is still waited for."""
        return self.lifted_at is None and (self.fetched < self.asked or self.confirmed < self.asked)


def show_screen(player: Player, *, now: datetime) -> Screen:
    title = pick_text(player.channel.body["title"])
    return Screen(player.pk, player.name, title, player.seen_at, is_quiet(player, now=now))


def make_notices(
    rows: Collection[Withdrawal], asked: Iterable[Acknowledgement], *, now: datetime, tells_why: bool
) -> list[Notice]:
    """In the order of the rows; `asked` are theirs, by channel."""
    names = name_targets(rows)
    by_row: dict[int, list[Acknowledgement]] = {}
    for row in asked:
        by_row.setdefault(row.withdrawal_id, []).append(row)
    return [
        Notice(
            row.pk,
            *names[row.pk],
            why=row.why if tells_why else "",
            who=name_person(row.by),
            at=row.at,
            lifted_at=row.lifted_at,
            groups=_group(by_row.get(row.pk, []), now=now),
            consent=row.consent_id if tells_why else None,
            consent_name=row.consent.slug if tells_why and row.consent else "",
        )
        for row in rows
    ]


def _group(rows: list[Acknowledgement], *, now: datetime) -> tuple[Group, ...]:
    def find_channel(row: Acknowledgement) -> Channel:
        return row.player.channel

    return tuple(
        Group(channel.slug, pick_text(channel.body["title"]), tuple(_answer(row, now=now) for row in part))
        for channel, part in groupby(rows, key=find_channel)
    )


def _answer(row: Acknowledgement, *, now: datetime) -> Answer:
    by = name_person(row.confirmed_by)
    return Answer(show_screen(row.player, now=now), row.polled_at, row.confirmed_at, by)


def name_targets(rows: Collection[Withdrawal]) -> dict[int, tuple[str, str]]:
    """Withdrawal → what is stopped, and what kind of thing that is, as people call both."""
    wanted = {scope: {row.ref for row in rows if row.scope == scope} for scope in Scope.values}
    materials = name_materials(wanted[Scope.MATERIAL])
    items = name_items(wanted[Scope.ITEM])
    campaigns = Campaign.objects.filter(slug__in=wanted[Scope.CAMPAIGN])
    titles = {row.slug: pick_text(row.body["title"]) for row in campaigns}
    named: dict[int, tuple[str, str]] = {}
    for row in rows:
        if row.scope == Scope.MATERIAL:
            title, *where = materials.get(row.ref, (row.ref,))
            named[row.pk] = (title, " · ".join(where))
        elif row.scope == Scope.ITEM:
            named[row.pk] = (items.get(row.ref, row.ref), _("in all languages, on every screen"))
        elif row.scope == Scope.CAMPAIGN:
            named[row.pk] = (titles.get(row.ref, row.ref), _("the whole campaign"))
        else:
            named[row.pk] = (_("Everything"), _("on every screen"))
    return named
