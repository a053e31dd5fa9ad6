"""Writing a story in a real browser: saved and shown as it is typed, whoever else writes and whatever is lost."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import Browser, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Draft
from campaign.services import authoring, dispatch
from campaign.spec.content import Kind
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.rows import NOON, make_channel, make_person, make_version
from tests.studio.axe import check_page

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
Enter = Callable[..., Page]
QUOTE = '[name="values.quote.en"]'


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # rows are read between the browser's calls, never in them
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)
    with open_browser() as opened:
        yield opened


@pytest.fixture
def enter(browser: Browser, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Enter]:
    """Opens a draft as a person, on a desk or a phone, in English."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    faults: list[str] = []

    def come(draft: Draft, role: str = "staff", *, width: int = 1280) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
        page = let_in(context, make_person(role), url=live_server.url)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
        page.goto(live_server.url + reverse("draft", args=[draft.pk]))
        return page

    yield come
    assert faults == []


def is_fault(line: ConsoleMessage) -> bool:
    """Chromium notes refusals and a lost connection by itself."""
    return line.type == "error" and not any(word in line.text for word in ("ERR_", "Failed to load"))


@pytest.fixture
def draft(transactional_db: None) -> Draft:
    make_channel()
    campaign = make_version().item.campaign
    return authoring.begin(campaign, kind=Kind.STORY, template="story-quote", by=make_person(), now=NOON)


def read(draft: Draft, name: str) -> str:
    draft.refresh_from_db()
    return str(draft.typed.get(name, ""))


def said(page: Page) -> str:
    return page.locator("#story-state").inner_text()


def test_a_story_is_saved_and_shown_as_it_is_typed(draft: Draft, enter: Enter) -> None:
    page = enter(draft)
    look = page.locator('.look[data-screen="tram"]')
    wait(page, lambda: look.get_attribute("data-checked"))
    before, drawn = look.locator("img").get_attribute("src"), int(look.get_attribute("data-drawn") or 0)
    assert "example" in look.inner_text()

    page.fill('[name="values.quote.bg"]', "Играем заедно.")
    wait(page, lambda: read(draft, "values.quote.bg") == "Играем заедно.")
    wait(page, lambda: int(look.get_attribute("data-drawn") or 0) > drawn)
    assert look.locator("img").get_attribute("src") != before
    wait(page, lambda: "Saved" in said(page))

    page.locator("#found li", has_text="consent").first.get_by_role("button").click()
    assert page.evaluate("document.activeElement.closest('#consents') !== null")
    page.locator("#id_fictional").check()
    wait(page, lambda: read(draft, "fictional") == "on")
    page.evaluate("scrollTo(0, 0)")  # nothing half under the bar
    check_page(page)


def test_two_people_write_at_once_and_neither_loses_a_word(draft: Draft, enter: Enter) -> None:
    mine, theirs = enter(draft), enter(draft, "lead")
    wait(mine, lambda: "lead" in mine.locator("#story-here").inner_text())
    theirs.fill('[name="title.en"]', "Ana")
    wait(mine, lambda: mine.locator('[name="title.en"]').input_value() == "Ana")

    theirs.context.set_offline(True)
    theirs.fill(QUOTE, "They play.")
    mine.fill(QUOTE, "We play.")
    wait(mine, lambda: read(draft, "values.quote.en") == "We play.")
    theirs.context.set_offline(False)
    clash = theirs.locator(".clash")
    wait(theirs, lambda: clash.count() == 1)
    assert "We play." in clash.inner_text()
    assert "They play." in clash.inner_text()
    assert read(draft, "values.quote.en") == "We play."
    clash.get_by_role("button", name="Keep mine").click()
    wait(mine, lambda: mine.locator(QUOTE).input_value() == "They play.")
    assert clash.count() == 0


def test_neither_a_lost_network_nor_a_lost_session_loses_a_word(draft: Draft, enter: Enter) -> None:
    page = enter(draft)
    page.context.set_offline(True)
    page.fill(QUOTE, "We play together.")
    wait(page, lambda: "connection is lost" in said(page))
    page.context.set_offline(False)
    wait(page, lambda: read(draft, "values.quote.en") == "We play together.")

    Session.objects.all().delete()
    page.fill(QUOTE, "We play every day.")
    wait(page, lambda: "signed out" in page.locator("#story-alert").inner_text())
    assert read(draft, "values.quote.en") == "We play together."
    let_in(page.context, make_person(), url=page.url.split("/drafts")[0]).close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    wait(page, lambda: read(draft, "values.quote.en") == "We play every day.")
    wait(page, lambda: page.locator("#story-alert").is_hidden())


def test_what_a_closed_page_could_not_send_comes_back(draft: Draft, enter: Enter) -> None:
    page = enter(draft)
    page.route("**/save", lambda route: route.abort())
    page.fill(QUOTE, "We play together.")
    wait(page, lambda: "connection is lost" in said(page))
    page.unroute("**/save")
    page.route("**/save", lambda route: route.abort())
    page.goto("about:blank")
    assert read(draft, "values.quote.en") == ""

    page.unroute("**/save")
    page.go_back()
    wait(page, lambda: page.locator(QUOTE).input_value() == "We play together.")
    wait(page, lambda: read(draft, "values.quote.en") == "We play together.")


def test_on_a_phone_rows_are_added_and_moved_by_buttons_and_what_is_missing_is_told(
    transactional_db: None, enter: Enter
) -> None:
    make_channel()
    campaign = make_version().item.campaign
    draft = authoring.begin(campaign, kind=Kind.STORY, template="photo-essay", by=make_person(), now=NOON)
    page = enter(draft, width=390)
    count = int(read(draft, "values.photos.rows"))
    page.get_by_role("button", name="Add a row").click()
    wait(page, lambda: read(draft, "values.photos.rows") == str(count + 1))
    page.fill('[name="values.photos.1.caption.en"]', "First")
    page.fill(f'[name="values.photos.{count + 1}.caption.en"]', "Last")
    page.locator(".one-row").last.get_by_role("button", name="Up").click()
    wait(page, lambda: read(draft, f"values.photos.{count}.caption.en") == "Last")
    page.locator(".one-row").first.get_by_role("button", name="Remove").click()
    wait(page, lambda: read(draft, "values.photos.rows") == str(count))

    page.get_by_role("button", name="Submit for approval").click()
    page.locator("#faults").wait_for()
    page.locator("#faults a").first.click()
    assert page.evaluate("document.activeElement.name") == "title.bg"
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    check_page(page)
