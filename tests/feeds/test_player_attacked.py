"""Whoever stole the proxy, the bucket or a key, and what the screen then shows: only ours, and the last good one.

The real web server, a proxy before it that lies, and a browser that runs the player: once as it comes over that very
line, once as it lies on the device's own disk.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from typer.testing import CliRunner

from campaign.cli import app
from campaign.data.models import Material, User
from campaign.playlists.key_list import write_keys
from campaign.playlists.signature import SigningKey
from campaign.services import fleet, players, review, signing, signing_keys
from campaign.services.installed import CONFIG, PAGE, read_config
from campaign.services.publishing import name_publicly
from campaign.spec.message import say
from tests.factories.browser import open_browser
from tests.factories.rows import make_channel, make_person
from tests.feeds.lying_proxy import Answer, Proxy, run_proxy
from tests.feeds.test_player import make_quick_channel, make_spot, release
from tests.feeds.webplayer import draw_still, wait_until

pytestmark = [pytest.mark.alone, pytest.mark.chromium]
OURS = {"one": (11, 122, 117), "two": (228, 87, 46)}
THEIRS = "#ff00ff"
CORS = {"Access-Control-Allow-Origin": "*"}
HOTEL = Answer(200, b"<html><img src=/advert.png>Sign in</html>", {"Content-Type": "text/html", **CORS})
MISSING = Answer(404, b"Not found\n", CORS)
QUICK = "{ const wait = line.wait; line.wait = (ms) => wait(ms === 700 ? 10 : ms); }"


@dataclass
class Attacked:
    """A player behind a proxy that lies."""

    page: Page
    proxy: Proxy
    token: str
    spots: dict[str, Material]

    def address(self, name: str) -> str:
        return f"/feeds/{self.token}/{name}"

    def open(self, address: str) -> None:
        self.page.goto(address)
        wait_until(self.page, "typeof player === 'object'")
        self.page.evaluate(QUICK)

    def poll(self) -> str:
        """Ask once; what it then says went wrong."""
        self.page.evaluate("health.report('')")
        self.page.evaluate("player.ask()")
        return str(self.page.evaluate("health.error()"))

    def lie(self, **answers: Answer | Callable[[Answer], Answer]) -> None:
        """By the last part of a path, `_` for each dot in it."""
        made = {name.replace("_", "."): answer for name, answer in answers.items()}

        def change(path: str, answer: Answer) -> Answer:
            lie = made.get(path.rpartition("/")[2]) or made.get("*")
            return answer if lie is None else lie if isinstance(lie, Answer) else lie(answer)

        self.proxy.lie = change

    def sees_ours(self) -> bool:
        """Whether the picture on the screen is one of ours, by its pixels."""
        picture = Image.open(BytesIO(self.page.screenshot())).convert("RGB")
        colours = {picture.getpixel(place) for place in ((5, 5), (160, 90), (315, 175))}
        assert len(colours) == 1, colours
        return colours <= set(OURS.values())


@pytest.fixture(autouse=True)
def own_home(settings: Settings, tmp_path: Path) -> None:
    settings.STORE, settings.HOME, settings.SIGNING_KEY = f"file:{tmp_path / 'store'}", tmp_path / "home", ""


@pytest.fixture
def lead(transactional_db: None) -> User:
    return make_person("lead")


@pytest.fixture
def attacked(lead: User, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[Attacked]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    channel = make_quick_channel()
    spots = {name: make_spot(name, "#{:02x}{:02x}{:02x}".format(*colour), lead=lead) for name, colour in OURS.items()}
    release([*spots.values()], lead=lead, channel=channel)
    token = players.create(channel="tram", name="door 1").token
    with run_proxy(live_server.url) as proxy, open_browser() as browser:
        page = browser.new_context(viewport={"width": 320, "height": 180}).new_page()
        yield Attacked(page, proxy, token, spots)


def change(answer: Answer, old: str, new: str) -> Answer:
    return replace(answer, body=answer.body.replace(old.encode(), new.encode()))


def fetch(one: Attacked, name: str) -> Answer:
    """What the honest server says."""
    body = one.page.request.get(f"{one.proxy.url}{one.address(name)}").body()
    return Answer(200, body, CORS)


def install(one: Attacked, folder: Path) -> str:
    """The address of its page; it gets a token of its own."""
    words = ["player", "install", "1", "--out", str(folder), "--server", one.proxy.url]
    number = players.authenticate(one.token)
    assert number is not None
    words[2] = str(number.pk)
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    config = read_config((folder / CONFIG).read_text())
    assert config is not None
    one.token = config.token
    return (folder / PAGE).as_uri()


@pytest.mark.parametrize("way", ["over the line", "from its own disk"])
def test_no_lie_of_the_line_comes_on_the_screen(attacked: Attacked, lead: User, tmp_path: Path, way: str) -> None:
    one = attacked
    address = f"{one.proxy.url}{one.address('player')}" if way == "over the line" else install(one, tmp_path / "player")
    # other bytes under the right name, from the bucket or the line, before it has any
    file = one.spots["two"].shown.file
    assert file is not None
    one.lie(**{file.name.replace(".", "_"): Answer(200, draw_still(THEIRS), CORS)})
    one.open(address)
    wait_until(one.page, "files.state.error !== ''")
    assert one.page.evaluate("files.state.error") == f"{file.name}: not what was promised"
    wait_until(one.page, "stage.playing() !== null")
    assert one.sees_ours()
    one.proxy.lie = None
    one.open(address)
    wait_until(one.page, "files.state.kept === 2")

    # nothing new costs one question
    one.proxy.seen.clear()
    assert one.poll() == ""
    assert one.proxy.seen == [(one.address("playlist.json"), 304)]

    old = {name: fetch(one, name) for name in ("playlist.json", "playlist.json.minisig")}
    make_channel("metro")
    elsewhere = replace(one, token=players.create(channel="metro", name="metro").token)
    other = {name: fetch(elsewhere, name) for name in old}
    review.withdraw(scope="material", ref=str(one.spots["two"].pk), by=lead, why="Помоли ни.", now=timezone.now())
    assert one.poll() == ""
    wait_until(one.page, "files.state.kept === 1")

    ours = one.spots["one"]
    lies: dict[str, dict[str, Answer | Callable[[Answer], Answer]]] = {
        "a wrong signature": {"playlist_json": lambda answer: change(fetch_now, '"duration":1', '"duration":9')},
        "no signature": {"playlist_json": old["playlist.json"], "playlist_json_minisig": MISSING},
        "an older list": {name.replace(".", "_"): answer for name, answer in old.items()},
        "a list of another player": {name.replace(".", "_"): answer for name, answer in other.items()},
        "no list": {"*": HOTEL},
        "404 that nobody signed": {"*": MISSING},
    }
    fetch_now = fetch(one, "playlist.json")
    for why, answers in lies.items():
        one.lie(**answers)
        told = [one.poll() for _ in range(3 if "404" in why else 1)]
        assert told[-1] == f"refused: {why}", why
        assert one.page.evaluate("stage.playing().item.material") == str(ours.pk), why
        assert one.sees_ours(), why
        one.proxy.lie = None
        assert one.poll() == "", why

    # the clock cannot be turned back before what was signed
    past = {"Date": "Mon, 01 Jan 2024 00:00:00 GMT"}
    one.lie(playlist_json=lambda answer: replace(answer, headers={**answer.headers, **past}))
    one.poll()
    assert abs(one.page.evaluate("clock.now()") / 1000 - timezone.now().timestamp()) < 60


def test_a_stolen_key_is_worth_nothing_once_it_is_revoked(attacked: Attacked, lead: User) -> None:
    one = attacked
    one.open(f"{one.proxy.url}{one.address('player')}")
    wait_until(one.page, "files.state.kept === 2")
    stolen, now = signing.find_key(at=timezone.now()), timezone.now()
    before = {name: fetch(one, name) for name in ("keys.json", "keys.json.minisig")}

    # announced, taken over, and nobody notices
    signing_keys.rotate(root=None, now=now, ahead=timedelta(0))
    review.withdraw(scope="material", ref=str(one.spots["two"].pk), by=lead, why="Помоли ни.", now=now)
    assert one.poll() == ""
    wait_until(one.page, "files.state.kept === 1")
    assert signing.find_key(at=timezone.now()).public != stolen.public

    # as long as nobody knows, the thief can sign
    body = json.loads(fetch(one, "playlist.json").body)
    body["revoked"]["materials"].append(str(one.spots["one"].pk))
    forged = json.dumps(body).encode()
    late = int(timezone.now().timestamp()) + 10**6

    def sign(key: SigningKey) -> Answer:
        words = f"tram release 1 playlist.json serial {late} player {name_publicly(one.token)}"
        return Answer(200, key.sign(forged, comment=words))

    lie = {"playlist_json": Answer(200, forged), "playlist_json_minisig": sign(stolen)}
    one.lie(**lie)
    assert one.poll() == ""
    signing_keys.revoke(stolen.public, root=None, now=timezone.now())
    one.page.evaluate("trust.renew(true)")
    assert one.poll() == "refused: a key that was revoked"
    assert one.page.evaluate("stage.playing()") is None  # it showed what a thief may have written: now the emblem
    one.proxy.lie = None
    assert one.poll() == ""  # whatever serial the thief had signed
    wait_until(one.page, "stage.playing() !== null")
    assert one.sees_ours()

    # an older list of keys, on which the stolen one stood, and one that the thief makes
    one.lie(**lie, **{name.replace(".", "_"): answer for name, answer in before.items()})
    renew = "trust.renew(true).then(() => '', (error) => error.message)"
    assert one.page.evaluate(renew) == "refused: an older list of keys"
    keys = write_keys(replace(signing.find_trust(at=timezone.now()).keys, version=2**40))
    one.lie(keys_json=Answer(200, keys), keys_json_minisig=Answer(200, stolen.sign(keys, comment="campaign keys")))
    assert one.page.evaluate(renew) == "refused: keys that the root did not sign"
    one.page.evaluate("health.report('refused: an older list')")
    one.proxy.lie = None
    one.page.evaluate("health.beat()")
    condition = fleet.judge(list(players.list_players()), now=timezone.now())[0]
    told = "It was given what is not ours, and plays on what it has: %(error)s"
    assert say(told, error="refused: an older list") in condition.troubles
