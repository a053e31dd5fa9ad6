"""On what terms items are shown. In: items and the consents of the people in them. Out: their days, and their channels.

Read anew whenever anything changes, never from a release: what people agree to now is what counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from campaign.data import convert
from campaign.data.models import Item, ItemVersion, Material
from campaign.playlists.items import Revoked
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_day
from campaign.spec.consent import PUBLIC_SCREENS, Consent
from campaign.spec.content import Kind


@dataclass(frozen=True)
class Terms:
    """On what an item may be shown now: its days, and the channels that everybody in it agreed to (None: any)."""

    since: date | None
    until: date | None
    channels: frozenset[str] | None


def read_terms(release: Release) -> dict[str, Terms]:
    """Of the items of a release, by "campaign/item"."""
    wanted = {spot.ref for spot in release.spots}
    campaigns, items = {spot.campaign for spot in release.spots}, {spot.item for spot in release.spots}
    rows = Item.objects.filter(campaign__slug__in=campaigns, slug__in=items).select_related("campaign", "current")
    known = {str(row): row for row in rows.prefetch_related("consents")}
    return {ref: _read_item_terms(known[ref], known[ref].current) for ref in wanted & known.keys()}


def _read_item_terms(row: Item, version: ItemVersion | None) -> Terms:
    agreed = [list_agreed(consent) for consent in convert.read_consents(row)]
    channels = frozenset.intersection(*agreed) if agreed else None
    if version is None:
        return Terms(None, None, channels)
    version.item = row  # at hand already, with its consents
    if not agreed and _must_be_agreed(version):
        channels = frozenset()
    return Terms(convert.find_first_day(version), convert.find_last_day(version), channels)


def _must_be_agreed(version: ItemVersion) -> bool:
    """Whether nobody could approve it without a consent (F1). When its last one is taken off it is looked at again, and
    what cannot be looked at then must not play on."""
    item = convert.read_item(version)
    return item.kind is Kind.STORY and not item.fictional


def list_agreed(consent: Consent) -> frozenset[str]:
    """The channels that the person agreed to be shown on; none when it was not for screens, or was taken back (F3)."""
    agreed = consent.withdrawn_on is None and PUBLIC_SCREENS in consent.purposes
    return frozenset(consent.channels) if agreed else frozenset()


def may_be_shown(material: Material, *, at: datetime) -> bool:
    """Whether a material that was approved is not past its last day, nor that of the item as it is now, and agreed to
    on its channel."""
    item = material.version.item
    both = [_read_item_terms(item, version) for version in (material.version, item.current)]
    today = find_day(convert.read_channel(material.channel), at)
    agreed = all(terms.channels is None or material.channel.slug in terms.channels for terms in both)
    return agreed and all(terms.until is None or today <= terms.until for terms in both)


def shorten(release: Release, terms: Mapping[str, Terms]) -> Release:
    """A consent or an item shortened after the release ends its spots then: the later first day counts, and the sooner
    last one."""
    return replace(release, spots=tuple(_limit(spot, terms.get(spot.ref)) for spot in release.spots))


def _limit(spot: Spot, terms: Terms | None) -> Spot:
    if terms is None:
        return spot
    since = max((day for day in (spot.since, terms.since) if day), default=None)
    until = min((day for day in (spot.until, terms.until) if day), default=None)
    return spot if (since, until) == (spot.since, spot.until) else replace(spot, since=since, until=until)


def bar(revoked: Revoked, *, release: Release, terms: Mapping[str, Terms]) -> Revoked:
    """With the materials on channels that somebody in them did not, or no longer, agree to."""
    allowed = {ref: term.channels for ref, term in terms.items() if term.channels is not None}
    barred = {spot.material for spot in release.spots if spot.channel not in allowed.get(spot.ref, {spot.channel})}
    return replace(revoked, materials=revoked.materials | barred)
