"""The emergency page in a real browser, on a phone: pictures come as one writes, and the question follows."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Emergency
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import make_person
from tests.factories.screens import make_screen

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    tmp_path: Path, settings: Settings, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The page as a lead sees it, in English, on a phone."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
        page = let_in(context, make_person("lead"), url=live_server.url)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(live_server.url + reverse("emergency"))
        yield page
    assert faults == []


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
