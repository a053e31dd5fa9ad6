"""Consents beside a draft. In: the draft, who looks, today. Out: those that can be chosen, nobody in them named."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from campaign.data import convert
from campaign.data.models import Channel, Consent, Draft, User
from campaign.forms.words import pick_text
from campaign.services import authoring
from campaign.services.consents import ConsentState, check_may, tell_state
from campaign.services.rights import AUTHORS, has_role
from campaign.spec.errors import NotAllowed
from campaign.studio.consent_cards import make_badge


@dataclass(frozen=True)
class Agreed:
    """A consent that may be chosen, without the person in it."""

    pk: int
    slug: str
    chosen: bool
    state: str
    look: str
    until: date | None
    channels: tuple[str, ...]
    gaps: int


def may_see(draft: Draft, person: User) -> bool:
    try:
        check_may(draft.campaign, by=person)
    except NotAllowed:
        return False
    return has_role(person, AUTHORS, campaign=draft.campaign)


def list_consents(draft: Draft, *, person: User, today: date) -> list[Agreed]:
    """Those of the campaign that stand, and those that are chosen; none for roles that may not know of them."""
    if not may_see(draft, person):
        return []
    chosen = set(authoring.list_chosen(draft))
    rows = Consent.objects.filter(campaign=draft.campaign, erased_at=None).order_by("slug")
    titles = {row.slug: pick_text(row.body["title"]) for row in Channel.objects.all()}
    found = (_describe_consent(row, chosen, titles, today) for row in rows if not row.withdrawn_at or row.pk in chosen)
    return sorted(found, key=lambda one: not one.chosen)


def _describe_consent(row: Consent, chosen: Collection[int], titles: Mapping[str, str], today: date) -> Agreed:
    state, said = tell_state(row, today=today), convert.read_agreement(row)
    badge = make_badge(row, state, today=today)
    look = badge.look if state is not ConsentState.HOLDS or badge.missing else "approved"
    channels = tuple(titles.get(slug, slug) for slug in said.channels)
    return Agreed(row.pk, row.slug, row.pk in chosen, badge.words, look, said.until, channels, len(badge.missing))
