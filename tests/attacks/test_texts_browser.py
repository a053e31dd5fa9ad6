"""Markup in every text that is kept, on pages that scripts build or fill: no element comes of it, nothing runs."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from campaign.data.models import User
from campaign.services import dispatch
from campaign.studio import streams
from tests.attacks import test_texts
from tests.attacks.test_texts import plant_everywhere
from tests.factories.browser import let_in, open_browser
from tests.studio.matrix import ROWS, find_address, make_world

pytestmark = [pytest.mark.chromium, pytest.mark.django_db(transaction=True)]
PAGES = ("timeline", "draft", "players", "wall", "review-item", "progress", "statistic-table", "emergency", "work")
RUNS = "<img src=x data-planted=1 onerror='window.ran=1'><svg onload='window.ran=1'></svg><script>window.ran=1</script>"
FOUND = "window.ran === 1 || document.querySelectorAll('x-planted, [data-planted], [onload]').length > 0"


@pytest.fixture
def world(
    transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Mapping[str, str]:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    monkeypatch.setattr(dispatch, "_send", lambda *_args, **_named: True)
    monkeypatch.setattr(streams, "LASTS", 0)
    monkeypatch.setattr(test_texts, "PLANTED", test_texts.PLANTED + RUNS)
    return make_world(settings.SCHEDULES_FOLDER)


def test_no_script_makes_an_element_of_what_somebody_wrote(world: Mapping[str, str], live_server: LiveServer) -> None:
    person = User.objects.get(username="lead")
    User.objects.update(is_superuser=True, first_name="Ева", last_name="Еленова")
    person.refresh_from_db()
    assert plant_everywhere() > 20
    rows = {row.name: row for row in ROWS if "GET" in row.methods.split()}
    with open_browser() as browser:
        page = let_in(browser.new_context(), person, url=live_server.url)
        seen, wrong = 0, []
        for name in PAGES:
            page.goto(live_server.url + find_address(rows[name], world), wait_until="load")
            page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
            seen += page.evaluate("document.documentElement.outerHTML.includes('x-planted')")
            wrong += [name] if page.evaluate(FOUND) else []
        page.set_content(f"<p>{RUNS}</p>")
        assert page.evaluate(FOUND)
    assert (wrong, seen > 5) == ([], True)
