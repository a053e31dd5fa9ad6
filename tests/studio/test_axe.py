"""Every page of the studio held by axe, at a desk and on a phone, in Bulgarian, and read with a zoom of 400 %.

The pages are those of the matrix of addresses, in which test_matrix lets none be missing: one that is added later fails
here until its own address answers with the page it is, or it is excused with a why.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import Item, ItemVersion, SecondFactor, User
from campaign.services import consents, dispatch, releases, statistics
from tests.eurostat import run_eurostat
from tests.factories import items
from tests.factories.browser import open_browser
from tests.factories.rows import NOON, PASSWORD, make_consent
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.studio.axe import LAID_OUT, list_faults
from tests.studio.matrix import NOT_FOR_PEOPLE, ROWS, Row, make_visitors, make_world
from tests.studio.rows import make_material

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]

NO_PAGES = {
    **dict.fromkeys(("health", "live", "ready", "metrics", "gone"), "said to machines"),
    "progress": "a piece that a page fetches",
    "work-events": "a stream",
    "work-line": "a piece that a page fetches",
    "draft-news": "an answer to a script",
    "crops": "an answer to a script",
    "consent-effect": "a piece that a page fetches",
    "template-trial": "a piece that a page fetches",
    "download-calendar": "a file",
    "report-file": "a file",
    "audit-file": "a file",
    "consent-document": "a file",
    "file": "a file",
    "template-example": "a picture",
    "template-sample": "a picture",
    "act": "asked by a post alone; its page is that of test_material",
    "emergency-start": "leads back to the message",
    "statistic-pictures": "held by test_statistic_browser once the source is told",
    "template-trial-picture": "a picture",
    "statistic-picture": "a picture",
    "review-marks": "a picture",
    "medium": "a film",
    "medium-picture": "a picture",
    "medium-strip": "a picture",
    "medium-playable": "a film",
    "medium-cues": "an answer to a script",
    "medium-cues-file": "a file",
}
"""Addresses that are read, and are no page of the studio."""
NOBODY = {"sign-in", "forgot", "reset", "invitation"}
CAREFUL = {"account-codes-end", "account-spare"}
"""Pages of somebody who signs in with an app."""
OTHERS = {
    "reset": {"uid": "uid", "token": "token"},
    "renew-consent": {"pk": "withdrawn"},
    "review-item": {"pk": "judged"},
    "statistic-dataset": {"pk": "fetched"},
    "let-out": {"number": "3"},
    "call-off": {"number": "3"},
}
"""Other arguments than the matrix tries: its world leads on from these pages."""
SIDEWAYS = """
() => [...document.querySelectorAll("body *")]
  .filter((one) => one.scrollWidth > one.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(one).overflowX))
  .filter((one) => one.tabIndex < 0 && !one.querySelector("a[href], button, input, select, summary, [tabindex='0']"))
  .map((one) => one.outerHTML.slice(0, 120))
"""


@pytest.fixture
def world(
    transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, str]:
    """The matrix's, and what its pages lead on from: a release before and one that waits, a story that waits, a consent
    withdrawn, a table of Eurostat, a key for a new password."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # rows are read between the browser's calls, never in them
    monkeypatch.setattr(dispatch, "_send", lambda *_args, **_named: True)
    settings.SCHEDULES_FOLDER, settings.HOME = tmp_path / "schedules", tmp_path
    world = make_world(settings.SCHEDULES_FOLDER)
    author, lead, second = (User.objects.get(username=name) for name in ("author", "lead", "second"))
    for share in (40, 30):
        write_schedules(settings.SCHEDULES_FOLDER, flights=FLIGHTS.replace("share: 50", f"share: {share}"))
        proposal = releases.propose(by=lead, now=NOON, schedules=settings.SCHEDULES_FOLDER, why="Пролет")
        if share == 40:
            releases.release(proposal.row, by=second, now=NOON)
    consent = make_consent(ItemVersion.objects.filter(item__slug="boris").latest("pk"), items.CONSENT, slug="boris")
    consents.withdraw(consent, by=lead, now=NOON)
    with run_eurostat() as (base, _told):
        monkeypatch.setenv(statistics.ADDRESS, base)
        campaign = Item.objects.latest("pk").campaign
        fetched = statistics.start_eurostat(
            campaign, "demo_mix", statistics.read_filters("geo=BG,RO"), by=author, now=NOON
        )
    judged = make_material(author=author, state="submitted", slug="dora").version.item_id
    made = {"judged": judged, "withdrawn": consent.pk, "fetched": fetched.pk}
    uid = urlsafe_base64_encode(force_bytes(author.pk))
    return world | {name: str(value) for name, value in made.items()} | {"uid": uid}


@pytest.fixture
def cookies(world: Mapping[str, str]) -> Mapping[str, dict[str, str]]:
    """Of each visitor that a page needs; `half` has yet to give the code of an app."""
    people = make_visitors()
    careful = people["designer"]
    SecondFactor.objects.create(user=careful, confirmed_at=NOON)
    clients = {"nobody": Client(), "half": Client(), "careful": Client(), "everybody": Client()}
    clients["half"].post(reverse("sign-in"), {"username": careful.username, "password": PASSWORD})
    clients["careful"].force_login(careful)
    clients["everybody"].force_login(people["administrator"])
    return {
        name: {key: one.value for key, one in client.cookies.items()} | {"django_language": "bg"}
        for name, client in clients.items()
    }


def test_axe_finds_nothing_on_any_page(
    world: Mapping[str, str], cookies: Mapping[str, dict[str, str]], live_server: LiveServer
) -> None:
    token = default_token_generator.make_token(User.objects.get(username="author"))
    faults: list[str] = []
    with open_browser() as browser:
        context = browser.new_context(reduced_motion="reduce", locale="bg-BG")
        page, was = context.new_page(), ""
        for row in list_pages():
            who = find_visitor(row.name)
            if who != was:
                enter(context, cookies[who], url=live_server.url)
                was = who
            address = find_address(row, {**world, "token": token})
            faults += look(page, f"{live_server.url}{address}")
    assert faults == [], "\n".join(faults)


def test_what_is_excused_is_there() -> None:
    names = {row.name for row in ROWS}
    assert (NO_PAGES.keys() | OTHERS.keys() | NOBODY | CAREFUL) - names == set()


def list_pages() -> list[Row]:
    """One visitor's after the other's, so that each signs in once."""
    shown = [row for row in ROWS if "GET" in row.methods.split() and row.says != NOT_FOR_PEOPLE]
    return sorted((row for row in shown if row.name not in NO_PAGES), key=lambda row: find_visitor(row.name))


def find_visitor(name: str) -> str:
    if name == "sign-in-code":
        return "half"
    return "nobody" if name in NOBODY else "careful" if name in CAREFUL else "everybody"


def find_address(row: Row, world: Mapping[str, str]) -> str:
    args = OTHERS.get(row.name, row.args)
    return reverse(row.name, kwargs={name: world.get(value, value) for name, value in args.items()})


def enter(context: BrowserContext, cookies: Mapping[str, str], *, url: str) -> None:
    context.clear_cookies()
    context.add_cookies([{"name": name, "value": value, "url": url} for name, value in cookies.items()])


def look(page: Page, address: str) -> Iterator[str]:
    """What is wrong with a page, in three widths; the narrowest is a desk's at 400 %."""
    page.set_viewport_size({"width": 1280, "height": 900})
    answer = page.goto(address)
    if answer is None or answer.status != 200 or page.url != address:
        yield f"{address} shows {page.url}"
        return
    yield from list_faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    yield from (f"on a phone {fault}" for fault in list_faults(page, rules=LAID_OUT))
    page.set_viewport_size({"width": 320, "height": 256})
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{address} is scrolled sideways at 320 px"
    yield from (f"{address} has what no key can scroll: {one}" for one in page.evaluate(SIDEWAYS))
