"""The timeline in a real browser: dragged, moved by keys, saved, undone; a day that plays; nothing against axe."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.services import drafts
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import make_person
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.spots import make_film_screen
from tests.studio.axe import check_page

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
MORE = f"""  - {{id: weeks, title: {{bg: Седмици, en: Two weeks}}, item: together/boris, channels: [tram], share: 30,
     since: {MONDAY}, until: {MONDAY + timedelta(days=13)}}}
"""


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, transactional_db: None) -> Path:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.SCHEDULES_FOLDER = make_film_screen(tmp_path / "schedules").folder
    return write_schedules(tmp_path / "schedules", flights=FLIGHTS.replace("fallbacks:", MORE + "fallbacks:"))


@pytest.fixture
def page(folder: Path, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """An empty page of a lead who reads English; nothing is said on the console."""
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    faults: list[str] = []
    with open_browser() as browser:
        page = let_in(
            browser.new_context(viewport={"width": 1280, "height": 900}), make_person("lead"), url=live_server.url
        )
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        yield page
    assert faults == []


def read_days(folder: Path) -> tuple[int, int]:
    """The first and the last day of the flight, from that Monday."""
    flight = next(one for one in drafts.read_schedules(folder).flights if one.id == "weeks")
    return (flight.since - MONDAY).days, (flight.until - MONDAY).days


def see_form(page: Page) -> tuple[str, str]:
    """The days in the form beside; empty while there is none."""
    fields = [page.locator(f"#move-{name}") for name in ("since", "until")]
    return tuple(field.input_value() if field.count() else "" for field in fields)  # type: ignore[return-value]


def days(since: int, until: int) -> tuple[str, str]:
    return (MONDAY + timedelta(days=since)).isoformat(), (MONDAY + timedelta(days=until)).isoformat()


def test_a_flight_is_dragged_by_its_body_and_its_end_moved_by_keys_saved_and_undone(
    page: Page, live_server: LiveServer, folder: Path
) -> None:
    page.goto(f"{live_server.url}{reverse('timeline')}?on={MONDAY}")
    check_page(page)
    bar = page.locator("#bar-tram-weeks .whole-bar")
    box = bar.bounding_box()
    assert box is not None
    day = box["width"] / 14
    drag(page, box["x"] + box["width"] / 2, box["y"] + 16, by=3 * day)
    wait(page, lambda: see_form(page) == days(3, 16))
    wait(page, lambda: "Nothing new speaks against it." in page.locator("#said").inner_text())
    page.evaluate("scrollTo(0, 0)")  # else what is half under the bar counts as a target that is too small
    check_page(page)
    box = bar.bounding_box()
    assert box is not None
    drag(page, box["x"] + box["width"] - 3, box["y"] + 16, by=-4 * day)
    wait(page, lambda: see_form(page) == days(3, 12))
    page.locator("#bar-tram-weeks").focus()
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Control+ArrowLeft"):
        page.keyboard.press(key)
    wait(page, lambda: see_form(page) == days(4, 15))
    assert read_days(folder) == (0, 13)  # nothing is kept yet
    page.get_by_label("Why").fill("Repairs")
    page.get_by_role("button", name="Save").click()
    wait(page, lambda: page.get_by_role("button", name="Undo").count() == 1)
    assert read_days(folder) == (4, 15)
    page.get_by_role("button", name="Undo").click()
    wait(page, lambda: "it is as it was before" in page.locator("main").inner_text())
    assert read_days(folder) == (0, 13)


def drag(page: Page, x: float, y: float, *, by: float) -> None:
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, 6):
        page.mouse.move(x + by * step / 5, y)
    page.mouse.up()


def test_a_day_plays_spot_after_spot_and_can_be_stepped_and_sought(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{reverse('play-day', args=['tram'])}?on={MONDAY}")
    check_page(page)
    caption, clock = page.locator("[data-caption]"), page.locator("[data-clock]")
    page.get_by_role("button", name="Next spot").click()
    wait(page, lambda: caption.inner_text().startswith("2 / "))
    assert clock.inner_text().startswith("0:10 / ")
    page.locator("[data-speed]").select_option("4")
    page.get_by_role("button", name="Play", exact=True).click()
    wait(page, lambda: caption.inner_text().startswith("3 / "))
    wait(page, lambda: page.locator(".screen-face video.shown").evaluate("film => film.currentTime") > 0)
    page.get_by_role("button", name="Pause").click()
    page.locator("[data-seek]").fill("0")
    wait(page, lambda: caption.inner_text().startswith("1 / "))
