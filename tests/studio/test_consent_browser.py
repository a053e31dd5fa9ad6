"""A withdrawal in a real browser: one question, one button, and then what has happened, live, until it is confirmed."""

import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, ConsoleMessage, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Acknowledgement, Consent, Withdrawal
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.items import CONSENT
from tests.factories.rows import make_consent, make_person
from tests.factories.screens import Screen, make_screen

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
Enter = Callable[[str], Page]


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, transactional_db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@pytest.fixture
def row(screen: Screen) -> Consent:
    return make_consent(screen.ana.version, CONSENT)


@pytest.fixture
def enter(live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """A browser of their own for each person, in English, on a phone."""
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    faults: list[str] = []
    contexts: list[BrowserContext] = []
    with open_browser() as browser:

        def come_in(role: str) -> Page:
            context = browser.new_context(viewport={"width": 390, "height": 800}, reduced_motion="reduce")
            page = let_in(context, make_person(role), url=live_server.url)
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda line: faults.append(line.text) if is_fault(line) else None)
            contexts.append(context)
            return page

        yield come_in
        for context in contexts:
            context.close()
    assert faults == []


def is_fault(line: ConsoleMessage) -> bool:
    """Chromium notes a form that came back with what to mend, too: that is no fault of the page."""
    return line.type == "error" and "422" not in line.text


def read_tally(page: Page, place: str) -> list[str]:
    return page.locator(f"{place} .tally b").all_text_contents()


def test_from_the_material_to_gone_from_every_screen(
    screen: Screen, row: Consent, enter: Enter, live_server: LiveServer
) -> None:
    staff = enter("staff")
    staff.goto(live_server.url + reverse("material", args=[screen.ana.pk]))
    staff.get_by_role("link", name="Withdraw the consent").click()
    assert staff.get_by_role("heading", level=1).text_content() == "Withdraw this consent?"
    assert Withdrawal.objects.count() == 0
    staff.get_by_role("button", name="Withdraw the consent").click()
    assert staff.url == live_server.url + reverse("consent", args=[row.pk])
    assert read_tally(staff, "#effect") == ["0 of 1", "0 of 1"]
    with urllib.request.urlopen(live_server.url + screen.address(), timeout=20) as answer:
        assert b'"together/ana"' in answer.read()  # among what was revoked
    wait(staff, lambda: read_tally(staff, "#effect") == ["1 of 1", "0 of 1"])

    operator = enter("operator")
    operator.goto(live_server.url)
    assert "You must confirm for 1 screen" in (operator.locator(".note.error").text_content() or "")
    operator.get_by_role("link", name="You must confirm").click()
    operator.get_by_role("link", name="Look and confirm").click()
    operator.get_by_role("button", name="Confirm for Трамвай 4").click()
    assert "Confirmed for 1 screen." in operator.get_by_role("status").all_text_contents()
    assert Acknowledgement.objects.get().confirmed_by == make_person("operator")
    wait(staff, lambda: read_tally(staff, "#effect") == ["1 of 1", "1 of 1"])
    assert staff.locator("#effect").get_attribute("hx-get") is None  # nothing is waited for any more


def test_the_form_leads_to_what_must_be_mended(
    screen: Screen, row: Consent, enter: Enter, live_server: LiveServer
) -> None:
    """Every input has its label, and a link above takes the reader to what must be mended."""
    page = enter("staff")
    page.goto(live_server.url + reverse("change-consent", args=[row.pk]))
    page.get_by_label("Age on the day of the consent").fill("two")
    page.get_by_label("Age on the day of the consent").press("Enter")
    fault = page.get_by_role("alert").get_by_role("link")
    assert fault.text_content() == "Age on the day of the consent"
    fault.focus()
    page.keyboard.press("Enter")
    wait(page, lambda: page.evaluate("document.activeElement.id") == "id_age" or page.url.endswith("#id_age"))
    assert page.get_by_label("Age on the day of the consent").input_value() == "two"
    unnamed = page.locator("input:not([type=hidden]), select, textarea").evaluate_all(
        "inputs => inputs.filter(input => !input.labels?.length).map(input => input.name)"
    )
    assert unnamed == []
    page.get_by_label("Age on the day of the consent").fill("40")
    page.get_by_role("button", name="Save").press("Enter")
    assert page.url.partition("#")[0] == live_server.url + reverse("consent", args=[row.pk])
    row.refresh_from_db()
    assert row.body["age"] == 40
