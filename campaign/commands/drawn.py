"""Pictures drawn only to be looked at. In: jobs. Out: what is found on their pixels, or why they cannot be drawn."""

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from campaign.adapters.gallery import Shot, draw_shots
from campaign.adapters.packs import LoadedPack
from campaign.commands.checked import to_finding
from campaign.render.clip import is_played
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import Template
from campaign.spec.channels import Channel, Medium
from campaign.spec.content import Item
from campaign.spec.findings import Finding
from campaign.spec.languages import split_languages

SMALL = 64
"""Pixels across of a picture that nobody keeps."""


@dataclass(frozen=True)
class Drawn:
    """A job, and the channel it is for."""

    job: Job
    channel: str


def pick_agreed(item: Item, channels: Collection[Channel]) -> Collection[Channel]:
    """Those that everybody shown agreed to: it is made for no other. All where that leaves none, which is a finding."""
    agreed = [each for each in channels if all(each.id in consent.channels for consent in item.consents)]
    return agreed or channels


def list_jobs(
    loaded: LoadedPack, templates: Mapping[str, Template], *, channels: Collection[Channel]
) -> Iterator[Drawn]:
    """A still of every item that can be published, for every channel whose shape its template has, in its languages."""
    files = {name: MediaFile(path, loaded.pack.media[name]) for name, path in loaded.files.items()}
    campaign = loaded.pack.campaign
    for item in loaded.pack.items:
        template = templates[item.template]
        for channel in pick_agreed(item, channels):
            for language in channel.languages if channel.format.shape in template.manifest.shapes else ():
                if all(code in campaign.title for code in split_languages(language)):
                    yield Drawn(
                        Job(
                            template=template,
                            campaign=campaign,
                            item=item,
                            language=language,
                            format=channel.format,
                            medium=Medium.STILL,
                            profile=channel.profile,
                            slot_seconds=channel.slot_seconds,
                            stands=0 if is_played(template, medium=channel.medium) else channel.slot_seconds,
                            media=files,
                        ),
                        channel.id,
                    )


def check_drawn(drawn: Iterable[Drawn]) -> list[Finding]:
    """What is found on all of them, with item, channel and language in its place."""
    jobs = sorted(drawn, key=lambda each: each.job.template.id)
    shots = [Shot(each.job, each.channel, SMALL, checks=True) for each in jobs]
    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=len(shots))
        return list(_draw(shots, bars, task))


def _draw(shots: Sequence[Shot], bars: Progress, task: TaskID) -> Iterator[Finding]:
    for shot, look in draw_shots(shots, cores=os.cpu_count() or 1):
        bars.update(task, advance=1, description=f"{shot.job.item.id} · {shot.screen}")
        for found in (*(to_finding(fault) for fault in look.faults), *look.findings):
            yield found.locate(item=shot.job.item.id, channel=shot.screen, language=shot.job.language)
