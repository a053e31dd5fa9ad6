"""Content packs through the studio. In: a ZIP, and who hands it in. Out: a row; later its campaign, or every fault.

The file waits in the private store, since a pack may hold consents, and is gone once it was read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db.models import QuerySet
from django.utils import timezone

from campaign.adapters.pack_zip import unpack
from campaign.adapters.packs import LoadedPack, read_pack
from campaign.adapters.scratch import open_scratch
from campaign.adapters.stored import hash_file, make_name
from campaign.checks.funding import check_funding
from campaign.data.convert import Problem
from campaign.data.models import Campaign, Organisation, PackImport, User
from campaign.services import content, import_runs, template_versions
from campaign.services.rights import AUTHORS, Role, check_role
from campaign.services.storage import get_private_store, get_store
from campaign.spec.digest import to_plain
from campaign.spec.document import read_plain
from campaign.spec.errors import CampaignError, NotAllowed, RenderFailed
from campaign.spec.findings import Finding
from campaign.spec.message import say

State, Stage = PackImport.State, PackImport.Stage

KEPT = timedelta(days=30)
"""How long an import is listed."""


@dataclass(frozen=True)
class Outcome:
    """What an import did: items by their ids, as content.Imported has them; `materials` are new ones; `problems` kept
    materials from being planned; `findings` are about the funder."""

    made: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    erased: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    materials: int = 0
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()


def take_upload(path: Path, *, name: str, by: User, organisation: Organisation | None, now: datetime) -> PackImport:
    """Keep the ZIP for a worker. Call dispatch.queue_imports afterwards. Raises NotAllowed, StoreFailed."""
    if organisation is None:
        raise NotAllowed(
            say("“%(name)s” belongs to no organisation.", name=by.username),
            hint=say("Choose the organisation whose campaign it is."),
        )
    _check_organisation(by, organisation)
    PackImport.objects.filter(
        organisation=organisation, state__in=(State.DONE, State.FAILED), at__lt=now - KEPT
    ).delete()
    stored = make_name(hash_file(path), suffix="zip")
    get_private_store().put(path, name=stored)
    return PackImport.objects.create(
        by=by, organisation=organisation, name=name[:200], file=stored, size=path.stat().st_size, at=now
    )


def find_visible(person: User) -> QuerySet[PackImport]:
    """The newest first: those of the person's organisation; of all for administrators; for others their own."""
    rows = PackImport.objects.select_related("by", "organisation")
    if person.is_superuser or person.role == Role.ADMINISTRATOR:
        return rows
    if person.role in AUTHORS and person.organisation_id is not None:
        return rows.filter(organisation=person.organisation_id)
    return rows.filter(by=person)


def run(pk: int, *, too_long: type[Exception] = TimeoutError) -> None:
    """Take the pack, or keep what is wrong with it. Nothing happens when it is done or in other hands."""
    attempt = import_runs.claim(pk)
    if attempt is None:
        return
    row = PackImport.objects.select_related("by", "organisation").get(pk=pk)
    try:
        with import_runs.keep_beating(row, attempt=attempt):
            outcome = _take(row, enter=lambda stage: import_runs.enter(row, stage, attempt=attempt))
    except import_runs.ImportLost:
        return
    except too_long:
        import_runs.fail(row, attempt=attempt, error=_report_too_long())
    except CampaignError as error:
        import_runs.fail(row, attempt=attempt, error=error)
    except Exception as error:  # whatever breaks one import must not stop the rest
        import_runs.fail(row, attempt=attempt, error=_explain(error))
    else:
        import_runs.finish(row, attempt=attempt, result=to_plain(outcome))


def read_problems(row: PackImport) -> tuple[Problem, ...]:
    """Every fault, in the order in which they were found."""
    return read_plain(row.faults, tuple[Problem, ...])


def read_outcome(row: PackImport) -> Outcome | None:
    return read_plain(row.result, Outcome) if row.result is not None else None


def _take(row: PackImport, *, enter: Callable[[PackImport.Stage], None]) -> Outcome:
    with open_scratch("import") as work:
        archive, folder, cleaned = (work / name for name in ("pack.zip", "pack", "work"))
        folder.mkdir()
        cleaned.mkdir()
        enter(Stage.UNPACKING)
        get_private_store().fetch(row.file, to=archive)
        unpack(archive, folder)
        archive.unlink()
        enter(Stage.READING)
        templates = template_versions.load_in_use()
        loaded = read_pack(folder, templates=templates, work=cleaned)
        _check_may(row, loaded)
        enter(Stage.TAKING)
        taken = content.import_pack(loaded, author=row.by, organisation=row.organisation, store=get_store())
    enter(Stage.PLANNING)
    PackImport.objects.filter(pk=row.pk).update(campaign=taken.campaign)
    templates = template_versions.take_new(now=timezone.now())
    planned = content.plan_materials(templates=templates, today=timezone.localdate(), campaigns=(taken.campaign,))
    return Outcome(
        *(taken.made, taken.changed, taken.kept, taken.missing, taken.erased, taken.replaced),
        materials=planned.made,
        problems=tuple(import_runs.list_problems(planned.problems)),
        findings=tuple(_list_findings(loaded)),
    )


def _check_may(row: PackImport, loaded: LoadedPack) -> None:
    """Raise NotAllowed unless this person makes content: in the organisation, or on the campaign that is there."""
    known = Campaign.objects.filter(slug=loaded.pack.campaign.id).first()
    if known is not None:
        check_role(row.by, AUTHORS, campaign=known)
    else:
        _check_organisation(row.by, row.organisation)


def _check_organisation(by: User, organisation: Organisation) -> None:
    if by.is_superuser or by.role == Role.ADMINISTRATOR:
        return
    if by.role not in AUTHORS or by.organisation_id != organisation.pk:
        raise NotAllowed(
            say("Your role may not take in campaigns of this organisation."),
            hint=say("Ask a campaign lead or the administrator."),
        )


def _list_findings(loaded: LoadedPack) -> Iterator[Finding]:
    seen: set[Finding] = set()
    for code in loaded.pack.campaign.title:
        for finding in check_funding(loaded.pack.campaign, language=code):
            if finding not in seen:
                seen.add(finding)
                yield finding


def _explain(error: Exception) -> CampaignError:
    return RenderFailed(
        say("The import broke off: %(kind)s: %(why)s", kind=type(error).__name__, why=str(error)[:300]),
        hint=say("Hand the pack in once more; if it breaks off again, report this text."),
    )


def _report_too_long() -> RenderFailed:
    return RenderFailed(
        say("The import took longer than it may."), hint=say("Make films shorter, or hand the pack in by halves.")
    )
