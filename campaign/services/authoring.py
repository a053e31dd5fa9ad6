"""From a draft to versions. In: drafts and versions, and who acts. Out: new versions with their materials planned, and
asked to be reviewed; NotAllowed, or every fault at its input.

What is written before that is in services.writing, and can be called from here.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from campaign.data import convert
from campaign.data.models import Consent, Draft, Item, ItemVersion, Material, StoredFile, User
from campaign.services import consents, dispatch, review
from campaign.services.changes import mark_change
from campaign.services.content import find_names, list_words
from campaign.services.days import find_today
from campaign.services.entries import Reading, flatten_item, read_entry
from campaign.services.planning import plan_materials
from campaign.services.rights import AUTHORS, check_role
from campaign.services.saves import list_news, read_at
from campaign.services.slugs import make_slug
from campaign.services.states import Act, find_starts
from campaign.services.templating import find_templates
from campaign.services.typed import TEMPLATE, WAS_AGREED, is_input
from campaign.services.writing import (
    Aside,
    Saved,
    attach,
    begin,
    discard,
    fill,
    find_files,
    follow_newest,
    lock,
    make_sheet,
    open_item,
    read,
    read_numbers,
    save,
)
from campaign.spec import content
from campaign.spec.digest import hash_value
from campaign.spec.errors import CampaignError, NotAllowed, Place, join_errors
from campaign.spec.message import say

__all__ = [
    "TEMPLATE",
    "Aside",
    "Reading",
    "Saved",
    "attach",
    "begin",
    "choose_consent",
    "discard",
    "find_files",
    "finish",
    "is_input",
    "list_chosen",
    "list_news",
    "lock",
    "make_sheet",
    "open_item",
    "read",
    "read_at",
    "read_numbers",
    "restore",
    "save",
    "submit_item",
]

Origin = ItemVersion.Origin


def finish(draft: Draft, *, by: User, now: datetime) -> ItemVersion:
    """Make what was written the item's newest version and plan its materials; a draft that says nothing new changes
    nothing. Its consents are those that were chosen. Raises NotAllowed, and every fault at its input."""
    with transaction.atomic():
        held = lock(draft, by=by)
        follow_newest(held, by=by, now=now)
        reading = read(held)
        faults = (*reading.faults, *_check_agreed(held))
        if faults or reading.item is None:
            raise join_errors(faults)
        wanted, was = set(list_chosen(held)), set(list_chosen(held, name=WAS_AGREED))
        version = _make_version(held, reading.item, by=by, now=now)
        _take_agreed(version.item, wanted=wanted, was=was, by=by, now=now)
    plan(version.item, now=now)
    return version


def choose_consent(draft: Draft, consent: Consent, *, by: User, now: datetime) -> None:
    """One more of those that are chosen. Raises NotAllowed."""
    chosen = [*map(str, list_chosen(draft))]
    if str(consent.pk) not in chosen:
        changed = {"consents": ",".join([*chosen, str(consent.pk)])}
        save(draft, changed=changed, base={"consents": draft.typed.get("consents", "")}, by=by, now=now)


def submit_item(item: Item, *, by: User) -> tuple[Material, ...]:
    """Ask for review of everything that shows the item's newest version and is a draft yet. Raises NotAllowed."""
    rows = Material.objects.filter(version=item.current, current=True, state__in=find_starts(Act.SUBMIT))
    return tuple(review.submit(row, by=by) for row in rows.order_by("pk"))


def restore(version: ItemVersion, *, by: User, now: datetime) -> ItemVersion:
    """Bring an older version back as the newest one; it is looked at anew. A draft in which nothing was written since
    shows it. Raises NotAllowed."""
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=version.item_id)
        check_role(by, AUTHORS, campaign=item.campaign)
        if item.current_id == version.pk:
            raise NotAllowed(say("This is the newest version already."))
        if not version.body.get("values"):
            raise NotAllowed(say("It was erased with the person’s data."))
        row = ItemVersion.objects.create(
            item=item,
            body=version.body,
            media=version.media,
            search=version.search,
            digest=version.digest,
            origin=Origin.RESTORED,
            restores=version,
            author=by,
        )
        row.writers.set([by, version.author, *version.writers.all()])
        row.files.set(version.files.all())
        _show_newest(item, row, now=now)
        draft = Draft.objects.select_for_update().filter(item=item).exclude(settled_at=None).first()
        if draft is not None:
            fill(draft, item, by=by, now=now)
    plan(item, now=now)
    return row


def plan(item: Item, *, now: datetime) -> None:
    """Plan its materials and send what is to be drawn. Raises what stands against it, when the rest is planned."""
    planned = plan_materials(templates=find_templates(), today=find_today(now), items=(str(item),))
    dispatch.queue_due()
    if planned.problems:
        raise join_errors(planned.problems)


def _make_version(held: Draft, entered: content.Item, *, by: User, now: datetime) -> ItemVersion:
    item = held.item or _make_item(held, entered)
    named = replace(entered, id=item.slug)
    media = {name: held.media[name] for name in find_names(named.values) if name in held.media}
    body = convert.write_item(named)
    version = item.current
    if version is None or not _says_the_same(held, named, media, version):
        version = ItemVersion.objects.create(
            item=item,
            body=body,
            media=media,
            search=list_words(convert.read_campaign(held.campaign), named),
            digest=hash_value({"item": body, "media": media}),
            origin=Origin.STUDIO,
            author=by,
        )
        version.writers.set(_list_writers(held, by=by))
        version.files.set(StoredFile.objects.filter(pk__in=set(media.values())))
        _show_newest(item, version, now=now)
    _settle(held, item, version, by=by, now=now)
    return version


def _make_item(held: Draft, entered: content.Item) -> Item:
    taken = set(held.campaign.items.values_list("slug", flat=True))
    titles = (*(entered.title[code] for code in ("en",) if code in entered.title), *entered.title.values())
    slug = entered.id or make_slug(titles, taken=taken, otherwise=held.kind)
    return Item.objects.create(campaign=held.campaign, slug=slug)


def _says_the_same(held: Draft, named: content.Item, media: Mapping[str, str], current: ItemVersion) -> bool:
    """Whether the newest version says just this: a pack may write the same in other ways."""
    known, sheet = convert.read_item(current), make_sheet(held)
    if known.template != named.template or current.media != media:
        return False
    again = read_entry(flatten_item(known, sheet=sheet), sheet=sheet).item
    return again is not None and convert.write_item(again) == convert.write_item(named)


def _show_newest(item: Item, version: ItemVersion, *, now: datetime) -> None:
    item.current = version
    item.save(update_fields=["current"])
    mark_change(now=now)  # its days may be others


def _settle(held: Draft, item: Item, version: ItemVersion, *, by: User, now: datetime) -> None:
    """Nothing is written since; who has the page open goes on from here."""
    held.item, held.base, held.settled_at, held.revision = item, version, now, held.revision + 1
    held.typed = {**held.typed, "slug": item.slug, WAS_AGREED: held.typed.get("consents", "")}
    held.save()
    held.saves.all().delete()
    held.saves.create(revision=held.revision, changed=held.typed, by=by, at=now)


def _list_writers(held: Draft, *, by: User) -> set[int]:
    """Everybody whose words may be in it: none of them approves it. Words of the version before count on until somebody
    has approved them, or a comma that another person mends would be a way around."""
    writers = {by.pk, *held.saves.filter(revision__gt=_find_first(held)).values_list("by", flat=True)}
    if held.base is None:
        return writers | {held.by_id}
    if _was_approved(held.base):
        return writers
    return writers | {held.base.author_id, *held.base.writers.values_list("pk", flat=True)}


def _was_approved(version: ItemVersion) -> bool:
    """In each of its languages, on some screen."""
    rows = Material.objects.filter(version=version)
    languages = set(rows.values_list("language", flat=True))
    return bool(languages) and languages == set(rows.exclude(approvals=None).values_list("language", flat=True))


def _find_first(held: Draft) -> int:
    """The save that holds what the draft began with, which nobody wrote in it."""
    first = held.saves.order_by("revision").values_list("revision", flat=True).first()
    return 0 if first is None else first


def list_chosen(draft: Draft, *, name: str = "consents") -> tuple[int, ...]:
    """The consents that were chosen, by their numbers."""
    return read_numbers(draft.typed.get(name, ""))


def _check_agreed(held: Draft) -> list[CampaignError]:
    """A consent chosen anew must be one of the campaign, and still stand."""
    new = set(list_chosen(held)) - set(list_chosen(held, name=WAS_AGREED))
    known = Consent.objects.filter(pk__in=new, campaign=held.campaign, withdrawn_at=None, erased_at=None)
    if known.count() == len(new):
        return []
    return [
        NotAllowed(
            say("A consent that was chosen is withdrawn, erased, or of another campaign."),
            place=Place(field="consents"),
            hint=say("Choose another one, or record a new one."),
        )
    ]


def _take_agreed(item: Item, *, wanted: set[int], was: set[int], by: User, now: datetime) -> None:
    """What was chosen and unchosen since the draft began; what others linked meanwhile stays."""
    had = set(item.consents.values_list("pk", flat=True))
    for row in Consent.objects.filter(pk__in=(wanted - was - had) | ((was - wanted) & had), campaign=item.campaign):
        covered = set(row.items.values_list("slug", flat=True))
        items = covered | {item.slug} if row.pk in wanted else covered - {item.slug}
        consents.change(row, convert.read_agreement(row), items=items, by=by, now=now)
