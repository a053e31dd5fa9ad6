"""What a template is looked at on. In: channels.yaml, however it is. Out: a panel for each shape, then its channels."""

from collections.abc import Mapping
from pathlib import Path

from campaign.schedule.channels import read_channels
from campaign.schedule.screens import Screen, list_screens
from campaign.spec.errors import CampaignError


def read_screens(channels_file: Path) -> Mapping[str, Screen]:
    """A file that is missing or broken has no channels; `campaign schedule check` tells why."""
    try:
        return list_screens(read_channels(channels_file.read_text(encoding="utf-8"), file=channels_file.name))
    except (CampaignError, OSError):
        return list_screens({})
