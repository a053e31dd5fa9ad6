"""What one schedule plays and another does not. In: plays by day of both. Out: changes: who gains, who loses, when.

Schedules are compared by what comes out of them on one screen, not by how they are written. Of flights and of the
fallback every change is told that is more than the one play by which two days may differ anyway; of single stories only
those that come or go, since their flights tell the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import TypeAlias

from campaign.schedule.channels import ALL
from campaign.schedule.dayparts import WEEK, Weekday
from campaign.schedule.release import Release
from campaign.spec.channels import Channel
from campaign.spec.message import Message, say

NOISE = 1
"""Plays a day by which one schedule differs from itself (schedule.rotation.rota)."""
PAUSE = 7
"""Days: changes that come back within a week are one, on some weekdays."""


class Kind(StrEnum):
    """Whose plays they are. PICTURE is a story that has another one, CHANNEL hours, loop and the like."""

    CHANNEL = "channel"
    FLIGHT = "flight"
    FALLBACK = "fallback"
    STORY = "story"
    PICTURE = "picture"


Key: TypeAlias = tuple[Kind, str]
Plays: TypeAlias = Mapping[date, Mapping[Key, int]]
"""Service day → plays of each on one screen of a channel."""


@dataclass(frozen=True)
class Change:
    """`name` is a flight's id, a story as campaign/item, a channel's id, or empty for the fallback; `channels` are
    channels and groups. `before` and `after` are plays a day on each screen, the mean of the days that differ. They are
    those from `since` to `until` (None: as far as was looked), only the `weekdays` where some are named."""

    kind: Kind
    name: str
    channels: tuple[str, ...]
    before: int
    after: int
    since: date
    until: date | None = None
    weekdays: tuple[Weekday, ...] = ()

    @property
    def gain(self) -> int:
        """Plays a day more; negative for fewer."""
        return self.after - self.before

    @property
    def counts(self) -> bool:
        """Whether it is one of plays."""
        return self.kind in {Kind.FLIGHT, Kind.FALLBACK, Kind.STORY}


def compare_plays(channel: str, *, before: Plays, after: Plays) -> tuple[Change, ...]:
    """The changes on one channel; both hold the same days, in order."""
    names = dict.fromkeys(key for plays in (before, after) for day in plays.values() for key in day)
    changes = [change for key in names for change in _find_changes(channel, key, before, after)]
    told = {_name_way(one) for one in changes if one.kind is Kind.FLIGHT}
    return tuple(
        one
        for one in changes
        if one.kind is not Kind.STORY or (0 in (one.before, one.after) and _name_way(one) not in told)
    )


def _name_way(change: Change) -> tuple[str, date, date | None]:
    """Of a flight that comes or goes nobody needs to be told its stories."""
    return _judge(change.before, change.after), change.since, change.until


def _find_changes(channel: str, key: Key, before: Plays, after: Plays) -> Iterator[Change]:
    pairs = [(day, before[day].get(key, 0), after[day].get(key, 0)) for day in before]
    known = [pair for pair in pairs if pair[1] or pair[2]]
    for way, group in groupby(_leave_out_pauses(known), key=lambda pair: _judge(pair[1], pair[2])):
        run = list(group)
        if way:
            last = run[-1][0]
            yield Change(
                key[0],
                key[1],
                (channel,),
                _mean(pair[1] for pair in run),
                _mean(pair[2] for pair in run),
                run[0][0],
                None if last == known[-1][0] else last,
                _list_weekdays(run, known),
            )


Pair: TypeAlias = tuple[date, int, int]
"""A day, plays before, plays after."""


def _judge(before: int, after: int) -> str:
    """How the two differ; empty when they do not."""
    if not before or not after:
        return "new" if after else "gone"
    if abs(after - before) <= NOISE:
        return ""
    return "more" if after > before else "fewer"


def _leave_out_pauses(pairs: Sequence[Pair]) -> Iterator[Pair]:
    """Without days on which nothing differs, between days of one kind that are less than a week apart."""
    ways = [_judge(before, after) for _, before, after in pairs]
    for place, pair in enumerate(pairs):
        if not ways[place]:
            ahead = next((at for at in range(place, len(ways)) if ways[at]), None)
            behind = next((at for at in range(place, -1, -1) if ways[at]), None)
            if ahead is not None and behind is not None and ways[ahead] == ways[behind]:
                apart = pairs[ahead][0] - pairs[behind][0]
                if apart.days <= PAUSE:
                    continue
        yield pair


def _list_weekdays(run: Sequence[Pair], known: Sequence[Pair]) -> tuple[Weekday, ...]:
    """Named only when other days between its first and its last stay as they were."""
    days = {day for day, _, _ in run}
    if all(day in days for day, _, _ in known if run[0][0] <= day <= run[-1][0]):
        return ()
    return tuple(name for number, name in enumerate(WEEK) if number in {day.weekday() for day in days})


def _mean(plays: Iterable[int]) -> int:
    """Rounded, but never to nothing."""
    known = list(plays)
    return max(round(sum(known) / len(known)), min(1, sum(known)))


def compare_settings(one: Release, other: Release, *, since: date) -> Iterator[Change]:
    """Channels that come, go, or are another in what their players meet: hours, loop, languages, format; and pictures
    of stories that stay."""
    before, after = ({channel.id: channel for channel in release.channels} for release in (one, other))
    for name in dict.fromkeys((*before, *after)):
        if name not in before or name not in after or _strip(before[name]) != _strip(after[name]):
            yield Change(Kind.CHANNEL, name, (name,), int(name in before), int(name in after), since)
    shown = ({(spot.channel, spot.ref, spot.language): spot.key for spot in each.spots} for each in (one, other))
    old, new = shown
    for channel, ref in dict.fromkeys(key[:2] for key in old.keys() & new.keys() if old[key] != new[key]):
        yield Change(Kind.PICTURE, ref, (channel,), 1, 1, since)


def _strip(channel: Channel) -> Channel:
    """Without what changes nothing on its screens."""
    return replace(channel, title={}, groups=(), audience=None)


def merge_changes(changes: Iterable[Change], *, channels: Sequence[Channel]) -> tuple[Change, ...]:
    """Channels with the same change in one; the kinds in their order, then by day and name. Of `channels` the groups
    are known."""
    same: defaultdict[Change, list[str]] = defaultdict(list)
    for change in changes:
        same[replace(change, channels=())] += change.channels
    merged = [replace(one, channels=name_channels(ids, channels=channels)) for one, ids in same.items()]
    kinds = list(Kind)
    return tuple(sorted(merged, key=lambda one: (kinds.index(one.kind), one.since, one.name, one.channels)))


def name_channels(ids: Iterable[str], *, channels: Sequence[Channel]) -> tuple[str, ...]:
    """Channels by the largest groups that hold none but them, the rest by their ids."""
    left = dict.fromkeys(ids)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for channel in channels:
        for name in (ALL, *channel.groups):
            groups[name].add(channel.id)
    names = []
    for name, members in sorted(groups.items(), key=lambda group: -len(group[1])):
        if len(members) > 1 and members <= left.keys():
            names.append(name)
            left = {id_: None for id_ in left if id_ not in members}
    return (*names, *left)


def tell_change(change: Change) -> Message:
    """In words; how many plays it was and will be stands beside it."""
    words: dict[str, str | int] = {
        "name": change.name,
        "channels": ", ".join(change.channels),
        "since": change.since.isoformat(),
        "sign": "+" if change.gain > 0 else "−",
        "plays": abs(change.gain),
    }
    if change.kind is Kind.CHANNEL:
        return _tell_channel(change)
    if change.kind is Kind.PICTURE:
        return say("“%(name)s” has another picture on %(channels)s.", **words)
    if change.until is None:
        return (
            say("%(sign)s %(plays)d plays a day of “%(name)s” on %(channels)s, from %(since)s.", **words)
            if change.name
            else say("%(sign)s %(plays)d plays a day of the fallback on %(channels)s, from %(since)s.", **words)
        )
    words["until"] = change.until.isoformat()
    return (
        say("%(sign)s %(plays)d plays a day of “%(name)s” on %(channels)s, from %(since)s to %(until)s.", **words)
        if change.name
        else say(
            "%(sign)s %(plays)d plays a day of the fallback on %(channels)s, from %(since)s to %(until)s.", **words
        )
    )


def _tell_channel(change: Change) -> Message:
    if not change.before:
        return say("The channel “%(name)s” is new.", name=change.name)
    if not change.after:
        return say("The channel “%(name)s” is taken out.", name=change.name)
    return say("The channel “%(name)s” has other hours, another loop, languages or format.", name=change.name)
