"""A statistic in a real browser: pasted, corrected cell by cell while it saves itself, drawn, chosen; held by axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Draft
from campaign.services.worksheets import read_worksheet
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import make_channel, make_person, make_version
from tests.services.test_statistics import SAID, TABLE, TYPED
from tests.studio.axe import check_page

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def page(
    live_server: LiveServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Page]:
    """The staff's phone, in English."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # rows are read between playwright's calls, never in them
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_version()
    make_channel()
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
        own = let_in(context, make_person("staff"), url=live_server.url)
        own.on("pageerror", lambda error: faults.append(str(error)))
        yield own
        context.close()
    assert faults == []


def is_as_wide_as_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth === document.documentElement.clientWidth"))


def look(page: Page) -> None:
    check_page(page)
    assert is_as_wide_as_the_screen(page)


def test_from_a_paste_to_the_editor(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + reverse("new-statistic"))
    look(page)
    page.get_by_label("The table", exact=True).fill(TABLE)
    page.get_by_role("button", name="Read the table").click()
    draft = Draft.objects.get()

    def read() -> str:
        draft.refresh_from_db()
        return read_worksheet(draft).grid.lines[1][2]

    cell = page.locator("#c-1-2")
    cell.fill("осем")
    wait(page, lambda: "is not a number" in (page.locator("#c-1-2 + .says").text_content() or ""))
    assert page.locator("#faults a").get_attribute("href") == "#c-1-2"
    look(page)
    cell.fill("16,4")
    cell.press("Enter")
    assert page.evaluate("document.activeElement.id") == "c-2-2"
    wait(page, lambda: read() == "16,4")
    wait(page, lambda: page.locator("#faults li").count() == 0)
    page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "17,5\\n8,8\\n");
        document.getElementById("c-1-2").dispatchEvent(
            new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true})); }"""
    )
    wait(page, lambda: read() == "17,5")
    assert page.input_value("#c-2-2") == "8,8"
    page.get_by_label("Show the row Център").uncheck()
    wait(page, lambda: page.locator("tr.left-out").count() == 1)
    assert "Saved" in (page.locator("#saved").text_content() or "")

    page.get_by_role("button", name="Go on to the source").click()
    page.get_by_role("button", name="Go on to the pictures").click()
    assert "Say whom the figures are about." in (page.locator(".note.error").text_content() or "")
    look(page)
    for name, text in {**TYPED, "taken": SAID["taken"]}.items():
        page.fill(f'[name="{name}"]', text)
    page.check('[name="sample"][value="none"]')
    page.check('[name="notes_none"]')
    page.get_by_role("button", name="Go on to the pictures").click()
    first = page.locator(".proposal").first
    assert "Honest" in (first.text_content() or "")
    wait(page, lambda: first.locator("img").evaluate("(image) => image.complete && image.naturalWidth"))
    look(page)
    page.get_by_label("Language").select_option("en")
    wait(page, lambda: "language=en" in page.url)
    first.get_by_role("button", name="Choose this one").click()
    assert page.url == live_server.url + reverse("draft", args=[draft.pk])
    assert page.input_value('[name="values.series.1.amount"]') == "17.5"
    page.get_by_role("link", name="The table they come from").click()
    assert page.input_value("#c-1-2") == "17,5"
