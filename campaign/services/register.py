"""The register of consents. In: who asks. Out: those this person may know of, without the people in them.

A glance at the list is no look at personal data; who searches for a person is told whose a consent is, so that is one.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from campaign.data import convert
from campaign.data.models import Consent, ConsentEvent, User
from campaign.services.consents import ConsentState, find_visible, list_items, note, tell_state


@dataclass(frozen=True)
class Listed:
    """A consent as a list shows it; `items` are "campaign/item"."""

    row: Consent
    state: ConsentState
    items: tuple[str, ...]
    until: date | None
    has_document: bool


def list_consents(*, by: User, today: date, campaign: str = "") -> tuple[Listed, ...]:
    """Those this person may see, by campaign and name; of one campaign (slug) when it is given. Raises NotAllowed."""
    rows = find_visible(by).order_by("campaign__slug", "slug")
    return tuple(_list(row, today=today) for row in (rows.filter(campaign__slug=campaign) if campaign else rows))


def find_person(text: str, *, by: User, now: datetime, today: date) -> tuple[Listed, ...]:
    """The consents of persons, or guardians, whose name holds these words; each that is found is logged as seen, since
    that it was found tells whose it is. Raises NotAllowed."""
    words = text.casefold().split()
    found = [row for row in find_visible(by).order_by("campaign__slug", "slug") if words and _names(row, words)]
    for row in found:
        note(row, ConsentEvent.Act.SEEN, by=by, now=now, detail="search")
    return tuple(_list(row, today=today) for row in found)


def _list(row: Consent, *, today: date) -> Listed:
    until = convert.read_agreement(row).until
    return Listed(row, tell_state(row, today=today), list_items(row), until, bool(row.document))


def _names(row: Consent, words: Collection[str]) -> bool:
    """SQLite tells Cyrillic letters by case, so names are compared here."""
    consent = convert.read_consent(row)
    names = (consent.person, consent.shown_as, *(guardian.name for guardian in consent.guardians))
    return any(all(word in name.casefold() for word in words) for name in names)
