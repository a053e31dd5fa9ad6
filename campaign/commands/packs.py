"""`campaign check`. In: a pack, one of its files, a folder of packs, a picture or a film. Out: faults and findings.

Faults (what cannot be read) and errors (what must not be published) make the exit code 1, warnings do not.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from campaign.adapters.packs import LoadedPack, read_pack
from campaign.checks.content import check_content
from campaign.checks.subtitles import check_item
from campaign.commands.checked import UNREADABLE, Checked, print_json, print_text
from campaign.commands.rendered import check_rendered
from campaign.render.folder import load_templates
from campaign.render.manifest import Template
from campaign.schedule.channels import read_channels
from campaign.spec.channels import Channel
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import split_languages
from campaign.spec.message import say


def check(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="[PACK|FILE]", help="A pack, one of its files, or a picture or film.", exists=True),
    ] = None,
    channel: Annotated[str, typer.Option("--channel", help="Hold a picture or film against this channel.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings for programs.")] = False,
) -> None:
    """Check content packs (all samples, when none is named), or a picture or film: its flashes, seam and channel."""
    from django.conf import settings
    from django.utils import timezone

    path = path or settings.SAMPLES_FOLDER
    schedule = settings.SCHEDULES_FOLDER / "channels.yaml"
    channels = read_channels(schedule.read_text("utf-8"), file="schedules/channels.yaml")
    if path.is_file() and find_pack(path) is None:
        results = [check_rendered(path, channels=channels, name=channel)]
    else:
        templates = load_templates(settings.TEMPLATES_FOLDER)
        today = timezone.localdate()
        results = [check_pack(pack, templates=templates, channels=channels, today=today) for pack in list_packs(path)]
        results = [_keep_file(result, path) for result in results] if path.is_file() else results
    print_json(results) if as_json else print_text(results)
    errors = any(finding.severity is Severity.ERROR for result in results for finding in result.findings)
    raise typer.Exit(1 if errors else 0)


def list_packs(path: Path) -> list[Path]:
    """The pack a path is in, or the packs in a folder. Raises UnknownName."""
    pack = find_pack(path)
    packs = [pack] if pack else sorted(found.parent for found in path.glob("*/campaign.yaml"))
    if not packs:
        raise UnknownName(
            say("There is no content pack in “%(path)s”.", path=path.name),
            hint=say("A content pack is a folder that holds campaign.yaml."),
        )
    return packs


def find_pack(path: Path) -> Path | None:
    """The pack that is this folder or holds this file, if any."""
    folders = (path,) if path.is_dir() else (path.resolve().parent, path.resolve().parent.parent)
    return next((folder for folder in folders if (folder / "campaign.yaml").is_file()), None)


def check_pack(
    folder: Path, *, templates: Mapping[str, Template], channels: Mapping[str, Channel], today: date
) -> Checked:
    """Read a pack and run every check on every item in every language; the pack's own faults come first."""
    name = folder.resolve().name
    try:
        with TemporaryDirectory() as work:
            loaded = read_pack(folder, templates=templates, work=Path(work))
    except CampaignError as error:
        return Checked(name, 0, tuple(_to_finding(single) for single in error.singles))
    found = _check_items(loaded, templates, channels=channels.values(), today=today)
    findings = tuple(_find_line(loaded, finding) for finding in _drop_repeats(found))
    blocked = {finding.place.item for finding in findings if finding.severity is Severity.ERROR}
    if "" in blocked:  # what is wrong with the campaign is wrong with all of it
        blocked = {item.id for item in loaded.pack.items}
    return Checked(name, len(loaded.pack.items), findings, tuple(sorted(blocked)))


def _check_items(
    loaded: LoadedPack, templates: Mapping[str, Template], *, channels: Iterable[Channel], today: date
) -> Iterator[Finding]:
    campaign = loaded.pack.campaign
    for item in loaded.pack.items:
        for channel in channels:
            for language in channel.languages:
                if all(code in campaign.title for code in split_languages(language)):
                    yield from check_content(
                        campaign=campaign,
                        item=item,
                        channel=channel,
                        language=language,
                        today=today,
                        template=templates[item.template],
                    )
                    yield from check_item(
                        item,
                        language=language,
                        channel=channel,
                        template=templates[item.template],
                        read=lambda name: loaded.files[name].read_bytes(),
                    )


def _drop_repeats(findings: Iterator[Finding]) -> list[Finding]:
    """What is wrong on every channel is said once."""
    return list({(found.rule, found.place, found.measured): found for found in findings}.values())


def _find_line(loaded: LoadedPack, finding: Finding) -> Finding:
    """Where it stands in the pack's YAML, unless it names another file, such as subtitles."""
    if finding.place.file:
        return finding
    document = loaded.documents[finding.place.item]
    path = tuple(int(part) if part.isdigit() else part for part in finding.place.field.split("."))
    line = document.find_line((*path, finding.place.language))
    return replace(finding, place=replace(finding.place, file=document.file, line=line))


def _keep_file(result: Checked, path: Path) -> Checked:
    """Only what concerns one file of the pack."""
    found = tuple(finding for finding in result.findings if path.resolve().as_posix().endswith(finding.place.file))
    items = {finding.place.item for finding in found}
    return replace(result, findings=found, blocked=tuple(name for name in result.blocked if name in items))


def _to_finding(error: CampaignError) -> Finding:
    return Finding(UNREADABLE, Severity.ERROR, error.message, error.hint or say("Correct it."), error.place)
