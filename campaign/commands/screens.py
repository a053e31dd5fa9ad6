"""Screens as they are named on the command line. In: words that were typed. Out: screens of the schedules' folder."""

import re
from collections.abc import Mapping

from campaign.schedule.channels import read_channels
from campaign.schedule.screens import Screen, list_screens
from campaign.spec.errors import NotAllowed, UnknownName
from campaign.spec.formats import Format
from campaign.spec.message import say

LEAST_SIDE, MOST_SIDE = 64, 8192
"""Pixels; the page engine draws nothing larger in reasonable time."""


def split_names(text: str) -> list[str]:
    """Names with commas between, each once."""
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def read_screens() -> Mapping[str, Screen]:
    """The standard panels, and the channels of the schedules' folder; none of those when it has no such file."""
    from django.conf import settings

    file = settings.SCHEDULES_FOLDER / "channels.yaml"
    return list_screens(read_channels(file.read_text(encoding="utf-8"), file=file.name) if file.is_file() else {})


def find_screen(text: str) -> Screen:
    """A screen by its id, or pixels as WxH. Raises UnknownName, NotAllowed."""
    sizes = re.fullmatch(r"(\d{1,6})[x×](\d{1,6})", text)
    if sizes is None:
        return _pick_screen(read_screens(), text)
    width, height = int(sizes[1]), int(sizes[2])
    if not all(LEAST_SIDE <= side <= MOST_SIDE for side in (width, height)):
        raise NotAllowed(
            say("%(format)s is no screen we can draw.", format=text),
            hint=say("Sides go from %(least)d to %(most)d pixels.", least=LEAST_SIDE, most=MOST_SIDE),
        )
    return Screen(text, Format(width, height))


def _pick_screen(screens: Mapping[str, Screen], name: str) -> Screen:
    if name not in screens:
        raise UnknownName(
            say("There is no channel “%(name)s”.", name=name),
            hint=say("Use one of: %(known)s; or pixels, e.g. 1920x1080.", known=", ".join(screens)),
        )
    return screens[name]
