"""`campaign import`. In: a pack's folder. Out: its rows and planned materials, or every fault and nothing at all."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

if TYPE_CHECKING:
    from campaign.services.content import Imported
    from campaign.services.planning import Planned


def import_pack(
    folder: Annotated[Path, typer.Argument(metavar="PACK", help="The folder with campaign.yaml.", exists=True)],
    by: Annotated[str, typer.Option("--by", help="Your user name; whoever imports is the author.")] = "",
) -> None:
    """Take in a content pack, and plan its materials. Taking it in again changes nothing."""
    from django.utils import timezone

    from campaign.adapters.packs import read_pack
    from campaign.adapters.scratch import open_scratch
    from campaign.checks.funding import check_funding
    from campaign.commands.people import find_organisation, find_person
    from campaign.commands.report import report_error, report_finding
    from campaign.services import content, dispatch, template_versions
    from campaign.services.rights import AUTHORS
    from campaign.services.storage import get_store

    console = Console(highlight=False, soft_wrap=True)
    author = find_person(by, roles=AUTHORS)
    templates = template_versions.load_in_use()
    with open_scratch("pack") as work:
        loaded = read_pack(folder, templates=templates, work=work)
        result = content.import_pack(loaded, author=author, organisation=find_organisation(author), store=get_store())
    templates = template_versions.take_new(now=timezone.now())
    planned = content.plan_materials(templates=templates, today=timezone.localdate(), campaigns=(result.campaign,))
    dispatch.queue_due()
    _tell(console, result, planned)
    for code in loaded.pack.campaign.title:
        for finding in check_funding(loaded.pack.campaign, language=code):
            report_finding(finding)
    for problem in planned.problems:
        report_error(problem)
    if planned.problems:
        raise typer.Exit(1)


def _tell(console: Console, result: "Imported", planned: "Planned") -> None:
    """What came of it, and what it left alone."""
    from campaign.commands.template_use import tell_waiting

    console.print(
        f"{result.campaign}: {len(result.made)} new, {len(result.changed)} changed, {len(result.kept)} as they were; "
        f"{planned.made + planned.kept} materials, {planned.made} of them new."
    )
    if result.replaced:
        names = ", ".join(result.replaced)
        console.print(f"Written in the studio since, now as the pack says: {names}. The history of each keeps both.")
    tell_waiting(console)
    if result.missing:
        console.print(f"No longer in the pack, still here until withdrawn: {', '.join(result.missing)}.")
    if result.erased:
        console.print(f"Not taken, because a person in it was erased: {', '.join(result.erased)}.")
