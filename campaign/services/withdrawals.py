"""What is stopped. In: a material, item, campaign or everything, who stops it, and why. Out: gone at the next poll.

A consent that is withdrawn, or ends, stops its items: such a stop has no `why`, and is lifted with the consent only.

Stopping everything is a switch: no material changes its state, and lifting it brings the screens back. The other
withdrawals take the materials out of review too; once lifted they are drafts again.
"""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from campaign.data import convert
from campaign.data.models import Campaign, Consent, Item, Material, User, Withdrawal
from campaign.services import stops
from campaign.services.acknowledgements import ask_players
from campaign.services.audit import Act as Audited
from campaign.services.audit import note
from campaign.services.changes import mark_change
from campaign.services.days import find_days, find_today
from campaign.services.emergencies import end_all
from campaign.services.rights import AUTHORS, LEADS, check_role, has_role, has_role_everywhere
from campaign.services.states import Act, State, find_next, find_starts
from campaign.spec.errors import NotAllowed, UnknownName
from campaign.spec.message import say

Scope = Withdrawal.Scope


@transaction.atomic
def withdraw(*, scope: str, ref: str = "", by: User, why: str, now: datetime) -> Withdrawal:
    """Stop a material (its id), an item ("campaign/item"), a campaign (slug) or everything (no ref), with it the
    emergency messages that show. Doing it again changes nothing. Raises UnknownName, NotAllowed."""
    _check_person(by, scope=scope)
    covered = find_own(scope=scope, ref=ref, by=by)
    row = _stop(covered, scope=scope, ref=ref, by=by, now=now, why=why)
    if scope == Scope.EVERYTHING:
        end_all(by=by, now=now)
    mark_change(now=now)
    return row


def withdraw_for(consent: Consent, *, by: User | None, now: datetime) -> None:
    """Stop every item that rests on the consent; `by` is None for the clock. Whoever calls it has looked at who acts,
    holds the consent, and marks the change when all is done: so nobody waits for materials while holding that."""
    for item in consent.items.select_related("campaign"):
        covered = find_covered(scope=Scope.ITEM, ref=str(item))
        _stop(covered, scope=Scope.ITEM, ref=str(item), by=by, now=now, consent=consent)


def _stop(
    covered: QuerySet[Material],
    *,
    scope: str,
    ref: str,
    by: User | None,
    now: datetime,
    why: str = "",
    consent: Consent | None = None,
) -> Withdrawal:
    """Each reason has its own withdrawal: lifting one lets nothing go that another one stops."""
    standing = Withdrawal.objects.filter(scope=scope, ref=ref, consent=consent, lifted_at=None).first()
    if standing is not None:
        return standing
    row = Withdrawal.objects.create(scope=scope, ref=ref, by=by, why=why, consent=consent)
    stops.note_withdrawn(row)
    _note(Audited.TAKEN_DOWN, row, by=by, now=now)
    if scope != Scope.EVERYTHING:
        for before in find_starts(Act.WITHDRAW):
            covered.filter(state=before).update(state=find_next(Act.WITHDRAW, before))
    ask_players(row, now=now)
    return row


def stop_again(*, scope: str, ref: str, consent: Consent | None, at: datetime, now: datetime) -> None:
    """What was stopped at that moment, after a copy was made that was brought back since. Raises UnknownName."""
    row = _stop(find_covered(scope=scope, ref=ref), scope=scope, ref=ref, by=None, now=now, consent=consent)
    Withdrawal.objects.filter(pk=row.pk).update(at=at)


def restore_materials(consent: Consent, *, now: datetime) -> None:
    """Lift what the consent stopped, if it holds again; its materials are drafts unless something else stops them.
    Whoever calls it marks the change."""
    if consent.withdrawn_at or consent.erased_at or has_ended(consent, today=find_today(now)):
        return
    consent.withdrawals.filter(lifted_at=None).update(lifted_at=now)
    stopped = Material.objects.filter(version__item__consents=consent, state__in=find_starts(Act.RESTORE))
    rows = stopped.select_related("version__item__campaign", "channel")
    days = find_days(now)
    for row in rows:
        if not is_withdrawn(row) and not is_past(row, today=days[row.channel.slug]):
            row.state = find_next(Act.RESTORE, row.state)
            row.save(update_fields=["state"])


def has_ended(consent: Consent, *, today: date) -> bool:
    """Whether its last service day is over; `today` is the day that is not over on every channel."""
    until = convert.read_agreement(consent).until
    return until is not None and until < today


@transaction.atomic
def lift(withdrawal: Withdrawal, *, by: User, now: datetime) -> None:
    """End a withdrawal: its materials are drafts again, unless another one still covers them. What a consent stopped
    comes back with the consent only. Raises NotAllowed."""
    _check_person(by, scope=withdrawal.scope)
    if withdrawal.consent_id is not None:
        raise NotAllowed(
            say("The person shown withdrew the consent, or it ended."),
            hint=say("Only a new consent of the same person brings it back."),
        )
    find_own(scope=withdrawal.scope, ref=withdrawal.ref, by=by)
    if withdrawal.lifted_at is not None:
        return
    withdrawal.lifted_at = now
    withdrawal.save(update_fields=["lifted_at"])
    _note(Audited.TAKEDOWN_LIFTED, withdrawal, by=by, now=now)
    if withdrawal.scope != Scope.EVERYTHING:
        for material in find_covered(scope=withdrawal.scope, ref=withdrawal.ref).filter(state=State.WITHDRAWN):
            if not is_withdrawn(material):
                material.state = find_next(Act.RESTORE, material.state)
                material.save(update_fields=["state"])
    mark_change(now=now)


def find_own(*, scope: str, ref: str, by: User) -> QuerySet[Material]:
    """The materials that this person's withdrawal would cover. Raises UnknownName, and NotAllowed for what belongs to
    another organisation, of which nothing is told."""
    covered = find_covered(scope=scope, ref=ref)
    _check_owner(by, scope=scope, ref=ref)
    return covered


def read_target(text: str) -> tuple[str, str]:
    """Scope and ref of what somebody named: "campaign/item", a campaign, a material's number, or "everything"."""
    if text == Scope.EVERYTHING.value:
        return Scope.EVERYTHING, ""
    if text.isdecimal():
        return Scope.MATERIAL, str(int(text))
    return (Scope.ITEM if "/" in text else Scope.CAMPAIGN), text


def find_covered(*, scope: str, ref: str) -> QuerySet[Material]:
    """The materials a withdrawal covers, old versions too. Raises UnknownName."""
    rows = Material.objects.all()
    campaign, _, item = ref.partition("/")
    if scope == Scope.EVERYTHING and not ref:
        return rows
    if scope == Scope.CAMPAIGN and Campaign.objects.filter(slug=ref).exists():
        return rows.filter(version__item__campaign__slug=ref)
    if scope == Scope.ITEM and Item.objects.filter(campaign__slug=campaign, slug=item).exists():
        return rows.filter(version__item__slug=item, version__item__campaign__slug=campaign)
    if scope == Scope.MATERIAL and ref.isdecimal() and rows.filter(pk=int(ref)).exists():
        return rows.filter(pk=int(ref))
    raise UnknownName(
        say("There is no %(scope)s “%(ref)s”.", scope=str(scope), ref=ref),
        hint=say("Give a material by its number, an item as campaign/item, a campaign by its name."),
    )


def is_withdrawn(material: Material) -> bool:
    """Whether a standing withdrawal covers this material."""
    item = material.version.item
    return (
        Withdrawal.objects.filter(lifted_at=None)
        .filter(
            Q(scope=Scope.MATERIAL, ref=str(material.pk))
            | Q(scope=Scope.ITEM, ref=str(item))
            | Q(scope=Scope.CAMPAIGN, ref=item.campaign.slug)
        )
        .exists()
    )


@transaction.atomic
def expire_due(*, now: datetime) -> int:
    """Expire approved materials whose last service day, or whose consent's, has ended; returns how many."""
    approved = Material.objects.filter(state__in=find_starts(Act.EXPIRE)).select_related("version__item", "channel")
    approved = approved.prefetch_related("version__item__consents")
    days = find_days(now)
    due = [row.pk for row in approved if is_past(row, today=days[row.channel.slug])]
    if due:
        Material.objects.filter(pk__in=due).update(state=State.EXPIRED)
        mark_change(now=now)
    return len(due)


def is_past(material: Material, *, today: date) -> bool:
    """Whether the last day of the item, or of its consent, lies before today."""
    last = convert.find_last_day(material.version)
    return last is not None and last < today


def _note(act: Audited, row: Withdrawal, *, by: User | None, now: datetime) -> None:
    note(
        act,
        by=by,
        now=now,
        kind="withdrawal",
        ref=row.pk,
        campaign=_find_campaign(row.scope, row.ref),
        detail=row.scope,
    )


def _find_campaign(scope: str, ref: str) -> Campaign | None:
    if scope == Scope.EVERYTHING:
        return None
    if scope == Scope.MATERIAL:
        return Campaign.objects.get(items__versions__materials=int(ref))
    return Campaign.objects.get(slug=ref.partition("/")[0])


def _check_owner(by: User, *, scope: str, ref: str) -> None:
    """Operators may stop anything on their screens, the others what is their own organisation's, by their role on that
    campaign; also what nothing shows yet: it would be stopped once something does."""
    if scope == Scope.EVERYTHING or by.role == User.Role.OPERATOR:
        return
    campaign = _find_campaign(scope, ref)
    if campaign is not None:
        check_role(by, LEADS if scope == Scope.CAMPAIGN else AUTHORS, campaign=campaign)


def _check_person(by: User, *, scope: str) -> None:
    """Anybody of the project may stop a story, as easily as it began (GDPR 7(3)); stopping all is a lead's."""
    if scope in {Scope.MATERIAL, Scope.ITEM} and by.role != User.Role.DESIGNER:
        return
    leads = has_role_everywhere(by, LEADS) if scope == Scope.EVERYTHING else has_role(by, LEADS)
    if not leads:
        raise NotAllowed(
            say("Only a campaign lead may stop a whole campaign or everything."),
            hint=say("Ask a lead, or stop the single item."),
        )
