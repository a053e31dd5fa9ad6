"""Content packs, checked before anybody takes them in. In: their folders. Out: faults and findings of each.

What was entered is held against every rule first; then every item is drawn for every screen, and its pixels are."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from campaign.adapters.packs import LoadedPack, read_pack
from campaign.adapters.scratch import open_scratch
from campaign.checks.content import check_content
from campaign.checks.subtitles import check_item
from campaign.commands.checked import Checked, to_finding
from campaign.commands.drawn import check_drawn, list_jobs, pick_agreed
from campaign.render.folder import load_templates
from campaign.render.manifest import Template
from campaign.schedule.channels import read_channels
from campaign.spec.channels import Channel
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import split_languages
from campaign.spec.message import say


def check_packs(folders: Iterable[Path], *, only: Path | None, channel: str, quick: bool) -> Iterator[Checked]:
    """Each pack by all rules, or what concerns the file `only` of it; on one channel, or on all. Nothing is drawn when
    it must be quick. Raises UnknownName."""
    from django.conf import settings
    from django.utils import timezone

    schedule = settings.SCHEDULES_FOLDER / "channels.yaml"
    channels = pick_channels(read_channels(schedule.read_text("utf-8"), file="schedules/channels.yaml"), channel)
    templates = load_templates(settings.TEMPLATES_FOLDER)
    today = timezone.localdate()
    for folder in folders:
        result = check_pack(folder, templates=templates, channels=channels, today=today, quick=quick)
        yield _keep_file(result, only) if only else result


def pick_channels(channels: Mapping[str, Channel], name: str) -> Mapping[str, Channel]:
    """The one that is named, or all. Raises UnknownName."""
    if name and name not in channels:
        raise UnknownName(
            say("There is no channel “%(name)s”.", name=name),
            hint=say("Use one of: %(known)s.", known=", ".join(channels)),
        )
    return {name: channels[name]} if name else channels


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
    folder: Path, *, templates: Mapping[str, Template], channels: Mapping[str, Channel], today: date, quick: bool = True
) -> Checked:
    """Read a pack and run every check on every item in every language; the pack's own faults come first."""
    name = folder.resolve().name
    try:
        with open_scratch("check") as work:
            loaded = read_pack(folder, templates=templates, work=work)
            found = list(_check_items(loaded, templates, channels=channels.values(), today=today))
            found += [] if quick else check_drawn(list_jobs(loaded, templates, channels=channels.values()))
    except CampaignError as error:
        return Checked(name, 0, tuple(to_finding(single) for single in error.singles))
    findings = tuple(_find_line(loaded, finding) for finding in _drop_repeats(found))
    blocked = {finding.place.item for finding in findings if finding.severity is Severity.ERROR}
    if "" in blocked:  # what is wrong with the campaign is wrong with all of it
        blocked = {item.id for item in loaded.pack.items}
    return Checked(name, len(loaded.pack.items), findings, tuple(sorted(blocked)))


def _check_items(
    loaded: LoadedPack, templates: Mapping[str, Template], *, channels: Collection[Channel], today: date
) -> Iterator[Finding]:
    campaign = loaded.pack.campaign
    for item in loaded.pack.items:
        for channel in pick_agreed(item, channels):
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


def _drop_repeats(findings: Iterable[Finding]) -> list[Finding]:
    """What is wrong on every channel is said once."""
    return list({(found.rule, found.place, found.measured): found for found in findings}.values())


def _find_line(loaded: LoadedPack, finding: Finding) -> Finding:
    """Where it stands in the pack's YAML, unless it names another file, such as subtitles."""
    if finding.place.file:
        return finding
    document = loaded.documents[finding.place.item]
    path = tuple(int(part) if part.isdigit() else part for part in finding.place.field.split("."))
    line = document.find_line((*path, finding.place.language))
    return finding.locate(file=document.file, line=line)


def _keep_file(result: Checked, path: Path) -> Checked:
    """Only what concerns one file of the pack."""
    found = tuple(finding for finding in result.findings if path.resolve().as_posix().endswith(finding.place.file))
    items = {finding.place.item for finding in found}
    return replace(result, findings=found, blocked=tuple(name for name in result.blocked if name in items))
