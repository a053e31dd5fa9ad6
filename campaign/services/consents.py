"""Consents of people. In: who acts, and what was agreed to. Out: rows, a log of every look and act, and NotAllowed.

Staff and leads of the organisation whose campaign it is see and keep them, administrators all; operators and designers
never do. Withdrawing is one call, as easy as giving (GDPR 7(3)): every item that rests on the consent is withdrawn with
it. The log (ConsentEvent) names who acted and which fields changed, never what stood in them. What lists show is in
services.register.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from enum import StrEnum
from typing import NoReturn

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Campaign, ConsentEvent, Item, User
from campaign.data.models import Consent as Row
from campaign.data.queries import find_campaigns
from campaign.services import audit
from campaign.services.changes import mark_change
from campaign.services.days import find_today
from campaign.services.rechecking import recheck_items
from campaign.services.rights import AUTHORS, check_own, has_role
from campaign.services.withdrawals import restore_materials, withdraw_for
from campaign.spec.consent import Consent
from campaign.spec.errors import NotAllowed, UnknownName
from campaign.spec.message import say

Act = ConsentEvent.Act


class ConsentState(StrEnum):
    """What a consent is on a day; the first that holds."""

    ERASED = "erased"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    NOT_YET = "not-yet"
    HOLDS = "holds"


@dataclass(frozen=True)
class Opened:
    """All of a consent, once the look was logged; `consent` is empty when it was erased."""

    row: Row
    consent: Consent
    state: ConsentState
    items: tuple[str, ...]


def find_consent(ref: str, *, by: User) -> Row:
    """The row called "campaign/consent", not yet logged as seen. Raises UnknownName, also for another
    organisation's, and NotAllowed for a role that never sees any."""
    campaign, _, slug = ref.partition("/")
    row = find_visible(by).filter(campaign__slug=campaign, slug=slug).first()
    if row is None:
        raise UnknownName(
            say("There is no consent “%(name)s”.", name=ref[:100]), hint=say("Name it as campaign/consent.")
        )
    return row


def show(row: Row, *, by: User, now: datetime, today: date) -> Opened:
    """All of it; the look is logged. Raises NotAllowed."""
    check_may(row.campaign, by=by)
    note(row, Act.SEEN, by=by, now=now)
    return Opened(row, convert.read_consent(row), tell_state(row, today=today), list_items(row))


def list_events(row: Row, *, by: User) -> QuerySet[ConsentEvent]:
    """Who saw and did what with it, oldest first; it stays when the consent is erased. Raises NotAllowed."""
    check_may(row.campaign, by=by)
    return row.events.select_related("by")


def record(
    campaign: Campaign, slug: str, consent: Consent, *, items: Collection[str] = (), by: User, now: datetime
) -> Row:
    """Keep a new consent under a name of ours (slug), for these items (slugs) of the campaign. What is missing in it is
    told by the checks, not refused. Raises NotAllowed for a name that is taken, UnknownName for an item."""
    check_may(campaign, by=by)
    with transaction.atomic():
        row, made = Row.objects.get_or_create(campaign=campaign, slug=slug, defaults={"body": write_body(consent)})
        if not made:
            raise NotAllowed(
                say("There is a consent called “%(name)s” already.", name=slug), hint=say("Choose another name.")
            )
        row.items.set(_find_items(campaign, items))
        note(row, Act.RECORDED, by=by, now=now)
        mark_change(now=now)
    recheck(_list_numbers(row), now=now)
    return row


def change(row: Row, consent: Consent, *, items: Collection[str] | None = None, by: User, now: datetime) -> Row:
    """Correct or complete what was recorded; `items` (slugs) are all those it covers, unchanged when left out. What was
    withdrawn stays so: see `restore`. Materials that ended with it and may be shown again become drafts. Raises
    NotAllowed for an erased one, UnknownName for an item."""
    with transaction.atomic():
        held = lock(row, by=by)
        if held.withdrawn_at is not None:
            raise NotAllowed(
                say("This consent was withdrawn."), hint=say("A new consent, given after that, takes its place.")
            )
        before = _list_numbers(held)
        changed = apply(held, consent, now=now)
        if items is not None:
            changed += _take_items(held, items)
        if changed:
            note(held, Act.CHANGED, by=by, now=now, detail=", ".join(changed))
            mark_change(now=now)
    recheck(before | _list_numbers(held), now=now)
    return held


@transaction.atomic
def withdraw(row: Row, *, by: User, now: datetime) -> Row:
    """The person takes it back: nothing of the items that rest on it plays from the next poll on, on any channel. No
    reason is asked for. Doing it again changes nothing. Raises NotAllowed."""
    held = lock(row, by=by)
    if held.withdrawn_at is None:
        held.withdrawn_at = now
        held.save(update_fields=["withdrawn_at"])
        withdraw_for(held, by=by, now=now)
        note(held, Act.WITHDRAWN, by=by, now=now)
        mark_change(now=now)
    return held


def restore(row: Row, consent: Consent, *, by: User, now: datetime, today: date) -> Row:
    """A new consent of the same person, given on or after the day of the withdrawal. Its items are drafts again, unless
    something else still stops them, and play once they are approved anew. Raises NotAllowed."""
    with transaction.atomic():
        held = lock(row, by=by)
        _check_new(held, consent, today=today)
        held.withdrawn_at = None
        held.save(update_fields=["withdrawn_at"])
        changed = apply(held, consent, now=now)
        restore_materials(held, now=now)
        note(held, Act.RESTORED, by=by, now=now, detail=", ".join(changed))
        mark_change(now=now)
    recheck(_list_numbers(held), now=now)
    return held


def _check_new(held: Row, consent: Consent, *, today: date) -> None:
    if held.withdrawn_at is None:
        raise NotAllowed(say("This consent was not withdrawn."), hint=say("Change it instead."))
    if consent.given_on is None or not localdate(held.withdrawn_at) <= consent.given_on <= today:
        raise NotAllowed(
            say("Only a consent that was given after the withdrawal takes the place of the old one."),
            hint=say("Ask the person anew, and give the date of the new consent."),
        )


def tell_state(row: Row, *, today: date) -> ConsentState:
    """What it is on this day."""
    if row.erased_at is not None:
        return ConsentState.ERASED
    if row.withdrawn_at is not None:
        return ConsentState.WITHDRAWN
    consent = convert.read_consent(row)
    if consent.until is not None and consent.until < today:
        return ConsentState.ENDED
    return ConsentState.NOT_YET if consent.since is not None and consent.since > today else ConsentState.HOLDS


def list_items(row: Row) -> tuple[str, ...]:
    """What it covers, as "campaign/item"."""
    return tuple(sorted(f"{row.campaign.slug}/{item.slug}" for item in row.items.all()))


def check_may(campaign: Campaign, *, by: User) -> None:
    """Raises NotAllowed for whoever may not know of a consent of this campaign."""
    check_own(by, campaign=campaign)
    if not has_role(by, AUTHORS, campaign=campaign):
        _refuse_role()


@transaction.atomic
def note(row: Row, act: str, *, by: User | None, now: datetime, detail: str = "") -> None:
    """A line of the consent's history and of the audit log; `by` is None where the clock did it. Nothing of the person
    in `detail`."""
    ConsentEvent.objects.create(consent=row, act=act, by=by, at=now, detail=detail[:300])
    audit.note(f"consent-{act}", by=by, now=now, kind="consent", ref=row.pk, campaign=row.campaign, detail=detail)


def lock(row: Row, *, by: User) -> Row:
    """The row as it is now, held until the transaction ends. Raises NotAllowed, also when it was erased."""
    held = Row.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=row.pk)
    check_may(held.campaign, by=by)
    if held.erased_at is not None:
        raise NotAllowed(say("This consent was erased; only its log is left."), hint=say("Record a new one."))
    return held


def write_body(consent: Consent) -> object:
    """What the row keeps: whether it was withdrawn has a column of its own."""
    return convert.write_body(replace(consent, withdrawn_on=None))


def apply(held: Row, consent: Consent, *, now: datetime) -> tuple[str, ...]:
    """Write what is agreed now, and let go what ended with the old dates. Returns the names of the fields changed."""
    before, after = convert.read_agreement(held), replace(consent, withdrawn_on=None)
    changed = tuple(part.name for part in fields(Consent) if getattr(before, part.name) != getattr(after, part.name))
    if changed:
        held.body = write_body(after)
        held.save(update_fields=["body"])
        restore_materials(held, now=now)
    return changed


def recheck(items: Collection[int], *, now: datetime) -> None:
    """Hold these items (their rows' numbers) against the rules anew, after the change and not within it: what a consent
    does not cover any more goes back to review."""
    recheck_items(items, today=find_today(now), now=now)


def _take_items(held: Row, slugs: Collection[str]) -> tuple[str, ...]:
    wanted = set(_find_items(held.campaign, slugs))
    if wanted == set(held.items.all()):
        return ()
    held.items.set(wanted)
    return ("items",)


def _list_numbers(row: Row) -> set[int]:
    return set(row.items.values_list("pk", flat=True))


def _find_items(campaign: Campaign, slugs: Collection[str]) -> list[Item]:
    rows = list(campaign.items.filter(slug__in=slugs))
    missing = sorted(set(slugs) - {row.slug for row in rows})
    if missing:
        raise UnknownName(
            say("There is no item “%(item)s” in the campaign.", item=missing[0]),
            hint=say("Name items by their ids, as they are in the campaign."),
        )
    return rows


def _check_role(by: User) -> None:
    if not has_role(by, AUTHORS):
        _refuse_role()


def _refuse_role() -> NoReturn:
    raise NotAllowed(
        say("Consents are seen by staff and leads only."), hint=say("Ask somebody of the organisation itself.")
    )


def find_visible(by: User) -> QuerySet[Row]:
    """The consents this person may know of, with their campaigns and items. Raises NotAllowed."""
    _check_role(by)
    rows = Row.objects.select_related("campaign").prefetch_related("items")
    return rows.filter(campaign__in=find_campaigns(by, AUTHORS))
