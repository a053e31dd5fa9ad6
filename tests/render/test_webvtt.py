"""What a loop shows is written beside it, one file a language, and reads back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.render.subtitles import Cue, read_cues
from campaign.render.webvtt import list_shown, write_srt, write_time, write_tracks, write_vtt

CUES = (Cue(1, 10, 60, "A < B & C -> D"), Cue(2, 62, 9_000_000, "Да,\nсъседи"))


def test_webvtt_names_its_language_and_escapes_words() -> None:
    assert write_vtt(CUES, fps=25, language="bg") == (
        "WEBVTT\nKind: subtitles\nLanguage: bg\n"
        "\n00:00:00.400 --> 00:00:02.400\nA &lt; B &amp; C -&gt; D\n"
        "\n00:00:02.480 --> 100:00:00.000\nДа,\nсъседи\n"
    )


def test_srt_counts_its_cues() -> None:
    assert write_srt((Cue(7, 10, 60, "Да"), Cue(9, 62, 100, "Не")), fps=25) == (
        "1\n00:00:00,400 --> 00:00:02,400\nДа\n\n2\n00:00:02,480 --> 00:00:04,000\nНе\n"
    )


@given(st.integers(0, 10**7), st.sampled_from((24, 25, 30, 50, 60)))
def test_a_written_time_reads_back_as_its_frame(frame: int, fps: int) -> None:
    text = f"1\n{write_time(frame, fps=fps)} --> {write_time(frame + 1, fps=fps)}\nA\n"
    assert read_cues(text.encode(), fps=fps, file="a.srt") == (Cue(1, frame, frame + 1, "A"),)


@pytest.mark.parametrize("text", ["2018", "&lt;", "<i>A</i>", "A <b> C", "25\u00a0%", "- А\n- Б"])
def test_webvtt_reads_back_every_word(text: str) -> None:
    written = write_vtt((Cue(1, 0, 50, text),), fps=25, language="bg")
    assert read_cues(written.encode(), fps=25, file="a.vtt") == (Cue(1, 0, 50, text),)


def test_a_loop_tells_its_cues_up_to_its_end() -> None:
    changes = ((0, ""), (10, "a"), (20, "b\nc"), (30, ""), (40, "d"))
    assert dict(list_shown(changes, frames=50, languages=("en",))) == {
        "en": (Cue(1, 10, 20, "a"), Cue(2, 20, 30, "b\nc"), Cue(3, 40, 50, "d"))
    }


def test_a_bilingual_loop_has_a_track_for_each_language() -> None:
    changes = ((0, ""), (10, "А\na"), (20, "А\nb"), (30, "\nb"), (40, "Б"))
    assert dict(list_shown(changes, frames=50, languages=("bg", "en"))) == {
        "bg": (Cue(1, 10, 30, "А"), Cue(2, 40, 50, "Б")),
        "en": (Cue(1, 10, 20, "a"), Cue(2, 20, 40, "b")),
    }


def test_a_loop_that_never_says_anything_has_no_tracks() -> None:
    assert write_tracks((), frames=125, fps=25, language="bg+en") == {}
