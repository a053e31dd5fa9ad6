"""Texts that are markup somewhere: in every file that is written of them they stay the words they are."""

import csv
import io
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from campaign.adapters.mail import Letter, MailFailed, send_letter
from campaign.playlists.build import build_playlist
from campaign.playlists.formats import write_playlist
from campaign.playlists.items import Playlist, Revoked
from campaign.render.compose import build_context
from campaign.render.folder import load_template
from campaign.render.page import compose_page
from campaign.render.subtitles import Cue, read_cues
from campaign.render.webvtt import write_vtt
from campaign.schedule.reigns import Reign
from campaign.spec.errors import InvalidValue
from tests.factories.schedule import make_release, make_spots
from tests.render.jobs import ROOT, make_job

HOSTILE = (
    "<script>alert(1)</script>", "]]><x/>", "\"><img src=x onerror=alert(1)>", "&lt;b&gt; &amp; &#0;", "--><!--",
    "\r\n#EXTINF:1,evil\r\nhttp://127.0.0.1/evil.mp4", "\r\n\r\n00:00:00.000 --> 99:00:00.000\r\nevil", "\u2028evil",
    "\x00\x08\x1b", "{{ 7 * 7 }}{% raw %}", "javascript:alert(1)", "\u202eevil",
)  # fmt: skip
AT = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))


def make_playlist(text: str) -> Playlist:
    """Its channel's title and every description say the text."""
    release = make_release(spots=make_spots("together/project"))
    found = build_playlist([Reign(release)], channel="tram", at=AT, revoked=Revoked(), base_url="https://s.example")
    items = tuple(item._replace(alt=text) for item in found.now)
    channel = replace(found.channel, title={"bg": text, "en": text})
    return replace(found, channel=channel, now=items, fallback=items)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["smil", "xspf"])
def test_no_text_adds_an_element_to_xml(kind: str, text: str) -> None:
    plain, hostile = (
        [element.tag for element in ElementTree.fromstring(write_playlist(make_playlist(words), kind=kind)).iter()]
        for words in ("words", text)
    )
    assert hostile == plain


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_an_address_to_m3u(text: str) -> None:
    plain, hostile = (write_playlist(make_playlist(words), kind="m3u8").decode() for words in ("words", text))
    assert len(hostile.splitlines()) == len(plain.splitlines())
    assert [line for line in hostile.split("\n") if line.startswith("http")] == [
        line for line in plain.split("\n") if line.startswith("http")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_come_back_from_json_and_csv_as_they_were(text: str) -> None:
    playlist = make_playlist(text)
    assert json.loads(write_playlist(playlist, kind="json"))["channel"]["title"]["bg"] == text
    rows = list(csv.DictReader(io.StringIO(write_playlist(playlist, kind="csv").decode(), newline="")))
    assert {row["alt"].removeprefix("'") for row in rows} == {text}


@pytest.mark.parametrize("text", HOSTILE[:5])
def test_no_subtitle_becomes_markup_or_another_cue(text: str) -> None:
    written = write_vtt((Cue(1, 0, 25, text),), fps=25, language="bg")
    assert written.count("-->") == 1
    assert "<" not in written
    [cue] = read_cues(written.encode(), fps=25, file="a.vtt")
    assert (cue.start, cue.end) == (0, 25)


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_an_element_of_a_page(tmp_path: Path, text: str) -> None:
    for name in ("_kit", "plain"):
        shutil.copytree(ROOT / name, tmp_path / name)
    template = load_template(tmp_path / "plain")
    if not set(text).isdisjoint("\0\u202e"):
        with pytest.raises(InvalidValue, match="The text holds a character"):
            build_context(make_job(template=template, headline=text))
        return
    plain, hostile = (
        compose_page(template, build_context(make_job(template=template, headline=words))).html.count("<")
        for words in ("words", text)
    )
    assert hostile == plain


@pytest.mark.parametrize("part", ["subject", "to"])
def test_no_line_end_adds_a_header_to_a_letter(tmp_path: Path, part: str) -> None:
    letter = Letter("a@example.org", "Hi", "words", "<p>words</p>", "bg", "m1")
    hostile = replace(letter, **{part: f"{getattr(letter, part)}\r\nBcc: evil@example.org"})
    with pytest.raises(MailFailed):
        send_letter(hostile, to=f"file:{tmp_path}", sender="c@example.org", now=AT.astimezone(UTC))
    assert list(tmp_path.iterdir()) == []
