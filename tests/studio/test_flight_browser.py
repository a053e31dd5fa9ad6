"""The form of a flight in a real browser: the schedule answers while somebody types, and saving needs no script."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.services import drafts
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import make_person
from tests.factories.screens import make_screen

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(tmp_path: Path, settings: Settings, transactional_db: None) -> Path:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.SCHEDULES_FOLDER = make_screen(tmp_path / "schedules").folder
    return tmp_path / "schedules"


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def page(
    folder: Path, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """The empty form, of a lead who reads English; nothing is said on the console."""
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, java_script_enabled=request.param)
        page = let_in(context, make_person("lead"), url=live_server.url)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if line.type == "error" else None)
        page.goto(live_server.url + reverse("add-flight"))
        yield page
    assert faults == []


def test_the_schedule_answers_and_the_flight_is_kept(page: Page, folder: Path, request: pytest.FixtureRequest) -> None:
    verdict = page.locator(".verdict [aria-live]")

    def answer(text: str) -> None:
        """With scripts it comes by itself, without them by the button."""
        if request.node.callspec.params["page"] is False:
            page.get_by_role("button", name="Only check it").click()
        wait(page, lambda: text in verdict.inner_text())

    page.get_by_label("What is shown", exact=True).select_option("campaign:together")
    page.get_by_label("Title in English", exact=True).fill("New neighbours")
    page.get_by_label("All channels", exact=True).check()
    page.get_by_label("First day", exact=True).fill("2026-01-01")
    page.get_by_label("Last day", exact=True).fill("2099-12-31")
    amount = page.get_by_label("How much", exact=True)
    amount.fill("80")
    answer("speaks against it")
    amount.fill("12,5")
    answer("Nothing speaks against it.")
    page.get_by_role("button", name="Save").click()
    wait(page, lambda: "Saved." in page.locator("main").inner_text())
    shares = {flight.id: flight.share for flight in drafts.read_schedules(folder).flights}
    assert shares == {"together": 50.0, "new-neighbours": 12.5}
