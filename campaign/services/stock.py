"""What flights could show. In: materials as they are now, a release. Out: candidates, each with what holds it up."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypeAlias

from django.db.models.functions import Coalesce

from campaign.data import convert
from campaign.data.models import ItemVersion, Material, Rendering
from campaign.schedule.conflicts.stock import Candidate, Hold
from campaign.schedule.release import Release
from campaign.services.drafts import may_be_published

Row: TypeAlias = tuple[int, int, str, str, str, str, str, str]
"""(material, version, campaign, item, language, channel, its state, that of its rendering)."""
STATES = {
    Material.State.DRAFT: Hold.DRAFT,
    Material.State.SUBMITTED: Hold.SUBMITTED,
    Material.State.WITHDRAWN: Hold.WITHDRAWN,
    Material.State.EXPIRED: Hold.EXPIRED,
}
GONE = frozenset((Hold.WITHDRAWN, Hold.EXPIRED))


def list_stock(release: Release, *, today: date) -> tuple[Candidate, ...]:
    """Every current material. One that is approved and not in the release is newer than it, or may not be shown."""
    rows = list(_read_rows())
    tags = {row.pk: convert.read_item(row).tags for row in ItemVersion.objects.filter(pk__in={row[1] for row in rows})}
    shown = {spot.material for spot in release.spots}
    holds = {pk: _find_hold(state, rendering) for pk, *_, state, rendering in rows if str(pk) not in shown}
    holds |= _judge_approved([pk for pk, hold in holds.items() if hold is None], today=today)
    return tuple(
        Candidate(str(pk), campaign, item, language, channel, tags[version], holds.get(pk))
        for pk, version, campaign, item, language, channel, _, _ in rows
    )


def _read_rows() -> Iterator[Row]:
    """Without what renderings keep: there is much of it, and the studio asks while somebody types."""
    materials = Material.objects.filter(current=True).order_by(
        "version__item__campaign__slug", "version__item__slug", "channel__position", "pk"
    )
    yield from materials.annotate(rendering=Coalesce("loop__state", "still__state")).values_list(
        "pk",
        "version_id",
        "version__item__campaign__slug",
        "version__item__slug",
        "language",
        "channel__slug",
        "state",
        "rendering",
    )


def _find_hold(state: str, rendering: str) -> Hold | None:
    """By the state alone: None for what is approved and made."""
    hold = STATES.get(Material.State(state))
    if hold not in GONE and rendering != Rendering.State.DONE:
        return Hold.FAILED if rendering == Rendering.State.FAILED else Hold.RENDERING
    return hold


def _judge_approved(pks: Sequence[int], *, today: date) -> dict[int, Hold]:
    rows = Material.objects.filter(pk__in=pks).select_related("version__item", "still__file", "loop__file")
    rows = rows.prefetch_related("approvals", "version__item__consents")
    return {row.pk: Hold.NEWER if may_be_published(row, today=today) else Hold.REFUSED for row in rows}
