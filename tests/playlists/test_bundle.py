"""A week to carry about: every file, relative addresses, the same bytes for the same week."""

import csv
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.build import build_playlist
from campaign.playlists.bundle import Bundle, make_bundle, may_hold
from campaign.playlists.items import Playlist, Revoked
from campaign.playlists.signature import NotSigned, PublicKey, SigningKey
from campaign.playlists.sums import read_sums, write_sums
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, Track
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import InvalidDocument
from tests.factories.emergencies import make_message
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SOFIA = ZoneInfo("Europe/Sofia")
NOON = datetime(2026, 11, 23, 12, tzinfo=SOFIA)
KEY = SigningKey(bytes(32))
PLAYER = {"index.html": b"<!doctype html>", "player/player.js": b"play()"}
TRACK = Track("bg", f"{'0' * 64}.vtt", "0" * 64)
RELEASE = make_release(
    dayparts=(make_daypart("peak", "07:00", "09:00"),),
    flights=(make_flight("a", share=50), make_flight("b", campaign="other", share=50, dayparts=("peak",))),
    spots=make_spots("together/ana", "together/ivo", "other/maria", "together/project"),
)


def build(*, at: datetime = NOON, revoked: Revoked | None = None, release: Release = RELEASE) -> Playlist:
    return build_playlist([Reign(release, None)], channel="tram", at=at, revoked=revoked or Revoked(), base_url="")


def make(**given: Any) -> Bundle:
    return make_bundle(build(**given), player=PLAYER, sizes={TRACK.name: 12}, key=KEY)


def read_texts(bundle: Bundle) -> dict[str, str]:
    return {part.path: part.data.decode() for part in bundle.parts if part.data is not None}


def test_a_bundle_holds_playlists_of_every_kind_a_player_and_the_media() -> None:
    paths = [part.path for part in make().parts]
    kinds = ("csv", "json", "m3u8", "smil", "xspf")
    assert {path for path in paths if path.startswith("playlist.")} == {
        "playlist.js",
        *(f"playlist.{k}" for k in kinds),
    }
    assert {"README.txt", "index.html", "player/player.js"} < set(paths)
    assert {path for path in paths if path.startswith("media/")} == {f"media/{spot.name}" for spot in RELEASE.spots}
    assert paths[-2:] == ["SHA256SUMS", "SHA256SUMS.minisig"]


def test_each_window_of_seven_days_has_its_own_flat_playlists() -> None:
    names = sorted(
        part.path for part in make().parts if part.path.startswith("windows/") and part.path.endswith("m3u8")
    )
    assert names[:3] == [
        "windows/2026-11-23_0500-0700.m3u8",
        "windows/2026-11-23_0700-0900.m3u8",
        "windows/2026-11-23_0900-0030.m3u8",
    ]
    assert (len(names), names[-1]) == (7 * 3 + 1, "windows/fallback.m3u8")


def test_every_file_but_the_proof_is_known_as_one_of_a_bundle_by_its_path() -> None:
    paths = [part.path for part in make().parts]
    assert [path for path in paths if not may_hold(path)] == ["SHA256SUMS", "SHA256SUMS.minisig"]
    assert not any(may_hold(path) for path in ("thesis.txt", "photos/cat.jpg", "media/cat.jpg", "player/a/b.js"))


def test_the_checksums_name_every_file_but_the_proof() -> None:
    bundle = make()
    digests = read_sums(bundle.sums)
    assert digests == {part.path: part.sha256 for part in bundle.parts[:-2]}
    assert [hash_bytes(part.data) == part.sha256 for part in bundle.parts if part.data is not None].count(False) == 0


def test_the_signature_proves_the_checksums_and_says_what_they_are_of() -> None:
    bundle = make()
    signature = bundle.parts[-1].data or b""
    assert PublicKey(KEY.public).verify(bundle.sums, signature) == "tram release 1 bundle 2026-11-23"
    with pytest.raises(NotSigned):
        PublicKey(KEY.public).verify(bundle.sums + b"\n", signature)


def test_no_address_in_a_bundle_needs_a_network() -> None:
    texts = {path: text for path, text in read_texts(make()).items() if path.startswith(("playlist.", "windows/"))}
    found = {
        (path.startswith("windows/"), address.partition("media/")[0])
        for path, text in texts.items()
        for address in re.findall(r"[^\s\"'<>,]*media/[0-9a-f]{64}", text)
    }
    assert found == {(False, ""), (True, "../")}
    assert [path for path, text in texts.items() if re.search(r"https?://(?!xspf\.org|www\.w3\.org)", text)] == []


def test_media_lie_where_every_playlist_looks_for_them() -> None:
    bundle = make()
    texts, media = read_texts(bundle), {part.path for part in bundle.parts if part.path.startswith("media/")}
    week = json.loads(texts["playlist.json"])
    assert {row["url"] for row in week["media"].values()} == media
    smil = {
        element.get("src") for element in ElementTree.fromstring(texts["playlist.smil"]).iter() if element.get("src")
    }
    assert smil == media


def test_the_script_for_browsers_holds_the_very_playlist() -> None:
    texts = read_texts(make())
    script = texts["playlist.js"]
    assert script.startswith("window.CAMPAIGN_BUNDLE = {playlist: {")
    body = script.removeprefix("window.CAMPAIGN_BUNDLE = {playlist: ").removesuffix("};\n")
    assert json.loads(body) == json.loads(texts["playlist.json"])


def test_players_without_windows_get_the_loop_of_most_of_the_week() -> None:
    texts = read_texts(make())
    usual = [row["item"] for row in csv.DictReader(texts["playlist.csv"].splitlines())]
    longest = [row["item"] for row in csv.DictReader(texts["windows/2026-11-23_0900-0030.csv"].splitlines())]
    assert usual == longest


def test_a_bundle_is_the_same_all_day_and_another_the_next() -> None:
    assert make().parts == make(at=NOON + timedelta(hours=9)).parts
    assert make().sums != make(at=NOON + timedelta(days=1)).sums


def test_what_was_withdrawn_is_not_in_it() -> None:
    bundle = make(revoked=Revoked(items=frozenset({"together/ana"})))
    gone = {f"media/{spot.name}" for spot in RELEASE.spots if spot.item == "ana"}
    assert gone & {part.path for part in bundle.parts} == set()
    assert json.loads(read_texts(bundle)["playlist.json"])["revoked"]["items"] == ["together/ana"]


def test_with_everything_withdrawn_the_plain_picture_is_there_with_its_bytes() -> None:
    bundle = make(revoked=Revoked(everything=True))
    (picture,) = (part for part in bundle.parts if part.path.startswith("media/"))
    assert picture.data is not None
    assert hash_bytes(picture.data) == picture.sha256


def test_subtitles_travel_with_their_loops() -> None:
    spots = tuple(replace(spot, subtitles=(TRACK,)) for spot in RELEASE.spots)
    bundle = make(release=replace(RELEASE, spots=spots))
    (track,) = (part for part in bundle.parts if part.path == f"media/{TRACK.name}")
    assert (track.size, track.sha256, track.data) == (12, TRACK.sha256, None)
    assert f'"url":"media/{TRACK.name}"' in read_texts(bundle)["playlist.json"]


def test_on_the_night_when_clocks_go_back_no_two_windows_share_a_name() -> None:
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),),
        dayparts=(make_daypart("one", "02:00", "03:30"), make_daypart("two", "03:30", "04:00")),
        flights=(make_flight("a", share=60, dayparts=("one",)), make_flight("b", share=70, dayparts=("two",))),
        spots=make_spots("together/ana", "together/project"),
    )
    parts = make(release=release, at=datetime(2026, 10, 25, 12, tzinfo=SOFIA)).parts
    assert len({part.path for part in parts}) == len(parts)


def test_a_message_travels_as_a_window_with_its_seconds() -> None:
    message = make_message(NOON.replace(hour=13, second=17), NOON.replace(hour=14), languages=("bg",))
    reigns = [Reign(RELEASE, None)]
    playlist = build_playlist(reigns, channel="tram", at=NOON, revoked=Revoked(), base_url="", emergencies=(message,))
    bundle = make_bundle(playlist, player={}, sizes={}, key=KEY)
    (window,) = (part for part in bundle.parts if part.path == "windows/2026-11-23_130017-1400.csv")
    rows = list(csv.DictReader((window.data or b"").decode().splitlines()))
    assert {(row["url"], row["flight"]) for row in rows} == {(f"../media/{message.spots[0].name}", "emergency")}
    assert f"media/{message.spots[0].name}" in read_sums(bundle.sums)


def test_the_readme_speaks_both_languages_and_names_the_days_and_the_key() -> None:
    text = read_texts(make())["README.txt"]
    assert text.startswith("Трамвай · Tram\r\n2026-11-23 – 2026-11-30\r\n")
    assert text.count(KEY.public) == 2
    assert ("БЪЛГАРСКИ" in text, "ENGLISH" in text) == (True, True)


@pytest.mark.parametrize(
    "line",
    [
        "nothing",
        f"{'0' * 63}  a",
        f"{'0' * 64}  /etc/passwd",
        f"{'0' * 64}  ../a",
        f"{'0' * 64}  a/../../b",
        f"{'0' * 64}  a\\b",
    ],
)
def test_checksums_that_reach_outside_are_refused_with_their_line(line: str) -> None:
    with pytest.raises(InvalidDocument) as refused:
        read_sums(write_sums({"ok": "0" * 64}) + line.encode() + b"\n")
    assert refused.value.place.line == 2


@pytest.mark.parametrize("text", ["", "RWQ", "not base64!", KEY.public[:-4], "A" * 56])
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  any of them
        PublicKey(text)


@pytest.mark.parametrize("damage", [b"", b"\xff", b"one\ntwo\n", b"a\nb\nc\nd\n"])
def test_what_is_no_signature_proves_nothing(damage: bytes) -> None:
    with pytest.raises(NotSigned):
        PublicKey(KEY.public).verify(b"data", damage)


def test_a_comment_that_was_changed_proves_nothing() -> None:
    signature = KEY.sign(b"data", comment="release 1").replace(b"release 1", b"release 2")
    with pytest.raises(NotSigned):
        PublicKey(KEY.public).verify(b"data", signature)
