"""Files that people hand in for a draft. In: bytes nobody knows yet, the input they are for. Out: a file in the store,
and the name that the draft's values call it by.

Bytes are checked before anything is kept (adapters.uploads). Nothing is taken out of a draft's files while it is
written: who takes a step back finds what was there.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from campaign.adapters.media import TAKEN
from campaign.adapters.scratch import open_scratch
from campaign.adapters.uploads import Taken, check_size, take_upload
from campaign.data.models import Draft, StoredFile, User
from campaign.render.manifest import FieldType, Manifest, TemplateField
from campaign.services.leftovers import remove_unnamed
from campaign.services.rights import AUTHORS, check_role
from campaign.services.storage import get_store
from campaign.services.writing import attach, lock
from campaign.spec.errors import BrokenMedia, UnknownName
from campaign.spec.message import say

MOST_FILES = 200
"""Of one draft: every photo that was tried stays until it is done."""
MOST_STEPS = 20
NAME_LENGTH = 60
_FOREIGN = re.compile(r"[^\w-]+")


@dataclass(frozen=True)
class Kept:
    """`name` stands in the draft's values; `file` is its row."""

    name: str
    file: StoredFile
    fps: float = 0.0


def find_kind(manifest: Manifest, name: str) -> FieldType:
    """What kind of file an input of the form takes: values.photo.file, values.photos.2.photo, values.subtitles.bg.
    Raises UnknownName."""
    spec = find_field(manifest, name)
    if spec is None or spec.type not in TAKEN:
        raise UnknownName(say("The field “%(name)s” takes no file.", name=name[:100]))
    return spec.type


def find_field(manifest: Manifest, name: str) -> TemplateField | None:
    """The field, or the part of a row, that an input belongs to."""
    first, *rest = name.removeprefix("values.").split(".")
    spec = manifest.fields.get(first)
    if spec is not None and spec.parts and len(rest) > 1:
        return spec.parts.get(rest[1])
    return spec


def attach_file(draft: Draft, upload: "UploadedFile[Any]", *, kind: FieldType, by: User, now: datetime) -> Kept:
    """Check it, keep it, and let the draft name it. Raises BrokenMedia, NotAllowed, StoreFailed."""
    check_role(by, AUTHORS, campaign=draft.campaign)
    check_size(upload.size or 0, kind=kind)
    _check_room(draft)
    called = clean_name(upload.name or "")
    with open_scratch("upload") as folder:
        path = folder / "given"
        _write(upload, path)
        taken = take_upload(path, kind=kind, name=upload.name or called, work=folder)
        return _keep(draft, taken, called=called, by=by, now=now)


def attach_bytes(draft: Draft, data: bytes, *, called: str, ending: str, by: User, now: datetime) -> Kept:
    """Keep what we wrote ourselves, such as subtitles; of the same name the last MOST_STEPS stay, and those in use.
    Raises NotAllowed, StoreFailed."""
    stem = clean_name(f"{called}.{ending}")
    with open_scratch("upload") as folder:
        path = folder / "given"
        path.write_bytes(data)
        kept = _keep(draft, Taken(path, ending), called=stem, by=by, now=now)
    _forget_steps(draft, called=stem, keep=kept.name, by=by)
    return kept


def clean_name(given: str) -> str:
    """As people called it, without folders and signs that are in the way of addresses and packs; with no ending."""
    plain = re.split(r"[/\\]", given)[-1]
    stem = plain.rpartition(".")[0] or plain
    return _FOREIGN.sub("-", stem).strip("-")[:NAME_LENGTH] or "file"


def find_file(draft: Draft, name: str) -> StoredFile | None:
    """The file that the draft calls so."""
    sha256 = draft.media.get(name)
    return StoredFile.objects.filter(pk=sha256).first() if sha256 else None


@contextmanager
def borrow(file: StoredFile) -> Iterator[Path]:
    """A copy of a stored file on this machine's disk, as long as it is looked at. Raises StoreFailed, UnknownName."""
    with open_scratch("film") as folder:
        path = folder / file.name
        get_store().fetch(file.name, to=path)
        yield path


def _write(upload: "UploadedFile[Any]", path: Path) -> None:
    """In pieces: a film does not fit into memory."""
    if isinstance(upload, TemporaryUploadedFile):
        shutil.copyfile(upload.temporary_file_path(), path)
        return
    with path.open("wb") as file:
        for piece in upload.chunks():
            file.write(piece)


def _check_room(draft: Draft) -> None:
    """Raises BrokenMedia."""
    if len(draft.media) >= MOST_FILES:
        raise BrokenMedia(
            say("This draft holds %(count)s files already.", count=len(draft.media)),
            hint=say("Save it as a version, then go on."),
        )


def _keep(draft: Draft, taken: Taken, *, called: str, by: User, now: datetime) -> Kept:
    named = taken.path.rename(taken.path.with_name(f"taken.{taken.ending}"))
    facts = {"width": taken.width, "height": taken.height}
    name = attach(draft, name=called, upload=named, by=by, now=now, seconds=taken.seconds, **facts)
    draft.refresh_from_db(fields=["media"])
    file = StoredFile.objects.get(pk=draft.media[name])
    get_store().put(named, name=file.name)  # another draft may have let the same bytes go meanwhile
    _complete(file, taken)
    return Kept(name, file, taken.fps)


def _complete(row: StoredFile, taken: Taken) -> None:
    """Packs keep no sizes of media; whoever looks closer writes them down."""
    if taken.width and not row.width:
        row.width, row.height, row.seconds = taken.width, taken.height, taken.seconds
        row.save(update_fields=["width", "height", "seconds"])


@transaction.atomic
def _forget_steps(draft: Draft, *, called: str, keep: str, by: User) -> None:
    """Every pause in typing makes a file; of those that nothing names any more the oldest go."""
    held = lock(draft, by=by)
    step = re.compile(rf"{re.escape(called)}(-\d+)?\.\w+")
    used = {keep, *held.typed.values(), *(held.base.media if held.base else ())}
    left = [name for name in held.media if step.fullmatch(name) and name not in used]
    gone = set(left[:-MOST_STEPS])
    if gone:
        held.media = {name: digest for name, digest in held.media.items() if name not in gone}
        held.save(update_fields=["media"])
        dropped = set(held.files.values_list("pk", flat=True)).difference(held.media.values())
        held.files.set(StoredFile.objects.filter(pk__in=held.media.values()))
        transaction.on_commit(lambda: remove_unnamed(dropped))
        draft.media = held.media
