"""What a template is looked at on. In: the channels there are. Out: a panel for each shape, then the channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from campaign.schedule.channels import read_channels
from campaign.spec.channels import Channels, Profile
from campaign.spec.errors import CampaignError
from campaign.spec.formats import PANELS, Format
from campaign.spec.languages import Texts

LANGUAGES = ("bg", "en", "bg+en", "ar")
"""What pictures are made in at first; the samples have no other."""
FORM_LANGUAGES = ("bg", "en", "ar")


@dataclass(frozen=True)
class Screen:
    """A panel by its id; `title` is empty for the standard ones, which the page names."""

    id: str
    format: Format
    title: Texts = field(default_factory=dict)
    profile: Profile = field(default_factory=Profile)
    slot_seconds: int = 10

    @property
    def is_standard(self) -> bool:
        return not self.title


def list_screens(channels: Channels) -> Mapping[str, Screen]:
    """By id, the standard panels first."""
    standard = {shape.value: Screen(shape.value, screen) for shape, screen in PANELS.items()}
    others = {
        channel.id: Screen(channel.id, channel.format, channel.title, channel.profile, channel.slot_seconds)
        for channel in channels.values()
    }
    return {**standard, **others}


def read_screens(channels_file: Path) -> Mapping[str, Screen]:
    """The same from channels.yaml; one that is missing or broken has none, and `campaign schedule check` tells why."""
    try:
        return list_screens(read_channels(channels_file.read_text(encoding="utf-8"), file=channels_file.name))
    except (CampaignError, OSError):
        return list_screens({})
