"""Looking again when the rules, or anything else a finding rests on, changed. In: rows that are due. Out: findings.

What people entered is asked about once a day and after every change; pixels when the rules on them change. Neither
renders anything or changes a content key. What comes out is settled at once (services.verdicts).
"""

from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q, QuerySet

from campaign.checks.revision import number_pixel_rules
from campaign.data import convert
from campaign.data.models import ItemVersion, Material, Rendering
from campaign.services.examining import Subject, examine, name_basis, read_subject
from campaign.services.making import PlanChanged
from campaign.services.reigns import list_playing
from campaign.services.surveying import survey
from campaign.services.template_versions import find_template
from campaign.services.verdicts import keep_pixel_findings, lock_material, settle
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding

AT_ONCE = 200
"""Materials a sweep asks about: some 0.2 s of work, so that nobody waits behind it."""
UNHEARD = timedelta(minutes=10)
"""A look that was asked for so long ago is asked for again."""
State = Rendering.State


def recheck_due(*, today: date, now: datetime) -> int:
    """Ask again about what people entered where the rules or the day are others than last time; returns how many
    materials were looked at, at most AT_ONCE."""
    due = list_watched(now=now).exclude(checked=name_basis(today=today)).order_by("pk")
    return _recheck(due[:AT_ONCE], today=today, now=now)


def recheck_items(items: Collection[int], *, today: date, now: datetime) -> int:
    """Ask again about all materials of these items, by their ids, because a consent or the like changed; returns how
    many."""
    return _recheck(list_watched(now=now).filter(version__item__in=items), today=today, now=now)


def recheck_pixels(
    key: str, *, now: datetime, look: Callable[[Rendering], tuple[Finding, ...]] = survey
) -> tuple[Finding, ...] | None:
    """Look at a finished rendering by the rules of today, and settle what shows it. None for one whose template has
    changed since: it keeps its findings, as planning makes another in its place. Raises what looking raises; then it
    stays due."""
    row = Rendering.objects.select_related("file").get(key=key)
    number = number_pixel_rules()
    try:
        findings = look(row)
    except PlanChanged:
        Rendering.objects.filter(key=key).update(checked=-number, heartbeat_at=None)
        return None
    keep_pixel_findings(key, findings, checked=number, now=now)
    return findings


def list_due_pixels(*, now: datetime) -> QuerySet[Rendering]:
    """Finished renderings on which other rules were held than those of today, and that nobody looks at now."""
    watched, number = list_watched(now=now), number_pixel_rules()
    shown = Q(pk__in=watched.values("still")) | Q(pk__in=watched.exclude(loop=None).values("loop"))
    rows = Rendering.objects.filter(_is_free(now), shown).exclude(checked__in=(number, -number))
    return rows.order_by("-queue", "key")  # stills first: they take no time


def claim_pixels(key: str, *, now: datetime) -> bool:
    """Take a look that is due, so that it is asked for once; False when somebody did within UNHEARD."""
    return bool(Rendering.objects.filter(_is_free(now), key=key).update(heartbeat_at=now))


def give_back_pixels(key: str) -> None:
    """Nobody could be asked."""
    Rendering.objects.filter(key=key, state=State.DONE).update(heartbeat_at=None)


def list_watched(*, now: datetime) -> QuerySet[Material]:
    """What is current, and what is on screens though something newer waits for approval."""
    return Material.objects.filter(Q(current=True) | Q(pk__in=_list_on_screens(now=now)))


def _list_on_screens(*, now: datetime) -> set[int]:
    """Asked for within transactions too, so nothing is kept that might be taken back."""
    return {int(spot.material) for reign in list_playing(at=now) for spot in reign.release.spots}


def _is_free(now: datetime) -> Q:
    # a moment to come is that of a clock which was set back
    away = Q(heartbeat_at=None) | Q(heartbeat_at__lt=now - UNHEARD) | Q(heartbeat_at__gt=now + UNHEARD)
    return Q(state=State.DONE) & away


def _recheck(rows: QuerySet[Material], *, today: date, now: datetime) -> int:
    subjects: dict[int, Subject | None] = {}
    joined = rows.select_related("version__item__campaign", "channel")
    for row in joined:
        if row.version_id not in subjects:
            subjects[row.version_id] = _read(row.version)
        subject = subjects[row.version_id]
        findings = _ask(row, subject, today=today) if subject else None
        _keep(row.pk, findings, checked=name_basis(today=today), now=now)
    return len(joined)


def _read(version: ItemVersion) -> Subject | None:
    """None when it cannot be asked about: its template is gone, or is being edited."""
    slug = Path(version.body["template"]).name
    try:
        template = find_template(slug)
        return read_subject(version, templates={slug: template}) if template else None
    except (CampaignError, OSError):
        return None


def _ask(row: Material, subject: Subject, *, today: date) -> tuple[Finding, ...] | None:
    """None when its files cannot be read now."""
    try:
        return examine(subject, channel=convert.read_channel(row.channel), language=row.language, today=today)
    except CampaignError:
        return None


@transaction.atomic
def _keep(pk: int, findings: tuple[Finding, ...] | None, *, checked: str, now: datetime) -> None:
    """What cannot be asked about keeps what was known; tomorrow it is tried again. What was erased meanwhile keeps
    nothing: findings quote what stood there."""
    row = lock_material(pk)
    row.checked = checked
    if findings is not None and not row.version.item.consents.exclude(erased_at=None).exists():
        row.findings = convert.write_body(findings)
    row.save(update_fields=["checked", "findings"])
    settle(row, now=now)
