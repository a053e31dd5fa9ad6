"""Chromium as tests need it: one that asks nobody anything, with people signed in to the studio."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from campaign.adapters.chromium import find_chromium
from campaign.data.models import User


class _Answering:
    """How many requests of browsers are being answered: each has a thread of the live server's."""

    def __init__(self) -> None:
        self.count = 0
        self._lock = threading.Lock()
        request_started.connect(self.begin)
        request_finished.connect(self.end)

    def begin(self, **_: object) -> None:
        self._add(1)

    def end(self, **_: object) -> None:
        self._add(-1)

    def _add(self, change: int) -> None:
        if threading.current_thread() is not threading.main_thread():
            with self._lock:
                self.count += change


ANSWERING = _Answering()


def _wait_for_answers() -> None:
    """What a page had asked for when it was closed is answered all the same: not into the next test, whose rows it
    may not touch."""
    deadline = time.monotonic() + 30
    while ANSWERING.count > 0 and time.monotonic() < deadline:
        time.sleep(0.02)


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
    _wait_for_answers()


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
