"""The fast analyser agrees with the rules written down again: slowly, sample by sample, window by window."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product
from math import hypot

import numpy as np
import pytest

from benchmarks.corpus.flicker import Pixels, find_rules
from campaign.checks.flashing import Sample

UP, DOWN = 1, -1
Changes = dict[int, int]
"""Frame → which way."""


def to_linear(code: int) -> float:
    value = code / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def find_luminance(colour: Sequence[int]) -> float:
    red, green, blue = (to_linear(int(code)) for code in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def list_changes(levels: Sequence[float], *, change: float, dark: float) -> Changes:
    """Between peaks and valleys: a level counts when it is far enough from one since the last change."""
    found, lowest, highest, last = {}, levels[0], levels[0], 0
    for frame, level in enumerate(levels):
        lowest, highest = min(lowest, level), max(highest, level)
        if last != UP and level - lowest >= change and lowest < dark:
            found[frame] = last = UP
            highest = level
        elif last != DOWN and highest - level >= change and level < dark:
            found[frame] = last = DOWN
            lowest = level
        elif last == UP:
            lowest = level
        elif last == DOWN:
            highest = level
    return found


def list_red_changes(colours: Sequence[Sequence[int]]) -> Changes:
    found: Changes = {}
    stay: tuple[float, float, float] | None = None
    for frame, colour in enumerate(colours):
        red, green, blue = (to_linear(int(code)) for code in colour)
        total = red + green + blue
        x = 0.4124 * red + 0.3576 * green + 0.1805 * blue
        y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
        z = 0.0193 * red + 0.1192 * green + 0.9505 * blue
        dark = total < 20 / 320
        u, v = (0.1978, 0.4683) if dark else (4 * x / (x + 15 * y + 3 * z), 9 * y / (x + 15 * y + 3 * z))
        if not dark and red / total >= 0.8:
            if stay is None and frame:
                found[frame] = UP
            if stay is None or red / total > stay[0]:
                stay = (red / total, u, v)
        elif stay is not None and hypot(u - stay[1], v - stay[2]) > 0.2:
            found[frame] = DOWN
            stay = None
    return found


def list_windows(height: int, width: int, *, parts: int) -> Iterator[list[tuple[int, int]]]:
    tall, wide = -(-height // parts), -(-width // parts)
    for top, left in product(range(height - tall + 1), range(width - wide + 1)):
        yield list(product(range(top, top + tall), range(left, left + wide)))


def has_flashes(changes: dict[tuple[int, int], Changes], *, shape: tuple[int, int], fps: int, parts: int) -> bool:
    limit = Fraction(shape[0] * shape[1], parts * parts * 4)
    windows = list(list_windows(*shape, parts=parts))
    end = max((frame for each in changes.values() for frame in each), default=0)
    joint = [
        frame
        for frame in range(end + 1)
        if any(sum(frame in changes[place] for place in window) > limit for window in windows)
    ]
    return any(
        flash_in_place(changes, window, limit=limit, frames=joint, fps=fps)
        or flashes_whole([changes[place] for place in window], limit=limit, frames=end + 1, fps=fps)
        for window in windows
    )


def flash_in_place(
    changes: dict[tuple[int, int], Changes],
    window: Sequence[tuple[int, int]],
    *,
    limit: Fraction,
    frames: Sequence[int],
    fps: int,
) -> bool:
    for first in frames:
        inside = [frame for frame in frames if first <= frame < first + fps]
        if sum(sum(frame in changes[place] for frame in inside) >= 8 for place in window) > limit:
            return True
    return False


def flashes_whole(changes: Sequence[Changes], *, limit: Fraction, frames: int, fps: int) -> bool:
    lit = [False] * len(changes)
    counts = [0]
    for frame in range(frames):
        lit = [each.get(frame, UP if on else DOWN) == UP for on, each in zip(lit, changes, strict=True)]
        counts.append(sum(lit))
    least = int(limit) + 1
    turns = list_changes(counts, change=least, dark=len(changes) + 1)
    return any(sum(first <= frame < first + fps for frame in turns) >= 8 for first in turns)


def find_broken(pictures: Sequence[Pixels], *, fps: int, nits: int) -> list[str]:
    """The rules that a loop of these breaks."""
    frames = len(pictures)
    shown = [pictures[frame % frames] for frame in range(frames + -(-fps // frames) * min(frames, fps))]
    shape = shown[0].shape[0], shown[0].shape[1]
    places = list(product(range(shape[0]), range(shape[1])))
    light = {place: [find_luminance(picture[place]) for picture in shown] for place in places}
    rules = {
        "C1": ({at: list_changes(light[at], change=0.1, dark=0.8) for at in places}, 3),
        "C2": ({at: list_red_changes([picture[at] for picture in shown]) for at in places}, 3),
        "C4": ({at: list_changes(light[at], change=20 / nits, dark=160 / nits) for at in places}, 1),
    }
    return [rule for rule, (changes, parts) in rules.items() if has_flashes(changes, shape=shape, fps=fps, parts=parts)]


def make_clip(seed: int, *, fps: int) -> list[Pixels]:
    """Some seconds of areas that flash, fade, or jump, each in its own time; every few clips touch a limit."""
    chance = np.random.default_rng(seed)
    frames = int(chance.integers(fps // 2, 3 * fps))
    ground = np.full((6, 9, 3), chance.integers(0, 256, 3), np.uint8)
    pictures = [ground.copy() for _ in range(frames)]
    for _ in range(int(chance.integers(1, 4))):
        top, left = chance.integers(0, 5), chance.integers(0, 8)
        height, width = chance.integers(1, 6), chance.integers(1, 7)
        one, other = chance.integers(0, 256, (2, 3)) if chance.random() < 0.6 else ((255, 10, 10), (90, 90, 130))
        rate, start = chance.uniform(2, 6), chance.integers(0, frames)
        soft = chance.random() < 0.4
        for frame in range(frames):
            phase = (frame - start) * rate / fps % 1
            share = abs(2 * phase - 1) if soft else float(phase < 0.5)
            colour = np.asarray(one) * share + np.asarray(other) * (1 - share)
            pictures[frame][top : top + height, left : left + width] = colour.astype(np.uint8)
    return pictures


@pytest.mark.parametrize("seed", range(40))
def test_the_fast_way_finds_what_the_slow_way_finds(seed: int) -> None:
    fps, nits = (10, 12, 24, 25)[seed % 4], (200, 400, 1000)[seed % 3]
    pictures = make_clip(seed, fps=fps)
    samples = [Sample(frame, picture) for frame, picture in enumerate(pictures)]
    found = find_rules(samples, frames=len(pictures), fps=fps, nits=nits)
    assert sorted(set(found)) == find_broken(pictures, fps=fps, nits=nits)


def test_the_clips_break_every_rule_and_none() -> None:
    """Else agreeing would say little."""
    told = [tuple(find_broken(make_clip(seed, fps=10), fps=10, nits=400)) for seed in range(0, 40, 4)]
    assert {rule for rules in told for rule in rules} == {"C1", "C2", "C4"}
    assert () in told
