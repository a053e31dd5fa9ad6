"""The web player in a browser: what it plays when files, lines, disks, clocks and keys let it down."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser

from campaign.spec.health import read_health
from tests.factories.browser import open_browser
from tests.feeds.webplayer import (
    IN_FRONT,
    ORIGIN,
    Server,
    Tram,
    draw_still,
    make_list,
    make_window,
    open_tram,
    wait_until,
)

pytestmark = [pytest.mark.alone, pytest.mark.chromium]
SPOTS = {"one": draw_still("#0b7a75"), "two": draw_still("#e4572e"), "three": draw_still("#ffb703")}
DAY = timedelta(days=1)
SHIFTED = "{ const real = Date.now; Date.now = () => real() + (%d); }"
Start = Callable[..., Tram]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def start(browser: Browser) -> Iterator[Start]:
    """Starts a player with these spots, by the list that is made with the other words."""
    trams = []

    def start(
        media: dict[str, bytes] = SPOTS, *, body: Any = None, answers: Any = None, query: str = "", **words: Any
    ) -> Tram:
        tram = open_tram(browser, Server(media, body or make_list(media, **words), answers or {}))
        trams.append(tram)
        tram.start(query)
        return tram

    yield start
    for tram in trams:
        tram.context.close()


def sees(tram: Tram, *names: str) -> bool:
    """Whether exactly these take turns; that each comes in its own is held where turns are reckoned."""
    tram.page.wait_for_function(f"{IN_FRONT} !== ''", polling=20)
    return tram.watch(turns=len(names)) == set(names)


# --- files -----------------------------------------------------------------------------------------------------------


def test_each_has_its_turn_and_all_are_kept(start: Start) -> None:
    tram = start()
    tram.wait_for_kept(3)
    assert sees(tram, "one", "two", "three")
    layers = tram.page.evaluate("document.querySelectorAll('#screen > *').length")
    assert layers <= 4  # in front, coming, and what has just left


def test_a_file_that_is_not_what_was_promised_is_never_shown_and_the_others_keep_their_turns(start: Start) -> None:
    body = make_list(SPOTS)
    tram = start(body=body, answers={body["media"]["two"]["name"]: (200, SPOTS["one"], {})})
    tram.wait_for_kept(2)
    assert sees(tram, "one", "three")
    tram.page.evaluate("health.beat()")
    (told,) = tram.server.list_told("heartbeat")[-1:]
    assert (told["kept"], told["wanted"]) == (2, 3)
    assert told["error"] == f"{body['media']['two']['name']}: not what was promised"


def test_a_film_that_cannot_be_decoded_is_left_out(start: Start) -> None:
    tram = start({"one": SPOTS["one"], "film": b"\0\0\0\x18ftypisom" + bytes(500), "two": SPOTS["two"]})
    tram.wait_for_kept(3)
    tram.page.wait_for_function("health.error().includes('does not play')", timeout=20_000)
    assert sees(tram, "one", "two")


def test_a_file_that_rotted_on_the_disk_is_fetched_again(start: Start) -> None:
    tram = start()
    tram.wait_for_kept(3)
    rotten = """(url) => caches.open("media-1 of " + location.pathname)
        .then((cache) => cache.put(url, new Response("rotten")))"""
    url = tram.server.body["media"]["two"]["url"]
    tram.page.evaluate(rotten, url)
    tram.server.asked.clear()
    tram.restart()
    tram.wait_for("two")
    assert [path for path in tram.server.asked if path.startswith("/media/")] == [url.removeprefix(ORIGIN)]


def test_with_a_full_disk_it_plays_what_it_kept_and_fetches_the_rest_for_each_turn(start: Start) -> None:
    tram = start({})
    line = tram.context.new_cdp_session(tram.page)
    line.send("Storage.overrideQuotaForOrigin", {"origin": ORIGIN, "quotaSize": 100_000})
    films = {name: data + bytes(200_000) for name, data in SPOTS.items()}  # a picture ends before
    tram.server.media, tram.server.body = films, make_list(films)
    tram.poll()
    tram.page.wait_for_function("files.state.full", timeout=20_000)
    assert sees(tram, "one", "two", "three")
    tram.page.evaluate("health.beat()")
    told = tram.server.list_told("heartbeat")[-1]
    assert (told["kept"], told["wanted"], told["error"]) == (0, 3, "storage full")


# --- the list --------------------------------------------------------------------------------------------------------


def test_what_was_withdrawn_leaves_at_once_and_its_file_with_it(start: Start) -> None:
    tram = start(seconds=600)
    tram.wait_for_kept(3)
    shown = tram.see()
    revoked = {"everything": False, "campaigns": [], "items": [f"together/{shown}"], "materials": []}
    tram.server.body = make_list(SPOTS, seconds=600, revoked=revoked)
    tram.poll()
    tram.page.wait_for_function("files.state.kept === 2", timeout=20_000)
    assert tram.see() not in ("", shown)
    keys = """caches.open("media-1 of " + location.pathname).then((cache) => cache.keys())
        .then((keys) => keys.map((key) => key.url))"""
    wanted = sorted(row["url"] for name, row in tram.server.body["media"].items() if name != shown)
    assert sorted(tram.page.evaluate(keys)) == wanted


def test_a_message_takes_over_at_once_and_gives_back_when_it_ends(start: Start) -> None:
    tram = start(seconds=600)
    tram.wait_for_kept(3)
    before = tram.see()
    now = datetime.now(UTC)
    spots = {**SPOTS, "message": draw_still("#c1121f")}
    message = make_window(now - DAY, now + DAY, "message", flight="emergency")
    tram.server.media, tram.server.body = spots, make_list(spots, seconds=600, windows=[message])
    tram.poll()
    tram.wait_for("message")
    tram.server.body = make_list(SPOTS, seconds=600)
    tram.poll()
    tram.wait_for(before)


def test_a_page_of_somebody_elses_network_is_no_list(start: Start) -> None:
    tram = start()
    tram.wait_for_kept(3)
    for odd in ("<html>Sign in</html>", "{}", '{"version": 1}', "null"):
        tram.server.answers["playlist.json"] = (200, odd, {})
        tram.poll()
    assert sees(tram, "one", "two", "three")


def test_one_odd_answer_changes_nothing_but_a_revoked_address_keeps_nothing(start: Start) -> None:
    tram = start(seconds=600)
    tram.wait_for_kept(3)
    tram.server.answers["playlist.json"] = (404, "Not found\n", {})
    tram.poll()
    tram.poll()
    assert tram.see() in SPOTS
    tram.poll()
    tram.wait_for("")
    left = """Promise.all([caches.keys(), notes.get("list"), notes.count()])"""
    assert tram.page.evaluate(left) == [[], None, 0]
    assert tram.page.evaluate("getComputedStyle(document.body).backgroundImage").endswith('rest.svg")')
    del tram.server.answers["playlist.json"]
    tram.poll()  # somebody gave the key back
    tram.wait_for_kept(3)
    assert tram.see() in SPOTS


# --- without a network -----------------------------------------------------------------------------------------------


def move_clock(tram: Tram, by: timedelta) -> None:
    """The device's clock is wrong, or so much time has gone by, from the next start on."""
    tram.page.add_init_script(SHIFTED % (by / timedelta(milliseconds=1)))


def test_six_days_without_a_network_it_starts_and_plays_what_is_due_on_that_day(start: Start) -> None:
    now = datetime.now(UTC)
    week = [
        make_window(now + DAY * n - DAY / 2, now + DAY * n + DAY / 2, "three" if n == 6 else "one") for n in range(7)
    ]
    tram = start(windows=week, fallback=("two",))
    tram.wait_for("one")
    tram.wait_for_kept(3)
    tram.server.dead = True
    move_clock(tram, 6 * DAY)
    tram.restart()
    tram.wait_for("three")


def test_after_the_seven_days_of_its_list_it_shows_nothing_that_may_have_been_withdrawn(start: Start) -> None:
    tram = start(windows=[], fallback=("two",))
    tram.wait_for("two")
    tram.wait_for_kept(1)
    tram.server.dead = True
    move_clock(tram, 8 * DAY)
    tram.restart()
    tram.page.wait_for_function("typeof player === 'object' && clock.now() > 0 && files.state.wanted === 1")
    assert tram.see() == ""


def test_a_list_that_was_cut_off_by_a_lost_power_does_not_stop_the_start(start: Start) -> None:
    tram = start()
    tram.wait_for_kept(3)
    tram.page.evaluate("notes.set('list', {text: '{\"version\": 1, \"me', etag: ''})")
    tram.restart()
    assert sees(tram, "one", "two", "three")


# --- the clock -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hours", [-30, 5])
def test_a_device_whose_clock_is_hours_off_plays_what_is_due(start: Start, hours: int) -> None:
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    windows = [make_window(now - 2 * DAY, now - hour, "one"), make_window(now - hour, now + hour, "two")]
    tram = start(windows=[*windows, make_window(now + hour, now + DAY, "three")])
    tram.wait_for("two")
    tram.wait_for_kept(3)
    move_clock(tram, hours * hour)
    tram.restart()
    tram.wait_for("two")


def test_a_device_that_forgot_the_time_goes_on_from_when_it_last_knew_it(start: Start) -> None:
    now = datetime.now(UTC)
    tram = start(windows=[make_window(now - DAY, now + DAY, "two")], fallback=("one",))
    tram.wait_for("two")
    tram.wait_for_kept(2)
    tram.page.evaluate("notes.set('clock', clock.save())")
    tram.server.dead = True
    move_clock(tram, -20_000 * DAY)
    tram.restart()
    tram.wait_for("two")
    assert tram.page.evaluate("clock.isSure()") is False


# --- what it tells ---------------------------------------------------------------------------------------------------


def tell_plays(tram: Tram, *, least: int) -> list[dict[str, Any]]:
    """Once so many wait."""
    wait_until(tram.page, f"notes.count().then((count) => count >= {least})")
    tram.page.evaluate("plays.send()")
    return list_plays(tram)


def list_plays(tram: Tram) -> list[dict[str, Any]]:
    return [row for report in tram.server.list_told("plays") for row in report["plays"]]


def test_each_play_is_told_once_with_its_screen_moment_and_length(start: Start) -> None:
    began = datetime.now(UTC)
    tram = start(seconds=1.1, query="?screen=door%202")
    tram.wait_for_kept(3)
    kept = datetime.now(UTC)
    rows = tell_plays(tram, least=4)
    starts = [datetime.fromisoformat(row["start"]) for row in rows]
    # once all are at hand; a busy machine may miss a turn, but what is told is what was due at that very moment
    first = datetime.fromisoformat(tram.server.body["windows"][0]["start"])
    due = {at: list(SPOTS)[int((at - first) / timedelta(seconds=1.1)) % 3] for at in starts if at > kept}
    assert due
    assert due.items() <= {at: row["material"] for at, row in zip(starts, rows, strict=True)}.items()
    assert {row["screen"] for row in rows} == {"door 2"}
    assert all(row["seconds"] >= 1 for row in rows)
    assert starts == sorted(starts)
    assert began < starts[0] < datetime.now(UTC)
    told = {row["id"] for row in rows}
    assert len(told) == len(rows)
    assert not told & {row["id"] for _, row in tram.page.evaluate("notes.first(500)")}


def test_plays_that_could_not_be_told_are_told_after_a_restart_under_the_same_names(start: Start) -> None:
    tram = start(seconds=1.1, answers={"plays": (503, "", {})})
    tried = {row["id"] for row in tell_plays(tram, least=1)}
    tram.server.told.clear()
    tram.server.answers.clear()
    tram.server.judge = lambda row: "known"
    tram.restart()
    tram.page.wait_for_function("typeof plays === 'object' && files.state.wanted")
    tram.page.evaluate("plays.send()")
    told = {row["id"] for row in list_plays(tram)}
    assert tried <= told
    left = {row["id"] for _, row in tram.page.evaluate("notes.first(500)")}
    assert not left & told


def test_plays_of_a_device_that_forgot_the_time_are_told_with_the_right_one(start: Start) -> None:
    tram = start(seconds=1.1)
    tram.wait_for_kept(3)
    tram.page.evaluate("notes.set('clock', {ahead: 0, latest: clock.now() - 86400000})")
    tram.server.dead = True
    move_clock(tram, -20_000 * DAY)
    tram.restart()
    began = datetime.now(UTC)
    tell_plays(tram, least=2)
    assert tram.server.list_told("plays") == []
    tram.server.dead = False
    tram.poll()
    tram.page.evaluate("plays.send()")
    starts = [datetime.fromisoformat(row["start"]) for row in list_plays(tram)]
    assert starts
    # the server tells the time to a second in the head of an answer
    assert all(began - timedelta(seconds=3) < moment < datetime.now(UTC) + timedelta(seconds=2) for moment in starts)


def test_one_row_that_the_server_cannot_read_does_not_hold_up_the_others(start: Start) -> None:
    tram = start(seconds=600)
    tram.wait_for_kept(3)
    add = "(rows) => Promise.all(rows.map((row) => notes.add(row)))"
    start_ms = datetime.now(UTC).timestamp() * 1000
    rows = [{"id": f"row-{n}", "material": "one", "start": start_ms, "seconds": 1, "screen": ""} for n in range(5)]
    tram.page.evaluate(add, rows)
    answer = tram.server._find

    def refuse(name: str, last: str) -> tuple[int, Any, dict[str, str]]:
        if last == "plays" and any(row["id"] == "row-3" for row in tram.server.told[-1][1]["plays"]):
            return 400, "row-3?", {}
        return answer(name, last)

    tram.server._find = refuse  # type: ignore[method-assign]
    tram.page.evaluate("plays.send()")
    taken = [
        body["plays"] for body in tram.server.list_told("plays") if all(row["id"] != "row-3" for row in body["plays"])
    ]
    assert sorted(row["id"] for report in taken for row in report) == ["row-0", "row-1", "row-2", "row-4"]
    assert tram.page.evaluate("notes.first(500)") == []


def test_a_heartbeat_tells_how_it_is(start: Start) -> None:
    tram = start(seconds=600, query="?screen=door%202")
    tram.wait_for_kept(3)
    tram.page.evaluate("health.beat()")
    told = tram.server.list_told("heartbeat")[-1]
    assert read_health(told).free_bytes
    facts = {
        name: told[name] for name in ("playlist", "release", "playing", "kept", "wanted", "waiting", "error", "screen")
    }
    assert facts == {
        "playlist": '"tag"',
        "release": 3,
        "playing": tram.see(),
        "kept": 3,
        "wanted": 3,
        "waiting": 0,
        "error": "",
        "screen": "door 2",
    }
