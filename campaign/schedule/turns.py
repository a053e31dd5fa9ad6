"""Whose turn it is. In: what a flight can show. Out: its items one after the other, its languages alternating.

A runner is one flight's side of a cycle of loops: what it was given so far, and what it is still owed. Amounts are
whole numbers, in parts of a slot (schedule.rotation chooses the part), so that nothing is lost to rounding.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from campaign.schedule.release import Spot
from campaign.spec.channels import Channel


@dataclass(frozen=True)
class Choice:
    """What a flight (or the fallback: empty id) can show now, and its part of the loop as a fraction of 1."""

    flight: str
    share: Fraction
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Story:
    """One item with its spots by language, in the channel's order, and the slots it takes."""

    ref: str
    campaign: str
    spots: Mapping[str, Spot]
    slots: int


@dataclass(frozen=True)
class Turn:
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
    """A flight on its way through a cycle. `queue` holds its stories, the next one first; `due` is what it is owed,
    `used` what this loop gave it, `plays` counts by item."""

    flight: str
    entitled: int
    queue: list[Story]
    due: int = 0
    used: int = 0
    plays: dict[str, int] = field(default_factory=dict)

    def take(self, story: Story, *, parts: int) -> None:
        """The story has its turn and goes to the end of the queue; `parts` make a slot."""
        self.queue.remove(story)
        self.queue.append(story)
        self.plays[story.ref] = self.plays.get(story.ref, 0) + 1
        self.used += story.slots * parts
        self.due -= story.slots * parts

    def measure_unfairness(self) -> tuple[int, int]:
        """(versions not shown yet, how uneven the plays of items and languages are): (0, 0) is fair."""
        counts = [(self.plays.get(story.ref, 0), len(story.spots)) for story in self.queue]
        plays = [played for played, _ in counts]
        missing = sum(max(0, versions - played) for played, versions in counts)
        return missing, max(plays) - min(plays) + sum(played % versions > 0 for played, versions in counts)


def list_stories(spots: Iterable[Spot], *, channel: Channel) -> list[Story]:
    """The items of the spots, in the spots' order; of an item the channel's languages in the channel's order.
    A spot longer than the whole loop is left out."""
    by_ref: dict[str, dict[str, Spot]] = {}
    for spot in spots:
        if count_slots(spot, channel=channel) * channel.slot_seconds <= channel.loop_seconds:
            by_ref.setdefault(spot.ref, {})[spot.language] = spot
    return [_make_story(ref, versions, channel) for ref, versions in by_ref.items()]


def _make_story(ref: str, versions: Mapping[str, Spot], channel: Channel) -> Story:
    known = {code: versions[code] for code in channel.languages if code in versions}
    slots = max(count_slots(spot, channel=channel) for spot in known.values())
    return Story(ref, ref.partition("/")[0], known, slots)


def count_slots(spot: Spot, *, channel: Channel) -> int:
    """A still takes one slot, a loop as many as it needs; less than a frame too much is the file's rounding."""
    if spot.is_still:
        return 1
    return max(1, -int(-(spot.seconds - 0.5 / channel.profile.fps) // channel.slot_seconds))


def choose_language(
    story: Story, *, shown: Mapping[tuple[str, str], int], before: str, languages: Sequence[str]
) -> str:
    """The version of the story shown least; among equals the next language after the one on screen before."""
    start = languages.index(before) + 1 if before in languages else 0
    ahead = [*languages[start:], *languages[:start]]
    return min(story.spots, key=lambda code: (shown.get((story.ref, code), 0), ahead.index(code)))
