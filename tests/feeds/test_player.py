"""The web player: its page for the right token, and a real browser that plays, loses a spot and loses the network."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.adapters.chromium import find_chromium
from campaign.data import convert
from campaign.data.models import Approval, Channel, Material, Release, User
from campaign.feeds.player import PARTS, SCRIPTS, STATIC
from campaign.schedule.release import Release as Schedule
from campaign.schedule.release import write_release
from campaign.services import players, review
from campaign.services.changes import mark_change
from tests.factories.rows import make_channel, make_person, make_rendering, make_still
from tests.studio.rows import make_material

NAMES = "[...document.querySelectorAll('#screen > .front')].map((one) => one.dataset.material)"
KEPT = "caches.open('media-1 of ' + location.pathname).then((kept) => kept.keys()).then((keys) => keys.length)"


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"


@pytest.fixture
def lead(transactional_db: None) -> User:
    return make_person("lead")


def make_quick_channel() -> Channel:
    """Each picture stands for one second."""
    channel = make_channel()
    channel.body |= {"slot_seconds": 1, "loop_seconds": 2}
    channel.save()
    return channel


def make_spot(slug: str, colour: str, *, lead: User) -> Material:
    still = make_rendering(slug, file=make_still(colour))
    material = make_material(author=make_person("staff", name=slug), slug=slug, state="approved", still=still)
    Approval.objects.create(material=material, key=still.key, by=lead)
    return material


def release(materials: list[Material], *, lead: User, channel: Channel) -> None:
    spots = tuple(convert.make_spot(row, file=row.shown.file) for row in materials if row.shown.file)
    refs = tuple(spot.ref for spot in spots)
    schedule = Schedule(1, "", (convert.read_channel(channel),), (), (), spots, {channel.slug: refs})
    text, now = write_release(schedule), timezone.now()
    Release.objects.create(
        number=1, body=text, digest=schedule.digest, proposed_by=lead, released_by=lead, released_at=now
    )
    mark_change(now=now)


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_chromium()),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser.new_context(viewport={"width": 320, "height": 180})
        browser.close()


def watch(page: Page, *, seconds: float) -> set[str]:
    """The materials in front at any moment; a moment without one shows as an empty name."""
    seen: set[str] = set()
    for _ in range(int(seconds * 10)):
        names: list[Any] = page.evaluate(NAMES)
        seen |= set(names) or {""}
        page.wait_for_timeout(100)
    return seen


def wait_for_kept(page: Page, *, count: int) -> None:
    """Until the cache holds so many files; wait_for_function would take the promise itself for a yes."""
    deadline = time.monotonic() + 30
    while page.evaluate(KEPT) != count:
        assert time.monotonic() < deadline, "not everything was kept"
        page.wait_for_timeout(50)


def test_a_wrong_token_gets_neither_page_nor_worker(client: Client, db: None) -> None:
    answers = [client.get(f"/feeds/nothing/{name}").status_code for name in ("player", "worker.js")]
    assert answers == [404, 404]


def test_the_worker_reaches_no_further_than_its_player(client: Client, db: None) -> None:
    make_channel()
    token = players.create(channel="tram", name="door 1").token
    worker = client.get(f"/feeds/{token}/worker.js")
    assert worker.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "Service-Worker-Allowed" not in worker.headers
    page = client.get(f"/feeds/{token}/player").content.decode()
    assert "/static/feeds/player/player.js" in page
    assert "style=" not in page


@pytest.mark.chromium
def test_spots_follow_each_other_until_one_is_withdrawn(
    lead: User, live_server: LiveServer, screen: BrowserContext
) -> None:
    channel = make_quick_channel()
    one, two = make_spot("one", "#0b7a75", lead=lead), make_spot("two", "#e4572e", lead=lead)
    release([one, two], lead=lead, channel=channel)
    token = players.create(channel="tram", name="door 1").token
    page = screen.new_page()
    page.goto(f"{live_server.url}/feeds/{token}/player")
    page.wait_for_selector("#screen > .front")
    assert watch(page, seconds=3) == {str(one.pk), str(two.pk)}

    review.withdraw(scope="material", ref=str(one.pk), by=lead, why="Помоли ни.", now=timezone.now())
    with page.expect_response("**/playlist.json"):
        page.evaluate("dispatchEvent(new Event('online'))")  # it polls at once when the network comes back
    page.wait_for_timeout(500)
    assert watch(page, seconds=2.5) == {str(two.pk)}


@pytest.mark.chromium
def test_without_a_network_it_starts_and_plays_what_it_kept(
    lead: User, live_server: LiveServer, screen: BrowserContext
) -> None:
    channel = make_quick_channel()
    one, two = make_spot("one", "#0b7a75", lead=lead), make_spot("two", "#e4572e", lead=lead)
    release([one, two], lead=lead, channel=channel)
    token = players.create(channel="tram", name="door 1").token
    page = screen.new_page()
    page.goto(f"{live_server.url}/feeds/{token}/player")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_for_kept(page, count=2)
    screen.set_offline(True)
    page.reload()
    page.wait_for_selector("#screen > .front")
    assert watch(page, seconds=3) == {str(one.pk), str(two.pk)}


def test_both_pages_run_every_script_in_the_same_order() -> None:
    folder = STATIC / "feeds"
    bundled = re.findall(r'<script src="([^"]+)"', (folder / "index.html").read_text())
    assert bundled == ["playlist.js", *(script.removeprefix("feeds/") for script in SCRIPTS)]
    assert sorted(f"feeds/player/{file.name}" for file in (folder / "player").iterdir()) == sorted(PARTS)
