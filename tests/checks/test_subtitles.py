"""Subtitles at the limits of checks.md D1–D6, one frame or one character to either side."""

from dataclasses import replace

import pytest

from campaign.checks.subtitles import check_item, check_pair, check_spoken, check_subtitles, find_unwritten
from campaign.checks.tracks import Track, check_track
from campaign.render.folder import load_template
from campaign.render.subtitles import Cue
from campaign.spec.channels import Medium
from campaign.spec.findings import Severity
from campaign.spec.formats import Shape
from tests.factories.jobs import TEMPLATES, make_job
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
    assert find(make_cue("a" * 25), shape=Shape.PORTRAIT) == []
    assert find(make_cue("a" * 26), shape=Shape.PORTRAIT) == [("D1", 1)]


def test_an_upright_screen_counts_the_lines_it_will_break() -> None:
    """45 characters, and yet no place to break them into two lines of 25."""
    assert find(make_cue("a" * 14 + " " + "b" * 14 + " " + "c" * 15), shape=Shape.PORTRAIT) == [("D1", 1)]


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


@pytest.mark.parametrize(
    ("cue", "rules"),
    [
        (Cue(1, -5, 50, "Yes"), [("D4", 1)]),
        (Cue(1, 50, 50, "Yes"), [("D3", 1)]),
        (Cue(1, 50, 20, "Yes"), [("D4", 1)]),
        (Cue(1, 50, 90, ""), [("D4", 1)]),
        (Cue(1, 0, 175, "word " * 100), [("D1", 1), ("D2", 1)]),
    ],
)
def test_what_cannot_be_is_named_and_never_a_crash(cue: Cue, rules: list[tuple[str, int]]) -> None:
    assert find(cue) == rules


def test_overlaps_are_seen_across_other_cues() -> None:
    cues = (make_cue(frames=170), make_cue(start=20, frames=30, number=2), make_cue(start=160, number=3))
    assert find(*cues) == [("D4", 2), ("D4", 3)]


@pytest.mark.parametrize(
    ("language", "text", "rules"),
    [
        ("bg", "Днес отиваме на\nучилище с всички", [("D5", 1)]),
        ("bg", "Днес отиваме\nна училище с всички", []),
        ("en", "We walk with the\nchildren to school", [("D5", 1)]),
        ("en", "We walk to school\nwith the children", []),
        ("en", "a " * 20 + "\n" + "a " * 20, []),
        ("nl", "Wij lopen met de\nkinderen naar school", []),
    ],
)
def test_a_line_ends_with_a_phrase_where_it_can(language: str, text: str, rules: list[tuple[str, int]]) -> None:
    assert find(make_cue(text.strip(), frames=170), language=language) == rules


def test_the_better_break_is_told() -> None:
    cue = make_cue("Днес всички заедно отиваме на\nучилище с децата от квартала.", frames=170)
    (found,) = check_track(Track((cue,), "a.srt", "bg", Shape.LANDSCAPE, FPS, 0, 999))
    assert str(found.hint) == "Break it so: Днес всички заедно отиваме / на училище с децата от квартала."
    assert found.severity is Severity.WARNING


@pytest.mark.parametrize(
    ("language", "texts", "rules"),
    [
        ("bg", ("Тръгваме…", "към дома"), [("D5", 1)]),
        ("bg", ("Тръгваме...", "…към дома"), [("D5", 1)]),
        ("bg", ("Тръгваме…", "Към дома"), []),
        ("en", ("We leave…", "for home"), []),
    ],
)
def test_no_ellipsis_continues_a_sentence_in_bulgarian(
    language: str, texts: tuple[str, str], rules: list[tuple[str, int]]
) -> None:
    assert find(make_cue(texts[0]), make_cue(texts[1], start=100, number=2), language=language) == rules


def make_pair(first: tuple[Cue, ...], second: tuple[Cue, ...]) -> list[tuple[str, int, str]]:
    tracks = [
        Track(cues, f"a.{language}.srt", language, Shape.LANDSCAPE, FPS, 0, 999, paired=True)
        for cues, language in ((first, "bg"), (second, "en"))
    ]
    assert [check_track(track) for track in tracks] == [(), ()]
    return [(found.rule, found.place.cue or 0, found.measured) for found in check_pair(*tracks)]


def test_two_languages_need_the_time_of_both() -> None:
    """17 characters are a second in Bulgarian, 20 in English."""
    fits, too_long = make_cue("я" * 17, frames=50), make_cue("a" * 22, frames=50)
    assert make_pair((fits,), (make_cue("a" * 20, frames=50),)) == []
    assert make_pair((fits,), (too_long,)) == [("D2", 1, "2.10 s")]
    assert make_pair((fits, make_cue("я", start=60, number=2)), ()) == []


def test_a_text_under_two_cues_counts_its_share_in_each() -> None:
    halves = (make_cue("я" * 34, frames=75), make_cue("я" * 34, start=75, frames=75, number=2))
    assert make_pair(halves, (make_cue("a" * 40, frames=150),)) == []
    assert make_pair(halves, (make_cue("a" * 42, frames=150),)) == [("D2", 1, "3.05 s"), ("D2", 2, "3.05 s")]


def test_two_languages_have_a_line_each() -> None:
    track = Track((make_cue("word\n" + "a" * 38),), "a", "en", Shape.LANDSCAPE, FPS, 0, 999, paired=True)
    assert [(found.rule, found.measured) for found in check_track(track)] == [("D1", "43")]


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


def test_a_film_without_subtitles_in_the_stretch_is_named() -> None:
    template = load_template(TEMPLATES / "film")
    clip = {"file": "a.mp4", "from": 0, "to": 5, "alt": {"bg": "Цвят"}}
    item = replace(make_item(), values={"clip": clip, "subtitles": {"bg": "a.bg.srt"}})
    data = "1\n00:00:08,000 --> 00:00:09,000\nНе\n".encode()
    found = check_item(item, language="bg", channel=make_channel(), template=template, read=lambda _: data)
    assert [f"{one.rule} {one.place}" for one in found] == ["D6 a.bg.srt · ana · bg"]


@pytest.mark.parametrize(
    ("loudness", "found"),
    [
        ([-20.0] * 80, [("D6", Severity.WARNING, 2.0, "4.0 s")]),
        ([-20.0] * 49 + [-80.0] * 31, []),
        ([-20.0] * 50 + [-80.0] * 30, [("D6", Severity.WARNING, 2.0, "3.0 s")]),
        ([-46.0] * 80, []),
        ([], []),
    ],
)
def test_where_a_film_is_heard_for_long_and_nothing_written_somebody_is_asked(
    loudness: list[float], found: list[tuple[str, Severity, float, str]]
) -> None:
    """Written from 0 to 2 and from 6 to 7 seconds of the film, which is shown from 0 to 8."""
    clip = {"file": "a.mp4", "from": 0, "to": 8, "alt": {"bg": "Цвят"}}
    job = make_job(medium=Medium.LOOP)
    item = replace(job.item, template="film", values={"clip": clip, "subtitles": {"bg": "a.bg.srt"}})
    job = replace(job, item=item, template=load_template(TEMPLATES / "film"))
    data = "1\n00:00:00,000 --> 00:00:02,000\nДа\n\n2\n00:00:06,000 --> 00:00:07,000\nНе\n".encode()
    heard = find_unwritten(job, read=lambda _: data, listen=lambda _: loudness)
    assert [(one.rule, one.severity, one.place.second, one.measured) for one in heard] == found


def test_a_language_of_the_channel_without_a_file_is_named() -> None:
    template = load_template(TEMPLATES / "film")
    fields = dict(template.manifest.fields)
    fields["subtitles"] = replace(fields["subtitles"], required=False)
    template = replace(template, manifest=replace(template.manifest, fields=fields))
    clip = {"file": "a.mp4", "from": 0, "to": 5, "alt": {"bg": "Цвят", "en": "Colour"}}
    item = replace(make_item(), values={"clip": clip, "subtitles": {"bg": "a.bg.srt"}})
    data = "1\n00:00:01,000 --> 00:00:02,000\nДа\n".encode()
    found = check_item(item, language="bg+en", channel=make_channel(), template=template, read=lambda _: data)
    assert [f"{one.rule} {one.place}" for one in found] == ["D6 ana · en · subtitles"]


def test_an_item_without_a_film_has_no_subtitles_to_read() -> None:
    assert check_item(make_item(), language="bg", channel=make_channel(), template=make_template(), read=_refuse) == ()


def _refuse(name: str) -> bytes:
    raise AssertionError(name)


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("bg", "Циганите\nси тръгнаха.", [("E9", "error")]),
        ("bg", "Аз съм ромка.", [("E10", "warning")]),
        ("bg", "Номер 752316\n9263", [("F5", "error")]),
        ("bg", "Обади се на 0888 123 456", [("F5", "warning")]),
        ("en", "illegal\nmigrants", [("E9", "warning")]),
        ("bg", "Звънецът бие.", []),
    ],
)
def test_what_is_said_is_words_too(language: str, text: str, found: list[tuple[str, str]]) -> None:
    track = Track(
        (make_cue("Добре", number=1), make_cue(text, start=25, number=2)),
        "a.srt",
        language,
        Shape.LANDSCAPE,
        FPS,
        0,
        1000,
    )
    findings = list(check_spoken(track, make_item()))
    assert [(each.rule, each.severity.value) for each in findings] == found
    assert [(each.place.file, each.place.cue, each.place.second) for each in findings] == [("a.srt", 2, 1.0)] * len(
        found
    )


def test_a_slur_that_is_said_stands_with_a_reason() -> None:
    track = Track((make_cue("Наричаха ме циганка"),), "a.srt", "bg", Shape.LANDSCAPE, FPS, 0, 1000)
    item = replace(make_item(), reasons={"E9": "Разказва как са я обиждали.", "E10": "Това е нейният разказ."})
    assert [each.severity for each in check_spoken(track, item)] == [Severity.WARNING]
