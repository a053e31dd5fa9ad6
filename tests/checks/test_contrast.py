"""A text counts once it has arrived, and then its worst letter at its worst moment."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from campaign.checks.contrast import Contrast
from campaign.render.scene import Ink, Moment, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.findings import Finding
from campaign.spec.formats import Format

SCREEN = Format(320, 180)
INK = Ink(20, 20, np.kron(np.tile([0, 1], (1, 12)), np.ones((20, 5))).astype(np.uint8) * 255)
"""Twelve strokes of 5 × 20 pixels."""
TEXT = Wording("a", "values.headline", "Да", Box(20, 20, 120, 20), 6.0, INK)


def draw(*, ink: int, ground: int | np.ndarray, share: float = 1.0, second: float = 0.0) -> Moment:
    behind = np.full((180, 320, 3), ground, np.uint8) if isinstance(ground, int) else ground
    picture = behind.copy()
    part = picture[20:40, 20:140]
    part[INK.cover > 0] = (1 - share) * part[INK.cover > 0] + share * ink
    return Moment(second, 1.0, picture, behind)


def watch(moments: Sequence[Moment], *, rest: Moment) -> list[Finding]:
    watcher = Contrast(Scene(SCREEN, "bg", (TEXT,), {}, rest, float(len(moments)), moments))
    for second, moment in enumerate(moments):
        watcher.see(replace(moment, second=float(second)))
    return list(watcher.tell())


@pytest.mark.parametrize(
    ("ink", "found"),
    [(0x77, [("error", "4.47:1")]), (0x76, [("warning", "4.54:1")]), (0x5A, [("warning", "6.89:1")]), (0x59, [])],
)
def test_the_thresholds_of_wcag(ink: int, found: list[tuple[str, str]]) -> None:
    scene = Scene(SCREEN, "bg", (TEXT,), {}, draw(ink=ink, ground=255))
    assert [(each.severity, each.measured) for each in Contrast(scene).tell()] == found


def test_a_large_text_needs_no_more_than_the_least() -> None:
    large = replace(TEXT, cap=20.0)
    scene = Scene(SCREEN, "bg", (large,), {}, draw(ink=0x76, ground=255))
    assert list(Contrast(scene).tell()) == []


def test_a_patch_behind_one_letter_counts_and_a_speck_does_not() -> None:
    ground = np.zeros((180, 320, 3), np.uint8)
    ground[20:40, 60:75] = 250
    [found] = Contrast(Scene(SCREEN, "bg", (TEXT,), {}, draw(ink=255, ground=ground))).tell()
    assert (found.rule, found.severity, found.place.field) == ("B3", "error", "values.headline")
    ground[:] = 0
    ground[30, 66] = 250
    assert list(Contrast(Scene(SCREEN, "bg", (TEXT,), {}, draw(ink=255, ground=ground))).tell()) == []


def test_a_text_that_fades_in_counts_from_when_it_is_there() -> None:
    moments = [draw(ink=255, ground=0, share=share) for share in (0, 0.2, 0.6, 1, 1)]
    assert watch(moments, rest=moments[-1]) == []


def test_a_ground_that_turns_pale_under_it_is_told_with_its_second() -> None:
    grounds = (0, 0, 120, 0)
    moments = [draw(ink=255, ground=ground) for ground in grounds]
    [found] = watch(moments, rest=moments[0])
    assert (found.severity, found.place.second, found.measured) == ("error", 2.0, "4.41:1")


def test_a_ground_that_takes_the_texts_own_colour_hides_it_while_it_is_up() -> None:
    moments = [draw(ink=255, ground=ground) for ground in (0, 255, 0)]
    [found] = watch(moments, rest=moments[0])
    assert (found.place.second, found.measured) == (1.0, "1.00:1")
    alone = [draw(ink=255, ground=255), *moments[::2]]  # before it comes nobody misses it
    assert watch(alone, rest=moments[0]) == []


def test_a_text_that_never_gets_there_is_an_error() -> None:
    moments = [draw(ink=255, ground=0, share=share) for share in (0, 0.2, 0.4)]
    [found] = watch(moments, rest=draw(ink=255, ground=0))
    assert str(found.message) == "“Да” is never to be seen."
