"""All five formats: the same media, the same bytes from poll to poll, and nothing that was withdrawn."""

import csv
import io
import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from campaign.playlists.blank import draw_blank
from campaign.playlists.build import build_playlist
from campaign.playlists.csv_file import COLUMNS
from campaign.playlists.formats import MEDIA_TYPES, WRITERS, write_playlist
from campaign.playlists.items import Revoked
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, Track
from campaign.spec.errors import UnknownName
from campaign.spec.formats import Format
from tests.factories.schedule import make_daypart, make_flight, make_release, make_spot, make_spots

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))
XSPF = "{http://xspf.org/ns/0/}"
RELEASE = make_release(
    dayparts=(make_daypart("peak", "07:00", "09:00"),),
    flights=(make_flight("a", share=50), make_flight("b", campaign="other", share=50, dayparts=("peak",))),
    spots=make_spots("together/ana", "together/ivo", "other/maria", "together/project"),
)


def write(kind: str, *, release: Release = RELEASE, at: datetime = NOON, revoked: Revoked | None = None) -> bytes:
    playlist = build_playlist(
        [Reign(release)], channel="tram", at=at, revoked=revoked or Revoked(), base_url="https://screens.example"
    )
    return write_playlist(playlist, kind=kind)


def read_json(**given: Any) -> Any:
    return json.loads(write("json", **given))


def test_every_format_has_a_writer_and_a_media_type() -> None:
    assert list(WRITERS) == list(MEDIA_TYPES) == ["json", "smil", "xspf", "m3u8", "csv"]


def test_an_unknown_format_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="no playlist format “pls”"):
        write("pls")


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_polls_within_a_window_get_the_same_bytes(kind: str) -> None:
    first = write(kind)
    assert [write(kind, at=NOON + timedelta(seconds=seconds)) == first for seconds in (1, 61, 7200)] == [True] * 3


@pytest.mark.parametrize("kind", MEDIA_TYPES)
def test_what_was_withdrawn_is_gone_from_every_format(kind: str) -> None:
    gone = [spot.sha256.encode() for spot in RELEASE.spots if spot.item == "ana"]
    assert [digest in write(kind) for digest in gone] == [True, True]
    revoked = Revoked(items=frozenset({"together/ana"}))
    assert [digest in write(kind, revoked=revoked) for digest in gone] == [False, False]


@pytest.mark.parametrize("kind", ["xspf", "m3u8", "csv"])
def test_flat_formats_change_with_the_window(kind: str) -> None:
    assert write(kind) != write(kind, at=NOON.replace(hour=8))


def test_json_names_each_file_once_with_all_a_player_needs() -> None:
    spot = next(spot for spot in RELEASE.spots if spot.material == "tram.together.ana.bg")
    assert read_json()["media"]["tram.together.ana.bg"] == {
        "url": f"https://screens.example/media/{spot.name}",
        "name": spot.name,
        "sha256": spot.sha256,
        "bytes": 1000,
        "media_type": "video/mp4",
        "duration": 10,
        "width": 320,
        "height": 180,
        "alt": "Ана чете",
        "language": "bg",
        "campaign": "together",
        "item": "ana",
    }


def test_json_names_the_subtitles_beside_a_loop() -> None:
    track = Track("bg", f"{'0' * 64}.vtt", "0" * 64)
    spots = tuple(replace(spot, subtitles=(track,)) if spot.language == "bg" else spot for spot in RELEASE.spots)
    media = read_json(release=replace(RELEASE, spots=spots))["media"]
    subtitles = [{"language": "bg", "url": f"https://screens.example/media/{track.name}", "sha256": track.sha256}]
    assert media["tram.together.ana.bg"]["subtitles"] == subtitles
    assert media["tram.together.ana.en"] == read_json()["media"]["tram.together.ana.en"]


def test_json_windows_have_offsets_and_name_known_media() -> None:
    body = read_json()
    assert [(window["start"], window["end"]) for window in body["windows"][:3]] == [
        ("2026-11-23T05:00:00+02:00", "2026-11-23T07:00:00+02:00"),
        ("2026-11-23T07:00:00+02:00", "2026-11-23T09:00:00+02:00"),
        ("2026-11-23T09:00:00+02:00", "2026-11-24T00:30:00+02:00"),
    ]
    named = {row["media"] for window in body["windows"] for row in (*window["items"], *body["fallback"])}
    assert named == set(body["media"])


def test_json_says_when_to_ask_again_and_what_was_withdrawn() -> None:
    body = read_json(revoked=Revoked(campaigns=frozenset({"other"})))
    assert (body["poll_seconds"], body["poll_jitter_seconds"]) == (60, 15)
    assert body["revoked"] == {
        "everything": False,
        "campaigns": ["other"],
        "items": [],
        "materials": ["tram.other.maria.bg", "tram.other.maria.en"],
    }


def test_flat_formats_play_the_same_media_in_the_same_order() -> None:
    running = next(window for window in read_json()["windows"] if window["start"].startswith("2026-11-23T09"))
    media = read_json()["media"]
    expected = [media[row["media"]]["url"] for row in running["items"]]
    m3u = [line for line in write("m3u8").decode().splitlines() if not line.startswith("#")]
    xspf = [location.text for location in ElementTree.fromstring(write("xspf")).iter(f"{XSPF}location")]
    rows = [row["url"] for row in csv.DictReader(io.StringIO(write("csv").decode()))]
    assert m3u == xspf == rows == expected


def test_flat_formats_hold_a_whole_fair_cycle() -> None:
    rows = list(csv.DictReader(io.StringIO(write("csv").decode())))
    plays = [(row["item"], row["language"]) for row in rows if row["flight"] == "a"]
    counts = [plays.count(play) for play in set(plays)]
    # The campaign's third story is the fallback, which plays in between: it would follow itself.
    assert (len(counts), max(counts) - min(counts)) == (4, 1)


def test_m3u_carries_durations_and_ids() -> None:
    lines = write("m3u8").decode().splitlines()
    assert lines[:2] == ["#EXTM3U", "#PLAYLIST:Трамвай · 1"]
    assert lines[2].startswith('#EXTINF:10 tvg-id="tram.together.')


def test_xspf_elements_stand_in_the_order_of_the_specification() -> None:
    track = next(ElementTree.fromstring(write("xspf")).iter(f"{XSPF}track"))
    assert [child.tag.removeprefix(XSPF) for child in track] == [
        "location",
        "identifier",
        "title",
        "annotation",
        "duration",
    ]
    assert track.findtext(f"{XSPF}duration") == "10000"


def test_csv_has_its_columns_and_counts_from_one() -> None:
    rows = list(csv.reader(io.StringIO(write("csv").decode())))
    assert tuple(rows[0]) == COLUMNS
    assert [row[0] for row in rows[1:3]] == ["1", "2"]


def test_words_of_people_break_no_format() -> None:
    alt = '=HYPERLINK("x")\x0b<&>"\nnew line, comma'
    spots = (make_spot("together/ana", alt=alt), *make_spots("together/project"))
    release = make_release(flights=(make_flight(share=100),), spots=spots)
    (row, *_) = csv.DictReader(io.StringIO(write("csv", release=release).decode(), newline=""))
    assert row["alt"] == "'" + alt
    annotation = next(ElementTree.fromstring(write("xspf", release=release)).iter(f"{XSPF}annotation"))
    assert annotation.text == alt.replace("\x0b", "")
    assert read_json(release=release)["media"]["tram.together.ana.bg"]["alt"] == alt
    image = next(part for part in ElementTree.fromstring(write("smil", release=release)).iter() if part.get("alt"))
    assert image.get("alt") == '=HYPERLINK("x") <&>" new line, comma'


def test_the_plain_picture_is_a_png_of_one_colour() -> None:
    blank = draw_blank(Format(1366, 768))
    with Image.open(io.BytesIO(blank.data)) as picture:
        assert (picture.size, picture.convert("RGB").getcolors()) == ((68, 38), [(68 * 38, (0x14, 0x21, 0x3D))])
