"""The sole meeting point of rows and core values. In: rows and JSON bodies. Out: frozen values, and back.

Nothing here reads the database beyond the row it is given, its parents, its file and its consents.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.utils.timezone import localdate

from campaign.data import models
from campaign.playlists.overlay import Emergency
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import Template
from campaign.schedule import release
from campaign.schedule.release import Release, Spot, Track
from campaign.spec.channels import Channel, Medium, Profile
from campaign.spec.consent import Consent
from campaign.spec.content import Campaign, Item, Kind
from campaign.spec.digest import to_plain
from campaign.spec.document import read_plain
from campaign.spec.errors import CampaignError, Place, UnknownName
from campaign.spec.findings import Finding, leave_out_repeats
from campaign.spec.formats import Format
from campaign.spec.health import Health
from campaign.spec.message import Message, say
from campaign.spec.spans import Span


def read_campaign(row: models.Campaign) -> Campaign:
    return read_plain(row.body, Campaign)


def read_item(version: models.ItemVersion) -> Item:
    """The version as it was written, which knows nobody's consent."""
    return read_plain(version.body, Item)


def join_item(version: models.ItemVersion) -> Item:
    """The version, with the consents of its item as they are now."""
    return replace(read_item(version), consents=read_consents(version.item))


def write_item(item: Item) -> Any:
    """What a version keeps: consents have rows of their own."""
    return to_plain(replace(item, consents=()))


def read_consents(item: models.Item) -> tuple[Consent, ...]:
    """Those of the people the item shows, by their names of ours."""
    return tuple(read_consent(row) for row in sorted(item.consents.all(), key=lambda row: row.slug))


def read_consent(row: models.Consent) -> Consent:
    """The record; one that was withdrawn or erased says since what day it is none."""
    ended = row.withdrawn_at or row.erased_at
    return replace(read_agreement(row), withdrawn_on=localdate(ended) if ended else None)


def read_agreement(row: models.Consent) -> Consent:
    """What was agreed to, whether it still stands or not; all empty when it was erased."""
    return read_plain(row.body, Consent)


def read_channel(row: models.Channel) -> Channel:
    return read_plain(row.body, Channel)


def read_health(row: models.Player) -> Health | None:
    """What the player last said of itself; None before it said anything."""
    return read_plain(row.health, Health) if row.health is not None else None


def read_findings(material: models.Material) -> tuple[Finding, ...]:
    """What was found in its content, then in its pixels; what the loop says too is not said again of its poster."""
    content, still = _read_found(material.findings), _read_found(material.still.findings)
    loop = _read_found(material.loop.findings) if material.loop else ()
    return (*content, *leave_out_repeats(still, loop), *loop)


def _read_found(body: Any) -> tuple[Finding, ...]:
    return read_plain(body, tuple[Finding, ...])


def write_body(value: Any) -> Any:
    """A core value as JSON for a body column."""
    return to_plain(value)


@dataclass(frozen=True)
class Problem:
    """An error kept with a row: `kind` is its class, the message and hint are ready for translation."""

    kind: str
    message: Message
    place: Place
    hint: Message | None = None

    def __str__(self) -> str:
        return str(CampaignError(self.message, place=self.place, hint=self.hint))


def write_error(error: CampaignError) -> Any:
    """What Rendering.error keeps."""
    first = error.singles[0]
    return to_plain(Problem(type(first).__name__, first.message, first.place, first.hint))


def read_error(rendering: models.Rendering) -> Problem | None:
    return read_plain(rendering.error, Problem) if rendering.error else None


@dataclass(frozen=True)
class JobBody:
    """What Rendering.job keeps of a render.job.Job: the template by name and digest, media by their names in
    the store (<sha256>.<ext>)."""

    template: str
    template_digest: str
    campaign: Campaign
    item: Item
    language: str
    format: Format
    medium: Medium
    profile: Profile
    slot_seconds: int
    media: Mapping[str, str]
    stands: int = 0


def write_job(job: Job) -> Any:
    """A planned job as JSON; the file name of each media path is its name in the store. A worker draws: who agreed to
    it, and how, is no business of its queue."""
    return to_plain(
        JobBody(
            template=job.template.id,
            template_digest=job.template.digest,
            campaign=job.campaign,
            item=replace(job.item, consents=()),
            language=job.language,
            format=job.format,
            medium=job.medium,
            profile=job.profile,
            slot_seconds=job.slot_seconds,
            stands=job.stands,
            media={name: file.path.name for name, file in job.media.items()},
        )
    )


def read_job(
    rendering: models.Rendering, *, templates: Mapping[str, Template], find_file: Callable[[str], Path]
) -> Job:
    """The job again; `find_file` brings a stored file here. Raises UnknownName when the template is gone."""
    body = read_plain(rendering.job, JobBody)
    if body.template not in templates:
        raise UnknownName(
            say("There is no template “%(name)s”.", name=body.template),
            hint=say("Put its folder back, or choose another template."),
        )
    return Job(
        template=templates[body.template],
        campaign=body.campaign,
        item=body.item,
        language=body.language,
        format=body.format,
        medium=body.medium,
        profile=body.profile,
        slot_seconds=body.slot_seconds,
        stands=body.stands,
        media={name: MediaFile(find_file(stored), _digest_of(stored)) for name, stored in body.media.items()},
    )


def _digest_of(stored: str) -> str:
    return stored.split(".", 1)[0]


def find_logos(campaign: Campaign, *, media: Mapping[str, str]) -> Mapping[str, str]:
    """The partners' logo files → SHA-256, from the campaign's media."""
    return {partner.logo: media[partner.logo] for partner in campaign.partners if partner.logo}


def read_release(row: models.Release) -> Release:
    return release.read_release(row.body)


def make_spot(material: models.Material, *, file: models.StoredFile) -> Spot:
    """What a release keeps of an approved material; `file` is that of the rendering it shows."""
    version = material.version
    item = read_item(version)
    moving = file.media_type.startswith("video/")
    return Spot(
        material=str(material.pk),
        campaign=version.item.campaign.slug,
        item=item.id,
        language=material.language,
        channel=material.channel.slug,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        seconds=file.seconds if moving else 0,
        width=file.width,
        height=file.height,
        alt=material.alt,
        key=material.shown.key,
        kind=item.kind,
        tags=item.tags,
        until=find_last_day(version),
        since=find_first_day(version),
        subtitles=read_tracks(material.shown) if moving else (),
    )


def read_tracks(rendering: models.Rendering) -> tuple[Track, ...]:
    """The subtitles beside a loop, by language."""
    kept = [row for row in rendering.companions.all() if row.kind == models.Companion.Kind.SUBTITLES]
    tracks = (Track(row.language, row.file.name, row.file.sha256) for row in kept)
    return tuple(sorted(tracks, key=lambda track: track.language))


def find_last_day(version: models.ItemVersion) -> date | None:
    """The last day this version may be shown: the item's, or that of any of its consents, whichever is soonest."""
    item = join_item(version)
    return min((day for day in (item.until, *(one.until for one in item.consents)) if day), default=None)


def find_first_day(version: models.ItemVersion) -> date | None:
    """The first day this version may be shown: when the last of its consents begins."""
    return max((one.since for one in read_consents(version.item) if one.since), default=None)


def read_emergency(row: models.Emergency) -> Emergency | None:
    """The message with its pictures; None when it was ended before anybody could see it."""
    since, until = _cut_second(row.since), _cut_second(min(row.until, row.lifted_at or row.until))
    if until <= since:
        return None
    return Emergency(str(row.pk), Span(since, until), tuple(make_notice(picture) for picture in row.pictures.all()))


def make_notice(picture: models.EmergencyPicture) -> Spot:
    """A picture of a message as a spot: of no campaign and no item, so that it falls with none."""
    file = picture.file
    return Spot(
        material=name_notice(picture),
        campaign="",
        item="",
        language=picture.language,
        channel=picture.channel.slug,
        name=file.name,
        sha256=file.sha256,
        media_type=file.media_type,
        size=file.size,
        seconds=picture.seconds,
        width=file.width,
        height=file.height,
        alt=picture.alt,
        key=file.sha256,
        kind=Kind.NOTICE,
    )


def name_notice(picture: models.EmergencyPicture) -> str:
    """What lists and players call it."""
    return f"emergency-{picture.pk}"


def _cut_second(moment: datetime) -> datetime:
    """Lists count in whole seconds."""
    return moment.replace(microsecond=0)
