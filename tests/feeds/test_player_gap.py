"""No gap between spots: every picture that the browser puts on the screen is one of a spot's own, in the right order.

Looked at is what Chromium composes, each frame of it, at stills and at real films that begin and end in other colours.
"""

import base64
import tempfile
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.render.ports import VideoPlan
from campaign.spec.channels import Profile
from tests.factories.browser import open_browser
from tests.feeds.webplayer import Server, draw_still, make_list, open_tram

pytestmark = [pytest.mark.alone, pytest.mark.chromium]
FPS = 25
SECONDS = 1
COLOURS = {
    "teal": (11, 122, 117),
    "orange": (255, 140, 0),
    "blue": (0, 0, 255),
    "red": (255, 0, 0),
    "green": (0, 255, 0),
    "yellow": (255, 255, 0),
}
BACK = {("red", "blue"), ("yellow", "green")}
"""A film that begins anew before the next one comes."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


def make_film(first: str, last: str) -> bytes:
    """A second: the one colour, from the middle on the other."""
    count = FPS * SECONDS
    frames = (bytes((*COLOURS[first if n < count / 2 else last], 255)) * (320 * 180) for n in range(count))
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "film.mp4"
        plan = VideoPlan(320, 180, count, count, Profile())
        FfmpegEncoder().encode(plan, frames, out=out, on_progress=lambda share: None)
        return out.read_bytes()


def name_colour(frame: bytes) -> str:
    """The colour in its middle, or the raw one when no spot has it."""
    with Image.open(BytesIO(frame)) as picture:
        pixel: Any = picture.convert("RGB").getpixel((picture.width // 2, picture.height // 2))
    near = (name for name, known in COLOURS.items() if all(abs(a - b) < 40 for a, b in zip(pixel, known, strict=True)))
    return next(near, str(pixel))


def film_screen(page: Page, *, seconds: float) -> list[str]:
    """The colours that were on the screen, one after the other."""
    line, frames = page.context.new_cdp_session(page), []

    def keep(event: dict[str, Any]) -> None:
        frames.append(base64.b64decode(event["data"]))
        line.send("Page.screencastFrameAck", {"sessionId": event["sessionId"]})

    line.on("Page.screencastFrame", keep)
    line.send("Page.startScreencast", {"format": "jpeg", "quality": 60, "everyNthFrame": 1})
    page.wait_for_timeout(seconds * 1000)
    line.send("Page.stopScreencast")
    return [name for name, _ in groupby(map(name_colour, frames))]


def test_between_stills_and_films_no_frame_shows_anything_else(browser: Browser) -> None:
    spots = {
        "1": draw_still("#0b7a75"),
        "2": make_film("blue", "red"),
        "3": make_film("green", "yellow"),
        "4": draw_still("#ff8c00"),
    }
    tram = open_tram(browser, Server(spots, make_list(spots, seconds=SECONDS)))
    tram.start()
    tram.wait_for_kept(4)
    tram.watch(turns=1)
    seen = film_screen(tram.page, seconds=4.5 * SECONDS)
    tram.context.close()
    assert set(seen) <= set(COLOURS), "something else was on the screen"
    assert not BACK & set(pairwise(seen))
    assert {"teal", "orange"} & set(seen)
    assert len(set(seen)) >= 4
