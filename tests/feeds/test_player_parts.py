"""What plays when, and what time it is: the parts of the web player that reckon, asked one by one."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Error, Page

from campaign.feeds.player import STATIC
from tests.factories.browser import open_browser
from tests.feeds.webplayer import make_list, make_window

pytestmark = pytest.mark.chromium
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NAMES = {"a": b"a", "b": b"b", "c": b"c"}
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
CLOCKS = """() => {
    window.device = 1000000; window.ticks = 0;
    Date.now = () => window.device; performance.now = () => window.ticks;
}"""


@pytest.fixture(scope="module")
def open_page() -> Iterator[Page]:
    with open_browser() as browser:
        yield browser.new_page()


@pytest.fixture
def page(open_page: Page) -> Page:
    """Nothing but the two parts, on a device whose clock and ticking the test moves: device, ticks in ms."""
    open_page.goto("about:blank")
    open_page.evaluate(CLOCKS)
    for name in ("clock", "timetable"):
        open_page.add_script_tag(path=STATIC / "feeds" / "player" / f"{name}.js")
    return open_page


def find_turn(page: Page, body: dict[str, Any], at: datetime, *, without: str = "") -> tuple[str, float, float] | None:
    """Material, seconds since its turn began, seconds until it ends."""
    ask = """([body, at, without]) =>
        timetable.findTurn(timetable.read(body), at, (item) => !without.includes(item.material))"""
    found: dict[str, Any] | None = page.evaluate(ask, [body, at.timestamp() * 1000, without])
    if found is None:
        return None
    moment = at.timestamp()
    return found["item"]["material"], moment - found["from"] / 1000, found["until"] / 1000 - moment


def make_day(**words: Any) -> dict[str, Any]:
    """a, b, c for ten seconds each from noon on, for an hour; before and after it b."""
    window = make_window(NOON, NOON + HOUR, "a", "b", "c")
    return make_list(NAMES, seconds=10, now=NOON, fallback=("b",), **({"windows": [window]} | words))


def test_items_follow_each_other_from_the_start_of_their_window(page: Page) -> None:
    turns = [find_turn(page, make_day(), NOON + seconds * SECOND) for seconds in (0, 9, 10, 29, 30, 65)]
    assert turns == [("a", 0, 10), ("a", 9, 1), ("b", 0, 10), ("c", 9, 1), ("a", 0, 10), ("a", 5, 5)]


def test_a_window_ends_where_it_ends_and_the_fallback_holds_until_the_next(page: Page) -> None:
    body = make_day(
        windows=[make_window(NOON, NOON + 25 * SECOND, "a", "b"), make_window(NOON + HOUR, NOON + DAY, "c")]
    )
    assert find_turn(page, body, NOON + 21 * SECOND) == ("a", 1, 4)
    turn = find_turn(page, body, NOON + HOUR - 3 * SECOND)
    assert turn is not None
    assert (turn[0], turn[2]) == ("b", 3)
    assert find_turn(page, body, NOON + HOUR) == ("c", 0, 10)


def test_another_one_of_the_window_has_the_turn_of_one_that_cannot_be_shown(page: Page) -> None:
    turns = [find_turn(page, make_day(), NOON + seconds * SECOND, without="b") for seconds in (1, 11, 21)]
    assert turns == [("a", 1, 9), ("c", 1, 9), ("c", 1, 9)]
    assert find_turn(page, make_day(), NOON, without="ac") == ("b", 0, 10)
    assert find_turn(page, make_day(), NOON, without="abc") is None


@pytest.mark.parametrize(("hours", "shown"), [(0, True), (7 * 24 - 13, True), (7 * 24 - 12, False), (1000, False)])
def test_a_list_holds_for_seven_days_of_its_channel(page: Page, hours: int, shown: bool) -> None:
    assert (find_turn(page, make_day(), NOON + hours * HOUR) is not None) == shown


def test_a_list_holds_until_its_last_service_day_has_ended_past_midnight(page: Page) -> None:
    night = NOON + 6.5 * DAY
    body = make_day(windows=[make_window(night - HOUR, night + HOUR, "c")])
    assert find_turn(page, body, night + HOUR - SECOND) == ("c", 9, 1)
    assert find_turn(page, body, night + HOUR) is None


@pytest.mark.parametrize(
    "revoked",
    [{"everything": True}, {"materials": ["a"]}, {"items": ["together/a"]}, {"campaigns": ["together"]}],
)
def test_what_was_withdrawn_in_any_way_is_known(page: Page, revoked: dict[str, Any]) -> None:
    none = {"everything": False, "campaigns": [], "items": [], "materials": []}
    ask = "([body, id]) => { const list = timetable.read(body); return timetable.isRevoked(list, list.media.get(id)); }"
    assert page.evaluate(ask, [make_day(revoked=none | revoked), "a"]) is True
    assert page.evaluate(ask, [make_day(revoked=none), "a"]) is False
    blank = make_day(revoked=none | revoked)
    blank["media"]["a"]["campaign"] = ""
    assert page.evaluate(ask, [blank, "a"]) is False


def test_what_is_needed_next_is_listed_first_and_the_past_not_at_all(page: Page) -> None:
    windows = [
        make_window(NOON - HOUR, NOON, "a"),
        make_window(NOON, NOON + HOUR, "c"),
        make_window(NOON + HOUR, NOON + DAY, "c"),
    ]
    ask = "([body, at]) => timetable.listItems(timetable.read(body), at).map((item) => item.material)"
    assert page.evaluate(ask, [make_day(windows=windows), NOON.timestamp() * 1000]) == ["c", "b"]


@pytest.mark.parametrize("body", [None, {}, "x", {"version": 2}, {"version": 1}])
def test_what_is_no_list_is_refused(page: Page, body: object) -> None:
    with pytest.raises(Error):
        page.evaluate("(body) => { timetable.read(body); }", body)


# --- the clock -------------------------------------------------------------------------------------------------------


def tell(page: Page, words: str) -> Any:
    return page.evaluate(words)


def test_the_servers_time_is_taken_over_when_ours_is_certainly_wrong(page: Page) -> None:
    assert tell(page, "clock.hear(999500, 100, 1000)") == 0  # anything from 999.5 s to 1000.6 s
    assert tell(page, "[clock.hear(5000000, 200), clock.now(), clock.ahead()]") == [4000100, 5000100, 4000100]
    assert tell(page, "clock.hear(5000010, 200)") == 0
    assert tell(page, "[clock.hear(NaN, 10), clock.hear(9000000, 60000), clock.now()]") == [0, 0, 5000100]


def test_time_goes_on_evenly_when_somebody_sets_the_devices_clock_right(page: Page) -> None:
    tell(page, "clock.hear(5000000, 0)")
    tell(page, "ticks += 1000, device += 1000 + 4000000")
    assert tell(page, "[clock.watch(), clock.now(), clock.ahead()]") == [0, 5001000, 0]
    tell(page, "device -= 60000")
    assert tell(page, "[clock.watch(), clock.now(), clock.ahead()]") == [0, 5001000, 60000]


def test_a_device_that_slept_wakes_up_in_time(page: Page) -> None:
    tell(page, "clock.hear(5000000, 0)")
    tell(page, "ticks += 1000, device += 1000 + 3600000")
    assert tell(page, "[clock.watch(), clock.now(), clock.ahead()]") == [3600000, 8601000, 4000000]


def test_over_a_restart_the_difference_is_kept(page: Page) -> None:
    tell(page, "clock.start({ahead: 4000000, latest: 5000000})")
    assert tell(page, "[clock.now(), clock.isSure()]") == [5000000, True]
    assert tell(page, "clock.save()") == {"ahead": 4000000, "latest": 5000000}


def test_no_restart_leads_back_into_the_past(page: Page) -> None:
    tell(page, "clock.start({ahead: 0, latest: 5000000})")
    assert tell(page, "[clock.now(), clock.isSure()]") == [5000000, False]
    assert tell(page, "[clock.hear(8000000, 0), clock.now(), clock.isSure()]") == [3000000, 8000000, True]


@pytest.mark.parametrize(("folder", "said"), [(False, "no HTTPS: files are not checked"), (True, "")])
def test_a_browser_that_lends_no_hashes_is_told_of(page: Page, folder: bool, said: str) -> None:
    """As over plain HTTP; the player from a folder believes its own disk."""
    page.evaluate("Object.defineProperty(crypto, 'subtle', { value: undefined, configurable: true })")
    page.add_script_tag(path=STATIC / "feeds" / "player" / "files.js")
    told = page.evaluate(
        "(folder) => files.start({ folder }).then(() => files.keepAll([])).then(() => files.state.error)", folder
    )
    assert told == said
