"""The audit log. In: an act, who did it, on what. Out: a row that nobody changes any more.

One line for every act on people's data, on who may come in, and on what screens show. It names rows by their numbers
and holds no word that anybody wrote: reasons stay with what they are about (Withdrawal.why, Release.why) and go with
it, so an erasure has nothing to look for here. A consent's own history (ConsentEvent) is its page's; each of its lines
has one here, and `audit_chain.verify` holds the one against the other, so that history is sealed as well.

A row is written in the transaction of its act: both are there, or neither. The chain of digests follows
(services.audit_chain).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.db.models import Q, QuerySet
from django.utils import timezone

from campaign.data.models import AuditEvent, Campaign, Organisation, User
from campaign.data.queries import find_campaigns
from campaign.services.rights import ADMINISTRATORS, LEADS, has_role_everywhere
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say


class Act(StrEnum):
    """What can be done; the first word says on what. Those on consents are ConsentEvent's, with “consent-” before."""

    CONSENT_RECORDED = "consent-recorded"
    CONSENT_CHANGED = "consent-changed"
    CONSENT_SEEN = "consent-seen"
    CONSENT_DOCUMENT_KEPT = "consent-document-kept"
    CONSENT_DOCUMENT_SEEN = "consent-document-seen"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENT_RESTORED = "consent-restored"
    CONSENT_EXPIRED = "consent-expired"
    CONSENT_ERASED = "consent-erased"
    PERSON_INVITED = "person-invited"
    INVITATION_WITHDRAWN = "person-invitation-withdrawn"
    PERSON_JOINED = "person-joined"
    PERSON_ADDED = "person-added"
    ROLE_CHANGED = "person-role-changed"
    CAMPAIGN_GIVEN = "person-campaign-given"
    CAMPAIGN_TAKEN = "person-campaign-taken"
    SWITCHED_ON = "person-switched-on"
    SWITCHED_OFF = "person-switched-off"
    PASSWORD_CHANGED = "person-password-changed"  # noqa: S105  the name of an act
    EMAIL_CHANGED = "person-email-changed"
    SECOND_STEP_ON = "person-second-step-on"
    SECOND_STEP_OFF = "person-second-step-off"
    SESSIONS_ENDED = "person-sessions-ended"
    PLAYER_MADE = "player-made"
    PLAYER_CHANGED = "player-changed"
    PLAYER_ROTATED = "player-rotated"
    PLAYER_REVOKED = "player-revoked"
    CAMPAIGN_MADE = "campaign-made"
    CAMPAIGN_CHANGED = "campaign-changed"
    PACK_TAKEN = "campaign-pack-taken"
    TEMPLATE_TAKEN = "template-taken"
    RELEASE_PROPOSED = "release-proposed"
    RELEASED = "release-let-out"
    RELEASE_CALLED_OFF = "release-called-off"
    RELEASE_BACK = "release-gone-back"
    TAKEN_DOWN = "takedown"
    TAKEDOWN_LIFTED = "takedown-lifted"
    EMERGENCY_BEGUN = "emergency-begun"
    EMERGENCY_PROLONGED = "emergency-prolonged"
    EMERGENCY_ENDED = "emergency-ended"
    KEY_MADE = "key-made"
    KEY_ROTATED = "key-rotated"
    KEY_REVOKED = "key-revoked"
    REPORT_EXPORTED = "report-exported"
    AUDIT_EXPORTED = "report-audit-exported"


@dataclass(frozen=True)
class Filter:
    """What the log is narrowed to; an empty part narrows nothing. `subject` is the first word of acts, days are
    inclusive and by the installation's clock."""

    subject: str = ""
    act: str = ""
    person: int | None = None
    since: date | None = None
    until: date | None = None


def note(
    act: str,
    *,
    by: User | None,
    kind: str,
    ref: object = "",
    now: datetime | None = None,
    campaign: Campaign | None = None,
    organisation: Organisation | None = None,
    detail: str = "",
) -> None:
    """Write one line; call it within the transaction of the act. `by` is None for the clock and the command line.
    `ref` is a number or a short name of ours; nothing that somebody typed in `detail`. Whose it is: the campaign's
    organisation, else the one that is given, else that of who acted."""
    owner = campaign.organisation_id if campaign else organisation.pk if organisation else None
    AuditEvent.objects.create(
        at=now or timezone.now(),
        act=Act(act).value,
        by=by,
        kind=kind,
        ref=str(ref)[:80],
        organisation_id=owner or (by.organisation_id if by else None),
        campaign=campaign.slug if campaign else "",
        detail=detail[:300],
    )


def find_visible(by: User, *, narrow: Filter | None = None) -> QuerySet[AuditEvent]:
    """The newest first: all for administrators; for leads what is their own organisation's or on a campaign they lead.
    Raises NotAllowed."""
    rows = _narrow(AuditEvent.objects.select_related("by", "organisation"), narrow or Filter()).order_by("-pk")
    if has_role_everywhere(by, ADMINISTRATORS):
        return rows
    own = Q(campaign__in=find_campaigns(by, LEADS).values("slug"))
    if by.role in LEADS and by.organisation_id is not None:
        own |= Q(organisation=by.organisation_id)
    elif not find_campaigns(by, LEADS).exists():
        raise NotAllowed(say("The audit log is for leads and administrators."), hint=say("Ask one of them."))
    return rows.filter(own)


def list_all(*, narrow: Filter | None = None) -> QuerySet[AuditEvent]:
    """For the machine's own operator, oldest first."""
    return _narrow(AuditEvent.objects.select_related("by", "organisation"), narrow or Filter()).order_by("pk")


def _narrow(rows: QuerySet[AuditEvent], narrow: Filter) -> QuerySet[AuditEvent]:
    if narrow.subject:
        rows = rows.filter(Q(act=narrow.subject) | Q(act__startswith=f"{narrow.subject}-"))
    if narrow.act:
        rows = rows.filter(act=narrow.act)
    if narrow.person is not None:
        rows = rows.filter(by=narrow.person)
    if narrow.since:
        rows = rows.filter(at__gte=_begin(narrow.since))
    if narrow.until:
        rows = rows.filter(at__lt=_begin(narrow.until + timedelta(days=1)))
    return rows


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
