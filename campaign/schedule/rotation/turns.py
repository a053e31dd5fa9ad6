"""Whose turn it is. In: what a flight can show. Out: its items one after the other, its languages alternating.

A runner is one flight's side of a service day: what it is still owed, and which of its stories come next. Amounts are
whole numbers, in parts of a slot (schedule.rotation.rota chooses the part), so that nothing is lost to rounding.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple, TypeAlias

from campaign.schedule.release import Spot
from campaign.spec.channels import Channel


@dataclass(frozen=True)
class Choice:
    """What a flight (or the fallback: empty id) can show now, and its part of the loop as a fraction of 1; between two
    starts of its plays at least so many seconds, if the numbers let it."""

    flight: str
    share: Fraction
    spots: tuple[Spot, ...]
    gap_seconds: int = 0


@dataclass(frozen=True)
class Story:
    """One item with its spots by language, in the channel's order, and the slots that each of them takes. An item whose
    languages last differently long is several stories."""

    ref: str
    campaign: str
    spots: Mapping[str, Spot]
    slots: int
    turned: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Language on the screen before → those of the story, the next one first."""

    def show(self, shown: dict[str, int], *, before: str) -> Spot:
        """The version shown least; among equals the next language after the one on screen before. `shown` counts
        materials, this one too."""
        chosen, least = None, 0
        for code in self.turned.get(before) or self.spots:
            spot = self.spots[code]
            count = shown.get(spot.material, 0)
            if chosen is None or count < least:
                chosen, least = spot, count
                if not count:
                    break
        if chosen is None:
            raise ValueError(f"{self.ref} has no version")
        shown[chosen.material] = least + 1
        return chosen


class Turn(NamedTuple):
    """A story that has its place in a loop, before the language is chosen; `runner` is the flight's number."""

    runner: int
    story: Story


Clash: TypeAlias = tuple[int, int]
"""(stories, campaigns) that follow themselves."""


def compare_turns(one: Turn | None, other: Turn) -> Clash:
    """How the second clashes with the one before it."""
    if one is None:
        return 0, 0
    return int(one.story.ref == other.story.ref), int(one.story.campaign == other.story.campaign)


@dataclass
class Runner:
    """A flight on its way through a day. `queue` holds its stories, the next one first; `due` is what it is owed, in
    parts of a slot, `gap` the least slots from start to start, `taken` how many turns it had, `shown` counts
    materials."""

    flight: str
    queue: list[Story]
    gap: int = 0
    due: int = 0
    taken: int = 0
    shown: dict[str, int] = field(default_factory=dict)

    longest: int = field(init=False)
    """Slots of its longest story."""
    versions: int = field(init=False)
    """Stories in all their languages."""
    only_item: str = field(init=False)
    """The one item that it shows, if there are no others."""
    only_campaign: str = field(init=False)
    """The one campaign of all that it shows, if there are no others."""

    def __post_init__(self) -> None:
        first = self.queue[0]
        self.longest = max([story.slots for story in self.queue])
        self.versions = count_versions(self.queue)
        self.only_item = "" if any(story.ref != first.ref for story in self.queue) else first.ref
        self.only_campaign = "" if any(story.campaign != first.campaign for story in self.queue) else first.campaign

    def take(self, story: Story) -> None:
        """The story has its turn and goes to the end of the queue."""
        queue = self.queue
        if story is queue[0]:
            queue.append(queue.pop(0))
        else:
            queue.remove(story)
            queue.append(story)
        self.taken += 1

    def skip(self, plays: int) -> None:
        """Start as if so many plays had been: each story goes on in the language whose turn it is, the next one every
        round, and neighbours in different ones."""
        rounds, ahead = divmod(plays, len(self.queue))
        for place, story in enumerate(self.queue if plays else ()):
            due = (rounds + (place < ahead) + place) % len(story.spots)
            for turn, spot in enumerate(story.spots.values()):
                if turn != due:
                    self.shown[spot.material] = 1
        self.queue = self.queue[ahead:] + self.queue[:ahead]

    def measure_unfairness(self, plays: int) -> tuple[int, int]:
        """(versions that so many plays do not show, whether stories and languages come unevenly): (0, 0) is fair."""
        return max(0, self.versions - plays), int(plays % len(self.queue) > 0) + int(plays % self.versions > 0)


def list_stories(spots: Iterable[Spot], *, channel: Channel) -> list[Story]:
    """A round of turns: the items of the spots in their order, of an item the channel's languages in the channel's
    order. Where one's languages last differently long, it has as many rounds as lengths, a length in each, so that no
    item has more turns than another. A spot longer than the whole loop is left out."""
    by_ref: dict[str, dict[str, tuple[Spot, int]]] = {}
    for spot in spots:
        slots = count_slots(spot, channel=channel)
        if slots * channel.slot_seconds <= channel.loop_seconds:
            by_ref.setdefault(spot.ref, {})[spot.language] = spot, slots
    items = [_make_stories(ref, versions, channel) for ref, versions in by_ref.items()]
    rounds = lcm(*[len(stories) for stories in items])
    return [stories[turn % len(stories)] for turn in range(rounds) for stories in items]


def _make_stories(ref: str, versions: Mapping[str, tuple[Spot, int]], channel: Channel) -> list[Story]:
    """One for each length, that of the first language first."""
    by_slots: dict[int, dict[str, Spot]] = {}
    for code in channel.languages:
        if code in versions:
            spot, slots = versions[code]
            by_slots.setdefault(slots, {})[code] = spot
    campaign = ref.partition("/")[0]
    return [
        Story(ref, campaign, spots, slots, _turn_languages(tuple(spots), channel.languages))
        for slots, spots in by_slots.items()
    ]


def count_versions(stories: Iterable[Story]) -> int:
    """Stories in all their languages, each once."""
    return sum([len(story.spots) for story in {id(story): story for story in stories}.values()])


@lru_cache(maxsize=1024)
def _turn_languages(codes: tuple[str, ...], languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Of every language of the channel the given ones, from the next one on."""
    turned = {code: (*languages[place:], *languages[:place]) for place, code in enumerate(languages, start=1)}
    return {before: tuple(code for code in order if code in codes) for before, order in turned.items()}


def count_slots(spot: Spot, *, channel: Channel) -> int:
    """A still takes one slot, a loop as many as it needs; less than a frame too much is the file's rounding."""
    if spot.is_still:
        return 1
    return _count_slots(spot.seconds, channel.profile.fps, channel.slot_seconds)


@lru_cache(maxsize=4096)
def _count_slots(seconds: float, fps: int, slot_seconds: int) -> int:
    return max(1, -int(-(seconds - 0.5 / fps) // slot_seconds))
