"""Subtitle files of any age are read, and every cue stands on whole frames."""

import pytest

from campaign.render.subtitles import (
    Cue,
    close_gaps,
    cut_cues,
    join_changes,
    list_changes,
    read_cues,
    set_lines,
)
from campaign.render.transcripts import decode_text
from campaign.spec.errors import BrokenMedia
from campaign.spec.formats import Shape

SRT = "1\n00:00:01,000 --> 00:00:02,500\nДобър ден,\nсъседи!\n\n2\n00:00:03,010 --> 00:00:04,000\n<i>Здравейте</i>\n"
CUES = (Cue(1, 25, 63, "Добър ден,\nсъседи!"), Cue(2, 75, 100, "Здравейте"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_every_encoding_of_bulgarian_editors_is_read(encoding: str) -> None:
    assert read_cues(SRT.encode(encoding), fps=25, file="a.srt") == CUES


def read(text: str, *, file: str = "a.srt", fps: int = 25) -> list[tuple[int, int, str]]:
    return [(cue.start, cue.end, cue.text) for cue in read_cues(text.encode(), fps=fps, file=file)]


def test_webvtt_is_read_with_its_escapes() -> None:
    first = "1\n00:01.000 --> 00:00:02.520 position:10%,line-left align:left\n<v Ана>A &lt; B &amp; C</v>\n"
    second = "second cue\n00:00:03.000 --> 00:00:04.000\nДа,\n<00:00:03.500>съседи<c.x> мои</c>\n"
    note = "NOTE\n00:00:00.000 --> 00:00:09.000 was wrong\nsaid Ana\n"
    style = "STYLE\n::cue { color: red }\n\nREGION\nid:a\nlines:3\n"
    expected = [(25, 63, "A < B & C"), (75, 100, "Да,\nсъседи мои")]
    assert read(f"WEBVTT - title\n\n{style}\n{note}\n{first}\n{note}\n{second}\n{note}") == expected


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
def test_every_line_end_is_read(end: str) -> None:
    assert read_cues(SRT.replace("\n", end).encode(), fps=25, file="a.srt") == CUES


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("00:00:01,000 --> 00:00:02,000\nГодина\n2018\n\n00:00:03,000 --> 00:00:04,000\nБ", ["Година\n2018", "Б"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nА\n2\n00:00:03,000 --> 00:00:04,000\nБ", ["А", "Б"]),
        ("1\n00:00:01,000 --> 00:00:02,000\nА\n2018\n00:00:03,000 --> 00:00:04,000\nБ", ["А\n2018", "Б"]),
        ("1\n00:00:01,000 --> 00:00:02,000\n\nА\n\nА\n\n2\n00:00:03,000 --> 00:00:04,000\n\n", ["А\nА", ""]),
        ("1\n00:00:01.5 --> 00:00:02 X1:10 Y1:20\n{\\an8}<font color=red>А</font> <Ана>", ["А <Ана>"]),
        ("1\n0:00:01,000-->0:00:02,000\n5 &lt; 6 &copy=1 AT&T 25&nbsp;%<br/>да", ["5 < 6 &copy=1 AT&T 25\u00a0%\nда"]),
    ],
)
def test_no_word_of_an_untidy_file_is_lost(text: str, cues: list[str]) -> None:
    assert [cue for _, _, cue in read(text)] == cues


def test_times_are_read_as_they_are_however_wrong() -> None:
    times = ("-00:00:01,000 --> 00:00:02,000", "100:00:01,000 --> 100:00:02,500", "00:00:04,000 --> 00:00:03,000")
    assert read("\n\n".join(f"{time}\n{words}" for time, words in zip(times, "АБВ", strict=True))) == [
        (-25, 50, "А"),
        (9_000_025, 9_000_063, "Б"),
        (100, 75, "В"),
    ]


def test_a_time_that_cannot_be_read_is_named_with_its_line() -> None:
    with pytest.raises(BrokenMedia, match=r"^a.srt:8: This time cannot be read: “00:00:0x,000 --> 00:00:04,000”"):
        read(f"{SRT[:58]}\n00:00:0x,000 --> 00:00:04,000\nБ")


def test_ass_is_read_without_drawings_comments_and_karaoke() -> None:
    text = """[Script Info]
Title: x
[V4+ Styles]
Format: Name, Fontname
Style: broken
[Fonts]
fontname: a.ttf
!!!!
[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:09.00,Default,,0,0,0,,not said
Dialogue: 0,0:00:01.00,0:00:02.50,None,Ана,x,,0,,{\\pos(10,20)\\k20}Добър {\\k30}ден,\\Nсъседи!
Dialogue: 0,0:00:01.00,0:00:02.50,None,,0,0,0,,{\\p1}m 0 0 l 100 0 100 100{\\p0}
Dialogue: 0,0:00:03.00,0:00:04.00,None,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}Здравейте,\\hвсички
"""
    assert read(text) == [(25, 63, "Добър ден,\nсъседи!"), (75, 100, "Здравейте,\u00a0всички")]


def test_the_columns_of_an_ass_file_are_its_own() -> None:
    head = "[Script Info]\n\n[V4 Styles]\n\n[Events]\nFormat: Marked, End, Start, Text\n"
    assert read(f"{head}Dialogue: Marked=0,0:00:02.00,0:00:01.00,А, б") == [(25, 50, "А, б")]
    with pytest.raises(BrokenMedia, match=r"a.srt:7: This line of dialogue has too few columns"):
        read(f"{head}Dialogue: Marked=0,0:00:02.00")
    with pytest.raises(BrokenMedia, match=r"a.srt:7: This time cannot be read: “soon”"):
        read(f"{head}Dialogue: Marked=0,0:00:02.00,soon,А")


TTML = """<?xml version="1.0" encoding="utf-16"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"
    xmlns:ttm="http://www.w3.org/ns/ttml#metadata" ttp:frameRate="25" ttp:tickRate="10000000" xml:lang="bg">
  <head><metadata><ttm:title>Not said</ttm:title></metadata><styling><style xml:id="s"/></styling></head>
  <body begin="1s">{body}</body>
</tt>"""


@pytest.mark.parametrize(
    ("body", "cues"),
    [
        ("<div><p begin='0s' end='1.5s'>Добър\n   ден,<br/>съседи!</p></div>", [(25, 63, "Добър ден,\nсъседи!")]),
        ("<div begin='1s'><div><p begin='00:00:01:12' dur='25f'>А</p></div></div>", [(87, 112, "А")]),
        ("<div><p begin='20000000t' end='00:00:03.04'>А &amp; Б</p></div>", [(75, 101, "А & Б")]),
        ("<div timeContainer='seq'><p dur='1s'>А</p><p dur='2s'>Б</p></div>", [(25, 50, "А"), (50, 100, "Б")]),
        (
            "<div><p><span begin='1s' end='2s'>А</span> <span begin='2s' end='3s'>Б <span>в</span></span></p></div>",
            [(50, 75, "А"), (75, 100, "Б в")],
        ),
        ("<div><p begin='0s' end='1s'><ttm:desc>Not said</ttm:desc>А</p></div>", [(25, 50, "А")]),
    ],
)
def test_ttml_is_read_in_frames_ticks_and_offsets(body: str, cues: list[tuple[int, int, str]]) -> None:
    assert read(TTML.format(body=body)) == cues


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("<!DOCTYPE tt [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><tt><body><p>&b;</p></body></tt>", "a document type"),
        ("<!DOCTYPE tt SYSTEM 'http://evil.example/x.dtd'><tt/>", "a document type"),
        ("<tt><body><p begin='1s'>А</p></body></tt>", "a.srt:1: The words on this line never end"),
        ("<tt><body><p begin='soon' end='2s'>А</p></body></tt>", "This time cannot be read: “soon”"),
        ("<tt><body><p begin='1s' end='2s'>А</body></tt>", "a.srt:1: This is not valid XML"),
        ("<tt><body><p begin='1s' end='2s'>&x;</p></body></tt>", "This is not valid XML"),
        ("<tt>" + "<x>" * 100 + "</x>" * 100 + "</tt>", "too many parts"),
        ("<tt xmlns:p='u' p:frameRate='0'><body/></tt>", "This time cannot be read: “frameRate"),
        ("<html><body><p>А</p></body></html>", "No subtitles can be read"),
    ],
)
def test_a_hostile_or_broken_ttml_is_refused(text: str, why: str) -> None:
    with pytest.raises(BrokenMedia, match=why):
        read(text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"WEBVTT\n",
        b"just words",
        b"\xff\xfe\x00",
        b"1\n00:00:01,000 --> 00:00:02,000\n\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nA\0B\n",
        "1\n00:00:01,000 --> 00:00:02,000\nUn café à côté de la forêt\n".encode("cp1252"),
        SRT.encode() * 5000,
    ],
)
def test_what_holds_no_subtitles_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BrokenMedia, match=r"^a.srt: No subtitles can be read"):
        read_cues(data, fps=25, file="a.srt")


def test_too_many_cues_are_refused_with_their_number() -> None:
    with pytest.raises(BrokenMedia, match=r"The file has 2001 subtitles. Keep those of the clip: at most 2000."):
        read("1\n00:00:01,000 --> 00:00:02,000\nА\n\n" * 2001)


def test_latin_text_is_not_taken_for_cyrillic() -> None:
    assert decode_text("Café".encode()) == "Café"


def test_cues_count_from_the_start_of_the_stretch() -> None:
    assert cut_cues(CUES, start=50, end=80) == (Cue(1, 0, 13, CUES[0].text), Cue(2, 25, 30, "Здравейте"))
    assert cut_cues(CUES, start=100, end=200) == ()


def test_an_empty_cue_and_one_that_ends_before_it_starts_are_not_shown() -> None:
    assert cut_cues((Cue(1, 5, 10, ""), Cue(2, 20, 10, "a"), Cue(3, -9, 9, "b")), start=0, end=99) == (
        Cue(3, 0, 9, "b"),
    )


def test_near_gaps_are_closed_to_two_frames() -> None:
    cues = (Cue(1, 0, 20, "a"), Cue(2, 30, 40, "b"), Cue(3, 42, 50, "c"), Cue(4, 80, 90, "d"))
    assert [cue.end for cue in close_gaps(cues, fps=25)] == [28, 40, 50, 90]


def test_the_picture_changes_when_a_cue_comes_and_goes() -> None:
    cues = (Cue(1, 5, 10, "a"), Cue(2, 10, 20, "b"), Cue(3, 25, 60, "c"))
    assert list_changes(cues, frames=50) == ((0, ""), (5, "a"), (10, "b"), (20, ""), (25, "c"))


def test_a_cue_from_the_first_frame_needs_no_empty_picture() -> None:
    assert list_changes((Cue(1, 0, 5, "a"),), frames=50) == ((0, "a"), (5, ""))


def test_overlapping_cues_follow_each_other() -> None:
    assert list_changes((Cue(1, 0, 30, "a"), Cue(2, 10, 20, "b")), frames=50) == ((0, "a"), (10, "b"), (20, ""))


def test_two_languages_stand_a_line_each_and_change_when_either_does() -> None:
    first = ((0, ""), (5, "а\nб"), (40, ""))
    second = ((0, ""), (5, "a b"), (20, ""), (60, "c"))
    assert join_changes(first, second) == ((0, ""), (5, "а б\na b"), (20, "а б"), (40, ""), (60, "\nc"))
    assert join_changes(first) == first


def test_tracks_that_change_within_half_a_second_change_together() -> None:
    first = list_changes((Cue(1, 10, 60, "А"), Cue(2, 62, 120, "Б"), Cue(3, 130, 180, "В")), frames=250)
    second = list_changes((Cue(1, 12, 58, "a"), Cue(2, 65, 121, "b"), Cue(3, 128, 190, "c")), frames=250)
    assert join_changes(first, second, fps=25) == (
        (0, ""),
        (10, "А\na"),
        (60, ""),
        (62, "Б\nb"),
        (121, ""),
        (128, "В\nc"),
        (190, ""),
    )


def test_a_gap_of_one_track_does_not_move_the_other() -> None:
    first = list_changes((Cue(1, 0, 60, "А"), Cue(2, 62, 120, "Б")), frames=120)
    second = list_changes((Cue(1, 0, 120, "a"),), frames=120)
    assert join_changes(first, second) == ((0, "А\na"), (62, "Б\na"))


def test_a_short_word_of_its_own_is_not_swallowed() -> None:
    first = list_changes((Cue(1, 0, 60, "А"), Cue(2, 60, 68, "Да"), Cue(3, 68, 120, "Б")), frames=120)
    second = list_changes((Cue(1, 0, 120, "a"),), frames=120)
    assert join_changes(first, second) == ((0, "А\na"), (60, "Да\na"), (68, "Б\na"))


def test_an_upright_screen_breaks_lines_anew_and_a_wide_one_keeps_them() -> None:
    cues = (
        Cue(1, 0, 50, "Днес отиваме на училище\nзаедно с всички деца."),
        Cue(2, 50, 99, "Отиваме на училище заедно с тях"),
    )
    assert set_lines(cues, language="bg", shape=Shape.LANDSCAPE) == cues
    assert [cue.lines for cue in set_lines(cues, language="bg", shape=Shape.PORTRAIT)] == [
        ("Днес отиваме на училище", "заедно с всички деца."),
        ("Отиваме на училище", "заедно с тях"),
    ]


def test_words_that_would_read_backwards_are_refused() -> None:
    with pytest.raises(
        BrokenMedia, match=r"a\.srt: The text holds a character that turns its direction round \(U\+202E\)"
    ):
        read("1\n00:00:01,000 --> 00:00:02,500\nДобър \u202eден\n")
