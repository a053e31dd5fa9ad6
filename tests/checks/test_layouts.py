"""Texts that come later than the rest of a loop are looked at once, when they come."""

from dataclasses import replace

import numpy as np

from campaign.checks.layouts import Layouts
from campaign.render.scene import Moment, Scene, Wording
from campaign.spec.boxes import Box
from campaign.spec.formats import Format

SCREEN = Format(320, 180)
"""A capital is legible from 4.5 pixels on, comfortable from 7.3."""
BLANK = np.zeros((180, 320, 3), np.uint8)
TEXT = Wording("a", "values.headline", "Да", Box(40, 40, 60, 20), 12.0)


def watch(*wordings: Wording) -> list[tuple[str, str, float | None, str]]:
    rest = Moment(0.0, 0.0, BLANK, BLANK)
    watcher = Layouts(Scene(SCREEN, "bg", (TEXT,), {}, rest, 3.0))
    for second in range(2):
        watcher.see(Moment(float(second), 1.0, BLANK, BLANK, tuple(wordings)))
    return [(found.rule, found.severity, found.place.second, found.measured) for found in watcher.tell()]


def test_a_sound_text_is_no_finding() -> None:
    assert watch(TEXT) == []


def test_a_subtitle_that_is_too_small_is_told_once_with_its_second() -> None:
    assert watch(TEXT, replace(TEXT, id="cue", field="cue", text="Ето", cap=4.0)) == [("B2", "error", 0.0, "8.9 mm")]


def test_a_card_needs_no_message_that_is_read_with_ease() -> None:
    assert watch(replace(TEXT, text="Партньори", cap=6.0)) == []


def test_a_sign_without_a_glyph_and_a_place_at_the_edge_are_told() -> None:
    assert watch(replace(TEXT, text="Да ☃", box=Box(2, 40, 60, 20))) == [
        ("B1", "error", 0.0, "2 px"),
        ("B8", "error", 0.0, "U+2603"),
    ]
