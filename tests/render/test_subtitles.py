"""Subtitle files of any age are read, and every cue stands on whole frames."""

import pytest

from campaign.render.subtitles import Cue, close_gaps, cut_cues, decode_text, join_changes, list_changes, read_cues
from campaign.spec.errors import BrokenMedia

SRT = "1\n00:00:01,000 --> 00:00:02,500\nДобър ден,\nсъседи!\n\n2\n00:00:03,010 --> 00:00:04,000\n<i>Здравейте</i>\n"
CUES = (Cue(1, 25, 63, "Добър ден,\nсъседи!"), Cue(2, 75, 100, "Здравейте"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251"])
def test_every_encoding_of_bulgarian_editors_is_read(encoding: str) -> None:
    assert read_cues(SRT.encode(encoding), fps=25, file="a.srt") == CUES


def test_windows_line_ends_are_read() -> None:
    assert read_cues(SRT.replace("\n", "\r\n").encode(), fps=25, file="a.srt") == CUES


def test_webvtt_is_read_with_its_escapes() -> None:
    first = "1\n00:00:01.000 --> 00:00:02.520\nA &lt; B &amp; C\n"
    second = "2\n00:00:03.000 --> 00:00:04.000\nДа,\nсъседи\n"
    cues = (Cue(1, 25, 63, "A < B & C"), Cue(2, 75, 100, "Да,\nсъседи"))
    assert read_cues(f"WEBVTT\n\n{first}\n{second}".encode(), fps=25, file="a.vtt") == cues


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"WEBVTT\n", b"just words", b"\xff\xfe\x00", b"1\n00:00:01,000 --> 00:00:02,000\n\n"]
)
def test_a_file_without_cues_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(BrokenMedia, match=r"^a.srt: No subtitles can be read"):
        read_cues(data, fps=25, file="a.srt")


def test_latin_text_is_not_taken_for_cyrillic() -> None:
    assert decode_text("Café".encode()) == "Café"


def test_cues_count_from_the_start_of_the_stretch() -> None:
    assert cut_cues(CUES, start=50, end=80) == (Cue(1, 0, 13, CUES[0].text), Cue(2, 25, 30, "Здравейте"))
    assert cut_cues(CUES, start=100, end=200) == ()


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
    first = ((0, ""), (5, "а\nб"), (20, ""))
    second = ((0, ""), (5, "a b"), (15, ""))
    assert join_changes(first, second) == ((0, ""), (5, "а б\na b"), (15, "а б"), (20, ""))
    assert join_changes(first) == first
