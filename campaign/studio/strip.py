"""A channel's loop as a filmstrip. In: a channel and a moment. Out: frames with seconds, and each campaign's share."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from campaign.data.models import Campaign, Material
from campaign.forms.words import name_language, pick_text
from campaign.playlists.items import PlaylistItem
from campaign.playlists.overlay import FLIGHT as MESSAGE
from campaign.services import publishing
from campaign.studio.cards import show_file
from campaign.studio.hues import EMERGENCY, FALLBACK, pick_hues


@dataclass(frozen=True)
class Frame:
    """One spot of the loop: `start` in seconds from the loop's beginning, `hue` its campaign's colour in the bar;
    `tracks` are its subtitles, as the script that plays it reads them; `loop` counts the loops of a cycle from 1."""

    number: int
    start: float
    seconds: float
    url: str
    media_type: str
    poster: str
    width: int
    height: int
    title: str
    campaign: str
    language: str
    language_name: str
    alt: str
    hue: int
    is_fallback: bool
    tracks: str = ""
    loop: int = 1

    @property
    def end(self) -> float:
        return self.start + self.seconds

    @property
    def look(self) -> str:
        """How wide its picture is drawn."""
        if self.width > 2 * self.height:
            return "wide"
        return "tall" if self.height > self.width else ""


@dataclass(frozen=True)
class Share:
    """What part of the loop a campaign has, in whole per cent."""

    campaign: str
    seconds: float
    percent: int
    hue: int


def cut_strip(channel: str, *, at: datetime) -> tuple[Frame, ...]:
    """The loop that runs on the channel at the moment, or its fallback. Raises UnknownName."""
    return lay_out((publishing.loop_at(channel, at=at, base_url=""),))


def lay_out(loops: Sequence[tuple[PlaylistItem, ...]]) -> tuple[Frame, ...]:
    """Loops that follow each other, in one row."""
    items = [item for loop in loops for item in loop]
    numbers = [number for number, loop in enumerate(loops, start=1) for _item in loop]
    ids = {int(item.material) for item in items if item.material.isdecimal()}
    rows = Material.objects.select_related("still__file", "version").in_bulk(ids)
    titles = {row.slug: pick_text(row.body["title"]) for row in Campaign.objects.order_by("pk")}
    hues = pick_hues(titles)
    frames, start = [], 0.0
    for number, item in enumerate(items, start=1):
        material = rows.get(int(item.material)) if item.material.isdecimal() else None
        poster = show_file(material.still) if material else None
        frames.append(
            Frame(
                number=number,
                start=start,
                seconds=item.seconds,
                url=item.url,
                media_type=item.media_type,
                poster=poster.url if poster else item.url if item.is_still else "",
                width=item.width,
                height=item.height,
                title=pick_text(material.version.body["title"]) if material else item.alt or gettext("Plain picture"),
                campaign=titles.get(item.campaign, "") or _name_other(item),
                language=item.language,
                language_name=name_language(item.language),
                alt=item.alt,
                hue=hues.get(item.campaign, FALLBACK) if item.campaign else _pick_other(item),
                is_fallback=not item.flight,
                tracks=_write_tracks(item),
                loop=numbers[number - 1],
            )
        )
        start += item.seconds
    return tuple(frames)


def _write_tracks(item: PlaylistItem) -> str:
    """Address, language and what people call it, as JSON; nothing where there are none."""
    tracks = [(one.url, one.language, name_language(one.language)) for one in item.subtitles]
    return json.dumps(tracks, ensure_ascii=False) if tracks else ""


def _name_other(item: PlaylistItem) -> str:
    """What belongs to no campaign: a message, or the plain picture."""
    return gettext("Emergency message") if item.flight == MESSAGE else ""


def _pick_other(item: PlaylistItem) -> int:
    return EMERGENCY if item.flight == MESSAGE else FALLBACK


def list_shares(frames: tuple[Frame, ...]) -> tuple[Share, ...]:
    """Every campaign's part of the loop, the largest first."""
    total = sum(frame.seconds for frame in frames)
    seconds: dict[tuple[str, int], float] = {}
    for frame in frames:
        place = (frame.campaign, frame.hue)
        seconds[place] = seconds.get(place, 0) + frame.seconds
    shares = [Share(name, part, round(100 * part / total), hue) for (name, hue), part in seconds.items()]
    return tuple(sorted(shares, key=lambda share: (-share.seconds, share.campaign)))
