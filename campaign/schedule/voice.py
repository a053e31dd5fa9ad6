"""Promises on one service day. In: flights, dayparts, a channel, a date. Out: the stretches of the day, and who runs.

A day is cut where a daypart of a running flight begins or ends. In each stretch the flights of the highest priority get
their shares first; where they and the next together exceed the loop, the next divide what is left in proportion.
Flights that go by a number of plays come last among their equals.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise
from typing import NamedTuple

from campaign.schedule.calendars import Calendars, is_marked
from campaign.schedule.dayparts import WEEK, Dayparts, cut_daypart
from campaign.schedule.flight import Flight
from campaign.schedule.promises import Shares, add_shares
from campaign.schedule.service_day import Minutes, find_minutes
from campaign.spec.channels import Channel


class Promise(NamedTuple):
    """A flight and the part of the loop it gets, as a fraction of 1."""

    flight: Flight
    share: Fraction


@dataclass(frozen=True)
class Stretch:
    """Minutes from the first midnight of the service day, and the flights that run all through it, in their order."""

    minutes: Minutes
    flights: tuple[Flight, ...]


def cut_day(
    channel: Channel, day: date, *, flights: Sequence[Flight], dayparts: Dayparts, calendars: Calendars
) -> tuple[Stretch, ...]:
    """The whole service day in stretches, neighbours with the same flights joined. `flights` are the channel's."""
    opening = find_minutes(channel.hours)
    open_now = {name: part for name, part in dayparts.items() if not is_marked(day, part.excludes, calendars)}
    # Flights in the same dayparts run in the same stretches; a city has many flights and few dayparts.
    known: dict[tuple[str, ...], tuple[Minutes, ...]] = {}
    for flight in flights:
        if flight.dayparts not in known:
            known[flight.dayparts] = _find_stretches(flight, channel, day, open_now)
    runs = [flight for flight in flights if known[flight.dayparts] and flight.runs_on(day, calendars=calendars)]
    own = {flight.dayparts: known[flight.dayparts] for flight in runs}
    edges = sorted({*opening, *(edge for stretches in own.values() for stretch in stretches for edge in stretch)})
    cuts = ((start, end, _list_running(runs, own, start)) for start, end in pairwise(edges))
    return tuple(
        Stretch((pieces[0][0], pieces[-1][1]), running)
        for running, group in groupby(cuts, key=lambda cut: cut[2])
        if (pieces := list(group))
    )


def share_loop(flights: Iterable[Flight], *, shares: Shares) -> tuple[Promise, ...]:
    """What each flight gets of the loop; a flight for which nothing is left, or wanted, is not in it. `shares` are what
    each was promised here (schedule.promises). Within a priority those that go by a number of plays come after the
    others, one after the other: catching up takes nothing from what was promised for every loop."""
    wanting = [(flight, share) for flight in flights if (share := shares[flight.id])]
    left = Fraction(1)
    promises: list[Promise] = []
    for priority in sorted({flight.priority for flight, _ in wanting}, key=lambda priority: -priority.rank):
        peers = [(flight, share) for flight, share in wanting if flight.priority is priority]
        wanted = add_shares(share for flight, share in peers if not flight.plays)
        scale = min(Fraction(1), left / wanted) if wanted else Fraction(1)
        if scale:
            whole = scale == 1
            promises += [
                Promise(flight, share if whole else share * scale) for flight, share in peers if not flight.plays
            ]
        left -= wanted * scale
        for flight, share in peers:
            if flight.plays and left:
                promises.append(Promise(flight, min(left, share)))
                left -= promises[-1].share
    return tuple(promises)


def _find_stretches(flight: Flight, channel: Channel, day: date, dayparts: Dayparts) -> tuple[Minutes, ...]:
    if not flight.dayparts:
        return (find_minutes(channel.hours),)
    weekday = WEEK[day.weekday()]
    return tuple(
        stretch
        for name in flight.dayparts
        if name in dayparts and weekday in dayparts[name].weekdays
        for stretch in cut_daypart(dayparts[name], channel.hours)
    )


def _list_running(
    flights: Iterable[Flight], own: Mapping[tuple[str, ...], Sequence[Minutes]], minute: int
) -> tuple[Flight, ...]:
    now = {dayparts for dayparts, stretches in own.items() if _covers(stretches, minute)}
    return tuple(flight for flight in flights if flight.dayparts in now)


def _covers(stretches: Iterable[Minutes], minute: int) -> bool:
    return any(start <= minute < end for start, end in stretches)
