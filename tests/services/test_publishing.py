"""What players fetch: kept while nothing changes, new at once when something does."""

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaign.data.convert import read_channel, write_body
from campaign.data.models import Channel, ItemVersion
from campaign.playlists.formats import MEDIA_TYPES
from campaign.schedule.reigns import Reign
from campaign.services import content, publishing, withdrawals
from campaign.services.standing import find_standing
from campaign.spec.errors import UnknownName
from tests.factories.rows import NOON, make_material, make_person, make_version
from tests.factories.screens import Screen, make_screen
from tests.factories.values import make_channel, make_item

pytestmark = pytest.mark.django_db
KINDS = tuple(MEDIA_TYPES)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def fetch(kind: str = "json", *, at: datetime = NOON) -> publishing.Served:
    return publishing.playlist("tram", at=at, kind=kind, base_url="http://media.example")


def test_every_format_names_both_files_and_differs_only_by_what_is_shown(screen: Screen) -> None:
    for kind in KINDS:
        served = fetch(kind)
        text = served.body.decode()
        assert [name in text for name in list_names(screen)] == [True, True]
        assert served.media_type == MEDIA_TYPES[kind]


def list_names(screen: Screen) -> list[str]:
    files = [material.shown.file for material in (screen.ana, screen.boris)]
    return [f"http://media.example/media/{file.name}" for file in files if file is not None]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("scope", "ref", "left"),
    [
        ("item", "together/ana", [False, True]),
        ("campaign", "together", [False, False]),
        ("everything", "", [False, False]),
    ],
)
def test_a_withdrawal_is_gone_at_the_next_poll(
    screen: Screen, kind: str, scope: str, ref: str, left: list[bool]
) -> None:
    before = fetch(kind)
    withdrawals.withdraw(scope=scope, ref=ref, by=make_person("lead"), why="Съгласие", now=NOON)
    after = fetch(kind)
    assert [name in after.body.decode() for name in list_names(screen)] == left
    assert (after.etag != before.etag, after.changed > before.changed) == (True, True)


def test_a_single_material_withdrawn_leaves_the_other(screen: Screen) -> None:
    withdrawals.withdraw(scope="material", ref=str(screen.boris.pk), by=make_person("staff"), why="Грешка", now=NOON)
    assert [name in fetch().body.decode() for name in list_names(screen)] == [True, False]


def test_lifting_the_stop_of_everything_brings_the_playlist_back(screen: Screen) -> None:
    before = fetch("csv")
    row = withdrawals.withdraw(scope="everything", by=make_person("lead"), why="Учение", now=NOON)
    stopped = fetch("csv")
    withdrawals.lift(row, by=make_person("lead"), now=NOON)
    back = fetch("csv")
    assert (back.body, back.etag) == (before.body, before.etag)
    assert before.changed < stopped.changed < back.changed


def test_the_same_second_never_holds_two_contents(screen: Screen) -> None:
    """Players that know Last-Modified only would miss the second change."""
    seen = [fetch()]
    for share in (30, 40, 60):
        screen.release(share=share)
        seen.append(fetch())
    stamps = [served.changed for served in seen]
    assert (sorted(set(stamps)), len({served.etag for served in seen})) == (stamps, 4)


def test_a_poll_that_finds_nothing_new_costs_one_query(screen: Screen) -> None:
    first = fetch()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        again = fetch(at=NOON + timedelta(minutes=20))
    assert (len(queries), again is first) == (1, True)


def test_the_clock_alone_moves_the_date_when_the_part_of_the_day_does(screen: Screen) -> None:
    closed = datetime(2026, 11, 23, 22, 29, 59, tzinfo=UTC)  # 00:29:59 in Sofia, a second before closing
    before, after = fetch(at=closed), fetch(at=closed + timedelta(seconds=1))
    assert before.changed < after.changed
    assert after.changed == int(datetime(2026, 11, 23, 22, 30, tzinfo=UTC).timestamp())
    assert before.etag != after.etag


@pytest.mark.parametrize("kind", ["json", "smil"])
def test_whole_days_keep_their_date_past_every_edge_within_the_service_day(screen: Screen, kind: str) -> None:
    """A player that knows Last-Modified only fetches such a list once a day, not at every daypart."""
    opening = datetime(2026, 11, 24, 3, tzinfo=UTC)
    day = [fetch(kind, at=opening + timedelta(minutes=minutes)) for minutes in range(0, 19 * 60, 30)]
    assert len({(served.changed, served.etag) for served in day}) == 1
    assert fetch(kind, at=opening + timedelta(days=1)).changed > day[0].changed


def test_a_list_of_what_runs_now_moves_with_the_part_of_the_day(screen: Screen) -> None:
    early, late = (fetch("m3u8", at=NOON + timedelta(days=1, hours=hours)) for hours in (-4, 0))
    assert early.changed < late.changed


@pytest.mark.parametrize("kind", KINDS)
def test_packed_bytes_unpack_to_the_body_and_are_always_the_same(screen: Screen, kind: str) -> None:
    served = fetch(kind)
    publishing.forget()
    assert gzip.decompress(served.packed) == served.body
    assert fetch(kind).packed == served.packed


def test_no_moment_of_two_days_changes_bytes_under_the_same_date(screen: Screen) -> None:
    seen: dict[tuple[str, int], str] = {}
    for minutes in range(0, 2 * 24 * 60, 97):
        for kind in ("json", "csv"):
            publishing.forget()
            served = fetch(kind, at=NOON + timedelta(minutes=minutes))
            assert seen.setdefault((kind, served.changed), served.etag) == served.etag


def test_a_consent_shortened_after_the_release_ends_the_spot(screen: Screen) -> None:
    version = ItemVersion.objects.get(item__slug="ana")
    version.body = write_body(make_item("ana", until=date(2026, 11, 24)))
    version.save()
    publishing.forget()
    spots = {spot.item: spot.until for spot in find_standing(at=NOON).release.spots}
    assert spots == {"ana": date(2026, 11, 24), "boris": None}


def test_before_the_first_release_a_channel_has_its_blank_picture(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    content.import_channels({"tram": make_channel()})
    assert publishing.current_release(at=NOON) is None
    assert [item.material for item in publishing.loop_at("tram", at=NOON, base_url="")] == ["blank"]


def test_a_channel_that_came_after_the_release_has_its_blank_picture(screen: Screen) -> None:
    content.import_channels({"tram": make_channel(), "new": make_channel("new")})
    assert [item.material for item in publishing.loop_at("new", at=NOON, base_url="")] == ["blank"]


def test_an_unknown_channel_is_named_with_the_known_ones(screen: Screen) -> None:
    with pytest.raises(UnknownName, match=r"There is no channel “bus”. Use one of: tram\."):
        publishing.playlist("bus", at=NOON, kind="json", base_url="")


def test_scheduled_and_approved_files_are_public_drafts_are_not(screen: Screen) -> None:
    draft = make_material(make_version(make_item("vera")))
    files = [screen.ana.shown.file, screen.ana.still.file, draft.shown.file]
    found = [publishing.find_public_file(file.name, at=NOON) for file in files if file is not None]
    assert [row is not None for row in found] == [True, True, False]


def test_a_withdrawn_file_is_public_no_longer(screen: Screen) -> None:
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("staff"), why="Съгласие", now=NOON)
    files = [screen.ana.shown.file, screen.ana.still.file, screen.boris.shown.file]
    found = [publishing.find_public_file(file.name, at=NOON) for file in files if file is not None]
    assert [row is not None for row in found] == [False, False, True]


def test_while_everything_is_stopped_no_file_of_it_may_be_fetched(screen: Screen) -> None:
    names = [material.shown.file.name for material in (screen.ana, screen.boris) if material.shown.file]
    row = withdrawals.withdraw(scope="everything", by=make_person("lead"), why="Учение", now=NOON)
    stopped = [publishing.find_public_file(name, at=NOON) for name in names]
    withdrawals.lift(row, by=make_person("lead"), now=NOON)
    back = [publishing.find_public_file(name, at=NOON) is not None for name in names]
    assert (stopped, back) == ([None, None], [True, True])


def test_the_blank_picture_is_public(screen: Screen) -> None:
    withdrawals.withdraw(scope="everything", by=make_person("lead"), why="Учение", now=NOON)
    [item] = publishing.loop_at("tram", at=NOON, base_url="")
    row = publishing.find_public_file(item.name, at=NOON)
    assert row is not None
    assert (row.sha256, row.size) == (item.sha256, item.size)


def test_an_edge_of_the_clock_is_the_same_from_any_moment_between(screen: Screen) -> None:
    reigns = find_standing(at=NOON).reigns
    part = publishing.find_part(reigns, channel="tram", at=NOON)
    inside = (part.start, part.start + timedelta(hours=1), part.end - timedelta(seconds=1))
    assert {publishing.find_part(reigns, channel="tram", at=moment) for moment in inside} == {part}
    assert (part.start, part.end) == (
        datetime(2026, 11, 23, 8, tzinfo=UTC),  # the end of the morning, 10:00 in Sofia
        datetime(2026, 11, 23, 22, tzinfo=UTC),
    )


def test_the_night_when_clocks_change_has_edges_in_order(screen: Screen) -> None:
    row = Channel.objects.get()
    reigns = (Reign(replace(find_standing(at=NOON).release, channels=(read_channel(row),))),)
    moment = datetime(2026, 10, 24, 20, tzinfo=UTC)
    for _ in range(12):
        part = publishing.find_part(reigns, channel="tram", at=moment)
        assert part.start <= moment < part.end
        moment = part.end
