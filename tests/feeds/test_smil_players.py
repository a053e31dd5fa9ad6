"""Two SMIL players as they really ask, and every trap that they set: each has its test, here or where it says.

One asks HEAD before every GET, compares dates alone, adds a random query to each address; the other sends a bare tag
and resumes without If-Range. What both stumble over in a playlist is the dialect of docs/playlist.xsd.
"""

import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import players, withdrawals
from campaign.services.pace import BURST, PACE
from tests.factories.rows import make_person
from tests.factories.screens import Screen
from tests.factories.spots import make_film_screen

DIALECT, SCHEMA = "playlists.test_smil", "playlists.test_smil_schema"
CLOCKS, LISTS, MEDIA, PLAYS = "playlists.test_wallclock", "feeds.test_playlists", "feeds.test_media", "feeds.test_plays"
HERE = "feeds.test_smil_players"
TRAPS: Mapping[str, tuple[str, str]] = {
    "a second meta with a content resets the interval": (
        DIALECT,
        "test_refresh_is_the_only_meta_and_not_below_a_minute",
    ),
    "an interval below a minute is refused": (DIALECT, "test_refresh_is_the_only_meta_and_not_below_a_minute"),
    "a root-layout without a size": (DIALECT, "test_the_root_layout_has_the_channels_pixels"),
    "a region known by id to one and by name to the other": (
        DIALECT,
        "test_the_region_has_both_names_alike_and_every_side",
    ),
    "a fit other than fill or meet": (SCHEMA, "test_a_trap_breaks_the_schema"),
    "another nesting than par, excl, priorityClass, par, seq": (
        DIALECT,
        "test_the_body_is_one_excl_of_classes_of_one_par_of_one_seq",
    ),
    "a fallback that needs a clock": (DIALECT, "test_the_last_class_is_the_fallback_that_needs_no_clock"),
    "a priority attribute left out": (DIALECT, "test_every_class_writes_every_priority_attribute"),
    "two windows in one class: the inactive one plays": (
        DIALECT,
        "test_a_class_has_one_window_and_begin_and_end_are_on_one_date",
    ),
    "a seq in a seq is reordered": (DIALECT, "test_no_sequence_is_nested_and_nothing_is_prefetched"),
    "prefetch": (DIALECT, "test_no_sequence_is_nested_and_nothing_is_prefetched"),
    "a wallclock on anything but a par": (HERE, "test_clocks_stand_on_pars_alone"),
    "a zone in a wallclock": (DIALECT, "test_wallclocks_carry_no_zone"),
    "begin and end on two dates": (DIALECT, "test_a_class_has_one_window_and_begin_and_end_are_on_one_date"),
    "a window past midnight never starts": (DIALECT, "test_windows_past_midnight_are_split_in_two"),
    "repetitions and lists of clocks": (SCHEMA, "test_a_trap_breaks_the_schema"),
    "the night when clocks change": (DIALECT, "test_on_the_night_of_the_change_every_window_still_runs_forward"),
    "a window whose end is read before its begin": (
        CLOCKS,
        "test_a_window_whose_clock_would_run_backwards_is_split_at_the_change",
    ),
    "a relative src": (DIALECT, "test_sources_are_absolute"),
    "a medium without a region": (DIALECT, "test_stills_are_images_and_loops_are_videos_in_the_region"),
    "a still without a duration": (SCHEMA, "test_a_still_without_a_duration_breaks_the_schema"),
    "a duration with a fraction or in milliseconds": (DIALECT, "test_durations_are_whole_seconds"),
    "a film whose length is no whole number": (DIALECT, "test_a_video_of_a_broken_length_plays_to_its_end"),
    "an id for plays under two names": (DIALECT, "test_proof_of_play_carries_our_id_twice"),
    "an empty list keeps the last one on the screen": (
        DIALECT,
        "test_without_anything_to_show_the_fallback_still_has_a_picture",
    ),
    "HEAD before every GET, with Accept: application/json": (HERE, "test_a_player_that_asks_head_first_gets_all"),
    "HEAD that tells other things than GET": (LISTS, "test_head_before_get_has_the_same_headers_and_no_body"),
    "dates alone are compared": (HERE, "test_a_player_that_compares_dates_alone_notices_two_changes_in_a_second"),
    "no Last-Modified means unchanged": (LISTS, "test_every_format_has_type_length_tag_and_date"),
    "pages of any origin ask": (LISTS, "test_options_allow_any_origin_and_the_headers_players_send"),
    "a random query on every address": (HERE, "test_a_player_that_asks_head_first_gets_all"),
    "If-None-Match without quotes": (HERE, "test_a_player_with_a_bare_tag_is_told_that_nothing_changed"),
    "Range without If-Range": (HERE, "test_a_player_that_resumes_without_if_range_gets_the_rest"),
    "no Content-Length": (MEDIA, "test_a_file_comes_whole_typed_and_for_ever"),
    "only some media types are kept": (HERE, "test_all_that_is_served_is_of_a_type_that_players_keep"),
    "plays arrive as PUT playlog-<uuid>.xml until they are taken": (
        PLAYS,
        "test_a_playlog_counts_once_however_often_it_is_put",
    ),
    "a play told of a film that was pre-empted": (
        "playlists.test_proof",
        "test_a_spot_that_was_cut_short_counts_only_as_long_as_it_was_due",
    ),
    "a player that asks a hundred times a second": (HERE, "test_a_hasty_player_waits_and_others_do_not"),
}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_has_its_test(trap: str) -> None:
    module, name = TRAPS[trap]
    assert callable(getattr(import_module(f"tests.{module}"), name))


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


def ask(method: str, url: str, **headers: str) -> HttpResponseBase:
    path = url.removeprefix("http://testserver")
    response: HttpResponseBase = Client().generic(method, path, headers=headers)
    return response


def read(response: HttpResponseBase) -> bytes:
    return response.getvalue() if hasattr(response, "getvalue") else b""


def list_sources(data: bytes) -> set[str]:
    return {media.attrib["src"] for media in ElementTree.fromstring(data).iter() if "src" in media.attrib}


def test_clocks_stand_on_pars_alone(screen: Screen) -> None:
    root = ElementTree.fromstring(read(ask("GET", screen.address("smil"))))
    timed = {element.tag for element in root.iter() if any("wallclock" in value for value in element.attrib.values())}
    assert timed == {"par"}


def test_a_player_that_asks_head_first_gets_all(screen: Screen) -> None:
    asked = {"Accept": "application/json", "Origin": "file://"}
    smil = f"{screen.address('smil')}?__smil_version=0.71"
    for url in (smil, *(f"{source}?__smil_version=0.72" for source in list_sources(read(ask("GET", smil))))):
        head, whole = ask("HEAD", url, **asked), ask("GET", url)
        assert (head.status_code, whole.status_code) == (200, 200)
        assert head["Last-Modified"] == whole["Last-Modified"]
        assert (head["Access-Control-Allow-Origin"], head["Content-Length"]) == ("*", str(len(read(whole))))


def test_a_player_that_compares_dates_alone_notices_two_changes_in_a_second(screen: Screen) -> None:
    now, dates = timezone.now(), [ask("HEAD", screen.address("smil"))["Last-Modified"]]
    for item in ("ana", "boris"):
        ref = f"together/{item}"
        withdrawals.withdraw(scope="item", ref=ref, by=make_person("staff"), why="Съгласие", now=now)
        dates.append(ask("HEAD", screen.address("smil"))["Last-Modified"])
    assert len(set(dates)) == 3


def test_a_player_with_a_bare_tag_is_told_that_nothing_changed(screen: Screen) -> None:
    whole = ask("GET", screen.address("smil"))
    known = {"If-None-Match": whole["ETag"].strip('"'), "If-Modified-Since": whole["Last-Modified"]}
    assert ask("GET", screen.address("smil"), **known).status_code == 304


def test_a_player_that_resumes_without_if_range_gets_the_rest(screen: Screen) -> None:
    (source, *_) = sorted(list_sources(read(ask("GET", screen.address("smil")))))
    whole = read(ask("GET", source))
    rest = ask("GET", source, Range="bytes=1000-")
    assert (rest.status_code, read(rest)) == (206, whole[1000:])
    assert rest["Content-Range"] == f"bytes 1000-{len(whole) - 1}/{len(whole)}"


def test_all_that_is_served_is_of_a_type_that_players_keep(screen: Screen) -> None:
    sources = list_sources(read(ask("GET", screen.address("smil"))))
    kinds = {ask("HEAD", source)["Content-Type"].partition("/")[0] for source in sources}
    assert kinds <= {"image", "video"}
    assert (MEDIA_TYPES["smil"], ask("HEAD", f"/feeds/{screen.token}/bundle.zip")["Content-Type"]) == (
        "application/smil+xml",
        "application/zip",
    )


def use_up(token: str) -> None:
    """As if it had asked just now as often as it may; no time passes while the test goes on."""
    later = time.monotonic() + 3600
    while PACE.ask(token, now=later) == 0:
        pass


@pytest.mark.parametrize("file", ["playlist.smil", "playlist.json.minisig", "bundle.zip", "player", "loop.mp4"])
def test_a_hasty_player_waits_and_others_do_not(screen: Screen, file: str) -> None:
    use_up(screen.token)
    late = ask("GET", f"/feeds/{screen.token}/{file}")
    assert (late.status_code, late["Retry-After"], late["Cache-Control"]) == (429, "1", "no-store")
    other = players.create(channel="tram", name="Трамвай 5").token
    assert ask("GET", f"/feeds/{other}/playlist.smil").status_code == 200


def test_a_hasty_stranger_learns_as_little_as_a_slow_one(screen: Screen) -> None:
    assert ask("GET", "/feeds/unknown/playlist.smil").status_code == 404
    for token in ("unknown", screen.token):
        use_up(token)
    stranger, known = (ask("GET", f"/feeds/{token}/playlist.smil") for token in ("unknown", screen.token))
    assert (stranger.status_code, read(stranger)) == (429, read(known))
    assert dict(stranger.headers) == dict(known.headers)


def test_a_player_for_many_screens_may_ask_more_often(screen: Screen) -> None:
    group = players.create(channel="tram", name="Депо")
    group.player.screens = 600
    group.player.save()
    assert ask("GET", f"/feeds/{group.token}/playlist.smil").status_code == 200
    asked = sum(PACE.ask(group.token, now=time.monotonic()) == 0 for _ in range(int(BURST) * 2))
    assert asked == BURST * 2
