"""Which version of each template the product draws with. In: the designers' folder; who takes what in use, and why.
Out: rows whose archives lie in the store, and templates read from them, on any host.

Stories are saved, planned and rendered with the version in use, whatever is being edited in the folder meanwhile. A
template that was never seen is in use as the folder has it; from the first import on its version is kept.
"""

import shutil
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.db import transaction

from campaign.adapters.stored import make_name
from campaign.adapters.template_zip import pack_files, unpack_files
from campaign.data.models import TemplateVersion, User
from campaign.render.folder import list_files, list_templates, load_sound, load_template, load_templates
from campaign.render.manifest import Template
from campaign.services.audit import Act, note
from campaign.services.rights import DESIGNERS, has_role_everywhere
from campaign.services.shelf import Shelf
from campaign.services.storage import get_store, keep_row
from campaign.spec.errors import CampaignError, InvalidTemplate, NotAllowed, UnknownName
from campaign.spec.message import say

_opened: Shelf[str, Template] = Shelf(most=200)
"""By the folder they were unpacked to: what is kept never changes."""


def find_in_use() -> Mapping[str, TemplateVersion]:
    """The newest version of each template, by its name."""
    return {row.slug: row for row in TemplateVersion.objects.select_related("archive", "by").order_by("pk")}


def load_in_use() -> Mapping[str, Template]:
    """Every template by its name, as it is in use; what was never taken in use is read from the folder. Raises Faults
    for one of those that is broken."""
    kept = {slug: open_version(row) for slug, row in find_in_use().items()}
    return {**_load_unseen(kept), **kept}


def load_sound_in_use() -> Mapping[str, Template]:
    """The same, without what is broken: for pages, where one faulty folder must not stop the others."""
    rows = find_in_use()
    kept = {slug: template for slug, row in rows.items() if (template := _try_open(row)) is not None}
    unseen = [name for name in list_templates(_get_root()) if name not in rows]
    return {**load_sound(_get_root(), names=unseen)[0], **kept}


def find_version(slug: str, *, digest: str) -> Template | None:
    """The very version that something was planned with: a kept one, or what the folder holds if it is that; else what
    the folder holds, for its reader to refuse."""
    row = TemplateVersion.objects.filter(slug=slug, digest=digest).select_related("archive").last()
    if row is not None:
        return open_version(row)
    folder = _get_root() / Path(slug).name
    return load_template(folder) if folder.is_dir() else None


def find_template(slug: str) -> Template | None:
    """The one in use. Raises CampaignError when it is broken."""
    row = TemplateVersion.objects.filter(slug=slug).select_related("archive").last()
    if row is not None:
        return open_version(row)
    folder = _get_root() / Path(slug).name
    return load_template(folder) if folder.is_dir() else None


def open_version(row: TemplateVersion) -> Template:
    """The template as it was taken in use, from this host's copy or from the store. Raises StoreFailed, BrokenMedia,
    InvalidTemplate."""
    folder = Path(settings.HOME) / "templates" / row.digest / row.slug
    if not folder.is_dir():
        return _open(row, folder)
    return _opened.find(str(folder), make=lambda: _open(row, folder))


def take_new(*, now: datetime) -> Mapping[str, Template]:
    """Take in use what never was, as the folder has it, and return all that is in use then. Raises Faults for what is
    broken and was never in use."""
    kept = {slug: open_version(row) for slug, row in find_in_use().items()}
    unseen = _load_unseen(kept)
    _keep(unseen.values(), by=None, now=now, why="")
    return {**unseen, **kept}


def take_in_use(digests: Mapping[str, str], *, by: User, now: datetime, why: str) -> tuple[TemplateVersion, ...]:
    """Take in use what the folder holds: template → the digest that was looked at. Plan afterwards. Raises NotAllowed,
    also when the folder holds something else by now, and what a broken template raises."""
    if not has_role_everywhere(by, DESIGNERS):
        raise NotAllowed(
            say("Only designers and campaign leads take templates in use."),
            hint=say("Ask one of them to look at before and after."),
        )
    if not why.strip():
        raise NotAllowed(say("It is not said what changes, and why."), hint=say("Write it in a sentence."))
    templates = [_load_looked_at(slug, digest) for slug, digest in digests.items()]
    return _keep(templates, by=by, now=now, why=why.strip())


def forget() -> None:
    """For tests: what was read is read anew."""
    _opened.clear()


def _get_root() -> Path:
    return Path(settings.TEMPLATES_FOLDER)


def _load_unseen(kept: Mapping[str, Template]) -> Mapping[str, Template]:
    """What the folder holds and nobody has taken in use."""
    if not kept:
        return load_templates(_get_root())
    names = [name for name in list_templates(_get_root()) if name not in kept]
    return {name: load_template(_get_root() / name) for name in names}


def _load_looked_at(slug: str, digest: str) -> Template:
    if slug not in list_templates(_get_root()):
        raise UnknownName(say("There is no template “%(name)s”.", name=slug))
    template = load_template(_get_root() / slug)
    if template.digest != digest:
        raise NotAllowed(
            say("The template “%(name)s” has changed again since you looked at it.", name=slug),
            hint=say("Look at before and after once more."),
        )
    return template


def _keep(templates: Iterable[Template], *, by: User | None, now: datetime, why: str) -> tuple[TemplateVersion, ...]:
    """Archives before rows: an archive that no row names does no harm."""
    packed = [(template, _pack(template)) for template in templates]
    with transaction.atomic():
        rows = tuple(
            TemplateVersion.objects.create(
                slug=template.id,
                digest=template.digest,
                archive=keep_row(name.partition(".")[0], name=name, size=size, put=partial(_pack, template)),
                by=by,
                at=now,
                why=why,
            )
            for template, (name, size) in packed
        )
        for row in rows:
            note(Act.TEMPLATE_TAKEN, by=by, now=now, kind="template", ref=row.slug, detail=row.digest[:12])
    return rows


def _pack(template: Template) -> tuple[str, int]:
    """The archive's name in the store, and its bytes."""
    data = pack_files(dict(list_files(template.folder)))
    name = make_name(sha256(data).hexdigest(), suffix="zip")
    get_store().put_bytes(data, name=name)
    return name, len(data)


def _try_open(row: TemplateVersion) -> Template | None:
    try:
        return open_version(row)
    except CampaignError:
        return None


def _open(row: TemplateVersion, folder: Path) -> Template:
    template = _try_load(folder)
    if template is not None and template.digest == row.digest:
        return template
    shutil.rmtree(folder.parent, ignore_errors=True)  # somebody has been at it
    if row.archive is None:
        raise _refuse_changed(row)
    with get_store().open(row.archive.name) as stored:
        unpack_files(stored.read(), to=folder.parent)
    template = load_template(folder)
    if template.digest != row.digest:
        raise _refuse_changed(row)
    return template


def _try_load(folder: Path) -> Template | None:
    try:
        return load_template(folder)
    except (CampaignError, OSError):
        return None


def _refuse_changed(row: TemplateVersion) -> InvalidTemplate:
    return InvalidTemplate(
        say("The kept version of the template “%(name)s” is not what it was.", name=row.slug),
        hint=say("Take the template in use anew."),
    )
