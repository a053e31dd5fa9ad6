"""What a player could show, and when. In: a release, a channel, a day, emergencies. Out: a table to look plays up in.

Windows are exact, players are not: they learn of a message within a poll, and show to its end what they have begun. So
what a message interrupts may go on for a moment, and the message too.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaign.playlists.blank import MATERIAL
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked, Window
from campaign.playlists.overlay import Emergency, cut_out, lay_over
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import open_day
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

GRACE = timedelta(minutes=2)
"""A poll with its jitter, the spot that is on the screen, and a clock that is not quite right."""


@dataclass(frozen=True)
class Place:
    """Where a material stands in what is repeated: seconds from its start, and for how many."""

    offset: float
    seconds: float
    flight: str


@dataclass(frozen=True)
class Stretch:
    """A window: what `places` hold is repeated from its start, every `length` seconds."""

    span: Span
    length: float
    places: Mapping[str, tuple[Place, ...]]

    def find_place(self, material: str, *, after: float) -> Place:
        """The place of the material that is nearest to so many seconds after the start, going round."""
        return min(self.places[material], key=lambda place: self._measure(place, after % self.length))

    def _measure(self, place: Place, offset: float) -> float:
        apart = abs(place.offset - offset)
        return min(apart, self.length - apart)


@dataclass(frozen=True)
class Timetable:
    """A service day of a channel by one release. `spots` are all that the release, or a message, has for the channel,
    by material; `always` is what plays when nothing else can: material → seconds."""

    release: int
    day: date
    stretches: tuple[Stretch, ...]
    spots: Mapping[str, Spot]
    always: Mapping[str, float]

    def knows(self, material: str) -> bool:
        return material in self.spots or material in self.always


def make_timetable(release: Release, channel: Channel, day: date, *, emergencies: Sequence[Emergency]) -> Timetable:
    """By the release alone, as if nothing had been withdrawn; the channel must be one of its own."""
    opened = open_day(channel, day)
    playlist = build_playlist(
        (Reign(release),), channel=channel.id, at=opened.start, revoked=Revoked(), base_url="", days=1
    )
    messages = [one for one in emergencies if any(spot.channel == channel.id for spot in one.spots)]
    windows = [window for window in playlist.windows if window.span.start >= opened.start]
    for message in messages:
        windows = [piece for window in windows for piece in _interrupt(window, message.span)]
    for message in messages:
        longer = Emergency(message.id, Span(message.span.start, message.span.end + GRACE), message.spots)
        windows += lay_over((), (longer,), channel=channel, base_url="", since=message.span.start)
    notices = (spot for message in messages for spot in message.spots if spot.channel == channel.id)
    return Timetable(
        release=release.number,
        day=day,
        stretches=tuple(_make_stretch(window) for window in windows),
        spots={spot.material: spot for spot in (*release.shown.get(channel.id, ()), *notices)},
        always={MATERIAL: float(channel.slot_seconds)} | {item.material: item.seconds for item in playlist.fallback},
    )


def _interrupt(window: Window, span: Span) -> Sequence[Window]:
    return (window,) if span.length <= GRACE else tuple(cut_out(window, Span(span.start + GRACE, span.end)))


def _make_stretch(window: Window) -> Stretch:
    places: defaultdict[str, list[Place]] = defaultdict(list)
    offset = 0.0
    for item in window.items:
        places[item.material].append(Place(offset, item.seconds, item.flight))
        offset += item.seconds
    return Stretch(window.span, offset, {material: tuple(found) for material, found in places.items()})
