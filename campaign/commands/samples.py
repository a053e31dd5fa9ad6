"""The sample campaigns, from folders to a released schedule. In: packs and channels. Out: rows; renders are queued.

Every step is the one a person takes in the studio: somebody imports, somebody else approves, a third releases.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from campaign.adapters.packs import read_pack
from campaign.adapters.scratch import open_scratch
from campaign.commands.keys import DemoKeys, read_keys, write_keys
from campaign.data.models import Channel, Material, Organisation, User
from campaign.services import (
    accounts,
    content,
    dispatch,
    drafts,
    players,
    releases,
    rendering,
    review,
    template_versions,
)
from campaign.services.storage import get_store
from campaign.spec.errors import CampaignError, NotAllowed

REASON = "Прегледано за демонстрацията."
"""As the people of the demonstration would write it; like any note it is not translated."""


@dataclass
class Prepared:
    """`renderings` are the content keys of all that the schedule may show."""

    people: Mapping[str, User]
    keys: DemoKeys
    campaigns: tuple[str, ...] = ()
    renderings: set[str] = field(default_factory=set)
    problems: list[CampaignError] = field(default_factory=list)


@dataclass(frozen=True)
class Released:
    """`number` plays now; `approved` counts materials, `refused` names them by the reason."""

    number: int
    approved: int
    refused: Mapping[str, list[str]]


def prepare_samples(*, packs: Sequence[Path], channels: Collection[str], today: date) -> Prepared:
    """People, channels, players, packs, materials; what must be rendered is queued. The same again changes nothing."""
    path = settings.HOME / "demo.json"
    keys = read_keys(path, people=accounts.DEMO_PEOPLE)
    prepared = Prepared(accounts.ensure_demo(passwords=keys.passwords), keys)
    write_keys(keys, path=path)
    schedule = drafts.read_schedules(settings.SCHEDULES_FOLDER)
    content.import_channels({channel.id: channel for channel in schedule.channels})
    _ensure_players(keys)
    write_keys(keys, path=path)
    _import_packs(packs, channels=channels, today=today, prepared=prepared)
    rendering.retry_broken(prepared.renderings)
    dispatch.queue_due()
    return prepared


def release_samples(prepared: Prepared, *, now: datetime) -> Released:
    """Approve what may be approved, propose the schedule with it, and release it; each by somebody else."""
    approved, refused = _approve(prepared)
    proposal = releases.propose(
        by=prepared.people["lead"], now=now, schedules=settings.SCHEDULES_FOLDER, why="Примерните кампании"
    )
    if not proposal.same:
        releases.release(proposal.row, by=prepared.people["second-lead"], now=now)
    return Released(proposal.row.number, approved, refused)


def _ensure_players(keys: DemoKeys) -> None:
    """One player a channel. Only hashes of tokens are in the database: a lost token is replaced."""
    for slug in Channel.objects.values_list("slug", flat=True):
        if slug not in keys.players or players.authenticate(keys.players[slug]) is None:
            keys.players[slug] = players.create(channel=slug, name="Демонстрация").token


def _import_packs(packs: Sequence[Path], *, channels: Collection[str], today: date, prepared: Prepared) -> None:
    """A pack with faults is left out and named; the others come in."""
    templates = template_versions.load_in_use()
    author = prepared.people["staff"]
    organisation = Organisation.objects.get(user=author)
    slugs = []
    for folder in packs:
        try:
            with open_scratch("pack") as work:
                loaded = read_pack(folder, templates=templates, work=work)
                taken = content.import_pack(loaded, author=author, organisation=organisation, store=get_store())
            slugs.append(taken.campaign)
        except CampaignError as error:
            prepared.problems.append(error)
    prepared.campaigns = tuple(slugs)
    if slugs:
        templates = template_versions.take_new(now=timezone.now())
        planned = content.plan_materials(templates=templates, today=today, campaigns=slugs, channels=channels)
        prepared.renderings = planned.renderings
        prepared.problems.extend(planned.problems)


def _approve(prepared: Prepared) -> tuple[int, Mapping[str, list[str]]]:
    """Approve what is new; what somebody has returned or withdrawn stays as they left it."""
    fresh = Material.objects.filter(
        current=True, state=Material.State.DRAFT, note="", version__item__campaign__slug__in=prepared.campaigns
    )
    approved = 0
    refused: dict[str, list[str]] = {}
    for material in fresh.select_related("version__item__campaign", "still", "loop", "channel"):
        try:
            with transaction.atomic():
                review.submit(material, by=prepared.people["staff"])
                review.approve(material, by=prepared.people["lead"], key=material.shown.key, reason=REASON)
            approved += 1
        except NotAllowed as error:
            refused.setdefault(str(error.message), []).append(str(material.version.item))
    return approved, refused
