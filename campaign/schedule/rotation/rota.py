"""A channel's service day in loops. In: what each flight can show and its share. Out: cycles of loops, and how long
each plays over and over.

Every loop gives every flight its share within one spot, and the day within one play: what a stretch of the day
could not give is owed in the next (schedule.rotation.stretches). Within its share a flight's items take turns, from
loop to loop and from stretch to stretch. Where a day is too short to show all of them in all languages, each day begins
where the day before stopped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd, lcm
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from campaign.schedule.promises import add_shares
from campaign.schedule.rotation.cycles import LONGEST, Cast
from campaign.schedule.rotation.stretches import Bout, repeat_cycle, settle_stretch
from campaign.schedule.rotation.turns import Choice, Play, Runner, Turn, list_stories
from campaign.spec.channels import Channel

__all__ = ["Choice", "DayPlan", "Loop", "Part", "Play", "Run", "make_cycle", "plan_day"]


Loop: TypeAlias = tuple[Play, ...]


@dataclass(frozen=True)
class Part:
    """So many seconds of a day, and what there is to choose from all through it."""

    seconds: int
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Run:
    """Loops that play over and over for so many seconds. Each fills the channel's loop as far as the lengths of the
    spots allow, none is longer."""

    seconds: int
    loops: tuple[Loop, ...]


@dataclass(frozen=True)
class DayPlan:
    """The runs of each part; none where nothing can be shown. `lasting`: every spot plays, so every day is the same."""

    parts: tuple[tuple[Run, ...], ...]
    lasting: bool


def plan_day(parts: Sequence[Part], *, channel: Channel, day: date, seed: int = 0) -> DayPlan:
    """The day, the same for the same arguments; with other seeds flights begin with other stories, loops elsewhere.

    Time that nobody was promised, or that a flight without spots cannot use, goes to the fallback (the choice with an
    empty flight); without a fallback all grow in proportion."""
    rota = Rota(parts, channel, seed=seed)
    begun = rota.list_strides()
    if not begun:
        plan = rota.plan()
        if rota.shows_all:
            return DayPlan(plan, lasting=True)
        begun = {flight: runner.taken for flight, runner in rota.runners.items()}
        rota = Rota(parts, channel, seed=seed)
    begun = {flight: plays * day.toordinal() for flight, plays in begun.items()}
    return DayPlan(rota.plan(begun), lasting=False)


def make_cycle(choices: Sequence[Choice], *, channel: Channel, day: date, seed: int = 0) -> tuple[Loop, ...]:
    """One cycle of loops for whoever plays it for ever; empty when nothing can be shown at all."""
    (runs,) = plan_day([Part(0, tuple(choices))], channel=channel, day=day, seed=seed).parts
    return runs[0].loops if runs else ()


class Rota:
    """The runners of one day, from its first part to its last."""

    def __init__(self, parts: Sequence[Part], channel: Channel, *, seed: int) -> None:
        self.parts, self.channel, self.seed = parts, channel, seed
        self.runners: dict[str, Runner] = {}
        self.before: Turn | None = None
        self.language = ""
        self.shares = [self._share_out(part) for part in parts]
        self.whole = lcm(*{one.share.denominator for shares in self.shares for one in shares})

    @property
    def shows_all(self) -> bool:
        """Whether every version of every story of the flights was shown, if by another flight or the fallback."""
        runners = self.runners.values()
        missing = {
            play.spot.material
            for runner in runners
            if runner.flight
            for turn in runner.queue
            if not turn.shown
            for play in turn.list_plays(shown=False)
        }
        if not missing:
            return True
        turns = (turn for runner in runners for turn in runner.queue)
        return missing <= {play.spot.material for turn in turns for play in turn.list_plays(shown=True)}

    def list_strides(self) -> dict[str, int]:
        """Where a flight has more to show than it has turns in the cycles of a day: how many plays each goes on from
        day to day, about as many as it has turns, and so that in time every version comes first. Else empty."""
        turns: dict[str, int] = {}
        versions: dict[str, int] = {}
        for part, shares in zip(self.parts, self.shares, strict=True):
            slots = min(LONGEST, part.seconds // self.channel.slot_seconds or LONGEST)
            for runner, share in shares:
                many, parts_to_one = share.as_integer_ratio()
                own = slots * many // (parts_to_one * runner.queue[0].slots)
                turns[runner.flight] = turns.get(runner.flight, 0) + own
                versions[runner.flight] = runner.versions
        if all(not flight or turns[flight] >= count for flight, count in versions.items()):
            return {}
        return {flight: _find_stride(turns[flight], count) for flight, count in versions.items()}

    def plan(self, begun: Mapping[str, int] = MappingProxyType({})) -> tuple[tuple[Run, ...], ...]:
        """The runs of each part; `begun` is how many plays lie behind each flight."""
        seen: dict[str, int] = {}
        for runner in self.runners.values():
            runner.start(self._stagger(runner, seen), skip=begun.get(runner.flight, 0))
        return tuple(self._plan_part(part, shares) for part, shares in zip(self.parts, self.shares, strict=True))

    def _plan_part(self, part: Part, shares: Sequence["Entitled"]) -> tuple[Run, ...]:
        if not shares:
            return ()
        runners = [entitled.runner for entitled in shares]
        for number, runner in enumerate(runners):
            runner.enter(number)
        ratios = [entitled.share.as_integer_ratio() for entitled in shares]
        rates = [many * (self.whole // parts_to_one) for many, parts_to_one in ratios]
        loop = self.channel.loop_seconds // self.channel.slot_seconds
        cast = Cast(tuple(runners), tuple(rates), self.whole, loop, self.seed)
        slots = part.seconds // self.channel.slot_seconds
        if not slots:
            return (Run(part.seconds, self._show(repeat_cycle(cast, before=self.before))),)
        runs, left = [], part.seconds
        bouts = list(settle_stretch(cast, slots=slots, before=self.before))
        for number, bout in enumerate(bouts, start=1):
            seconds = left if number == len(bouts) else bout.slots * self.channel.slot_seconds
            runs.append(Run(seconds, self._show(bout)))
            left -= seconds
        self.before = bouts[-1].last
        return tuple(runs)

    def _stagger(self, runner: Runner, seen: dict[str, int]) -> int:
        """Flights that share stories start at different ones, so that a loop does not show the same story twice.
        `seen` counts the turns of each story, this runner's too."""
        many = len(runner.queue)
        others = seen.get(runner.queue[0].ref, 0)
        for turn in runner.queue:
            seen[turn.ref] = seen.get(turn.ref, 0) + 1
        return (many * others // (others + 1) + self.seed) % many

    def _share_out(self, part: Part) -> list["Entitled"]:
        """The flights with something to show, the fallback last, and their parts of the loop, 1 together."""
        playing = []
        for choice in part.choices:
            if choice.flight not in self.runners:
                stories = list_stories(choice.spots, channel=self.channel, flight=choice.flight)
                if not stories:
                    continue
                gap = -(-choice.gap_seconds // self.channel.slot_seconds)
                self.runners[choice.flight] = Runner(choice.flight, stories, gap=gap)
            playing.append(Entitled(self.runners[choice.flight], choice.share))
        return _share_part(playing)

    def _show(self, bout: Bout) -> tuple[Loop, ...]:
        """Choose the language of each turn. This is done for every play of a day, so it asks for nothing twice."""
        language = self.language
        loops = []
        for turns in bout.loops:
            loop = []
            for turn in turns:
                play = turn.choose(language)
                language = play.spot.language
                loop.append(play)
            loops.append(tuple(loop))
        self.language = language
        return tuple(loops)


def _find_stride(turns: int, versions: int) -> int:
    """The nearest number, not above the turns, that has no divisor in common with the versions."""
    return next((stride for stride in range(turns, 1, -1) if gcd(stride, versions) == 1), 1)


class Entitled(NamedTuple):
    """A flight that has something to show, and its part of the loop."""

    runner: Runner
    share: Fraction


def _share_part(playing: Sequence[Entitled]) -> list[Entitled]:
    flights = [one for one in playing if one.runner.flight]
    fallback = [one for one in playing if not one.runner.flight]
    promised = add_shares(one.share for one in flights)
    if fallback:
        return [*flights, *(Entitled(one.runner, 1 - promised) for one in fallback)]
    if not promised or promised == 1:
        return flights
    return [Entitled(one.runner, one.share / promised) for one in flights]
