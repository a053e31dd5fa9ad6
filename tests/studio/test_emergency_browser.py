"""The emergency page in a real browser, on a phone: pictures come as one writes, and the question follows."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.adapters.chromium import find_chromium
from campaign.data.models import Emergency
from tests.factories.rows import make_person
from tests.factories.screens import make_screen

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PATIENCE = 30.0


@pytest.fixture
def page(
    tmp_path: Path, settings: Settings, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The page as a lead sees it, in English, on a phone."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    client = Client()
    client.force_login(make_person("lead"))
    faults: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
        cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "en"}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server.url + reverse("emergency"))
        yield page
        browser.close()
    assert faults == []


def wait(page: Page, holds: Callable[[], object]) -> None:
    """The page's policy allows no script made from text, so playwright's own waiting cannot be used."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        page.wait_for_timeout(20)


def count_pictures(page: Page) -> int:
    """Pictures that were really drawn."""
    return sum(image.bounding_box() is not None for image in page.locator("#pictures img").all())


def test_from_the_first_word_to_the_screens(page: Page) -> None:
    page.fill("#headline-bg", "Станцията е затворена")
    wait(page, lambda: count_pictures(page) == 1)
    page.click("text=In other languages")
    page.click("summary:text-is('English')")
    page.fill("#headline-en", "The station is closed")
    wait(page, lambda: count_pictures(page) == 2)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.check("input[name=channel][value=tram]")
    page.click("button.alarm")
    assert page.inner_text("h1") == "Show this on 1 screen now?"
    page.click("button.alarm")
    assert page.inner_text("h1") == "The station is closed"
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    message = Emergency.objects.get()
    assert message.texts["headline"] == {"bg": "Станцията е затворена", "en": "The station is closed"}
    page.click("text=End it now")
    wait(page, lambda: "Ended early" in page.inner_text("#known"))
