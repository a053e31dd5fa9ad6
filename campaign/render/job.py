"""One picture or loop to make, with all that goes into it. Out: its content key.

Two jobs with the same key give the same bytes: nothing is rendered twice, and a change to anything below
changes the key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from campaign.render.manifest import Template
from campaign.spec.channels import Medium, Profile
from campaign.spec.content import Campaign, Item
from campaign.spec.digest import hash_value
from campaign.spec.formats import Format

REVISION = 4
"""Raise when rendering itself changes what comes out of the same inputs."""


@dataclass(frozen=True)
class MediaFile:
    """A file named in values: where it lies for this render, and the SHA-256 of its bytes."""

    path: Path
    digest: str


@dataclass(frozen=True)
class Job:
    """A campaign's item in one language on one format. `slot_seconds` is the grid of loop lengths, `stands` the seconds
    for which a still is up (0 for the poster of a loop, which nobody reads in a given time); `medium` and `profile` say
    what file comes out."""

    template: Template
    campaign: Campaign
    item: Item
    language: str
    format: Format
    medium: Medium
    profile: Profile
    slot_seconds: int
    media: Mapping[str, MediaFile]
    stands: int = 0


def make_key(job: Job, *, engine: str, encoder: str) -> str:
    """Hash of all that goes in: content, template files, fonts, engine, encoder, settings.

    Titles, tags, doubt, consents and dates decide whether an item may be shown, not how it looks, so they
    are left out."""
    is_loop = job.medium is Medium.LOOP
    return hash_value(
        {
            "revision": REVISION,
            "engine": engine,
            "encoder": encoder if is_loop else "",
            "template": job.template.digest,
            "campaign": job.campaign,
            "values": job.item.values,
            "source": job.item.source,
            "fictional": job.item.fictional,
            "media": {name: file.digest for name, file in job.media.items()},
            "language": job.language,
            "format": job.format,
            "medium": job.medium,
            "profile": job.profile if is_loop else job.profile.still_type,
            "slot": job.slot_seconds if is_loop else job.stands,
        }
    )
