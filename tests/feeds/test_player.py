"""The web player: its page for the right token, and a real browser that plays, loses a spot and loses the network."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data import convert
from campaign.data.models import Approval, Channel, Material, Player, Release, User
from campaign.feeds.player import PARTS, SCRIPTS, STATIC
from campaign.schedule.release import Release as Schedule
from campaign.schedule.release import write_release
from campaign.services import players, review
from campaign.services.changes import mark_change
from campaign.services.players import NewPlayer
from tests.factories.browser import open_browser
from tests.factories.rows import make_channel, make_person, make_rendering, make_still
from tests.feeds.webplayer import IN_FRONT, wait_until
from tests.studio.rows import make_material

pytestmark = pytest.mark.alone

WATCH = """(length) => new Promise((done) => {
    const seen = new Set();
    const front = () => document.querySelectorAll("#screen > .front");
    const timer = setInterval(() => front().forEach((one) => seen.add(one.dataset.material)), 20);
    setTimeout(() => { clearInterval(timer); done([...seen]); }, length);
})"""


@dataclass
class Tram:
    """A player, and what it plays."""

    one: Material
    two: Material
    player: NewPlayer


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
    with open_browser() as browser:
        yield browser.new_context(viewport={"width": 320, "height": 180})


def wait_for(page: Page, material: Material) -> None:
    page.wait_for_selector(f"#screen > .front[data-material='{material.pk}']")


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


@pytest.fixture
def tram(lead: User) -> Tram:
    """A player of two pictures that were released."""
    channel = make_quick_channel()
    one, two = make_spot("one", "#0b7a75", lead=lead), make_spot("two", "#e4572e", lead=lead)
    release([one, two], lead=lead, channel=channel)
    return Tram(one, two, players.create(channel="tram", name="door 1"))


@pytest.mark.chromium
def test_spots_follow_each_other_until_one_is_withdrawn(
    tram: Tram, lead: User, live_server: LiveServer, screen: BrowserContext
) -> None:
    page = screen.new_page()
    page.goto(f"{live_server.url}/feeds/{tram.player.token}/player")
    wait_until(page, "files.state.kept === 2")
    wait_for(page, tram.one)
    wait_for(page, tram.two)
    page.evaluate("health.beat()")
    said = convert.read_health(Player.objects.get())
    assert said is not None
    assert (said.release, said.kept, said.wanted, said.error, said.player) == (1, 2, 2, "", "web 1")

    review.withdraw(scope="material", ref=str(tram.one.pk), by=lead, why="Помоли ни.", now=timezone.now())
    page.evaluate("player.ask()")
    wait_until(page, "files.state.kept === 1")
    wait_for(page, tram.two)
    # for two turns and a bit it is the only one
    assert page.evaluate(WATCH, 2200) == [str(tram.two.pk)]

    players.revoke(tram.player.player, now=timezone.now())
    for _ in range(3):
        page.evaluate("player.ask()")
    wait_until(page, f"{IN_FRONT} === ''")
    wait_until(page, "caches.keys().then((names) => names.length === 0)")


@pytest.mark.chromium
def test_without_a_network_it_starts_and_plays_what_it_kept(
    tram: Tram, live_server: LiveServer, screen: BrowserContext
) -> None:
    page = screen.new_page()
    page.goto(f"{live_server.url}/feeds/{tram.player.token}/player")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    wait_until(page, "files.state.kept === 2")
    screen.set_offline(True)
    page.reload()
    wait_for(page, tram.one)
    wait_for(page, tram.two)


@pytest.mark.chromium
def test_a_newer_player_takes_over_as_a_whole(
    tram: Tram, live_server: LiveServer, screen: BrowserContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = screen.new_page()
    page.goto(f"{live_server.url}/feeds/{tram.player.token}/player")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # from now on the worker stands between
    old = page.evaluate("caches.keys()")
    monkeypatch.setattr("campaign.feeds.player.hash_parts", lambda: "newer")
    with page.expect_navigation():
        page.evaluate("navigator.serviceWorker.getRegistration().then((known) => void known.update())")
    wait_until(page, "files.state.kept === 2")
    new = [name for name in page.evaluate("caches.keys()") if name.startswith("shell-")]
    assert (len(new), new[0] in old) == (1, False)


def test_both_pages_run_every_script_in_the_same_order() -> None:
    folder = STATIC / "feeds"
    bundled = re.findall(r'<script src="([^"]+)"', (folder / "index.html").read_text())
    assert bundled == ["playlist.js", *(script.removeprefix("feeds/") for script in SCRIPTS)]
    assert sorted(f"feeds/player/{file.name}" for file in (folder / "player").iterdir()) == sorted(PARTS)
