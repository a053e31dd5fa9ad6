"""What flights could show. In: materials as they are now, a release. Out: candidates, each with what holds it up."""

from datetime import date, datetime

from campaign.data import convert
from campaign.data.models import Material, Rendering
from campaign.schedule.release import Release
from campaign.schedule.stock import Candidate, Hold
from campaign.services.days import find_today
from campaign.services.drafts import may_be_published

STATES = {
    Material.State.DRAFT: Hold.DRAFT,
    Material.State.SUBMITTED: Hold.SUBMITTED,
    Material.State.WITHDRAWN: Hold.WITHDRAWN,
    Material.State.EXPIRED: Hold.EXPIRED,
}
GONE = frozenset((Hold.WITHDRAWN, Hold.EXPIRED))


def list_stock(release: Release, *, now: datetime) -> tuple[Candidate, ...]:
    """Every current material. One that is approved and not in the release is newer than it, or may not be shown."""
    rows = Material.objects.filter(current=True).select_related(
        "version__item__campaign", "channel", "still__file", "loop__file"
    )
    rows = rows.order_by("version__item__campaign__slug", "version__item__slug", "channel__position", "pk")
    shown = {spot.material for spot in release.spots}
    today = find_today(now)
    tags: dict[int, tuple[str, ...]] = {}
    found = []
    for row in rows.prefetch_related("approvals", "version__item__consents"):
        if row.version_id not in tags:
            tags[row.version_id] = convert.read_item(row.version).tags
        found.append(
            Candidate(
                material=str(row.pk),
                campaign=row.version.item.campaign.slug,
                item=row.version.item.slug,
                language=row.language,
                channel=row.channel.slug,
                tags=tags[row.version_id],
                hold=None if str(row.pk) in shown else _find_hold(row, today=today),
            )
        )
    return tuple(found)


def _find_hold(row: Material, *, today: date) -> Hold:
    hold = STATES.get(Material.State(row.state))
    if hold in GONE:
        return hold
    if row.shown.state == Rendering.State.FAILED:
        return Hold.FAILED
    if row.shown.state != Rendering.State.DONE:
        return Hold.RENDERING
    if hold is None:
        return Hold.NEWER if may_be_published(row, today=today) else Hold.REFUSED
    return hold
