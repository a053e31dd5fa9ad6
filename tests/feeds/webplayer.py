"""The web player in a real browser, with everything that its address answers made by the test.

In: files and a list. Out: a page that plays them; what it asked and told.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from django.template.loader import render_to_string
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route

from campaign.feeds.player import SCRIPTS, STATIC
from campaign.playlists.key_list import KeyList, ListedKey, write_keys
from campaign.playlists.signature import SigningKey
from campaign.spec.digest import hash_bytes
from tests.factories.values import make_channel

ORIGIN = "https://player.test"  # a secure context, as caches and hashes need one
HOME = "/feeds/key"
IN_FRONT = "[...document.querySelectorAll('#screen > .front')].map((one) => one.dataset.material).join()"
ROOT, KEY = SigningKey(b"root" * 8), SigningKey(b"list" * 8)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
KEYS = KeyList(1, LONG_AGO, (ListedKey(KEY.public, LONG_AGO),))
NAME = "door"
"""What lists are signed to."""
SUFFIXES = {"image/png": "png", "video/mp4": "mp4"}


def wait_until(page: Page, question: str) -> None:
    """Until the page says yes. Asked from here: its own policy lets nobody evaluate words in it."""
    deadline = time.monotonic() + 30
    while not page.evaluate(question):
        assert time.monotonic() < deadline, question
        page.wait_for_timeout(20)


def draw_still(colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 180), colour).save(out, "PNG")
    return out.getvalue()


def make_list(
    media: dict[str, bytes],
    *,
    seconds: float = 0.3,
    windows: list[dict[str, Any]] | None = None,
    fallback: tuple[str, ...] = (),
    now: datetime | None = None,
    **changes: Any,
) -> dict[str, Any]:
    """playlist.json of these files; unless told otherwise one window of all of them lasts for two days around now."""
    now = now or datetime.now(UTC)
    day = timedelta(days=1)
    body = {
        "version": 1,
        "channel": {"id": "tram"},
        "release": 3,
        "day": now.date().isoformat(),
        "poll_seconds": 60,
        "poll_jitter_seconds": 15,
        "media": {name: describe(name, data, seconds) for name, data in media.items()},
        "windows": [make_window(now - day, now + day, *media)] if windows is None else windows,
        "fallback": [{"media": name, "flight": ""} for name in fallback or tuple(media)[:1]],
        "revoked": {"everything": False, "campaigns": [], "items": [], "materials": []},
    }
    return body | changes


def make_window(start: datetime, end: datetime, *names: str, flight: str = "all") -> dict[str, Any]:
    items = [{"media": name, "flight": flight} for name in names]
    return {"start": start.isoformat(timespec="seconds"), "end": end.isoformat(timespec="seconds"), "items": items}


def describe(name: str, data: bytes, seconds: float) -> dict[str, Any]:
    kind = "video/mp4" if data[4:8] == b"ftyp" else "image/png"
    file = f"{hash_bytes(data)}.{SUFFIXES[kind]}"
    return {
        "url": f"{ORIGIN}/media/{file}",
        "name": file,
        "sha256": hash_bytes(data),
        "bytes": len(data),
        "media_type": kind,
        "duration": seconds,
        "width": 320,
        "height": 180,
        "alt": name,
        "language": "bg",
        "campaign": "together",
        "item": name,
    }


@dataclass
class Server:
    """What the player's address answers: `body` is the list; `answers` by the last part of a path take its place with
    (status, body, headers). While it is `dead` only the page and its scripts come, as its service worker has kept them.
    `judge` says what becomes of a reported play. Lists are signed by `key`, which
    the root's `keys` name, with `serial`. `told` is what was posted, `asked` every path."""

    media: dict[str, bytes]
    body: Any
    answers: dict[str, Any] = field(default_factory=dict)
    judge: Callable[[dict[str, Any]], str] = lambda row: "accepted"
    key: SigningKey = KEY
    keys: KeyList = KEYS
    serial: int | None = None
    told: list[tuple[str, Any]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    dead: bool = False

    def answer(self, route: Route, request: Request) -> None:
        name = request.url.removeprefix(ORIGIN).partition("?")[0]
        self.asked.append(name)
        last = name.rpartition("/")[2]
        if self.dead and last != "player" and not name.startswith("/static/"):
            return route.abort("internetdisconnected")
        if request.method == "POST":
            self.told.append((last, json.loads(request.post_data or "")))
        status, body, headers = self.answers.get(last) or self._find(name, last)
        route.fulfill(status=status, body=body, headers={"Access-Control-Allow-Origin": "*", **headers})
        return None

    def _find(self, name: str, last: str) -> tuple[int, Any, dict[str, str]]:
        date = {"Date": datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")}
        if last == "playlist.json":
            return 200, json.dumps(self.body), {"Content-Type": "application/json", "ETag": '"tag"', **date}
        if last.endswith(".minisig") or last == "keys.json":
            signed = self._sign(last)
            return (200, signed, {}) if signed else (404, "Not found\n", {})
        if last == "player":
            facts = {"root": ROOT.public, "player": NAME}
            context = {"channel": make_channel(), "language": "bg", "scripts": SCRIPTS, **facts}
            return 200, render_to_string("feeds/player.html", context), {"Content-Type": "text/html"}
        if name.startswith("/static/"):
            kind = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}[last.rpartition(".")[2]]
            return 200, (STATIC / name.removeprefix("/static/")).read_bytes(), {"Content-Type": kind}
        if name.startswith("/media/"):
            files = {hash_bytes(data): data for data in self.media.values()}
            data = files.get(last.partition(".")[0])
            return (200, data, {}) if data is not None else (404, "Not found\n", {})
        if last == "plays":
            results = [{"id": row["id"], "status": self.judge(row)} for row in self.told[-1][1]["plays"]]
            return 200, json.dumps({"results": results}), {"Content-Type": "application/json"}
        if last == "heartbeat":
            return 200, json.dumps({"now": datetime.now(UTC).isoformat(timespec="milliseconds")}), {}
        return 404, "Not found\n", {}

    def _sign(self, name: str) -> bytes:
        keys, serial = write_keys(self.keys), self.serial or int(time.time())
        if name == "keys.json":
            return keys
        if name == "keys.json.minisig":
            return ROOT.sign(keys, comment=f"campaign keys {self.keys.version}")
        if name == "gone.minisig":
            is_gone = self.answers.get("playlist.json", (200,))[0] == 404
            return self.key.sign(b"nobody\n", comment=f"gone serial {serial} player {NAME}") if is_gone else b""
        words = f"tram release 3 playlist.json serial {serial} player {NAME}"
        return self.key.sign(json.dumps(self.body).encode(), comment=words)

    def list_told(self, name: str) -> list[Any]:
        return [body for last, body in self.told if last == name]


@dataclass
class Tram:
    """A browser that runs the player; `restart` loads the page anew."""

    context: BrowserContext
    page: Page
    server: Server

    def start(self, query: str = "") -> None:
        self.page.goto(f"{ORIGIN}{HOME}/player{query}")

    restart = start

    def wait_for(self, material: str) -> None:
        """Until it is in front."""
        self.page.wait_for_function(f"{IN_FRONT} === '{material}'", polling=20, timeout=20_000)

    def wait_for_kept(self, count: int) -> None:
        self.page.wait_for_function(f"files.state.kept === {count}", polling=20, timeout=20_000)

    def poll(self) -> None:
        """Ask for the list now, and wait until it was acted upon."""
        self.page.evaluate("player.ask()")

    def see(self) -> str:
        return str(self.page.evaluate(IN_FRONT))

    def watch(self, *, turns: int) -> set[str]:
        """What comes in front in the next turns, as the page itself sees it change."""
        seen = """(turns) => new Promise((done) => {
            const seen = [];
            const look = () => {
                const name = IN_FRONT;
                if (name !== seen[seen.length - 1]) seen.push(name);
                if (seen.length > turns) done(seen); else requestAnimationFrame(look);
            };
            look();
        })"""
        return set(self.page.evaluate(seen.replace("IN_FRONT", IN_FRONT), turns))


def open_tram(browser: Browser, server: Server) -> Tram:
    context = browser.new_context(viewport={"width": 320, "height": 180}, service_workers="block")
    context.route(f"{ORIGIN}/**", server.answer)
    return Tram(context, context.new_page(), server)
