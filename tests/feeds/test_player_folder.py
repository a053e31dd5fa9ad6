"""The web player from a folder, as it lies on a stick: no server, no network, nothing but files."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from campaign.feeds.player import STATIC
from tests.factories.browser import open_browser
from tests.feeds.webplayer import IN_FRONT, draw_still, make_list

pytestmark = [pytest.mark.alone, pytest.mark.chromium]
SPOTS = {"one": draw_still("#0b7a75"), "two": draw_still("#e4572e")}


@pytest.fixture
def page() -> Iterator[Page]:
    with open_browser() as browser:
        yield open_page(browser)


def open_page(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 320, "height": 180}, offline=True).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def write_folder(folder: Path, body: dict[str, Any]) -> str:
    """The address of its page."""
    shutil.copytree(STATIC / "feeds", folder)
    (folder / "playlist.js").write_text(f"window.CAMPAIGN_BUNDLE = {json.dumps({'playlist': body})};\n")
    (folder / "media").mkdir()
    for name, data in SPOTS.items():
        (folder / "media" / body["media"][name]["name"]).write_bytes(data)
    return (folder / "index.html").as_uri()


def test_it_plays_each_in_turn_and_leaves_out_a_file_that_is_gone(page: Page, tmp_path: Path) -> None:
    body = make_list(SPOTS, seconds=0.4)
    page.goto(write_folder(tmp_path / "stick", body))
    for name in ("one", "two", "one"):
        page.wait_for_function(f"{IN_FRONT} === '{name}'", polling=20)
    (tmp_path / "stick" / "media" / body["media"]["two"]["name"]).unlink()
    page.reload()
    page.wait_for_function("health.error() !== ''", polling=20)
    assert page.evaluate(IN_FRONT) == "one"
    assert page.evaluate("navigator.serviceWorker?.getRegistrations?.().catch(() => [])") in ([], None)


def test_a_stick_that_is_over_shows_the_emblem(page: Page, tmp_path: Path) -> None:
    page.goto(write_folder(tmp_path / "stick", make_list(SPOTS, windows=[], day="2026-01-01")))
    page.wait_for_function("files.state.wanted > 0", polling=20)
    assert page.evaluate(IN_FRONT) == ""
