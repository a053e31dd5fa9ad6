"""What a release comes to. In: a release, a channel, service days. Out: plays of each flight and story on one screen.

Days on which the same flights run, in the same dayparts and with the same to show, come to the same within a play: one
of each kind is counted. Channels are cut out of releases bare of names, so that those alike are counted once.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.playlists.succession import fill_gaps
from campaign.playlists.tally import tally
from campaign.schedule.calendars import is_marked
from campaign.schedule.dayparts import WEEK
from campaign.schedule.diff import Key, Kind, Plays
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, Spot, is_selected
from campaign.schedule.service_day import open_day
from campaign.spec.channels import Channel

HERE = "here"
"""The one channel of a release that was cut to it."""


def cut_to_channel(release: Release, channel: Channel, *, spots: Iterable[Spot]) -> Release:
    """All of a release that decides how often something plays on the channel, where these spots may be shown."""
    flights = release.running.get(channel.id, ())
    bare = not any(flight.material for flight in flights)
    ids = {flight.id for flight in flights}
    return replace(
        release,
        number=0,
        why="",
        channels=(replace(channel, id=HERE, title={}, groups=(), audience=None),),
        flights=tuple(replace(flight, channels=(HERE,), title={}) for flight in flights),
        spots=tuple(_strip(spot, bare=bare) for spot in spots),
        fallbacks={HERE: release.fallbacks.get(channel.id, ())},
        paces={name: pace for name, pace in release.paces.items() if name in ids},
        screens={},
    )


def _strip(spot: Spot, *, bare: bool) -> Spot:
    """Without its file, and without its material's number where no flight asks for one."""
    material = f"{spot.ref} {spot.language}" if bare else spot.material
    return replace(
        spot,
        channel=HERE,
        material=material,
        name="",
        sha256="",
        size=0,
        alt="",
        key="",
        subtitles=(),
        width=0,
        height=0,
    )


def count_plays(release: Release, days: Iterable[date]) -> Plays:
    """Of a release that was cut to a channel; of none where it does not know the channel."""
    if not release.channels:
        return {day: {} for day in days}
    known: dict[Hashable, Counter[Key]] = {}
    plays: dict[date, Counter[Key]] = {}
    for day in days:
        kind = _name_kind(release, day)
        if kind not in known:
            known[kind] = _count_day(release, day)
        plays[day] = known[kind]
    return plays


def _name_kind(release: Release, day: date) -> Hashable:
    calendars = {calendar.id: calendar for calendar in release.calendars}
    weekday = WEEK[day.weekday()]
    return (
        tuple(flight.id for flight in release.flights if flight.runs_on(day, calendars=calendars)),
        tuple(
            part.id
            for part in release.dayparts
            if weekday in part.weekdays and not is_marked(day, part.excludes, calendars)
        ),
        tuple(spot.material for spot in release.spots if spot.may_run(day)),
        open_day(release.channels[0], day).length,
    )


def _count_day(release: Release, day: date) -> Counter[Key]:
    span = open_day(release.channels[0], day)
    playlist = build_playlist([Reign(release)], channel=HERE, at=span.start, revoked=Revoked(), base_url="", days=1)
    plays: Counter[Key] = Counter()
    for part, due in tally(fill_gaps(playlist.windows, span, playlist.fallback), until=span.end).parts.items():
        plays[(Kind.FLIGHT, part.flight) if part.flight else (Kind.FALLBACK, "")] += due.plays
        if part.item:  # the plain picture has none
            plays[Kind.STORY, f"{part.campaign}/{part.item}"] += due.plays
    for ref in _list_stories(release, day, [flight for kind, flight in plays if kind is Kind.FLIGHT]):
        plays[Kind.STORY, ref] = max(1, plays[Kind.STORY, ref])
    return plays


def _list_stories(release: Release, day: date, flights: Sequence[str]) -> Iterator[str]:
    """Those of flights that have more to show than a day holds: each has its turn on some day."""
    running = [flight for flight in release.flights if flight.id in flights]
    for spot in release.spots:
        if spot.may_run(day) and any(is_selected(spot, flight) for flight in running):
            yield spot.ref
