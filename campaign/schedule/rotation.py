"""Loops of a channel. In: what each flight can show and its share. Out: a cycle of loops that plays over and over.

Every loop gives every flight its share within one spot: first each flight's whole spots, then the slots left over to
those owed most; what a loop could not give is owed in the next (largest remainder, carried on). Within its
share a flight's items take turns from loop to loop. A cycle has as many loops as it takes to be fair to every item
and language, up to a limit; where the limit is too low for that, each day begins where the day before stopped.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from campaign.schedule.order import arrange_cycle
from campaign.schedule.release import Spot
from campaign.schedule.turns import Choice, Runner, Story, Turn, choose_language, list_stories
from campaign.spec.channels import Channel

__all__ = ["Choice", "Loop", "Play", "make_cycle", "shows_all"]

LONGEST = 120
"""Slots in a cycle, e.g. twenty minutes of ten seconds: a playlist spells out a week of windows, and small players read
all of it."""

Shown: TypeAlias = dict[tuple[str, str], int]
"""(item, language) → plays."""


@dataclass(frozen=True)
class Play:
    """A spot on the screen for that many slots; the flight is empty for the fallback."""

    flight: str
    spot: Spot
    slots: int


Loop: TypeAlias = tuple[Play, ...]


def make_cycle(choices: Sequence[Choice], *, channel: Channel, day: date) -> tuple[Loop, ...]:
    """The loops in order; each fills the channel's loop as far as the lengths of the spots allow, none is longer.

    Time that nobody was promised, or that a flight without spots cannot use, goes to the fallback (the choice with an
    empty flight); without a fallback all grow in proportion. Empty only when nothing can be shown at all."""
    first = _start_runners(choices, channel)
    if not first:
        return ()
    turns = _run(first, channel)
    if not any(runner.measure_unfairness()[0] for runner in first if runner.flight):
        return _show(turns, first, channel, [{} for _ in first])
    played = [sum(runner.plays.values()) for runner in first]
    runners = _start_runners(choices, channel)
    shown = [_skip(runner, count * day.toordinal()) for runner, count in zip(runners, played, strict=True)]
    return _show(_run(runners, channel), runners, channel, shown)


def shows_all(loops: Sequence[Loop], choices: Sequence[Choice]) -> bool:
    """Whether every spot of every flight plays in the cycle; then it is the same on every day."""
    shown = {(play.flight, play.spot.material) for loop in loops for play in loop}
    return all((one.flight, spot.material) in shown for one in choices if one.flight for spot in one.spots)


def _start_runners(choices: Sequence[Choice], channel: Channel) -> list[Runner]:
    """Flights with something to show, the fallback last; entitled to parts of a slot, see `_count_parts`."""
    playing = [(choice, stories) for choice in choices if (stories := list_stories(choice.spots, channel=channel))]
    flights = [(choice, stories) for choice, stories in playing if choice.flight]
    fallback = [(choice, stories) for choice, stories in playing if not choice.flight]
    promised = sum((choice.share for choice, _ in flights), Fraction())
    scale = 1 if fallback or not promised else 1 / promised
    shares = [choice.share * scale for choice, _ in flights] + [1 - promised for _ in fallback]
    slots, parts = _count_slots(channel), _count_parts(shares, channel)
    seen: list[Story] = []
    runners = []
    for (choice, stories), share in zip(flights + fallback, shares, strict=True):
        runners.append(Runner(choice.flight, int(share * slots * parts), _stagger(stories, seen)))
        seen += stories
    return runners


def _stagger(stories: Sequence[Story], seen: Sequence[Story]) -> list[Story]:
    """Flights that share stories start at different ones, so that a loop does not show the same story twice."""
    others = sum(story == stories[0] for story in seen)
    start = len(stories) * others // (others + 1)
    return [*stories[start:], *stories[:start]]


def _count_slots(channel: Channel) -> int:
    return channel.loop_seconds // channel.slot_seconds


def _count_parts(shares: Sequence[Fraction], channel: Channel) -> int:
    """Parts of a slot in which every share is a whole number."""
    return lcm(*((share * _count_slots(channel)).denominator for share in shares))


def _skip(runner: Runner, plays: int) -> Shown:
    """Start as if so many plays had been. Returns what makes each story go on in the language whose turn it is: the
    next one every round, and neighbours in different ones."""
    rounds, ahead = divmod(plays, len(runner.queue))
    shown: Shown = {}
    for place, story in enumerate(runner.queue):
        codes = list(story.spots)
        due = codes[(rounds + (place < ahead) + place) % len(codes)]
        shown |= {(story.ref, code): 1 for code in codes if code != due}
    runner.queue = runner.queue[ahead:] + runner.queue[:ahead]
    return shown


def _run(runners: list[Runner], channel: Channel) -> list[list[Turn]]:
    """Fill loops until all is fair or the cycle is long enough, and keep the fairest number of them."""
    slots = _count_slots(channel)
    parts = sum(runner.entitled for runner in runners) // slots
    loops: list[list[Turn]] = []
    scores: list[tuple[int, int, int]] = []
    while not scores or (min(scores) > (0, 0, 0) and (len(loops) + 1) * slots <= LONGEST):
        loops.append(_fill_loop(runners, slots=slots, parts=parts))
        scores.append(_score(runners))
    return loops[: scores.index(min(scores)) + 1]


def _score(runners: Sequence[Runner]) -> tuple[int, int, int]:
    """(versions not shown, unevenness of plays, parts owed); the fallback promises nothing."""
    unfair = [runner.measure_unfairness() for runner in runners if runner.flight]
    owed = sum(abs(runner.due) for runner in runners)
    return sum(missing for missing, _ in unfair), sum(uneven for _, uneven in unfair), owed


def _fill_loop(runners: Sequence[Runner], *, slots: int, parts: int) -> list[Turn]:
    """Give the loop's slots away, never so that a hole is left which no spot fits, if that can be."""
    closes = _find_closable({story.slots for runner in runners for story in runner.queue}, slots)
    free = max(size for size in closes if size <= slots)
    turns = []
    for runner in runners:
        runner.due += runner.entitled
        runner.used = 0
    while free:
        fitting = [
            (number, story) for number, runner in enumerate(runners) if (story := _find_fitting(runner, free, closes))
        ]
        number, story = min(fitting, key=lambda fit: (_rank(runners[fit[0]], fit[1], parts), fit[0]))
        runners[number].take(story, parts=parts)
        turns.append(Turn(number, story))
        free -= story.slots
    return turns


def _find_fitting(runner: Runner, free: int, closes: set[int]) -> Story | None:
    """The next story in turn that leaves a hole others can fill."""
    return next((story for story in runner.queue if free - story.slots in closes), None)


def _rank(runner: Runner, story: Story, parts: int) -> tuple[int, int, int]:
    """Who goes first: those with a whole spot still to get, those with a part of one, the fallback, the rest;
    among equals who is owed most, and then who plays least."""
    if runner.used + story.slots * parts <= runner.entitled:
        rank = 0
    elif runner.used < runner.entitled:
        rank = 1
    else:
        rank = 3 if runner.flight else 2
    return rank, -runner.due, runner.entitled


def _show(
    loops: Sequence[Sequence[Turn]], runners: Sequence[Runner], channel: Channel, shown: Sequence[Shown]
) -> tuple[Loop, ...]:
    """Put the turns in order and choose the language of each."""
    cycle = []
    before = ""
    for turns in arrange_cycle(loops):
        plays = []
        for turn in turns:
            known = shown[turn.runner]
            before = choose_language(turn.story, shown=known, before=before, languages=channel.languages)
            known[turn.story.ref, before] = known.get((turn.story.ref, before), 0) + 1
            plays.append(Play(runners[turn.runner].flight, turn.story.spots[before], turn.story.slots))
        cycle.append(tuple(plays))
    return tuple(cycle)


def _find_closable(lengths: set[int], slots: int) -> set[int]:
    """The sizes of holes, up to the loop's, that spots of these lengths fill exactly."""
    closes = {0}
    for size in range(1, slots + 1):
        if any(size - length in closes for length in lengths):
            closes.add(size)
    return closes
