"""`campaign check`. In: what somebody names: a pack or its file, a material, a template, a picture, a film. Out: faults
and findings.

Faults (what cannot be read) and errors (what must not be published) make the exit code 1, warnings do not.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from campaign.commands.checked import Checked, print_json, print_text
from campaign.commands.packs import check_packs, find_pack, list_packs
from campaign.commands.rendered import check_rendered
from campaign.render.folder import list_templates
from campaign.schedule.channels import read_channels
from campaign.spec.errors import UnknownName
from campaign.spec.findings import Severity
from campaign.spec.message import say


def check(
    target: Annotated[
        str,
        typer.Argument(
            metavar="[PACK|FILE|MATERIAL|TEMPLATE]",
            help="A pack or one of its files, a picture or film, a template's name, a material by its number or as "
            "CAMPAIGN/ITEM. All samples, when nothing is named.",
        ),
    ] = "",
    channel: Annotated[str, typer.Option("--channel", help="On this channel alone.")] = "",
    funder: Annotated[
        str,
        typer.Option(
            "--funder",
            help="Who pays for a picture or film from elsewhere: a profile, or “none” without money of the Union.",
        ),
    ] = "",
    quick: Annotated[bool, typer.Option("--quick", help="Only what was entered: draw nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings for programs.")] = False,
) -> None:
    """Check anything that may reach a screen: packs and materials by every rule, pictures and films from elsewhere by
    all that can be told without their template. Of a pack or template the stills are drawn; loops are looked at when
    they are rendered."""
    results = list(_check(target, channel=channel, funder=funder, quick=quick))
    print_json(results) if as_json else print_text(results)
    errors = any(finding.severity is Severity.ERROR for result in results for finding in result.findings)
    raise typer.Exit(1 if errors else 0)


def _check(target: str, *, channel: str, funder: str, quick: bool) -> Iterator[Checked]:
    from django.conf import settings

    path = Path(target) if target else settings.SAMPLES_FOLDER
    if path.is_dir() or find_pack(path):
        yield from check_packs(list_packs(path), only=path if path.is_file() else None, channel=channel, quick=quick)
    elif path.is_file():
        schedule = settings.SCHEDULES_FOLDER / "channels.yaml"
        channels = read_channels(schedule.read_text("utf-8"), file="schedules/channels.yaml")
        yield check_rendered(path, channels=channels, name=channel, funder=funder)
    elif target in list_templates(settings.TEMPLATES_FOLDER):
        from campaign.commands.templates import check_template

        yield check_template(target, screen=channel)
    elif target.isdecimal() or target.count("/") == 1:
        import django

        django.setup()
        from campaign.commands.materials import check_materials

        yield from check_materials(target, channel=channel)
    else:
        raise UnknownName(
            say("There is no file, material or template “%(name)s”.", name=target),
            hint=say("Name a folder or file, a template, or a material by its number or as campaign/item."),
        )
