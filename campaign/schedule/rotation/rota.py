"""A channel's service day in loops. In: what each flight can show and its share. Out: cycles of loops, and how long
each plays over and over.

Every loop gives every flight its share within one spot, and the day within one play: what a stretch of the day
could not give is owed in the next (schedule.rotation.stretches). Within its share a flight's items take turns, from
loop to loop and from stretch to stretch. Where a day is too short to show all of them in all languages, each day begins
where the day before stopped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd, lcm
from typing import NamedTuple, TypeAlias

from campaign.schedule.promises import add_shares
from campaign.schedule.rotation.cycles import LONGEST, Cast
from campaign.schedule.rotation.stretches import Bout, repeat_cycle, settle_stretch
from campaign.schedule.rotation.turns import Choice, Play, Repertoire, Runner, Turn, read_repertoire
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
    shares = list(_share_out(parts, channel))
    rota = Rota(parts, channel, seed=seed, shares=shares)
    begun = rota.list_strides()
    if not begun:
        plan = rota.plan()
        if rota.shows_all:
            return DayPlan(plan, lasting=True)
        begun = {flight: runner.taken for flight, runner in rota.runners.items()}
    begun = {flight: plays * day.toordinal() for flight, plays in begun.items()}
    return DayPlan(Rota(parts, channel, seed=seed, shares=shares, begun=begun).plan(), lasting=False)


def make_cycle(choices: Sequence[Choice], *, channel: Channel, day: date, seed: int = 0) -> tuple[Loop, ...]:
    """One cycle of loops for whoever plays it for ever; empty when nothing can be shown at all."""
    (runs,) = plan_day([Part(0, tuple(choices))], channel=channel, day=day, seed=seed).parts
    return runs[0].loops if runs else ()


class Rota:
    """The runners of one day, from its first part to its last; `begun` is how many plays lie behind each."""

    def __init__(
        self,
        parts: Sequence[Part],
        channel: Channel,
        *,
        seed: int,
        shares: Sequence[Sequence["Entitled"]],
        begun: dict[str, int] | None = None,
    ) -> None:
        self.parts, self.channel, self.seed, self.begun, self.shares = parts, channel, seed, begun or {}, shares
        self.runners: dict[str, Runner] = {}
        self.before: Turn | None = None
        self.seen: dict[str, int] = {}
        self.language = ""
        self.whole = lcm(*{one.share.denominator for shares in self.shares for one in shares})

    @property
    def shows_all(self) -> bool:
        """Whether every version of every story of the flights was shown, if by another flight or the fallback."""
        showings = [one for runner in self.runners.values() if runner.flight for one in runner.showings.values()]
        missing = {play.spot.material for one in showings if 0 in one.counts for play in one.list_unshown()}
        if not missing:
            return True
        return missing <= {
            play.spot.material
            for runner in self.runners.values()
            for one in runner.showings.values()
            for play, count in zip(one.plays, one.counts, strict=True)
            if count
        }

    def list_strides(self) -> dict[str, int]:
        """Where a flight has more to show than it has turns in the cycles of a day: how many plays each goes on from
        day to day, about as many as it has turns, and so that in time every version comes first. Else empty."""
        turns: dict[str, int] = {}
        versions: dict[str, int] = {}
        for part, shares in zip(self.parts, self.shares, strict=True):
            slots = min(LONGEST, part.seconds // self.channel.slot_seconds or LONGEST)
            for (flight, *_), share, repertoire in shares:
                many, parts_to_one = share.as_integer_ratio()
                own = slots * many // (parts_to_one * repertoire.stories[0].slots)
                turns[flight] = turns.get(flight, 0) + own
                versions.setdefault(flight, repertoire.versions)
        if all(not flight or turns[flight] >= count for flight, count in versions.items()):
            return {}
        return {flight: _find_stride(turns[flight], count) for flight, count in versions.items()}

    def plan(self) -> tuple[tuple[Run, ...], ...]:
        return tuple(self._plan_part(part, shares) for part, shares in zip(self.parts, self.shares, strict=True))

    def _plan_part(self, part: Part, shares: Sequence["Entitled"]) -> tuple[Run, ...]:
        if not shares:
            return ()
        runners = [self._find_runner(one) for one in shares]
        for number, runner in enumerate(runners):
            runner.enter(number)
        rates = [many * (self.whole // one) for many, one in (entitled.share.as_integer_ratio() for entitled in shares)]
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

    def _find_runner(self, entitled: "Entitled") -> Runner:
        choice, _, repertoire = entitled
        runner = self.runners.get(choice.flight)
        if runner is None:
            gap = -(-choice.gap_seconds // self.channel.slot_seconds)
            runner = Runner(choice.flight, repertoire, start=self._stagger(repertoire), gap=gap)
            runner.skip(self.begun.get(choice.flight, 0))
            self.runners[choice.flight] = runner
            for story in repertoire.stories:
                self.seen[story.ref] = self.seen.get(story.ref, 0) + 1
        return runner

    def _stagger(self, repertoire: Repertoire) -> int:
        """Flights that share stories start at different ones, so that a loop does not show the same story twice."""
        many = len(repertoire.stories)
        others = self.seen.get(repertoire.stories[0].ref, 0)
        return (many * others // (others + 1) + self.seed) % many

    def _show(self, bout: Bout) -> tuple[Loop, ...]:
        """Choose the language of each turn. This is done for every play of a day, so it asks for nothing twice."""
        language = self.language
        loops = []
        for turns in bout.loops:
            loop = []
            for _, story, showing in turns:
                play = showing.choose(story.starts.get(language, 0))
                language = play.spot.language
                loop.append(play)
            loops.append(tuple(loop))
        self.language = language
        return tuple(loops)


def _find_stride(turns: int, versions: int) -> int:
    """The nearest number, not above the turns, that has no divisor in common with the versions."""
    return next((stride for stride in range(turns, 1, -1) if gcd(stride, versions) == 1), 1)


class Entitled(NamedTuple):
    """A choice that has something to show, its part of the loop, and what it shows."""

    choice: Choice
    share: Fraction
    repertoire: Repertoire


def _share_out(parts: Iterable[Part], channel: Channel) -> Iterator[list[Entitled]]:
    """Of each part the flights with something to show, the fallback last, and their parts of the loop, 1 together."""
    # By identity: a flight has the same spots in all parts of a day, and comparing them takes longer than all the rest.
    told: dict[int, Repertoire | None] = {}
    for part in parts:
        playing = []
        for choice in part.choices:
            name = id(choice.spots)
            if name not in told:
                told[name] = read_repertoire(choice.spots, channel=channel)
            repertoire = told[name]
            if repertoire:
                playing.append(Entitled(choice, choice.share, repertoire))
        yield _share_part(playing)


def _share_part(playing: Sequence[Entitled]) -> list[Entitled]:
    flights = [one for one in playing if one.choice.flight]
    fallback = [one for one in playing if not one.choice.flight]
    promised = add_shares(one.share for one in flights)
    if fallback:
        return [*flights, *(one._replace(share=1 - promised) for one in fallback)]
    if not promised or promised == 1:
        return flights
    return [one._replace(share=one.share / promised) for one in flights]
