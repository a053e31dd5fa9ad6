"""What the checks say of a material now. In: its row. Out: what must be mended, what is accepted, what is open.

An approved material in which an error turns up goes back to review by itself, and from every screen with it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from campaign.data import convert
from campaign.data.models import Acceptance, Material, Rendering, Reopening
from campaign.services.changes import mark_change
from campaign.services.states import Act, State, find_next
from campaign.spec.findings import Finding, Severity


@dataclass(frozen=True)
class Verdict:
    """`open` are the warnings that nobody accepted under the key it shows now; `accepted` by the finding's digest."""

    errors: tuple[Finding, ...]
    open: tuple[Finding, ...]
    accepted: Mapping[str, Acceptance]


def read_verdict(material: Material) -> Verdict:
    """From its rows as they were read."""
    findings = convert.read_findings(material)
    warnings = {finding.digest: finding for finding in findings if finding.severity is Severity.WARNING}
    kept = material.acceptances.filter(key=material.shown.key).select_related("by") if warnings else ()
    accepted = {row.finding: row for row in kept if row.finding in warnings}
    errors = {finding.digest: finding for finding in findings if finding.severity is Severity.ERROR}
    waiting = (finding for digest, finding in warnings.items() if digest not in accepted)
    return Verdict(tuple(errors.values()), tuple(waiting), accepted)


def lock_material(pk: int) -> Material:
    """The row as it is now, held until the transaction ends. What is joined is read once it is held: a findings'
    change that was waited for is seen."""
    Material.objects.select_for_update().get(pk=pk)
    return Material.objects.select_related("version__item__campaign", "still", "loop", "channel").get(pk=pk)


def lock_showing(key: str) -> tuple[Material, ...]:
    """Every material that shows this rendering, held before its findings are written: an approval that looks at the old
    ones comes before them, or sees the new."""
    shows = Q(still=key) | Q(loop=key)
    pks = list(Material.objects.select_for_update().filter(shows).order_by("pk").values_list("pk", flat=True))
    return tuple(Material.objects.filter(pk__in=pks).order_by("pk"))


@transaction.atomic
def keep_pixel_findings(key: str, findings: Collection[Finding], *, checked: int, now: datetime) -> None:
    """Write what was found in a rendering, and settle every material that shows it. One that was erased while somebody
    looked keeps nothing of what was seen."""
    held = lock_showing(key)
    found = convert.write_body(tuple(findings))
    done = Rendering.objects.filter(key=key, state=Rendering.State.DONE)
    done.update(findings=found, checked=checked, heartbeat_at=None)
    for material in held:
        settle(material, now=now)


def settle(material: Material, *, now: datetime) -> Verdict:
    """Count what is left to settle, and reopen it if it was approved with what is an error now. The row is held by the
    caller, whose transaction this is."""
    verdict = read_verdict(material)
    counts = len(verdict.errors), len(verdict.open)
    if counts != (material.errors, material.warnings):
        material.errors, material.warnings = counts
        material.save(update_fields=["errors", "warnings"])
    if verdict.errors and material.state == State.APPROVED:
        _reopen(material, verdict.errors, now=now)
    return verdict


def _reopen(material: Material, errors: tuple[Finding, ...], *, now: datetime) -> None:
    """No person does this, so nobody is named; players learn of it at their next poll."""
    material.state = find_next(Act.REOPEN, material.state)
    material.save(update_fields=["state"])
    Reopening.objects.create(material=material, at=now, findings=convert.write_body(errors))
    mark_change(now=now)
