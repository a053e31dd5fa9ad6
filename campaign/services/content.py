"""What people enter becomes rows. In: a pack or the channels' file that was read whole. Out: rows and stored media.

A pack is taken in one transaction, and only what changed gets a new version. What was erased does not come back with
it. `plan_materials` lies in services.planning.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone

from campaign.adapters.packs import LoadedPack
from campaign.adapters.store import Store
from campaign.adapters.stored import make_name
from campaign.data import convert
from campaign.data.models import Campaign, Channel, Item, ItemVersion, Organisation, StoredFile, User
from campaign.playlists.blank import draw_blank
from campaign.services import review
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change
from campaign.services.planning import Planned, plan_materials
from campaign.services.records import Erased, find_erased, leave_out, take_records
from campaign.services.storage import get_store, keep_row
from campaign.spec import channels, content
from campaign.spec.digest import hash_value
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say

Origin = ItemVersion.Origin

__all__ = ["Imported", "Planned", "import_channels", "import_pack", "plan_materials"]


@dataclass(frozen=True)
class Imported:
    """Items by their ids: `made` are new, `changed` got a new version, `kept` are as they were, `missing` are no
    longer in the pack; these stay until somebody withdraws them. `erased` showed a person who is erased here, and were
    not taken. Of the `changed` ones `replaced` had been written anew in the studio: that is in their history now."""

    campaign: str
    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()


def import_pack(loaded: LoadedPack, *, author: User, organisation: Organisation, store: Store) -> Imported:
    """Take a pack. The same pack again changes nothing. Raises NotAllowed when the campaign is another's."""
    erased = find_erased(loaded, organisation=organisation)
    kept = leave_out(loaded, erased, names={item.id: find_names(item.values) for item in loaded.pack.items})
    put = _put_media(kept, store=store)  # before the rows: a file nobody names does no harm, a row without file does
    try:
        return _take_pack(loaded, kept, erased, author=author, organisation=organisation, store=store)
    except _ErasedMeanwhile:
        for name in set(put).difference(StoredFile.objects.filter(name__in=put).values_list("name", flat=True)):
            store.remove(name)
        return import_pack(loaded, author=author, organisation=organisation, store=store)


class _ErasedMeanwhile(Exception):
    """Somebody was erased between the look at what was erased and the transaction."""


def _take_pack(
    whole_pack: LoadedPack,
    loaded: LoadedPack,
    erased: Erased,
    *,
    author: User,
    organisation: Organisation,
    store: Store,
) -> Imported:
    """`loaded` is the pack without what was erased."""
    whole = tuple(item.id for item in whole_pack.pack.items)
    with transaction.atomic():
        row, known = _take_campaign(loaded, author=author, organisation=organisation)
        if find_erased(whole_pack, organisation=organisation) != erased:
            raise _ErasedMeanwhile
        before = {item.slug: item for item in row.items.select_related("current")}
        if known:
            return Imported(row.slug, kept=tuple(before))
        stored = _take_files(loaded, store=store)
        own = {slug for slug, item in before.items() if item.current and item.current.origin != Origin.PACK}
        results = {item.id: _take_item(row, item, loaded, author=author, stored=stored) for item in loaded.pack.items}
        take_records(row, loaded.pack.records, by=author, now=timezone.now())
        note(Act.PACK_TAKEN, by=author, kind="campaign", ref=row.pk, campaign=row, detail=loaded.digest[:12])
        if any(results.values()):
            mark_change(now=timezone.now())  # its days may be others
    return Imported(
        row.slug,
        made=tuple(slug for slug in results if slug not in before),
        changed=tuple(slug for slug, changed in results.items() if changed and slug in before),
        kept=tuple(slug for slug, changed in results.items() if not changed),
        missing=tuple(slug for slug in before if slug not in whole),
        erased=tuple(slug for slug in whole if slug not in results),
        replaced=tuple(slug for slug, changed in results.items() if changed and slug in own),
    )


def _take_campaign(loaded: LoadedPack, *, author: User, organisation: Organisation) -> tuple[Campaign, bool]:
    """The campaign's row, and whether this very pack was its last."""
    campaign = loaded.pack.campaign
    row = Campaign.objects.select_for_update().filter(slug=campaign.id).first() or Campaign(slug=campaign.id)
    if row.pk and row.organisation_id != organisation.pk:
        raise NotAllowed(
            say("The campaign “%(slug)s” belongs to another organisation.", slug=campaign.id),
            hint=say("Choose another id for yours."),
        )
    if row.pack_digest == loaded.digest:
        return row, True
    row.organisation, row.pack_digest = organisation, loaded.digest
    shown, taken = _list_shown(row), _name_campaign(loaded)
    if row.taken == taken:  # what was written in the studio since stays
        row.media = {**loaded.pack.media, **row.media}
    else:
        row.body, row.media, row.taken = convert.write_body(campaign), dict(loaded.pack.media), taken
    if _list_shown(row) != shown:
        if row.pk:
            review.note_writer(row, author)
        row.author, row.changed_at = author, timezone.now()
    row.save()
    return row, False


def _name_campaign(loaded: LoadedPack) -> str:
    """The digest of what the pack says of the campaign itself."""
    campaign = loaded.pack.campaign
    return hash_value([campaign, dict(convert.find_logos(campaign, media=loaded.pack.media))])


def _list_shown(row: Campaign) -> object:
    """What of a campaign is on all its materials; of its media only the logos are."""
    if not row.body:
        return None
    campaign = convert.read_campaign(row)
    return campaign, dict(convert.find_logos(campaign, media=row.media))


def _take_item(
    row: Campaign, item: content.Item, loaded: LoadedPack, *, author: User, stored: Mapping[str, StoredFile]
) -> bool:
    """Make a version when the pack says something else of the item than it last did; tells whether. What was written in
    the studio since stays as long as the pack says the same."""
    media = {name: loaded.pack.media[name] for name in find_names(item.values) if name in loaded.pack.media}
    body = convert.write_item(item)
    digest = hash_value({"item": body, "media": media})
    owner, _ = Item.objects.get_or_create(campaign=row, slug=item.id)
    said, owner.taken = owner.taken, digest
    if owner.current is not None and digest in (owner.current.digest, said):
        owner.save(update_fields=["taken"])
        return False
    words = list_words(loaded.pack.campaign, item)
    version = owner.versions.filter(digest=digest, origin=Origin.PACK).order_by("-pk").first()
    version = version or ItemVersion.objects.create(
        item=owner, digest=digest, body=body, media=media, search=words, author=author
    )
    version.files.set([stored[sha256] for sha256 in media.values()])
    owner.current = version
    owner.save(update_fields=["current", "taken"])
    return True


def find_names(value: object) -> tuple[str, ...]:
    """Every text inside a raw value, once, in order: some of them name files of the pack."""
    return tuple(dict.fromkeys(_walk_texts(value)))


def _walk_texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _walk_texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from _walk_texts(part)


def list_words(campaign: content.Campaign, item: content.Item) -> str:
    """The words a search finds an item by, casefolded."""
    parts = [item.id, campaign.id, *item.title.values(), *campaign.title.values(), *item.tags, *find_names(item.values)]
    return "\n".join(parts).casefold()


def _name_files(loaded: LoadedPack) -> Mapping[str, str]:
    """SHA-256 → name in the store."""
    return {sha256: make_name(sha256, suffix=name) for name, sha256 in loaded.pack.media.items()}


def _put_media(loaded: LoadedPack, *, store: Store) -> list[str]:
    """Returns the names of those that were not there."""
    names, put = _name_files(loaded), []
    for name, path in loaded.files.items():
        stored = names[loaded.pack.media[name]]
        if not store.exists(stored):
            store.put(path, name=stored)
            put.append(stored)
    return put


def _take_files(loaded: LoadedPack, *, store: Store) -> Mapping[str, StoredFile]:
    """In the order of their names, as every import holds them."""
    paths = {sha256: loaded.files[name] for name, sha256 in loaded.pack.media.items()}
    rows: dict[str, StoredFile] = {}
    for sha256, name in sorted(_name_files(loaded).items()):
        put = partial(store.put, paths[sha256], name=name)
        rows[sha256] = keep_row(sha256, name=name, size=paths[sha256].stat().st_size, put=put)
    return rows


@transaction.atomic
def import_channels(known: channels.Channels) -> tuple[Channel, ...]:
    """Take the display channels as schedule.channels read them, and keep the blank picture each may need."""
    store = get_store()
    return tuple(
        _take_channel(channel, position=position, store=store) for position, channel in enumerate(known.values())
    )


def _take_channel(channel: channels.Channel, *, position: int, store: Store) -> Channel:
    blank = draw_blank(channel.format)
    put = partial(store.put_bytes, blank.data, name=blank.name)
    put()
    shape = {"width": blank.width, "height": blank.height}
    keep_row(blank.sha256, name=blank.name, size=len(blank.data), put=put, **shape)
    row, _ = Channel.objects.update_or_create(
        slug=channel.id, defaults={"body": convert.write_body(channel), "position": position}
    )
    return row
