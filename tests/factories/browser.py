"""Chromium as tests need it: one that asks nobody anything, with people signed in to the studio."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from campaign.adapters.chromium import find_chromium
from campaign.data.models import User


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Playwright runs a loop in this thread: who reads rows between its calls sets DJANGO_ALLOW_ASYNC_UNSAFE."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


def let_in(context: BrowserContext, person: User, *, url: str) -> Page:
    """An empty page of the person, who reads English; `url` is the server's."""
    client = Client()
    client.force_login(person)
    cookies = {"sessionid": client.cookies["sessionid"].value, "django_language": "en"}
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])
    return context.new_page()


def wait(page: Page, holds: Callable[[], object], *, seconds: float = 60) -> None:
    """The page's policy allows no script made from text, so playwright's own waiting cannot be used."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        page.wait_for_timeout(20)
