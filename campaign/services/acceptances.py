"""Warnings that a lead takes upon themselves, one by one. In: a material, a finding, who and why. Out: the acceptance.

It holds for this very finding in this very picture: another content key, another place or another measure asks again.
Errors are mended, never accepted.
"""

from datetime import datetime

from django.db import transaction

from campaign.data import convert
from campaign.data.models import Acceptance, Material, User
from campaign.data.queries import has_written
from campaign.services.rights import LEADS, check_own, has_role
from campaign.services.states import State
from campaign.services.verdicts import lock_material, settle
from campaign.spec.errors import NotAllowed
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

OPEN = frozenset({State.DRAFT, State.SUBMITTED, State.APPROVED})
"""Where a warning may be settled: what is withdrawn or over needs none."""


@transaction.atomic
def accept(material: Material, *, by: User, key: str, finding: str, reason: str, now: datetime) -> Acceptance:
    """Take one warning, named by its digest, of the picture with this content key. Taking it twice changes nothing.
    Raises NotAllowed."""
    row = _hold(material, by=by, key=key)
    if row.state not in OPEN:
        raise NotAllowed(say("Its warnings cannot be accepted any more."), hint=say("Lift its withdrawal first."))
    found = _find(row, digest=finding)
    if found.severity is Severity.ERROR:
        raise NotAllowed(say("An error cannot be accepted."), place=found.place, hint=found.hint)
    made = keep(row, found, by=by, reason=reason)
    settle(row, now=now)
    return made


@transaction.atomic
def take_back(material: Material, *, by: User, key: str, finding: str, now: datetime) -> None:
    """The warning is open again. Raises NotAllowed, also once an approval rests on it."""
    row = _hold(material, by=by, key=key)
    if row.state == State.APPROVED:
        raise NotAllowed(
            say("The approval rests on this."),
            hint=say("Withdraw the material if it must not be shown any longer."),
        )
    row.acceptances.filter(key=key, finding=finding).delete()
    settle(row, now=now)


def keep(row: Material, finding: Finding, *, by: User, reason: str) -> Acceptance:
    """Write it down; whoever took it first stays named. The row is held by the caller. Raises NotAllowed without a
    reason."""
    if not reason.strip():
        raise NotAllowed(
            say("It is not said why this is acceptable."), hint=say("Write the reason beside the warning.")
        )
    made, _ = Acceptance.objects.get_or_create(
        material=row,
        key=row.shown.key,
        finding=finding.digest,
        defaults={"rule": finding.rule, "by": by, "reason": reason.strip()},
    )
    return made


def _hold(material: Material, *, by: User, key: str) -> Material:
    """The row as it is now, held, if this person may judge it and looked at what it shows."""
    row = lock_material(material.pk)
    check_own(by, campaign=row.version.item.campaign)
    if not has_role(by, LEADS, campaign=row.version.item.campaign):
        raise NotAllowed(say("Only a campaign lead accepts warnings."), hint=say("Ask a lead, or mend what was found."))
    if has_written(by, row.version):
        raise NotAllowed(say("Nobody accepts warnings of their own work."), hint=say("Ask another lead to look at it."))
    if not row.current or key != row.shown.key:
        raise NotAllowed(
            say("This is not the version that is shown now."), hint=say("Reload the page and look at the new one.")
        )
    return row


def _find(row: Material, *, digest: str) -> Finding:
    found = next((finding for finding in convert.read_findings(row) if finding.digest == digest), None)
    if found is None:
        raise NotAllowed(
            say("This is not found in it any more."), hint=say("Reload the page: something else may have been found.")
        )
    return found
