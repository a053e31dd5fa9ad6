"""Whose turn it is. In: what a flight can show. Out: its items one after the other, its languages alternating.

A runner is one flight's side of a service day: what it is still owed, and which of its stories come next. Amounts are
whole numbers, in parts of a slot (schedule.rotation.rota chooses the part), so that nothing is lost to rounding.

A city's day has a thousand channels with hundreds of stories and thousands of turns each: what there is one of for each
of these is a tuple, which Python makes several times faster than a frozen dataclass.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple, TypeAlias

from campaign.schedule.release import Spot
from campaign.spec.channels import Channel


class Choice(NamedTuple):
    """What a flight (or the fallback: empty id) can show now, and its part of the loop as a fraction of 1; between two
    starts of its plays at least so many seconds, if the numbers let it."""

    flight: str
    share: Fraction
    spots: tuple[Spot, ...]
    gap_seconds: int = 0


class Play(NamedTuple):
    """A spot on the screen for that many slots; the flight is empty for the fallback."""

    flight: str
    spot: Spot
    slots: int


class Turn:
    """A story of a flight, that has its places in loops before the language is chosen: one item with a play for each
    language, in the channel's order, and the slots that each of them takes. An item whose languages last differently
    long is several stories. `runner` is the flight's number among those that run now."""

    __slots__ = ("campaign", "left", "plays", "ref", "runner", "shown", "slots", "starts", "times")

    def __init__(self, ref: str, plays: tuple[Play, ...], slots: int, starts: Mapping[str, int]) -> None:
        self.ref, self.plays, self.slots, self.runner = ref, plays, slots, 0
        self.campaign = ref.partition("/")[0]
        self.starts = starts
        """Language on the screen before → the place of the play whose turn it then is."""
        self.left = (1 << len(plays)) - 1
        """A bit for each play that is still to be shown before any is shown again."""
        self.times = 0
        """How often it was had."""
        self.shown = False
        """Whether all of them were."""

    def choose(self, before: str) -> Play:
        """The play that was shown least; of equals the first in the language after the one on the screen before."""
        left, plays = self.left, self.plays
        at = self.starts.get(before, 0)
        while not left >> at & 1:
            at = (at + 1) % len(plays)
        self.left = left & ~(1 << at)
        if not self.left:
            self.left = (1 << len(plays)) - 1
            self.shown = True
        return plays[at]

    def list_plays(self, *, shown: bool) -> list[Play]:
        """Those that were shown, or those that never were."""
        return [play for at, play in enumerate(self.plays) if shown is (self.shown or not self.left >> at & 1)]


Clash: TypeAlias = tuple[int, int]
"""(stories, campaigns) that follow themselves."""


def compare_turns(one: Turn | None, other: Turn) -> Clash:
    """How the second clashes with the one before it."""
    if one is None:
        return 0, 0
    return int(one.ref == other.ref), int(one.campaign == other.campaign)


class Runner:
    """A flight on its way through a day. `queue` holds its stories, the next one first; `due` is what it is owed, in
    parts of a slot, `gap` the least slots from start to start, `taken` how many turns it had."""

    __slots__ = (
        "due",
        "flight",
        "gap",
        "longest",
        "only_campaign",
        "only_item",
        "queue",
        "shortest",
        "taken",
        "versions",
    )

    def __init__(self, flight: str, stories: list[Turn], *, gap: int = 0) -> None:
        self.flight, self.queue, self.gap, self.due, self.taken = flight, stories, gap, 0, 0
        first = stories[0]
        self.only_item = first.ref
        """The one item that it shows, if there are no others."""
        self.only_campaign = first.campaign
        """The one campaign of all that it shows, if there are no others."""
        self.longest = self.shortest = first.slots
        """Slots of its longest story, and of its shortest."""
        self.versions = 0
        """Stories in all their languages."""
        # A story that has several turns in a round is one all the same.
        for turn in dict.fromkeys(stories):
            self.versions += len(turn.plays)
            if turn.ref != first.ref:
                self.only_item = ""
                if turn.campaign != first.campaign:
                    self.only_campaign = ""
            if turn.slots > self.longest:
                self.longest = turn.slots
            elif turn.slots < self.shortest:
                self.shortest = turn.slots

    def enter(self, number: int) -> None:
        """Be that number among those that run now."""
        if self.queue[0].runner != number:
            for turn in self.queue:
                turn.runner = number

    def start(self, place: int, *, skip: int) -> None:
        """Begin with the story at the place, as if so many plays had been: each story goes on in the language whose
        turn it is, the next one every round, and neighbours in different ones."""
        queue = self.queue[place:] + self.queue[:place]
        if not skip:
            self.queue = queue
            return
        rounds, ahead = divmod(skip, len(queue))
        for at, turn in enumerate(queue):
            turn.left &= 1 << (rounds + (at < ahead) + at) % len(turn.plays)
        for turn in queue:
            # One that has several turns in a round is due in more than one language: that is in none before others.
            turn.left = turn.left or (1 << len(turn.plays)) - 1
        self.queue = queue[ahead:] + queue[:ahead]

    def take(self, turn: Turn) -> None:
        """The turn is had and goes to the end of the queue."""
        self.queue.remove(turn)
        self.queue.append(turn)
        self.taken += 1
        turn.times += 1

    def measure_unfairness(self, plays: int) -> tuple[int, int]:
        """(versions that so many plays do not show, whether stories and languages come unevenly): (0, 0) is fair."""
        return max(0, self.versions - plays), int(plays % len(self.queue) > 0) + int(plays % self.versions > 0)


def list_stories(spots: Iterable[Spot], *, channel: Channel, flight: str = "") -> list[Turn]:
    """A round of turns: the items of the spots in their order, of an item the channel's languages in the channel's
    order. Where one's languages last differently long, it has as many rounds as lengths, a length in each, so that no
    item has more turns than another. A spot longer than the whole loop is left out."""
    slot_seconds, fps, languages = channel.slot_seconds, channel.profile.fps, channel.languages
    most = channel.loop_seconds // slot_seconds
    by_ref: dict[str, dict[str, Play]] = {}
    for spot in spots:
        slots = 1 if spot.is_still else _count_slots(spot.seconds, fps, slot_seconds)
        if slots <= most:
            ref, play = spot.ref, Play(flight, spot, slots)
            if ref in by_ref:
                by_ref[ref][spot.language] = play
            else:
                by_ref[ref] = {spot.language: play}
    items = [_make_stories(ref, plays, languages) for ref, plays in by_ref.items()]
    rounds = lcm(*map(len, items))
    if rounds == 1:
        return [turn for (turn,) in items]
    return [stories[turn % len(stories)] for turn in range(rounds) for stories in items]


def _make_stories(ref: str, plays: Mapping[str, Play], languages: tuple[str, ...]) -> list[Turn]:
    """One for each length, that of the first language first."""
    by_slots: dict[int, list[str]] = {}
    for code in languages:
        if code in plays:
            slots = plays[code].slots
            if slots in by_slots:
                by_slots[slots].append(code)
            else:
                by_slots[slots] = [code]
    return [
        Turn(ref, tuple(map(plays.__getitem__, codes)), slots, _find_starts(tuple(codes), languages))
        for slots, codes in by_slots.items()
    ]


@lru_cache(maxsize=1024)
def _find_starts(codes: tuple[str, ...], languages: tuple[str, ...]) -> Mapping[str, int]:
    """Of every language of the channel the place among these codes of the first one after it."""
    turned = {code: (*languages[place:], *languages[:place]) for place, code in enumerate(languages, start=1)}
    return {before: codes.index(next(code for code in order if code in codes)) for before, order in turned.items()}


def count_slots(spot: Spot, *, channel: Channel) -> int:
    """A still takes one slot, a loop as many as it needs; less than a frame too much is the file's rounding."""
    if spot.is_still:
        return 1
    return _count_slots(spot.seconds, channel.profile.fps, channel.slot_seconds)


@lru_cache(maxsize=4096)
def _count_slots(seconds: float, fps: int, slot_seconds: int) -> int:
    return max(1, -int(-(seconds - 0.5 / fps) // slot_seconds))
