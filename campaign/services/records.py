"""Consents of a content pack. In: the pack. Out: rows; what was withdrawn or erased here stays so, whatever it says.

A pack is only one of the places where consents are kept: what it lacks stays, and what the studio changed is changed by
a pack only when the pack itself says something new. Nor does another name help: a consent that says word for word what
one said that was erased, or withdrawn, is that one.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import QuerySet

from campaign.adapters.packs import LoadedPack
from campaign.data import convert
from campaign.data.models import Campaign, Item, Organisation, User
from campaign.data.models import Consent as Row
from campaign.services.changes import mark_change
from campaign.services.consents import Act, apply, note, write_body
from campaign.services.withdrawals import withdraw_for
from campaign.spec.consent import Consent, Record
from campaign.spec.digest import hash_value


@dataclass(frozen=True)
class Erased:
    """What a pack must not bring back: items by their ids, files by their SHA-256, consents by their ids."""

    items: frozenset[str]
    files: frozenset[str]
    records: frozenset[str] = frozenset()


def find_erased(loaded: LoadedPack, *, organisation: Organisation) -> Erased:
    """What the organisation erased, and what of this pack names it, or is it under another name."""
    campaign = loaded.pack.campaign.id
    rows = list(_list_of(organisation).exclude(erased_at=None).prefetch_related("items", "campaign"))
    own = [row for row in rows if row.campaign.slug == campaign]
    slugs = {row.slug for row in own}
    known = set(Row.objects.filter(campaign__slug=campaign).values_list("slug", flat=True))
    slugs |= {one.id for one in loaded.pack.records if one.id not in known and _find_same(one.consent, rows)}
    items = {item.slug for row in own for item in row.items.all()}
    items |= {id_ for record in loaded.pack.records if record.id in slugs for id_ in record.items}
    files = {digest for row in rows for digest in (row.proof or {}).get("files", ())}
    return Erased(frozenset(items), frozenset(files), frozenset(slugs))


def _list_of(organisation: Organisation) -> QuerySet[Row]:
    return Row.objects.filter(campaign__organisation=organisation)


def _find_same(consent: Consent, rows: Iterable[Row]) -> Row | None:
    """The one that says, or said, exactly the same; of what was erased its digests are left."""
    if not consent.person:
        return None
    digests = {hash_value(consent), hash_value(write_body(consent))}
    return next((row for row in rows if not digests.isdisjoint(_list_digests(row))), None)


def _list_digests(row: Row) -> set[str]:
    return {row.taken, (row.proof or {}).get("consent", ""), hash_value(row.body) if row.body else ""}


def leave_out(loaded: LoadedPack, erased: Erased, *, names: dict[str, Collection[str]]) -> LoadedPack:
    """The pack without them; `names` are the texts of each item's values, by its id: some of them name files."""
    pack = loaded.pack
    dead = {name for name, digest in pack.media.items() if digest in erased.files}
    items = tuple(item for item in pack.items if item.id not in erased.items and not dead.intersection(names[item.id]))
    gone = {name for item in pack.items if item not in items for name in names[item.id]}
    needed = {name for item in items for name in names[item.id]} | {partner.logo for partner in pack.campaign.partners}
    media = {name: digest for name, digest in pack.media.items() if name not in dead | (gone - needed)}
    files = {name: path for name, path in loaded.files.items() if name in media}
    records = tuple(record for record in pack.records if record.id not in erased.records)
    return replace(loaded, pack=replace(pack, items=items, media=media, records=records), files=files)


def take_records(campaign: Campaign, records: Collection[Record], *, by: User, now: datetime) -> None:
    """Keep what the pack says of consents, after its items are there; in the transaction of the caller."""
    news = False
    for record in records:
        row = Row.objects.select_for_update().filter(campaign=campaign, slug=record.id).first()
        if row is None or row.erased_at is None:
            news |= _take_record(row or Row(campaign=campaign, slug=record.id), record, by=by, now=now)
    if news:
        mark_change(now=now)


def _take_record(row: Row, record: Record, *, by: User, now: datetime) -> bool:
    digest = hash_value(record.consent)
    news, row.taken = row.taken != digest, digest
    if row.pk is None:
        row.body = write_body(record.consent)
        withdrawn = _list_of(row.campaign.organisation).filter(erased_at=None).exclude(withdrawn_at=None)
        same = _find_same(record.consent, withdrawn)
        row.withdrawn_at = same.withdrawn_at if same else None
        row.save()
        note(row, Act.RECORDED, by=by, now=now, detail="pack")
        if same:
            note(row, Act.WITHDRAWN, by=by, now=now, detail="pack")
    elif news:
        row.save(update_fields=["taken"])
        agreed = _keep_narrow(record.consent, convert.read_agreement(row))
        changed = apply(row, agreed, now=now) if row.withdrawn_at is None else ()
        if changed:
            note(row, Act.CHANGED, by=by, now=now, detail=", ".join(("pack", *changed)))
    linked = _link(row, record)
    if news and record.consent.withdrawn_on is not None and row.withdrawn_at is None:
        row.withdrawn_at = now
        row.save(update_fields=["withdrawn_at"])
        note(row, Act.WITHDRAWN, by=by, now=now, detail="pack")
    if row.withdrawn_at is not None:
        withdraw_for(row, by=by, now=now)
    return news or linked


def _keep_narrow(said: Consent, known: Consent) -> Consent:
    """What a pack says, without what it would open again: an older pack, or one that mends a word, does not know where
    and until when somebody agrees by now. A consent given later, or what was left open here, is taken as it is."""
    if said.given_on is not None and known.given_on is not None and said.given_on > known.given_on:
        return said
    return replace(
        said,
        channels=tuple(one for one in said.channels if one in (known.channels or said.channels)),
        purposes=tuple(one for one in said.purposes if one in (known.purposes or said.purposes)),
        since=max((day for day in (said.since, known.since) if day), default=None),
        until=min((day for day in (said.until, known.until) if day), default=None),
    )


def _link(row: Row, record: Record) -> bool:
    """A pack adds items to a consent and never takes one away: then a withdrawal would not reach it."""
    wanted = Item.objects.filter(campaign=row.campaign, slug__in=record.items)
    new = list(wanted.exclude(consents=row))
    row.items.add(*new)
    return bool(new)
