"""What a template is looked at on. In: the channels there are. Out: a panel for each shape, then the channels."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from campaign.spec.channels import Channels, Profile
from campaign.spec.formats import Format, Shape
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


STANDARD: Mapping[Shape, Format] = {
    Shape.LANDSCAPE: Format(1920, 1080, 55, 4),
    Shape.PORTRAIT: Format(1080, 1920, 55, 3.5),
    Shape.SQUARE: Format(1080, 1080, 32, 2.5),
    Shape.RIBBON: Format(1920, 540, 28, 1.5),
    Shape.BAND: Format(1920, 198, 38, 1.5),
}
"""An ordinary panel of each shape: diagonal in inches, viewing distance in metres."""


def list_screens(channels: Channels) -> Mapping[str, Screen]:
    """By id, the standard panels first."""
    standard = {shape.value: Screen(shape.value, screen) for shape, screen in STANDARD.items()}
    others = {
        channel.id: Screen(channel.id, channel.format, channel.title, channel.profile, channel.slot_seconds)
        for channel in channels.values()
    }
    return {**standard, **others}
