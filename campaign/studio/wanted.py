"""What of the timeline somebody wants to see. In: an address's words. Out: channels and a scale; nothing is an error.

Whatever cannot be read is left out, so that no address breaks, and the page says what it shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from campaign.schedule.channels import ALL, find_members
from campaign.schedule.flight import Flight
from campaign.spec.channels import Channel, Channels
from campaign.studio.scale import Scale, Zoom, make_scale
from campaign.studio.typed import YEARS, read_day

A_PAGE = 12
"""Channels; a city has hundreds."""
KEPT = ("zoom", "on", "campaign", "channel", "troubled", "page")
"""What stays in the address when something is moved."""


@dataclass(frozen=True)
class Wanted:
    """`channel` is a channel or a group, `campaign` a slug; empty where nothing is left out. `pages` counts from 1."""

    scale: Scale
    channels: tuple[Channel, ...]
    campaign: str
    channel: str
    troubled: bool
    page: int
    pages: int
    understood: bool

    def write(self, **more: object) -> str:
        """The address's words, with some others."""
        words: dict[str, object] = {
            "zoom": self.scale.zoom.value,
            "on": self.scale.first.isoformat(),
            "campaign": self.campaign,
            "channel": self.channel,
            "troubled": "1" if self.troubled else "",
            "page": self.page if self.page > 1 else "",
            **more,
        }
        return "?" + urlencode({name: str(value) for name, value in words.items() if value != ""})

    def list_kept(self) -> list[tuple[str, str]]:
        """The same for a form's hidden inputs."""
        return parse_qsl(self.write().removeprefix("?"))


def read_wanted(data: Mapping[str, str], *, channels: Channels, today: date) -> Wanted:
    zoom = data.get("zoom", "")
    on, understood = _read_on(data.get("on", ""), today=today)
    name = data.get("channel", "")
    chosen = [channels[id_] for id_ in _find(name, channels)] if name else list(channels.values())
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(pages, max(1, _read_number(data.get("page", ""))))
    shown = tuple(chosen[(page - 1) * A_PAGE : page * A_PAGE])
    return Wanted(
        scale=make_scale(Zoom(zoom) if zoom in set(Zoom) else Zoom.MONTH, on=on, channels=shown),
        channels=shown or tuple(channels.values())[:A_PAGE],
        campaign=data.get("campaign", ""),
        channel=name if shown else "",
        troubled=bool(data.get("troubled")),
        page=page,
        pages=pages,
        understood=understood,
    )


def _find(name: str, channels: Channels) -> Iterable[str]:
    groups = {group for channel in channels.values() for group in channel.groups}
    members = find_members(name, channels) if name in {ALL, *groups, *channels} else ()
    return [id_ for id_ in channels if id_ in set(members)]


def _read_on(text: str, *, today: date) -> tuple[date, bool]:
    if not text:
        return today, True
    try:
        day = date.fromisoformat(read_day(text))
    except ValueError:
        return today, False
    return (day, True) if day.year in YEARS[1:-1] else (today, False)


def _read_number(text: str) -> int:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else 1


def find_owner(flight: Flight, owners: Mapping[str, str]) -> str:
    """The campaign that a flight shows; `owners` are those of materials, by number. Empty for a tag."""
    return flight.campaign or flight.item.partition("/")[0] or owners.get(flight.material, "")
