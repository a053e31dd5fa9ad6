"""A channel's service day in loops. In: what each flight can show and its share. Out: cycles of loops, and how long
each plays over and over.

Every loop gives every flight its share within one spot, and the day within one play: what a stretch of the day
could not give is owed in the next (schedule.rotation.stretches). Within its share a flight's items take turns, from
loop to loop and from stretch to stretch. Where a day is too short to show all of them in all languages, each day begins
where the day before stopped.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import gcd, lcm
from typing import TypeAlias

from campaign.schedule.promises import add_shares
from campaign.schedule.release import Spot
from campaign.schedule.rotation.cycles import LONGEST, Cast
from campaign.schedule.rotation.stretches import Bout, repeat_cycle, settle_stretch
from campaign.schedule.rotation.turns import Choice, Runner, Story, Turn, count_versions, list_stories
from campaign.spec.channels import Channel

__all__ = ["Choice", "DayPlan", "Loop", "Part", "Play", "Run", "make_cycle", "plan_day"]


@dataclass(frozen=True)
class Play:
    """A spot on the screen for that many slots; the flight is empty for the fallback."""

    flight: str
    spot: Spot
    slots: int


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
        shares: Sequence[list["Entitled"]],
        begun: dict[str, int] | None = None,
    ) -> None:
        self.parts, self.channel, self.seed, self.begun, self.shares = parts, channel, seed, begun or {}, shares
        self.runners: dict[str, Runner] = {}
        self.before: Turn | None = None
        self.seen: Counter[str] = Counter()
        self.language = ""
        self.plays: dict[str, dict[str, Play]] = {}
        self.whole = lcm(*(share.denominator for shares in self.shares for _, share, _ in shares))

    @property
    def shows_all(self) -> bool:
        """Whether every version of every story of the flights was shown, if by another flight or the fallback."""
        shown = {material for runner in self.runners.values() for material in runner.shown}
        return all(
            spot.material in shown
            for flight, runner in self.runners.items()
            if flight
            for story in runner.queue
            for spot in story.spots.values()
        )

    def list_strides(self) -> dict[str, int]:
        """Where a flight has more to show than it has turns in the cycles of a day: how many plays each goes on from
        day to day, about as many as it has turns, and so that in time every version comes first. Else empty."""
        turns: Counter[str] = Counter()
        versions: dict[str, int] = {}
        for part, shares in zip(self.parts, self.shares, strict=True):
            slots = min(LONGEST, part.seconds // self.channel.slot_seconds or LONGEST)
            for choice, share, stories in shares:
                turns[choice.flight] += slots * share.numerator // (share.denominator * stories[0].slots)
                if choice.flight not in versions:
                    versions[choice.flight] = count_versions(stories)
        if all(not flight or turns[flight] >= count for flight, count in versions.items()):
            return {}
        return {flight: _find_stride(turns[flight], count) for flight, count in versions.items()}

    def plan(self) -> tuple[tuple[Run, ...], ...]:
        return tuple(self._plan_part(part, shares) for part, shares in zip(self.parts, self.shares, strict=True))

    def _plan_part(self, part: Part, shares: Sequence["Entitled"]) -> tuple[Run, ...]:
        if not shares:
            return ()
        cast = Cast(
            tuple(self._find_runner(choice, stories) for choice, _, stories in shares),
            tuple(share.numerator * (self.whole // share.denominator) for _, share, _ in shares),
            self.whole,
            self.channel.loop_seconds // self.channel.slot_seconds,
            self.seed,
        )
        slots = part.seconds // self.channel.slot_seconds
        if not slots:
            return (Run(part.seconds, self._show(repeat_cycle(cast, before=self.before), cast)),)
        runs, left = [], part.seconds
        bouts = list(settle_stretch(cast, slots=slots, before=self.before))
        for number, bout in enumerate(bouts, start=1):
            seconds = left if number == len(bouts) else bout.slots * self.channel.slot_seconds
            runs.append(Run(seconds, self._show(bout, cast)))
            left -= seconds
        self.before = bouts[-1].last
        return tuple(runs)

    def _find_runner(self, choice: Choice, stories: Sequence[Story]) -> Runner:
        if choice.flight not in self.runners:
            gap = -(-choice.gap_seconds // self.channel.slot_seconds)
            runner = Runner(choice.flight, self._stagger(stories), gap)
            runner.skip(self.begun.get(choice.flight, 0))
            self.runners[choice.flight] = runner
            self.seen.update(story.ref for story in stories)
        return self.runners[choice.flight]

    def _stagger(self, stories: Sequence[Story]) -> list[Story]:
        """Flights that share stories start at different ones, so that a loop does not show the same story twice."""
        others = self.seen[stories[0].ref]
        start = (len(stories) * others // (others + 1) + self.seed) % len(stories)
        return [*stories[start:], *stories[:start]]

    def _show(self, bout: Bout, cast: Cast) -> tuple[Loop, ...]:
        """Choose the language of each turn. This is done for every play of a day, so it asks for nothing twice."""
        shown = [runner.shown for runner in cast.runners]
        plays = [self.plays.setdefault(runner.flight, {}) for runner in cast.runners]
        loops = []
        for turns in bout.loops:
            loop = []
            for at, story in turns:
                spot = story.show(shown[at], before=self.language)
                self.language = spot.language
                play = plays[at].get(spot.material)
                if play is None:
                    play = plays[at][spot.material] = Play(cast.runners[at].flight, spot, story.slots)
                loop.append(play)
            loops.append(tuple(loop))
        return tuple(loops)


def _find_stride(turns: int, versions: int) -> int:
    """The nearest number, not above the turns, that has no divisor in common with the versions."""
    return next((stride for stride in range(turns, 1, -1) if gcd(stride, versions) == 1), 1)


Entitled: TypeAlias = tuple[Choice, Fraction, list[Story]]


def _share_out(parts: Iterable[Part], channel: Channel) -> Iterator[list[Entitled]]:
    """Of each part the flights with something to show, the fallback last, and their parts of the loop, 1 together."""
    # By identity: a flight has the same spots in all parts of a day, and comparing them takes longer than all the rest.
    told: dict[int, list[Story]] = {}
    for part in parts:
        playing = []
        for choice in part.choices:
            if id(choice.spots) not in told:
                told[id(choice.spots)] = list_stories(choice.spots, channel=channel)
            if told[id(choice.spots)]:
                playing.append((choice, told[id(choice.spots)]))
        yield _share_part(playing)


def _share_part(playing: Sequence[tuple[Choice, list[Story]]]) -> list[Entitled]:
    flights = [(choice, stories) for choice, stories in playing if choice.flight]
    fallback = [(choice, stories) for choice, stories in playing if not choice.flight]
    promised = add_shares(choice.share for choice, _ in flights)
    scale = 1 if fallback or not promised else 1 / promised
    entitled = [(choice, choice.share if scale == 1 else choice.share * scale, stories) for choice, stories in flights]
    return [*entitled, *((choice, 1 - promised, stories) for choice, stories in fallback)]
