"""Subtitles at the limits of checks.md D1–D4, one frame or one character to either side."""

from dataclasses import replace

import pytest

from campaign.checks.subtitles import Track, check_item, check_subtitles, check_track
from campaign.render.folder import load_template
from campaign.render.subtitles import Cue
from campaign.spec.findings import Severity
from campaign.spec.formats import Shape
from tests.factories.jobs import TEMPLATES
from tests.factories.values import make_channel, make_item, make_template

FPS = 25


def find(*cues: Cue, language: str = "en", shape: Shape = Shape.LANDSCAPE, end: int = 1000) -> list[tuple[str, int]]:
    found = check_track(Track(cues, "a.srt", language, shape, FPS, 0, end))
    return [(finding.rule, finding.place.cue or 0) for finding in found]


def make_cue(text: str = "Good day", *, start: int = 0, frames: int = 100, number: int = 1) -> Cue:
    return Cue(number, start, start + frames, text)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("a" * 42, []),
        ("a" * 43, [("D1", 1)]),
        ("one\ntwo", []),
        ("one\ntwo\nthree", [("D1", 1)]),
    ],
)
def test_two_lines_of_42_characters(text: str, rules: list[tuple[str, int]]) -> None:
    assert find(make_cue(text)) == rules


def test_an_upright_screen_takes_two_lines_of_25() -> None:
    words = "word " * 9
    assert find(make_cue(words + "aaaaa"), shape=Shape.PORTRAIT) == []
    assert find(make_cue(words + "aaaaaa"), shape=Shape.PORTRAIT) == [("D1", 1)]


@pytest.mark.parametrize(
    ("language", "characters", "severity"),
    [
        ("bg", 26, None),
        ("bg", 27, Severity.WARNING),
        ("bg", 34, Severity.WARNING),
        ("bg", 35, Severity.ERROR),
        ("en", 40, None),
        ("en", 41, Severity.ERROR),
        ("ar", 34, None),
        ("ar", 35, Severity.ERROR),
    ],
)
def test_characters_a_second(language: str, characters: int, severity: Severity | None) -> None:
    found = check_track(Track((make_cue("a" * characters, frames=50),), "a", language, Shape.LANDSCAPE, FPS, 0, 99))
    assert [(finding.rule, finding.severity) for finding in found] == ([("D2", severity)] if severity else [])


@pytest.mark.parametrize(("frames", "rules"), [(20, [("D3", 1)]), (21, []), (175, []), (176, [("D3", 1)])])
def test_a_cue_stands_from_five_sixths_of_a_second_to_seven(frames: int, rules: list[tuple[str, int]]) -> None:
    assert find(make_cue("Yes", frames=frames)) == rules


@pytest.mark.parametrize(("gap", "rules"), [(0, []), (1, [("D3", 2)]), (2, []), (30, []), (-1, [("D4", 2)])])
def test_a_gap_of_one_frame_flickers_and_an_overlap_is_wrong(gap: int, rules: list[tuple[str, int]]) -> None:
    assert find(make_cue(), make_cue(start=100 + gap, number=2)) == rules


def test_cues_stand_in_the_order_of_their_times() -> None:
    assert find(make_cue(start=200), make_cue(start=0, number=2)) == [("D4", 2)]


def test_a_cue_that_outlasts_the_clip_is_named_with_its_second() -> None:
    found = check_track(Track((make_cue(start=50),), "a.srt", "en", Shape.LANDSCAPE, FPS, 0, 149))
    assert [(finding.rule, str(finding.place), finding.allowed) for finding in found] == [
        ("D4", "a.srt · en · cue 1 · 2.00 s", "0.00–5.96 s")
    ]


def test_cues_of_the_film_outside_the_stretch_are_nobodys_business() -> None:
    assert find(make_cue("a" * 99, start=500), end=400) == []


def test_a_file_is_read_and_checked_in_one_step() -> None:
    data = "1\n00:00:01,000 --> 00:00:01,200\nДа\n".encode("cp1251")
    found = check_subtitles(data, file="a.srt", language="bg", shape=Shape.LANDSCAPE, fps=FPS, start=0.0, end=5.0)
    assert [(finding.rule, finding.measured) for finding in found] == [("D3", "0.20 s")]


def test_an_items_subtitles_are_checked_where_its_clip_is_shown() -> None:
    template = load_template(TEMPLATES / "film")
    clip = {"file": "a.mp4", "from": 0, "to": 5, "alt": {"bg": "Цвят"}}
    item = replace(make_item(), values={"clip": clip, "subtitles": {"bg": "a.bg.srt"}})
    data = "1\n00:00:01,000 --> 00:00:01,200\nДа\n\n2\n00:00:08,000 --> 00:00:08,100\nНе\n".encode()
    found = check_item(
        item, language="bg", channel=make_channel(), template=template, read={"a.bg.srt": data}.__getitem__
    )
    assert [(finding.rule, str(finding.place)) for finding in found] == [("D3", "a.bg.srt · ana · bg · cue 1 · 1.00 s")]


def test_an_item_without_a_film_has_no_subtitles_to_read() -> None:
    assert check_item(make_item(), language="bg", channel=make_channel(), template=make_template(), read=_refuse) == ()


def _refuse(name: str) -> bytes:
    raise AssertionError(name)
