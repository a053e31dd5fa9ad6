"""The dialect that players in the field share: one test a trap."""

import re
from datetime import date, datetime, timedelta
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Playlist, Revoked
from campaign.playlists.smil import write_smil
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
RELEASE = make_release(
    dayparts=(make_daypart("peak", "07:00", "09:00"),),
    flights=(make_flight("a", share=50), make_flight("b", campaign="other", share=50, dayparts=("peak",))),
    spots=(*make_spots("together/ana", "other/maria", "together/project"), *make_spots("together/ivo", seconds=0)),
)


def build(release: Release = RELEASE, *, at: datetime = NOON) -> Playlist:
    return build_playlist(
        [Reign(release)], channel="tram", at=at, revoked=Revoked(), base_url="https://screens.example"
    )


@pytest.fixture(scope="module")
def smil() -> Element:
    return ElementTree.fromstring(write_smil(build()))


def list_media(element: Element) -> list[Element]:
    return [found for found in element.iter() if found.tag in ("img", "video")]


def list_classes(element: Element) -> list[Element]:
    return list(element.iter("priorityClass"))


def test_the_body_is_one_excl_of_classes_of_one_par_of_one_seq(smil: Element) -> None:
    (body,) = smil.findall("body")
    (par,) = body
    (excl,) = par
    assert (par.tag, excl.tag, excl.attrib) == ("par", "excl", {"begin": "0", "repeatCount": "indefinite"})
    for ranked in excl:
        (window,) = ranked
        (sequence,) = window
        shape = (ranked.tag, window.tag, sequence.tag, sequence.attrib)
        assert shape == ("priorityClass", "par", "seq", {"repeatCount": "indefinite"})


def test_refresh_is_the_only_meta_and_not_below_a_minute(smil: Element) -> None:
    (meta,) = smil.iter("meta")
    assert meta.get("http-equiv") == "Refresh"
    assert int(meta.attrib["content"]) >= 60


def test_the_region_has_both_names_alike_and_every_side(smil: Element) -> None:
    (region,) = smil.iter("region")
    assert region.get(XML_ID) == region.get("regionName") == "screen"
    sides = {name: region.get(name) for name in ("left", "top", "width", "height", "z-index", "fit")}
    assert sides == {"left": "0", "top": "0", "width": "320", "height": "180", "z-index": "1", "fit": "fill"}


def test_the_root_layout_has_the_channels_pixels(smil: Element) -> None:
    (layout,) = smil.iter("root-layout")
    assert layout.attrib == {"width": "320", "height": "180"}


def test_every_class_writes_every_priority_attribute(smil: Element) -> None:
    expected = {"higher": "stop", "lower": "defer", "peer": "stop", "peers": "stop"}
    assert [ranked.attrib for ranked in list_classes(smil)] == [expected] * len(list_classes(smil))


def test_a_class_has_one_window_and_begin_and_end_are_on_one_date(smil: Element) -> None:
    windows = [ranked[0].attrib for ranked in list_classes(smil)[:-1]]
    pattern = re.compile(r"wallclock\((\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\)")
    for window in windows:
        assert list(window) == ["begin", "end"]
        begin, end = (pattern.fullmatch(window[name]) for name in ("begin", "end"))
        assert begin is not None
        assert end is not None
        assert begin[1] == end[1]
        assert begin[2] < end[2]


def test_wallclocks_carry_no_zone(smil: Element) -> None:
    clocks = [value for ranked in list_classes(smil) for value in ranked[0].attrib.values() if "wallclock" in value]
    assert [clock for clock in clocks if "Z" in clock or "+" in clock] == []


def test_windows_past_midnight_are_split_in_two(smil: Element) -> None:
    first_day = [tuple(ranked[0].attrib.values()) for ranked in list_classes(smil)[:4]]
    assert first_day == [
        ("wallclock(2026-11-23T05:00:00)", "wallclock(2026-11-23T07:00:00)"),
        ("wallclock(2026-11-23T07:00:00)", "wallclock(2026-11-23T09:00:00)"),
        ("wallclock(2026-11-23T09:00:00)", "wallclock(2026-11-23T23:59:59)"),
        ("wallclock(2026-11-24T00:00:00)", "wallclock(2026-11-24T00:30:00)"),
    ]


def test_the_last_class_is_the_fallback_that_needs_no_clock(smil: Element) -> None:
    last = list_classes(smil)[-1]
    assert last[0].attrib == {"begin": "0"}
    assert {media.attrib["popTags"] for media in list_media(last)} == {"fallback,together"}


def test_only_the_fallback_begins_at_once(smil: Element) -> None:
    assert [ranked[0].get("begin") == "0" for ranked in list_classes(smil)].count(True) == 1


def test_durations_are_whole_seconds(smil: Element) -> None:
    assert {media.attrib["dur"] for media in list_media(smil)} == {"10s"}


def test_a_video_of_a_broken_length_plays_to_its_end() -> None:
    release = make_release(flights=(make_flight(share=100),), spots=make_spots("together/ana", seconds=8.48))
    root = ElementTree.fromstring(write_smil(build(release)))
    assert {media.get("dur") for media in root.iter("video")} == {None}


def test_stills_are_images_and_loops_are_videos_in_the_region(smil: Element) -> None:
    kinds = {(media.tag, media.attrib["src"][-4:], media.attrib["region"]) for media in list_media(smil)}
    assert kinds == {("img", ".png", "screen"), ("video", ".mp4", "screen")}


def test_sources_are_absolute(smil: Element) -> None:
    assert {media.attrib["src"].partition("/media/")[0] for media in list_media(smil)} == {"https://screens.example"}


def test_proof_of_play_carries_our_id_twice(smil: Element) -> None:
    for media in list_media(smil):
        (param,) = media
        assert param.attrib == {"name": "logContentId", "value": media.attrib["popCustomId"]}
        assert media.attrib["popType"] == ("image" if media.tag == "img" else "video")


def test_no_sequence_is_nested_and_nothing_is_prefetched(smil: Element) -> None:
    assert [child.tag for sequence in smil.iter("seq") for child in sequence if child.tag not in ("img", "video")] == []
    assert list(smil.iter("prefetch")) == []


def test_on_the_night_of_the_change_every_window_still_runs_forward() -> None:
    release = make_release(
        channels=(make_screen(opens="00:00", closes="00:00"),),
        dayparts=(make_daypart("late", "02:30", "03:45"), make_daypart("later", "03:45", "05:00")),
        flights=(make_flight("a", share=60, dayparts=("late",)), make_flight("b", share=70, dayparts=("later",))),
        spots=make_spots("together/ana", "together/project"),
    )
    at = datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/Sofia"))
    playlist = build(release, at=at)
    assert playlist.day == date(2026, 10, 25)
    assert [window.span.length for window in playlist.windows[:2]] == [timedelta(hours=1.25), timedelta(hours=2.25)]
    assert b'begin="wallclock(2026-10-25T03:45:00)" end="wallclock(2026-10-25T05:00:00)"' in write_smil(playlist)


def test_without_anything_to_show_the_fallback_still_has_a_picture() -> None:
    playlist = build_playlist(
        [Reign(RELEASE)], channel="tram", at=NOON, revoked=Revoked(everything=True), base_url="https://screens.example"
    )
    (ranked,) = list_classes(ElementTree.fromstring(write_smil(playlist)))
    assert [media.attrib["popCustomId"] for media in list_media(ranked)] == ["blank"]
