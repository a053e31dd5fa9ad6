"""One service day of a channel. In: a release, the channel, the day, what may be shown. Out: windows with their loops.

A day is planned as a whole, so that what a window could not give is owed in the next. What days have in common is made
once: `made` is kept over the days of a playlist.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

from campaign.playlists.items import PlaylistItem, Window
from campaign.playlists.rows import make_item
from campaign.schedule.flight import Flight
from campaign.schedule.promises import find_share
from campaign.schedule.release import Release, Spot
from campaign.schedule.rotation.nights import begin_otherwise, find_last
from campaign.schedule.rotation.rota import Choice, DayPlan, Part, Run, plan_day
from campaign.schedule.selection import select_spots
from campaign.schedule.service_day import DAY, find_minutes, find_moment
from campaign.schedule.shares import list_lengths
from campaign.schedule.voice import cut_day, share_loop
from campaign.spec.channels import Channel
from campaign.spec.spans import Span

Named: TypeAlias = tuple[tuple[str, tuple[int, int], int, tuple[str, ...]], ...]
"""Of all that runs (flight, share as two whole numbers, gap, materials): what decides the loops."""

Shown: TypeAlias = tuple[int, Named]
"""A stage of the day: its seconds, and what runs."""

Rows: TypeAlias = tuple[tuple[PlaylistItem, ...], ...]

Key: TypeAlias = tuple[Shown, ...]
"""What runs all day."""


@dataclass(frozen=True)
class Stage:
    """A piece of the day in which the same is to choose from; `named` is who has something to show, in short."""

    span: Span
    choices: tuple[Choice, ...]
    named: Named

    @property
    def seconds(self) -> int:
        return int(self.span.length.total_seconds())


@dataclass(frozen=True)
class Day:
    """A service day by itself: its stages, and their loops."""

    stages: tuple[Stage, ...]
    key: Key
    plan: DayPlan


@dataclass(frozen=True)
class Made:
    """What the days of a playlist have in common, made once: `plans` of all days on which the same runs; `rows`, for
    each of the stages the seconds and loops of its windows, of those that also follow the same story; and `days`."""

    plans: dict[Key, DayPlan] = field(default_factory=dict)
    rows: dict[tuple[Key, str], tuple[tuple[tuple[int, Rows], ...], ...]] = field(default_factory=dict)
    days: dict[date, Day] = field(default_factory=dict)


def build_day(
    release: Release, channel: Channel, day: date, playable: Sequence[Spot], *, base_url: str, made: Made
) -> Iterator[Window]:
    """The windows of a service day; neighbours that play the same are one. `made` keeps what days have in common."""
    today = _plan_day(release, channel, day, playable, made)
    before = _find_before(release, channel, day, playable, made)
    parts = made.rows.get((today.key, before)) if today.plan.lasting else None
    if parts is None:
        plan = begin_otherwise(today.plan, before, slot_seconds=channel.slot_seconds) if before else today.plan
        parts = _list_rows(plan.parts, channel, base_url)
        made.rows[today.key, before] = parts
    for stage, runs in zip(today.stages, parts, strict=True):
        start = stage.span.start
        for seconds, loops in runs:
            end = start + timedelta(seconds=seconds)
            yield Window(Span(start, end), loops)
            start = end


def _plan_day(release: Release, channel: Channel, day: date, playable: Sequence[Spot], made: Made) -> Day:
    """The day as if none were before it."""
    if day not in made.days:
        usable = [spot for spot in playable if spot.may_run(day)]
        stages = tuple(_join_stages(_list_stages(release, channel, day, usable)))
        key = tuple((stage.seconds, stage.named) for stage in stages)
        plan = made.plans.get(key)
        if plan is None:
            seed = release.places.get(channel.id, 0)
            plan = plan_day(
                [Part(stage.seconds, stage.choices) for stage in stages], channel=channel, day=day, seed=seed
            )
            if plan.lasting:
                made.plans[key] = plan
        made.days[day] = Day(stages, key, plan)
    return made.days[day]


def _find_before(release: Release, channel: Channel, day: date, playable: Sequence[Spot], made: Made) -> str:
    """The item on the screen when the day begins, if the day before has not ended earlier; else empty."""
    opens, closes = find_minutes(channel.hours)
    if closes - opens < DAY:
        return ""
    eve, stages = _plan_day(release, channel, day - timedelta(days=1), playable, made), made.days[day].stages
    if not stages or not eve.stages or eve.stages[-1].span.end != stages[0].span.start:
        return ""
    return find_last(eve.plan, slot_seconds=channel.slot_seconds)


def _list_rows(
    parts: Sequence[Sequence[Run]], channel: Channel, base_url: str
) -> tuple[tuple[tuple[int, Rows], ...], ...]:
    # By identity: a plan has each play once, and there are thousands of turns.
    plays = {id(play): play for runs in parts for run in runs for loop in run.loops for play in loop}
    items = {name: make_item(play, channel, base_url) for name, play in plays.items()}
    return tuple(
        tuple((run.seconds, tuple(tuple([items[id(play)] for play in loop]) for loop in run.loops)) for run in runs)
        for runs in parts
    )


def _list_stages(release: Release, channel: Channel, day: date, usable: Sequence[Spot]) -> Iterator[Stage]:
    """All stretches in which a flight has something to show; a stretch that the clocks skip has no length."""
    flights = release.running.get(channel.id, ())
    shown = select_spots(flights, usable)
    fallback = Choice("", Fraction(0), list_fallbacks(release, channel, usable))
    materials = {flight: tuple(spot.material for spot in spots) for flight, spots in shown.items()}
    materials[""] = tuple(spot.material for spot in fallback.spots)
    dayparts = {daypart.id: daypart for daypart in release.dayparts}
    calendars = {calendar.id: calendar for calendar in release.calendars}
    shares = {flight.id: _find_share(release, channel, flight, shown[flight.id]) for flight in flights}
    for stretch in cut_day(channel, day, flights=flights, dayparts=dayparts, calendars=calendars):
        start, end = (find_moment(day, minute, zone=channel.timezone) for minute in stretch.minutes)
        choices = tuple(
            Choice(promise.flight.id, promise.share, shown[promise.flight.id], promise.flight.gap_seconds)
            for promise in share_loop(stretch.flights, shares=shares)
        )
        if start < end and any(choice.spots for choice in choices):
            named = _name_choices((*choices, fallback), materials)
            yield Stage(Span(start, end), (*choices, fallback), named)


def _find_share(release: Release, channel: Channel, flight: Flight, spots: Iterable[Spot]) -> Fraction:
    lengths = list_lengths(channel, spots) if flight.plays_per_hour else ()
    return find_share(flight, lengths=lengths, pace=release.paces.get(flight.id))


def _join_stages(stages: Iterable[Stage]) -> Iterator[Stage]:
    joined: Stage | None = None
    for stage in stages:
        if joined and joined.span.end == stage.span.start and joined.named == stage.named:
            joined = Stage(Span(joined.span.start, stage.span.end), joined.choices, joined.named)
            continue
        if joined:
            yield joined
        joined = stage
    if joined:
        yield joined


def _name_choices(choices: Iterable[Choice], materials: Mapping[str, tuple[str, ...]]) -> Named:
    return tuple(
        (one.flight, one.share.as_integer_ratio(), one.gap_seconds, materials[one.flight])
        for one in choices
        if one.spots
    )


def list_fallbacks(release: Release, channel: Channel, usable: Sequence[Spot]) -> tuple[Spot, ...]:
    refs = release.fallbacks.get(channel.id, ())
    campaigns = {ref.partition("/")[0] for ref in refs}
    own = [spot for spot in usable if spot.campaign in campaigns]
    return tuple(spot for ref in refs for spot in own if spot.ref == ref)
