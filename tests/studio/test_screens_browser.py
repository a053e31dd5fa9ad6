"""Players and work in a real browser: connected, watched while they change, handed in; with scripts off too."""

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import PackImport, Player, Rendering, User
from campaign.services import content, dispatch, import_runs, imports, players
from campaign.studio import streams
from tests.factories import values
from tests.factories.browser import let_in, open_browser, wait
from tests.factories.packs import write_pack
from tests.factories.rows import make_channel, make_material, make_person
from tests.studio.axe import check_page

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
Visit = Callable[..., Page]


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_send", lambda *_args, **_named: True)
    monkeypatch.setattr(import_runs, "BEAT", 60)


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short enough that the browser comes back during a test."""
    monkeypatch.setattr(streams, "LASTS", 3.0)
    monkeypatch.setattr(streams, "EVERY", 0.05)
    monkeypatch.setattr(streams, "AGAIN", 50)


@pytest.fixture
def browser(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    # Playwright runs a loop in this thread; the rows are read between its calls, never in it
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with open_browser() as browser:
        yield browser


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Opens a page as a person."""
    faults: list[str] = []

    def enter(person: User, address: str, *, width: int = 1280, scripts: bool = True) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=scripts)
        page = let_in(context, person, url=live_server.url)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "console",
            lambda line: faults.append(line.text) if line.type == "error" and "409" not in line.text else None,
        )
        page.goto(live_server.url + address)
        return page

    yield enter
    for context in browser.contexts:
        context.close()
    # the server's threads must be through with the rows before these go
    monkeypatch.setattr(streams, "LASTS", 0.0)
    deadline = time.monotonic() + 30
    while streams.PLACES.taken:
        assert time.monotonic() < deadline, "a stream never ended"
        time.sleep(0.02)
    assert faults == []


def is_narrow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def measure(part: Locator) -> float:
    """How wide it is said to be, in pixels."""
    return float((part.get_attribute("width") or "0").removesuffix("px"))


def test_an_operator_adds_a_player_copies_its_address_and_finds_it_on_the_map(visit: Visit) -> None:
    make_channel()
    page = visit(make_person("operator"), reverse("players"), width=390)
    page.get_by_role("link", name="Add a player").click()
    check_page(page)
    page.get_by_label("What people call it").fill("Tram 4")
    page.get_by_role("button", name="Add, and show the address").click()
    check_page(page)
    assert is_narrow(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy Address: A device with a browser").click()
    wait(page, lambda: page.locator("[data-copied]").inner_text() == "Copied")
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    token = copied.removesuffix("/player").rpartition("/")[2]
    found = players.authenticate(token)
    assert found is not None
    assert found.name == "Tram 4"
    page.get_by_role("link", name="I have it").click()
    check_page(page)
    assert token not in page.content()
    page.get_by_role("link", name="Players", exact=True).last.click()
    check_page(page)
    assert (page.locator(".cell h3").all_inner_texts(), is_narrow(page)) == (["Tram 4"], True)
    # an address that was copied from the page works in a browser
    Player.objects.update(seen_at=timezone.now())
    page.reload()
    assert page.locator(".cell.is-well").count() == 1


def test_work_moves_by_itself_comes_back_and_is_tried_again(visit: Visit) -> None:
    row = make_material()
    moving = Rendering.objects.filter(pk=row.loop_id)
    moving.update(state=Rendering.State.RUNNING, progress=0.2, started_at=timezone.now())
    page = visit(make_person("lead"), reverse("work"))
    wait(page, lambda: "Live" in page.locator("[data-live-state]").inner_text())
    check_page(page)
    moving.update(progress=0.6, heartbeat_at=timezone.now())
    wait(page, lambda: page.locator("progress").get_attribute("value") == "60")
    page.wait_for_event("request", lambda request: request.url.endswith("/work/events"))  # the stream ended meanwhile
    moving.update(state=Rendering.State.FAILED, done_at=timezone.now())
    wait(page, lambda: page.get_by_role("button", name="Try again").count() == 1)
    assert page.locator("[data-said]").inner_text() == "1 failed."
    check_page(page)
    page.get_by_role("button", name="Try again").click()
    wait(page, lambda: moving.get().state != Rendering.State.FAILED)


def test_where_no_stream_is_free_the_page_asks_by_itself(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams.PLACES, "most", 0)
    page = visit(make_person("lead"), reverse("work"))
    wait(page, lambda: "asks every few seconds" in page.locator("[data-live-state]").inner_text())


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_pack_is_handed_in_and_its_page_tells_what_became_of_it(scripts: bool, visit: Visit, tmp_path: Path) -> None:
    make_channel()
    archive = shutil.make_archive(str(tmp_path / "pack"), "zip", write_pack(tmp_path / "folder"))
    page = visit(make_person("staff"), reverse("import"), width=390, scripts=scripts)
    page.get_by_role("button", name="Take it in").click()
    wait(page, lambda: page.get_by_text("Choose a ZIP file first.").count() > 0)
    page.get_by_label("The pack, as a ZIP file").set_input_files(archive)
    page.get_by_role("button", name="Take it in").click()
    wait(page, lambda: "/work/imports/" in page.url)
    imports.run(PackImport.objects.get().pk)
    if not scripts:
        page.reload()
    wait(page, lambda: page.get_by_text("What was taken").count() == 1)
    assert page.get_by_text("mila, citizens").count() == 1
    if scripts:
        check_page(page)
        assert is_narrow(page)


def test_the_screen_at_its_true_size_is_fitted_to_the_reader_s_display(visit: Visit) -> None:
    content.import_channels({"tram": values.make_channel()})
    page = visit(make_person("staff"), reverse("wall", args=["tram"]), width=390)
    check_page(page)
    assert is_narrow(page)
    mine = page.locator("[data-mine]")
    before = measure(mine)
    page.locator("[data-scale]").fill("600")
    kept = measure(mine)
    assert kept == pytest.approx(before * 600 / (85.6 * 96 / 25.4), rel=0.01)
    page.reload()
    assert measure(mine) == pytest.approx(kept, rel=0.01)
