"""The way of a material to the screen. In: a material and who acts. Out: its new state, or NotAllowed.

An approval is pinned to the content key of the picture or loop that was looked at, and given by somebody
other than those who wrote it, once every warning in it is accepted (services.acceptances). The states themselves are in
services.states.
"""

from django.db import transaction
from django.utils import timezone

from campaign.data.models import Approval, Campaign, Material, Rendering, User
from campaign.data.queries import has_written
from campaign.services import acceptances
from campaign.services.changes import mark_change
from campaign.services.history import Act as Step
from campaign.services.history import keep_event
from campaign.services.rights import AUTHORS, DESIGNERS, LEADS, Role, check_own, has_role
from campaign.services.states import Act, State, find_next
from campaign.services.verdicts import Verdict, lock_material, read_verdict, settle
from campaign.services.withdrawals import is_withdrawn, lift, withdraw
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

__all__ = [
    "approve",
    "check_campaign_eyes",
    "find_obstacles",
    "is_approved",
    "lift",
    "note_writer",
    "resubmit",
    "return_to_draft",
    "submit",
    "withdraw",
]


@transaction.atomic
def submit(material: Material, *, by: User) -> Material:
    """Ask for review. Its findings are shown there, not here: a lead may want to see them."""
    row = _lock(material, by=by, roles=AUTHORS)
    row.state = find_next(Act.SUBMIT, row.state)
    row.note = ""
    row.save(update_fields=["state", "note"])
    keep_event(row, Step.SUBMITTED, by=by, now=timezone.now())
    return row


@transaction.atomic
def resubmit(material: Material, *, by: User, note: str) -> Material:
    """Ask for review again because a template was taken in use: the content is what was asked for before, so whoever
    takes templates in use may. Raises NotAllowed."""
    row = lock_material(material.pk)
    _check_role(by, DESIGNERS, campaign=None)
    row.state = find_next(Act.SUBMIT, row.state)
    row.save(update_fields=["state"])
    keep_event(row, Step.SUBMITTED, by=by, now=timezone.now(), note=note)
    return row


@transaction.atomic
def return_to_draft(material: Material, *, by: User, why: str) -> Material:
    """Give it back to its author, and say why."""
    row = _lock(material, by=by, roles=LEADS)
    row.state = find_next(Act.RETURN, row.state)
    row.note = why
    row.save(update_fields=["state", "note"])
    keep_event(row, Step.RETURNED, by=by, now=timezone.now(), note=why)
    return row


@transaction.atomic
def approve(material: Material, *, by: User, key: str, reason: str = "") -> Approval:
    """Say yes to exactly the rendering with this content key. A `reason` given here accepts every warning that is still
    open. Raises NotAllowed."""
    row = _lock(material, by=by, roles=LEADS)
    state = find_next(Act.APPROVE, row.state)
    obstacles = find_obstacles(row, by=by, key=key, reason=reason)
    if obstacles:
        raise obstacles[0]
    for finding in read_verdict(row).open:
        acceptances.keep(row, finding, by=by, reason=reason)
    now = timezone.now()
    settle(row, now=now)
    if row.approvals.exists():
        mark_change(now=now)  # it was off the screens since, and a release may have it still
    row.state = state
    row.save(update_fields=["state"])
    keep_event(row, Step.APPROVED, by=by, now=now, note=reason)
    return Approval.objects.create(material=row, key=key, by=by, reason=reason)


def find_obstacles(row: Material, *, by: User, key: str, reason: str) -> tuple[NotAllowed, ...]:
    """Everything that stands against an approval, the gravest first."""
    found = [
        _check_four_eyes(row, by=by),
        check_campaign_eyes(row.version.item.campaign, by=by),
        _check_current(row, key=key),
        _check_rendered(row),
    ]
    found += [_check_findings(read_verdict(row), reason=reason), _check_withdrawn(row)]
    return tuple(error for error in found if error is not None)


def is_approved(material: Material) -> bool:
    """Whether the rendering it shows now is the one that was approved."""
    approved = material.state == State.APPROVED
    return approved and material.approvals.filter(key=material.shown.key).exists()


def _check_role(by: User, roles: frozenset[Role], *, campaign: Campaign | None) -> None:
    if not has_role(by, roles, campaign=campaign):
        raise NotAllowed(
            say("Your role does not allow this step."),
            hint=say("It is for: %(roles)s.", roles=", ".join(sorted(role.value for role in roles))),
        )


def _check_four_eyes(row: Material, *, by: User) -> NotAllowed | None:
    if not has_written(by, row.version):
        return None
    return NotAllowed(say("Nobody approves their own work."), hint=say("Ask another lead to look at it."))


def check_campaign_eyes(campaign: Campaign, *, by: User) -> NotAllowed | None:
    """The campaign's own words, logos and funder are on the picture too: whoever changed them is not the first to
    approve it. One approval by somebody else has looked at them."""
    own = campaign.author_id == by.pk or campaign.writers.filter(pk=by.pk).exists()
    if not own or campaign.changed_at is None or was_looked_at(campaign):
        return None
    return NotAllowed(
        say("You changed the campaign itself, and nobody else has approved it since."),
        hint=say("Ask another lead to approve one of its materials first."),
    )


def was_looked_at(campaign: Campaign) -> bool:
    """Whether somebody who did not write its own words has approved them as they are."""
    given = Approval.objects.filter(material__version__item__campaign=campaign, at__gte=campaign.changed_at)
    return given.exclude(by=campaign.author_id).exclude(by__in=campaign.writers.all()).exists()


def note_writer(campaign: Campaign, by: User) -> None:
    """Somebody is about to change its own words: those before them count on until the words were looked at, or a comma
    that another person mends would be a way around. The caller holds the row, and keeps it as theirs."""
    if campaign.changed_at is None or was_looked_at(campaign):
        campaign.writers.set([by])
        return
    campaign.writers.add(by, *([campaign.author] if campaign.author else []))


def _check_current(row: Material, *, key: str) -> NotAllowed | None:
    if row.current and key == row.shown.key:
        return None
    return NotAllowed(
        say("This is not the version that is shown now."), hint=say("Reload the page and look at the new one.")
    )


def _check_rendered(row: Material) -> NotAllowed | None:
    states = {rendering.state for rendering in (row.still, row.loop) if rendering is not None}
    if states == {Rendering.State.DONE}:
        return None
    if Rendering.State.FAILED in states:
        return NotAllowed(say("It could not be rendered."), hint=say("Mend what its error says, and render it again."))
    return NotAllowed(say("It is not rendered yet."), hint=say("Wait until its picture is there."))


def _check_findings(verdict: Verdict, *, reason: str) -> NotAllowed | None:
    if verdict.errors:
        first = verdict.errors[0]
        return NotAllowed(first.message, place=first.place, hint=first.hint)
    if verdict.open and not reason.strip():
        return NotAllowed(
            say("It has warnings: %(rules)s.", rules=", ".join(sorted({finding.rule for finding in verdict.open}))),
            hint=say("Accept each with its reason, or return it."),
        )
    return None


def _check_withdrawn(row: Material) -> NotAllowed | None:
    if not is_withdrawn(row):
        return None
    return NotAllowed(say("It has been withdrawn."), hint=say("Lift the withdrawal first."))


def _lock(material: Material, *, by: User, roles: frozenset[Role]) -> Material:
    """The row as it is now, held until the transaction ends. Raises NotAllowed when it is another organisation's, or
    for the wrong role on its campaign."""
    row = lock_material(material.pk)
    check_own(by, campaign=row.version.item.campaign)
    _check_role(by, roles, campaign=row.version.item.campaign)
    return row
