"""Which materials there should be. In: current items, channels, templates. Out: materials with planned renderings.

An item that cannot be planned keeps its error to itself: the others go on. A material whose item, campaign or
template changed is superseded by a new one and stays for the record.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from campaign.data import convert
from campaign.data.models import Channel, Item, ItemVersion, Material, Withdrawal
from campaign.render.alt import compose_alt
from campaign.render.clip import is_played
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.services.examining import Subject, examine, name_basis, read_subject
from campaign.services.rendering import name_content, plan_rendering
from campaign.services.verdicts import lock_material, settle
from campaign.spec import channels as spec
from campaign.spec.channels import Medium
from campaign.spec.content import Campaign
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.languages import split_languages
from campaign.spec.message import say


@dataclass
class Planned:
    """Counts of materials: `made` are new, `kept` were there, `skipped` do not suit the channel's shape or
    language. `problems` are errors by item; `renderings` the content keys of all that was planned."""

    made: int = 0
    kept: int = 0
    skipped: int = 0
    renderings: set[str] = field(default_factory=set)
    problems: list[CampaignError] = field(default_factory=list)


def plan_materials(
    *,
    templates: Mapping[str, Template],
    today: date,
    campaigns: Collection[str] = (),
    items: Collection[str] = (),
    channels: Collection[str] = (),
) -> Planned:
    """Plan for every current item × channel × language of the channel; an empty choice is all. `items` are
    "campaign/item", the rest slugs. Call dispatch.queue_due when it has returned."""
    planned = Planned()
    surfaces = _find_channels(channels)
    for item in _find_items(campaigns, items):
        try:
            with transaction.atomic():
                held = _hold(item)
                if held is not None:
                    _plan_item(held, surfaces=surfaces, templates=templates, today=today, planned=planned)
        except CampaignError as error:
            planned.problems.extend(_name_item(error, item))
    return planned


def _find_channels(slugs: Collection[str]) -> Mapping[int, spec.Channel]:
    rows = Channel.objects.filter(slug__in=slugs) if slugs else Channel.objects.all()
    return {row.pk: convert.read_channel(row) for row in rows}


def _find_items(campaigns: Collection[str], items: Collection[str]) -> list[Item]:
    """The items asked for, without what is withdrawn."""
    rows: QuerySet[Item] = Item.objects.exclude(current=None)
    rows = rows.select_related("campaign", "current").prefetch_related("consents")
    rows = rows.order_by("campaign__slug", "slug")
    if campaigns:
        rows = rows.filter(campaign__slug__in=campaigns)
    stopped = set(Withdrawal.objects.filter(lifted_at=None).values_list("scope", "ref"))
    return [row for row in rows if (not items or str(row) in items) and stopped.isdisjoint(_list_scopes(row))]


def _list_scopes(row: Item) -> set[tuple[str, str]]:
    return {(Withdrawal.Scope.ITEM.value, str(row)), (Withdrawal.Scope.CAMPAIGN.value, row.campaign.slug)}


def _hold(row: Item) -> Item | None:
    """The item as it is now, held until its materials are planned: whoever erases it waits, or was first. None when it
    was stopped meanwhile."""
    rows = Item.objects.select_for_update(of=("self",), no_key=True).prefetch_related("consents")
    held = rows.select_related("campaign").get(pk=row.pk)
    stops = Withdrawal.objects.filter(lifted_at=None, ref__in=[ref for _, ref in _list_scopes(held)])
    stopped = set(stops.values_list("scope", "ref"))
    return held if stopped.isdisjoint(_list_scopes(held)) else None


@dataclass(frozen=True)
class _Wanted:
    """An item as it is now, read once for all its materials; `current` are those, by channel and language."""

    version: ItemVersion
    subject: Subject
    current: Mapping[tuple[int, str], Material]
    today: date


def _plan_item(
    row: Item, *, surfaces: Mapping[int, spec.Channel], templates: Mapping[str, Template], today: date, planned: Planned
) -> None:
    wanted, rows = _read_wanted(row, templates=templates, today=today), set[int]()
    shapes, campaign = wanted.subject.template.manifest.shapes, wanted.subject.campaign
    for pk, surface in surfaces.items():
        for language in surface.languages:
            if surface.format.shape in shapes and _speaks(campaign, language):
                rows.add(_plan_material(wanted, pk, surface=surface, language=language, planned=planned))
            else:
                planned.skipped += 1
    past = Material.objects.filter(version__item=row, channel__in=surfaces, current=True).exclude(pk__in=rows)
    past.update(current=False)


def _speaks(campaign: Campaign, language: str) -> bool:
    """Whether the campaign has words in the language, or in both."""
    return all(code in campaign.title for code in split_languages(language))


def _read_wanted(row: Item, *, templates: Mapping[str, Template], today: date) -> _Wanted:
    version = row.current
    if version is None:
        raise UnknownName(say("The item “%(item)s” has no version.", item=str(row)))
    version.item = row  # at hand already, with its campaign
    rows = Material.objects.filter(version=version, current=True)
    current = {(material.channel_id, material.language): material for material in rows}
    return _Wanted(version, read_subject(version, templates=templates), current, today)


def _plan_material(wanted: _Wanted, pk: int, *, surface: spec.Channel, language: str, planned: Planned) -> int:
    """Returns the material's id."""
    moves = is_played(wanted.subject.template, medium=surface.medium)
    still = _make_still(wanted, surface=surface, language=language, stands=0 if moves else surface.slot_seconds)
    loop = replace(still, medium=Medium.LOOP) if moves else None
    shown = _describe(wanted, still, surface=surface)
    row = wanted.current.get((pk, language))
    if row is not None and (row.still_id, row.loop_id) == _name_files(still, loop):
        _refresh(row, shown=shown)
        planned.kept += 1
    else:
        row, made = _make_material(wanted, pk, still=still, loop=loop, shown=shown)
        planned.made += made
        planned.kept += not made
    planned.renderings.update(key for key in (row.still_id, row.loop_id) if key)
    return row.pk


def _name_files(still: Job, loop: Job | None) -> tuple[str, str | None]:
    """The content keys, without looking into the database: nothing changed is the usual case."""
    return name_content(still), name_content(loop) if loop else None


def _describe(wanted: _Wanted, job: Job, *, surface: spec.Channel) -> Mapping[str, Any]:
    """What is kept with a material beside its files."""
    findings = examine(wanted.subject, channel=surface, language=job.language, today=wanted.today)
    return {
        "findings": convert.write_body(findings),
        "checked": name_basis(today=wanted.today),
        "alt": compose_alt(job),
    }


def _refresh(row: Material, *, shown: Mapping[str, Any]) -> None:
    """Findings may change while the picture does not: a consent runs out, a rule is added."""
    if all(getattr(row, name) == value for name, value in shown.items()):
        return
    held = lock_material(row.pk)
    for name, value in shown.items():
        setattr(held, name, value)
    held.save(update_fields=list(shown))
    settle(held, now=timezone.now())


def _make_material(
    wanted: _Wanted, pk: int, *, still: Job, loop: Job | None, shown: Mapping[str, Any]
) -> tuple[Material, bool]:
    """A new material, or an earlier one that shows the same; that one may have been approved when less was known."""
    row, made = Material.objects.update_or_create(
        version=wanted.version,
        channel_id=pk,
        language=still.language,
        still=plan_rendering(still),
        loop=plan_rendering(loop) if loop else None,
        defaults={**shown, "current": True},
    )
    settle(row, now=timezone.now())
    return row, made


def _make_still(wanted: _Wanted, *, surface: spec.Channel, language: str, stands: int) -> Job:
    return Job(
        template=wanted.subject.template,
        campaign=wanted.subject.campaign,
        item=wanted.subject.item,
        language=language,
        format=surface.format,
        medium=Medium.STILL,
        profile=surface.profile,
        slot_seconds=surface.slot_seconds,
        stands=stands,
        media=wanted.subject.media,
    )


def _name_item(error: CampaignError, row: Item) -> list[CampaignError]:
    """The error, or each of several, with the item in its place."""
    return [type(one)(one.message, place=replace(one.place, item=str(row)), hint=one.hint) for one in error.singles]
