"""A poor transcript made readable. In: cues as a file has them. Out: cues that keep the rules as far as their times
allow, and what was changed and why.

Words are moved, never written or left out. What is mended once is not mended again: the same comes out. Cues are first
put in order and parted, then each gets the time it needs from the silence around it; nobody else's time is taken.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import ceil

from campaign.render.guide import (
    LEAST_GAP,
    LEAST_SECONDS,
    LONGEST_CLOSED_GAP,
    MOST_SECONDS,
    count_room,
    find_pace,
)
from campaign.render.phrases import break_lines, list_words, split_text, splits_phrase
from campaign.render.subtitles import Cue
from campaign.spec.formats import Shape
from campaign.spec.message import Message, say

EMPTY = say("it was empty: left out")
BEFORE = say("it started before the film")
BACKWARDS = say("it had no length")
ORDER = say("it stood out of order")
SPLIT = say("too long for two lines: split")
OVERLAP = say("it overlapped the next")
TOO_LONG = say("it stood longer than 7 seconds")
OUTSIDE = say("it ended after the film")
LONGER = say("it was too short to read")
EARLIER = say("it was too short to read: starts earlier")
GAP = say("a short gap is closed")
FLICKER = say("a single empty frame flickered")
LINES = say("lines broken anew")

_NEVER = 10**12


@dataclass(frozen=True)
class Rules:
    """For whom is mended: the language, the shape of the screen, frames a second, and the film's last frame where it
    is known."""

    language: str
    shape: Shape = Shape.LANDSCAPE
    fps: int = 25
    end: int | None = None

    @property
    def least(self) -> int:
        return ceil(LEAST_SECONDS * self.fps)

    @property
    def last(self) -> int:
        return _NEVER if self.end is None else self.end

    @property
    def most(self) -> int:
        return round(MOST_SECONDS * self.fps)

    @property
    def room(self) -> int:
        return count_room(self.shape)

    def need(self, text: str, *, comfortable: bool) -> int:
        """Frames in which a text can be read, inside what a cue may last."""
        pace = find_pace(self.language)
        speed = pace.comfortable if comfortable else pace.most
        return min(self.most, max(self.least, ceil(len(" ".join(list_words(text))) / speed * self.fps)))


@dataclass(frozen=True)
class Change:
    """What became of one cue of the file: none, one or several cues, and why."""

    before: Cue
    after: tuple[Cue, ...]
    why: tuple[Message, ...]


@dataclass(frozen=True)
class Mended:
    """The cues, numbered anew, and what changed, in the order of the file."""

    cues: tuple[Cue, ...]
    changes: tuple[Change, ...]


@dataclass
class _Desk:
    """The cues being mended, in the order of time; a cue's number is still that of the file."""

    rules: Rules
    cues: list[Cue]
    why: dict[int, list[Message]] = field(default_factory=dict)

    def put(self, at: int, cue: Cue, why: Message) -> None:
        if cue != self.cues[at]:
            self.cues[at] = cue
            self.tell(cue.number, why)

    def tell(self, number: int, why: Message) -> None:
        reasons = self.why.setdefault(number, [])
        if why not in reasons:
            reasons.append(why)


def mend_cues(cues: Sequence[Cue], *, rules: Rules) -> Mended:
    """Mend what can be mended; what is left is for the check to tell."""
    desk = _Desk(rules, list(cues))
    for mend in (_drop_empty, _right_times, _put_in_order, _split_long, _part_overlaps, _end_in_time, _extend,
                 _close_gaps, _break_anew):  # fmt: skip
        mend(desk)
    done = [replace(cue, number=number) for number, cue in enumerate(desk.cues, start=1)]
    return Mended(tuple(done), tuple(_list_changes(cues, desk, done)))


def _list_changes(cues: Sequence[Cue], desk: _Desk, done: Sequence[Cue]) -> Iterable[Change]:
    after: dict[int, list[Cue]] = {}
    for old, new in zip(desk.cues, done, strict=True):
        after.setdefault(old.number, []).append(new)
    for cue in cues:
        if why := desk.why.get(cue.number):
            yield Change(cue, tuple(after.get(cue.number, ())), tuple(why))


def _drop_empty(desk: _Desk) -> None:
    for cue in desk.cues:
        if not list_words(cue.text):
            desk.tell(cue.number, EMPTY)
    desk.cues = [cue for cue in desk.cues if list_words(cue.text)]


def _right_times(desk: _Desk) -> None:
    for at, cue in enumerate(desk.cues):
        desk.put(at, replace(cue, start=max(0, cue.start), end=max(0, cue.end)), BEFORE)
        cue = desk.cues[at]  # noqa: PLW2901 – what was just put
        if cue.end <= cue.start:
            desk.put(at, replace(cue, end=cue.start + desk.rules.least), BACKWARDS)


def _put_in_order(desk: _Desk) -> None:
    for cue, after in pairwise(desk.cues):
        if after.start < cue.start:
            desk.tell(after.number, ORDER)
    desk.cues.sort(key=lambda cue: cue.start)


def _split_long(desk: _Desk) -> None:
    """Parts share the time by their characters."""
    split: list[Cue] = []
    for cue in desk.cues:
        parts = split_text(cue.text, language=desk.rules.language, room=desk.rules.room)
        if len(parts) > 1:
            desk.tell(cue.number, SPLIT)
            split += _share_time(cue, parts)
        else:
            split.append(cue)
    desk.cues = split


def _share_time(cue: Cue, parts: Sequence[str]) -> list[Cue]:
    ends, total, seen = [], sum(map(len, parts)), 0
    for part in parts:
        seen += len(part)
        ends.append(cue.start + (cue.end - cue.start) * seen // total)
    starts = [cue.start, *ends[:-1]]
    return [replace(cue, start=start, end=end, text=part) for start, end, part in zip(starts, ends, parts, strict=True)]


def _part_overlaps(desk: _Desk) -> None:
    """A cue ends where the next starts; where it could not be read then, both share their time by their characters."""
    for at in range(len(desk.cues) - 1):
        cue, after = desk.cues[at : at + 2]
        if cue.end <= after.start and cue.end > cue.start:
            continue
        end = max(cue.end, after.end, cue.start + 2)
        border = after.start
        if border - cue.start < desk.rules.need(cue.text, comfortable=False):
            share = len(cue.text) / (len(cue.text) + len(after.text))
            border = max(border, cue.start + round((end - cue.start) * share))
        border = max(cue.start + 1, min(border, end - 1))
        desk.put(at, replace(cue, end=border), OVERLAP)
        moved = replace(after, start=max(border, after.start), end=max(after.end, border + 1))
        desk.put(at + 1, replace(moved, end=end) if moved.start > after.start else moved, OVERLAP)


def _end_in_time(desk: _Desk) -> None:
    for at, cue in enumerate(desk.cues):
        if cue.start < desk.rules.last:
            desk.put(at, replace(cue, end=min(cue.end, desk.rules.last)), OUTSIDE)
        cue = desk.cues[at]  # noqa: PLW2901 – what was just put
        desk.put(at, replace(cue, end=min(cue.end, cue.start + desk.rules.most)), TOO_LONG)


def _extend(desk: _Desk) -> None:
    """Into the silence after a cue as far as is comfortable; into that before it only as far as it must be."""
    last = desk.rules.last
    for at, cue in enumerate(desk.cues):
        if cue.start >= last:
            continue
        limit = desk.cues[at + 1].start - LEAST_GAP if at + 1 < len(desk.cues) else last
        wanted = cue.start + desk.rules.need(cue.text, comfortable=True)
        longer = replace(cue, end=max(cue.end, min(wanted, limit, last)))
        desk.put(at, longer, LONGER)
        missing = desk.rules.need(cue.text, comfortable=False) - (longer.end - longer.start)
        earliest = desk.cues[at - 1].end + LEAST_GAP if at else 0
        if missing > 0 and earliest < longer.start:
            desk.put(at, replace(longer, start=max(earliest, longer.start - missing)), EARLIER)


def _close_gaps(desk: _Desk) -> None:
    """The cue before lasts longer, or the one after starts earlier, where neither gets too long."""
    most = desk.rules.most
    for at in range(len(desk.cues) - 1):
        cue, after = desk.cues[at : at + 2]
        gap = after.start - cue.end
        keep, why = (0, FLICKER) if 0 < gap < LEAST_GAP else (LEAST_GAP, GAP)
        if not keep < gap <= LONGEST_CLOSED_GAP * desk.rules.fps or after.start >= desk.rules.last:
            continue
        if after.start - keep - cue.start <= most:
            desk.put(at, replace(cue, end=after.start - keep), why)
        elif after.end - (cue.end + keep) <= most:
            desk.put(at + 1, replace(after, start=cue.end + keep), why)
        elif why is FLICKER:
            desk.put(at, replace(cue, end=after.start - LEAST_GAP), why)


def _break_anew(desk: _Desk) -> None:
    """Lines that are too many, too long, or end inside a phrase."""
    language, room = desk.rules.language, desk.rules.room
    for at, cue in enumerate(desk.cues):
        lines = break_lines(cue.text, language=language, room=room)
        worse = any(splits_phrase(line, language=language) for line in cue.lines[:-1])
        if not cue.fits(room) or (worse and not any(splits_phrase(line, language=language) for line in lines[:-1])):
            desk.put(at, replace(cue, text="\n".join(lines)), LINES)
