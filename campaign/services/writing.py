"""Items as people write them: drafts that save themselves, and are shared by whoever writes.

In: who writes, and what was typed, by the names of inputs (services.entries). Out: drafts, and NotAllowed. Nothing
typed is ever lost: a save takes only what was changed, and tells where somebody else wrote something else meanwhile
(services.merging).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from campaign.adapters.stored import hash_file, make_name
from campaign.data import convert
from campaign.data.models import Campaign, Draft, Item, StoredFile, User
from campaign.services import entries
from campaign.services.entries import Reading, Sheet
from campaign.services.leftovers import remove_unnamed
from campaign.services.merging import Typed, merge
from campaign.services.rights import AUTHORS, check_role
from campaign.services.storage import get_store, keep_row
from campaign.services.templating import find_template
from campaign.services.typed import TEMPLATE, WAS_AGREED, check_inputs, check_size
from campaign.spec.content import Kind
from campaign.spec.errors import InvalidValue, NotAllowed, Place, UnknownName
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say


@dataclass(frozen=True)
class Aside:
    """Where two people wrote: `mine` was not taken, `theirs` is what stands there, by `by`."""

    name: str
    mine: str
    theirs: str
    by: str = ""


@dataclass(frozen=True)
class Saved:
    """`revision` is the draft's from now on; `taken` the inputs that stand as they were sent."""

    revision: int
    taken: tuple[str, ...] = ()
    aside: tuple[Aside, ...] = ()


@transaction.atomic
def begin(
    campaign: Campaign,
    *,
    kind: Kind,
    template: str = "",
    by: User,
    now: datetime,
    typed: Typed | None = None,
    table: Any = None,
) -> Draft:
    """A new item's draft, some inputs filled already. Raises NotAllowed, UnknownName for the template."""
    check_role(by, AUTHORS, campaign=campaign)
    if template and find_template(template) is None:
        raise UnknownName(
            say("There is no template “%(template)s”.", template=template), hint=say("Choose another template.")
        )
    draft = Draft(campaign=campaign, kind=kind, template=template, table=table, by=by, changed_by=by, changed_at=now)
    draft.typed = entries.start_typed(make_sheet(draft), {**(typed or {}), TEMPLATE: template})
    draft.save()
    _keep_whole(draft, by=by, now=now)
    return draft


@transaction.atomic
def open_item(item: Item, *, by: User, now: datetime) -> Draft:
    """The item's draft; one in which nothing was written shows its newest version. Raises NotAllowed, UnknownName."""
    held = Item.objects.select_for_update(of=("self",)).select_related("campaign", "current").get(pk=item.pk)
    check_role(by, AUTHORS, campaign=held.campaign)
    draft = Draft.objects.select_for_update().filter(item=held).first()
    if draft is None:
        draft = Draft(campaign=held.campaign, item=held, by=by, changed_by=by, changed_at=now)
    elif draft.settled_at is None or draft.base_id == held.current_id:
        return draft
    return fill(draft, held, by=by, now=now)


def fill(draft: Draft, item: Item, *, by: User, now: datetime) -> Draft:
    """Let the draft show the item's newest version, within the caller's transaction. Raises NotAllowed, UnknownName."""
    version = item.current
    if version is None or item.consents.filter(erased_at__isnull=False).exists():
        raise NotAllowed(
            say("It was erased with the person’s data."), hint=say("Write a new story, with a consent of its own.")
        )
    content = convert.read_item(version)
    draft.kind, draft.template, draft.base, draft.settled_at = content.kind, content.template, version, now
    sheet = make_sheet(draft)
    if sheet.template is None:
        raise UnknownName(
            say("There is no template “%(template)s”.", template=content.template),
            hint=say("Put its folder back, or choose another template."),
        )
    agreed = list(item.consents.values_list("pk", flat=True))
    typed = entries.flatten_item(content, sheet=sheet, consents=agreed)
    draft.typed = {**typed, TEMPLATE: content.template, WAS_AGREED: typed["consents"]}
    draft.media, draft.revision, draft.changed_by, draft.changed_at = dict(version.media), draft.revision + 1, by, now
    draft.save()
    tried = list(draft.files.values_list("pk", flat=True))
    draft.files.set(version.files.all())
    transaction.on_commit(lambda: remove_unnamed(tried))
    draft.saves.all().delete()
    _keep_whole(draft, by=by, now=now)
    return draft


@transaction.atomic
def save(draft: Draft, *, changed: Typed, base: Typed, by: User, now: datetime) -> Saved:
    """Take what was changed; `base` is what stood in these inputs, and in the whole of a list, before. Raises
    NotAllowed, InvalidValue for what no page of ours sends."""
    held = lock(draft, by=by)
    check_inputs(changed)
    follow_newest(held, by=by, now=now)
    merged = merge(held.typed, changed=changed, base=base)
    if merged.taken or merged.aside:
        held.revision += 1
        held.typed = held.typed | dict(merged.taken)
        check_size(held.typed)
        _follow_template(held, merged.taken)
        held.changed_by, held.changed_at = by, now
        held.settled_at = None if merged.taken else held.settled_at
        held.save()
        held.saves.create(revision=held.revision, changed=dict(merged.taken), aside=dict(merged.aside), by=by, at=now)
    writers = _name_writers(held, merged.aside)
    aside = tuple(
        Aside(name, mine, held.typed.get(name, ""), writers.get(name, "")) for name, mine in merged.aside.items()
    )
    return Saved(held.revision, tuple(name for name in changed if name not in merged.aside), aside)


def attach(
    draft: Draft,
    *,
    name: str,
    upload: Path,
    by: User,
    now: datetime,
    width: int = 0,
    height: int = 0,
    seconds: float = 0.0,
) -> str:
    """Keep a file whose bytes were looked at; its path's ending says what it is, `name` what people called it. Returns
    the name by which the inputs call it, another one when the draft has other bytes under this. Raises NotAllowed,
    StoreFailed."""
    check_role(by, AUTHORS, campaign=draft.campaign)
    digest = hash_file(upload)
    stored = make_name(digest, suffix=upload.name)
    get_store().put(upload, name=stored)
    size = upload.stat().st_size
    with transaction.atomic():
        again = partial(get_store().put, upload, name=stored)
        row = keep_row(digest, name=stored, size=size, put=again, width=width, height=height, seconds=seconds)
        held = lock(draft, by=by)
        known = _free_name(name, digest, held.media, ending=stored.rpartition(".")[2])
        held.media = {**held.media, known: digest}
        held.changed_at = now
        held.save(update_fields=["media", "changed_at"])
        held.files.add(row)
    return known


def read(draft: Draft) -> Reading:
    """What the draft makes so far, and all that is wrong or missing, each at its input."""
    sheet = make_sheet(draft)
    reading = entries.read_entry(draft.typed, sheet=sheet, chosen=draft.template)
    slug = draft.item.slug if draft.item else draft.typed.get("slug", "").strip()
    faults = reading.faults
    if draft.item is None and slug and draft.campaign.items.filter(slug=slug).exists():
        faults += (
            InvalidValue(
                say("There is something called “%(slug)s” in the campaign already.", slug=slug),
                place=Place(field="slug"),
                hint=say("Choose another short name, or leave it empty: then it gets one."),
            ),
        )
    return Reading(replace(reading.item, id=slug) if reading.item else None, faults)


@transaction.atomic
def discard(draft: Draft, *, by: User) -> None:
    """Throw the work in hand away, and the files that only it had; versions stay. Raises NotAllowed."""
    held = lock(draft, by=by)
    files = list(held.files.values_list("pk", flat=True))
    held.delete()
    transaction.on_commit(lambda: remove_unnamed(files))


def follow_newest(held: Draft, *, by: User, now: datetime) -> bool:
    """Let a draft in which nothing was written since show what a pack made newest meanwhile, or the next version would
    take it back unseen. Returns whether it did, within the caller's transaction. Raises as fill."""
    if held.item is None or held.settled_at is None or held.base_id == held.item.current_id:
        return False
    fill(held, held.item, by=by, now=now)
    return True


def lock(draft: Draft, *, by: User) -> Draft:
    """The draft as it is now, held until the transaction ends. Raises NotAllowed, Draft.DoesNotExist."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related(
        "campaign", "item__current", "base", "changed_by"
    )
    held = rows.get(pk=draft.pk)
    check_role(by, AUTHORS, campaign=held.campaign)
    return held


def make_sheet(draft: Draft) -> Sheet:
    """What its inputs are read by; the languages are the campaign's."""
    languages = tuple(code for code in draft.campaign.body["title"] if code in LANGUAGES)
    template = find_template(draft.template) if draft.template else None
    return Sheet(Kind(draft.kind), template, languages, frozenset(draft.media))


def _keep_whole(draft: Draft, *, by: User, now: datetime) -> None:
    """The first of the saves has every input: the others are what followed."""
    draft.saves.create(revision=draft.revision, changed=draft.typed, by=by, at=now)


def read_numbers(text: str) -> tuple[int, ...]:
    """Numbers of rows, with commas between; what is none is left out."""
    parts = (part.strip() for part in text.split(","))
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 16)


def _follow_template(held: Draft, taken: Typed) -> None:
    """Another template has other fields: what was typed for the old one stays, in case somebody goes back."""
    if TEMPLATE not in taken:
        return
    held.template = taken[TEMPLATE]
    held.typed = {**entries.start_typed(make_sheet(held), held.typed)}


def _name_writers(held: Draft, aside: Typed) -> dict[str, str]:
    """Who wrote what stands there now."""
    if not aside:
        return {}
    found: dict[str, str] = {}
    for row in held.saves.select_related("by").order_by("revision"):
        found |= {name: row.by.get_full_name() or row.by.username for name in aside if name in row.changed}
    return found


def _free_name(name: str, digest: str, media: Mapping[str, str], *, ending: str) -> str:
    """As people called it, as far as that is a name; two files of one name are told apart by a number."""
    stem = re.sub(r"[^\w-]+", "-", name.rpartition(".")[0] or name).strip("-")[:60] or "file"
    names = (f"{stem}.{ending}" if number == 1 else f"{stem}-{number}.{ending}" for number in range(1, len(media) + 2))
    return next(name for name in names if media.get(name, digest) == digest)


def find_files(draft: Draft) -> Mapping[str, StoredFile]:
    """The draft's files by the names that its inputs call them."""
    rows = StoredFile.objects.in_bulk(list(draft.media.values()))
    return {name: rows[digest] for name, digest in draft.media.items() if digest in rows}
