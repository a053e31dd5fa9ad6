"""What people entered, as it is now, held against the rules. In: a version, and the templates. Out: findings.

Planning and looking again ask the same way, so that a rule, a consent or a day that changed is found by both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from campaign.checks.content import check_content
from campaign.checks.revision import name_content_rules
from campaign.checks.subtitles import check_item
from campaign.data import convert
from campaign.data.models import ItemVersion, StoredFile
from campaign.render.job import MediaFile
from campaign.render.manifest import Template
from campaign.services.storage import get_store
from campaign.spec.channels import Channel
from campaign.spec.content import Campaign, Item
from campaign.spec.digest import hash_value
from campaign.spec.errors import UnknownName
from campaign.spec.findings import Finding
from campaign.spec.message import say


@dataclass(frozen=True)
class Subject:
    """An item's version with all that its findings rest on, read once for all its materials. The path of each of the
    `media` is its name in the store."""

    campaign: Campaign
    item: Item
    template: Template
    media: Mapping[str, MediaFile]


def read_subject(version: ItemVersion, *, templates: Mapping[str, Template]) -> Subject:
    """Raises UnknownName when its template is gone."""
    row = version.item.campaign
    item = convert.join_item(version)
    if item.template not in templates:
        raise UnknownName(
            say("There is no template “%(name)s”.", name=item.template),
            hint=say("Use one of: %(known)s.", known=", ".join(sorted(templates))),
        )
    digests = {**version.media, **convert.find_logos(convert.read_campaign(row), media=row.media)}
    stored = dict(StoredFile.objects.filter(sha256__in=digests.values()).values_list("sha256", "name"))
    media = {name: MediaFile(Path(stored[sha256]), sha256) for name, sha256 in digests.items()}
    return Subject(convert.read_campaign(row), item, templates[item.template], media)


def examine(subject: Subject, *, channel: Channel, language: str, today: date) -> tuple[Finding, ...]:
    """All that can be told without pixels of the item in this language on this channel. Raises StoreFailed."""
    found = check_content(
        campaign=subject.campaign,
        item=subject.item,
        channel=channel,
        language=language,
        today=today,
        template=subject.template,
    )
    return found + check_item(
        subject.item,
        language=language,
        channel=channel,
        template=subject.template,
        read=lambda name: _read_file(subject.media[name]),
    )


def name_basis(*, today: date) -> str:
    """What findings rest on beside what people entered: the rules and the day. For Material.checked."""
    return hash_value([name_content_rules(), today])


def _read_file(file: MediaFile) -> bytes:
    with get_store().open(file.path.name) as stored:
        return stored.read()
