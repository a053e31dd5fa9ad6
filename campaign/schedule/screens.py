"""What a picture may be looked at on. In: the channels there are. Out: a panel for each shape, then the channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.spec.channels import Channels, Profile
from campaign.spec.formats import PANELS, Format
from campaign.spec.languages import Texts


@dataclass(frozen=True)
class Screen:
    """A surface with what its players take; `title` is empty for the standard panels and for bare pixels."""

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
    standard = {shape.value: Screen(shape.value, panel) for shape, panel in PANELS.items()}
    others = {
        channel.id: Screen(channel.id, channel.format, channel.title, channel.profile, channel.slot_seconds)
        for channel in channels.values()
    }
    return {**standard, **others}
