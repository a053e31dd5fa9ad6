"""What a player is told, before any file format. Out: frozen values that every writer reads."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from campaign.schedule.release import Spot
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

POLL_SECONDS = 60
"""How often a player asks again; SMIL players need at least 60."""

JITTER_SECONDS = 15
"""A player waits up to this much longer, so that a fleet does not ask all at once."""


@dataclass(frozen=True)
class Revoked:
    """What was withdrawn since the release: material ids, items ("campaign/item"), campaign slugs, or everything."""

    materials: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()
    campaigns: frozenset[str] = frozenset()
    everything: bool = False

    def covers(self, spot: Spot) -> bool:
        return self.names(material=spot.material, campaign=spot.campaign, item=spot.item)

    def names(self, *, material: str, campaign: str, item: str) -> bool:
        """Whether it covers what shows this item."""
        ref = f"{campaign}/{item}"
        return self.everything or material in self.materials or ref in self.items or campaign in self.campaigns


@dataclass(frozen=True)
class Subtitles:
    """A WebVTT file beside an item: what it says in writing, for who cannot see its pixels."""

    language: str
    url: str
    sha256: str


class PlaylistItem(NamedTuple):
    """One file on the screen for `seconds`. `material` is the id that proof of play reports; `flight` is empty
    for a fallback; campaign, item and language are empty for the blank picture (playlists.blank). A city has some
    hundred thousand: as tuples they are made, compared and hashed several times faster than as dataclasses."""

    material: str
    url: str
    name: str
    sha256: str
    media_type: str
    size: int
    seconds: float
    width: int
    height: int
    alt: str
    language: str
    campaign: str
    item: str
    flight: str = ""
    subtitles: tuple[Subtitles, ...] = ()

    @property
    def is_still(self) -> bool:
        return self.media_type.startswith("image/")


@dataclass(frozen=True)
class Window:
    """While `span` (UTC) lasts the loops play in order, again and again from its start; the span never crosses the
    end of a service day."""

    span: Span
    loops: tuple[tuple[PlaylistItem, ...], ...]

    @property
    def items(self) -> tuple[PlaylistItem, ...]:
        """All loops of the cycle in one row: whoever repeats it is fair to every item."""
        return tuple(item for loop in self.loops for item in loop)


@dataclass(frozen=True)
class Playlist:
    """A channel's next service days. `day` is the first; `fallback` plays outside every window and is never empty;
    `now` is what plays over and over at the moment asked for, for formats that know no windows. `revoked` names, beside
    what was withdrawn as such, every material of the release on this channel that fell with it."""

    channel: Channel
    release: int
    day: date
    windows: tuple[Window, ...]
    fallback: tuple[PlaylistItem, ...]
    now: tuple[PlaylistItem, ...]
    revoked: Revoked
    poll_seconds: int = POLL_SECONDS
    jitter_seconds: int = JITTER_SECONDS
