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
from types import MappingProxyType
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


class Story(NamedTuple):
    """One item with its spots, one a language, in the channel's order, and the slots that each of them takes. An item
    whose languages last differently long is several stories."""

    ref: str
    campaign: str
    spots: tuple[Spot, ...]
    slots: int
    starts: Mapping[str, int] = MappingProxyType({})
    """Language on the screen before → the place of the spot whose turn it then is."""


class Showing:
    """A story as one flight shows it: the play of each of its spots, and how often each was shown."""

    __slots__ = ("counts", "plays")

    def __init__(self, flight: str, story: Story) -> None:
        self.plays = [Play(flight, spot, story.slots) for spot in story.spots]
        self.counts = [0] * len(self.plays)

    def choose(self, start: int) -> Play:
        """The play shown least; of equals the first from this place on. It counts as shown."""
        counts = self.counts
        least = min(counts)
        while counts[start] != least:
            start = (start + 1) % len(counts)
        counts[start] = least + 1
        return self.plays[start]

    def list_unshown(self) -> list[Play]:
        return [play for play, count in zip(self.plays, self.counts, strict=True) if not count]


class Turn(NamedTuple):
    """A story that has its place in a loop, before the language is chosen; `runner` is the flight's number."""

    runner: int
    story: Story
    showing: Showing


Clash: TypeAlias = tuple[int, int]
"""(stories, campaigns) that follow themselves."""


def compare_turns(one: Turn | None, other: Turn) -> Clash:
    """How the second clashes with the one before it."""
    if one is None:
        return 0, 0
    return int(one.story.ref == other.story.ref), int(one.story.campaign == other.story.campaign)


class Repertoire(NamedTuple):
    """All that a flight can show. `stories` are a round of turns; `longest` the slots of the longest of them,
    `versions` how many there are in all their languages; `only_item` and `only_campaign` the one that all of it shows,
    if there are no others."""

    stories: list[Story]
    longest: int
    versions: int
    only_item: str
    only_campaign: str


class Runner:
    """A flight on its way through a day. `queue` holds a turn for each of its stories, the next one first; `due` is
    what it is owed, in parts of a slot, `gap` the least slots from start to start, `taken` how many turns it had."""

    def __init__(self, flight: str, repertoire: Repertoire, *, start: int = 0, gap: int = 0) -> None:
        self.flight, self.gap, self.due, self.taken, self.number = flight, gap, 0, 0, 0
        self.longest, self.versions = repertoire.longest, repertoire.versions
        self.only_item, self.only_campaign = repertoire.only_item, repertoire.only_campaign
        stories = repertoire.stories
        self.showings = {id(story): Showing(flight, story) for story in stories}
        turned = [*stories[start:], *stories[:start]] if start else stories
        self.queue = [Turn(0, story, self.showings[id(story)]) for story in turned]

    def enter(self, number: int) -> None:
        """Be that number among those that run now."""
        if number != self.number:
            self.number = number
            self.queue = [Turn(number, turn.story, turn.showing) for turn in self.queue]

    def take(self, turn: Turn) -> None:
        """The turn is had and goes to the end of the queue."""
        self.queue.remove(turn)
        self.queue.append(turn)
        self.taken += 1

    def skip(self, plays: int) -> None:
        """Start as if so many plays had been: each story goes on in the language whose turn it is, the next one every
        round, and neighbours in different ones."""
        rounds, ahead = divmod(plays, len(self.queue))
        for place, (_, story, showing) in enumerate(self.queue if plays else ()):
            due = (rounds + (place < ahead) + place) % len(story.spots)
            for at in range(len(story.spots)):
                if at != due:
                    showing.counts[at] = 1
        self.queue = self.queue[ahead:] + self.queue[:ahead]

    def measure_unfairness(self, plays: int) -> tuple[int, int]:
        """(versions that so many plays do not show, whether stories and languages come unevenly): (0, 0) is fair."""
        return max(0, self.versions - plays), int(plays % len(self.queue) > 0) + int(plays % self.versions > 0)


def read_repertoire(spots: Iterable[Spot], *, channel: Channel) -> Repertoire | None:
    """What a flight with these spots can show on the channel; None where that is nothing."""
    stories = list_stories(spots, channel=channel)
    if not stories:
        return None
    refs, campaigns = [story.ref for story in stories], [story.campaign for story in stories]
    return Repertoire(
        stories,
        longest=max([story.slots for story in stories]),
        versions=sum([len(story.spots) for story in {id(story): story for story in stories}.values()]),
        only_item=refs[0] if refs.count(refs[0]) == len(refs) else "",
        only_campaign=campaigns[0] if campaigns.count(campaigns[0]) == len(campaigns) else "",
    )


def list_stories(spots: Iterable[Spot], *, channel: Channel) -> list[Story]:
    """A round of turns: the items of the spots in their order, of an item the channel's languages in the channel's
    order. Where one's languages last differently long, it has as many rounds as lengths, a length in each, so that no
    item has more turns than another. A spot longer than the whole loop is left out."""
    by_ref: dict[str, dict[str, tuple[Spot, int]]] = {}
    most = channel.loop_seconds // channel.slot_seconds
    for spot in spots:
        slots = count_slots(spot, channel=channel)
        if slots <= most:
            by_ref.setdefault(spot.ref, {})[spot.language] = spot, slots
    items = [_make_stories(ref, versions, channel) for ref, versions in by_ref.items()]
    rounds = lcm(*map(len, items))
    return [stories[turn % len(stories)] for turn in range(rounds) for stories in items]


def _make_stories(ref: str, versions: Mapping[str, tuple[Spot, int]], channel: Channel) -> list[Story]:
    """One for each length, that of the first language first."""
    by_slots: dict[int, list[Spot]] = {}
    for code in channel.languages:
        if code in versions:
            spot, slots = versions[code]
            by_slots.setdefault(slots, []).append(spot)
    campaign = ref.partition("/")[0]
    return [
        Story(
            ref,
            campaign,
            tuple(spots),
            slots,
            _find_starts(tuple([spot.language for spot in spots]), channel.languages),
        )
        for slots, spots in by_slots.items()
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
