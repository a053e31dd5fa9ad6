"""Items and releases without the person they showed. In: rows of items. Out: what was there, by its hashes.

Within the transaction of the caller; the bytes themselves are removed after it (services.leftovers), so that a row
never names a file that is gone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from campaign.data import convert
from campaign.data.models import (
    Acceptance,
    Approval,
    Campaign,
    Companion,
    Consent,
    Draft,
    EmergencyPicture,
    FlightChange,
    Item,
    ItemVersion,
    Material,
    Release,
    Rendering,
    Reopening,
    StoredFile,
    Withdrawal,
)
from campaign.schedule.flight import Flight
from campaign.schedule.release import Spot, write_release
from campaign.spec.content import Item as Content
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import NotAllowed
from campaign.spec.message import say


@dataclass(frozen=True)
class Taken:
    """Digests of versions, content keys of renderings, and names of files: of those that are `gone` nobody else has
    need, `kept` ones are used by something else."""

    versions: list[str]
    renderings: list[str]
    gone: list[str]
    kept: list[str]


def redact_items(items: Sequence[Item], *, consent: Consent) -> Taken:
    """Empty everything that was entered for the items that the consent covers, and made of it."""
    versions = ItemVersion.objects.filter(item__in=items)
    materials = Material.objects.filter(version__in=versions)
    keys = _find_own_keys(materials)
    drafts = find_drafts(items, consent=consent)
    named = _find_files(versions, keys) | _find_draft_files(drafts)
    drafts.delete()
    files = {file.pk: file for file in StoredFile.objects.filter(pk__in=named)}
    taken_versions = sorted(versions.values_list("digest", flat=True))
    _redact_words(items, materials)
    _redact_renderings(keys)
    for campaign in {item.campaign for item in items}:
        _redact_names(campaign, [version for version in versions if version.item.campaign_id == campaign.pk])
    for version in versions:
        _redact_version(version)
    used = _find_used(files)
    gone = sorted(file.name for digest, file in files.items() if digest not in used)
    StoredFile.objects.filter(name__in=gone).delete()
    kept = sorted(file.name for digest, file in files.items() if digest in used)
    return Taken(taken_versions, sorted(keys), gone, kept)


def find_drafts(items: Sequence[Item], *, consent: Consent) -> QuerySet[Draft]:
    """What is being written for these items, and whatever else was to rest on the consent."""
    begun = Draft.objects.filter(campaign=consent.campaign_id)
    named = [row.pk for row in begun if str(consent.pk) in row.typed.get("consents", "").split(",")]
    return Draft.objects.filter(Q(item__in=items) | Q(pk__in=named))


def _find_draft_files(drafts: QuerySet[Draft]) -> set[str]:
    return set(Draft.files.through.objects.filter(draft__in=drafts).values_list("storedfile", flat=True))


def redact_releases(items: Sequence[Item], *, now: datetime) -> dict[str, list[str]]:
    """Take what tells of a person out of every release that shows one of the items, and out of what people wrote of
    its flights; the digests before and after, by its number. Its `digest` stays that of what was let out."""
    refs, digests = {str(item) for item in items}, {}
    numbers = {str(pk) for pk in Material.objects.filter(version__item__in=items).values_list("pk", flat=True)}
    named: set[str] = set()
    for row in Release.objects.select_for_update().order_by("number"):
        frozen = convert.read_release(row)
        spots = tuple(_redact_spot(spot) if spot.ref in refs else spot for spot in frozen.spots)
        hers = {flight.id for flight in frozen.flights if flight.item in refs or flight.material in numbers}
        flights = tuple(_redact_flight(flight) if flight.id in hers else flight for flight in frozen.flights)
        named |= hers
        if (spots, flights) == (frozen.spots, frozen.flights):
            continue
        redacted = replace(frozen, spots=spots, flights=flights)
        before, row.body = hash_bytes(row.body.encode()), write_release(redacted)
        after = hash_bytes(row.body.encode())
        row.redactions = [*row.redactions, {"at": now.isoformat(), "before": before, "after": after}]
        row.save(update_fields=["body", "redactions"])
        digests[str(row.number)] = [before, after]
    _redact_changes(named, refs=refs, numbers=numbers)
    return digests


def _redact_changes(named: Collection[str], *, refs: Collection[str], numbers: Collection[str]) -> None:
    """Of these flights, and of those that were to show one of the items or materials: titles and reasons are words of
    people."""
    rows = list(FlightChange.objects.all())
    shows = {row.flight for row in rows if row.body and _shows(row.body, refs=refs, numbers=numbers)}
    for row in rows:
        if row.flight in shows.union(named):
            row.why = ""
            if row.body:
                row.body = {name: value for name, value in row.body.items() if name != "title"}
            row.save(update_fields=["why", "body"])


def _shows(body: Mapping[str, Any], *, refs: Collection[str], numbers: Collection[str]) -> bool:
    return body.get("item") in refs or str(body.get("material", "")) in numbers


def _redact_flight(flight: Flight) -> Flight:
    """Its short name stays: plays are counted by it."""
    return replace(flight, title={})


def _redact_spot(spot: Spot) -> Spot:
    """Names by hash stay: they are nothing without the files, and prove what was shown."""
    return replace(spot, alt="", tags=())


def _find_own_keys(materials: Any) -> set[str]:
    """Renderings that show these materials and nothing else."""
    shown = {key for pair in materials.values_list("still", "loop") for key in pair if key}
    others = Material.objects.exclude(pk__in=materials.values("pk"))
    rows = others.filter(Q(still__in=shown) | Q(loop__in=shown)).values_list("still", "loop")
    return shown - {key for pair in rows for key in pair}


def _find_files(versions: Any, keys: Collection[str]) -> set[str]:
    found = set(ItemVersion.files.through.objects.filter(itemversion__in=versions).values_list("storedfile", flat=True))
    found |= set(Rendering.objects.filter(key__in=keys, file__isnull=False).values_list("file", flat=True))
    return found | set(Companion.objects.filter(rendering__in=keys).values_list("file", flat=True))


def _find_used(files: Collection[str]) -> set[str]:
    """Those that something else still names, once these items do not any more."""
    used = set(ItemVersion.files.through.objects.filter(storedfile__in=files).values_list("storedfile", flat=True))
    used |= set(Draft.files.through.objects.filter(storedfile__in=files).values_list("storedfile", flat=True))
    used |= set(Rendering.objects.filter(file__in=files).values_list("file", flat=True))
    used |= set(Companion.objects.filter(file__in=files).values_list("file", flat=True))
    used |= set(EmergencyPicture.objects.filter(file__in=files).values_list("file", flat=True))
    for campaign in Campaign.objects.all():
        used |= set(convert.find_logos(convert.read_campaign(campaign), media=campaign.media).values())
    return used & set(files)


def _redact_words(items: Sequence[Item], materials: Any) -> None:
    """What people wrote about them may tell of the person too."""
    Approval.objects.filter(material__in=materials).update(reason="")
    Acceptance.objects.filter(material__in=materials).update(reason="")
    Reopening.objects.filter(material__in=materials).update(findings=[])
    numbers = [str(pk) for pk in materials.values_list("pk", flat=True)]
    refs = [str(item) for item in items]
    stops = Q(scope=Withdrawal.Scope.MATERIAL, ref__in=numbers) | Q(scope=Withdrawal.Scope.ITEM, ref__in=refs)
    Withdrawal.objects.filter(stops).update(why="")
    materials.update(alt="", findings=[], note="", errors=0, warnings=0, current=False)


def _redact_renderings(keys: Collection[str]) -> None:
    """A worker that still draws one finds that it is no longer its own: no run may finish what has failed."""
    error = convert.write_error(NotAllowed(say("It was erased with the person’s data.")))
    Companion.objects.filter(rendering__in=keys).delete()
    Rendering.objects.filter(key__in=keys).update(
        job={}, file=None, findings=[], error=error, state=Rendering.State.FAILED, progress=0, heartbeat_at=None
    )


def _redact_names(campaign: Campaign, versions: Sequence[ItemVersion]) -> None:
    """Files are called as people called them, often by who is on them."""
    names = {name for version in versions for name in version.media}
    others = ItemVersion.objects.filter(item__campaign=campaign).exclude(pk__in=[version.pk for version in versions])
    needed = {name for version in others for name in version.media}
    needed |= set(convert.find_logos(convert.read_campaign(campaign), media=campaign.media))
    campaign.media = {name: digest for name, digest in campaign.media.items() if name not in names - needed}
    campaign.save(update_fields=["media"])


def _redact_version(version: ItemVersion) -> None:
    """Its digest stays: the proof of what it was."""
    item = convert.read_item(version)
    title = dict.fromkeys(item.title, "–")
    version.body = convert.write_item(Content(item.id, item.kind, item.template, title, values={}))
    version.media, version.search = {}, ""
    version.files.clear()
    version.save(update_fields=["body", "media", "search"])
