"""Pages to check. In: HTML, a style, a screen. Out: the scene they show, drawn by the engine that draws for screens."""

import base64
import io
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from campaign.adapters.blitz import BlitzEngine
from campaign.render.fonts import list_font_files
from campaign.render.ports import Page
from campaign.render.scene import Moment, Pixels, Scene
from campaign.render.survey import survey_page
from campaign.render.textless import TextlessEngine
from campaign.spec.formats import Format

SCREEN = Format(480, 270, 24, 2.5)
"""0.9 pixels a millimetre: a capital is legible from 9 pixels on and comfortable from 14.5."""
STYLE = (
    "body{margin:0;width:100vw;height:100vh;position:relative;overflow:hidden;background:#fff;color:#000;line-height:1.2;"
    'font-family:"Sofia Sans","Noto Sans Arabic","Noto Sans Devanagari";font-size:30px;font-weight:700}'
    "*{box-sizing:border-box}#a,#b{position:absolute;left:30px;top:60px}#b{top:150px}"
)


def write_page(body: str, style: str = "", *, screen: Format = SCREEN) -> Page:
    """The body's HTML with the sheet's own style before `style`."""
    html = f'<!doctype html><html><head><style>{STYLE}{style}</style></head><body id="root">{body}</body></html>'
    return Page(html, screen.width, screen.height, (Path(__file__).parent,), list_font_files())


def see_page(body: str, style: str = "", *, screen: Format = SCREEN) -> Scene:
    """What it shows."""
    page = write_page(body, style, screen=screen)
    survey = survey_page(page, job=None, engine=BlitzEngine())
    return Scene(screen, "bg", survey.wordings, survey.parts, see_moment(page))


def see_loop(body: str, styles: Sequence[str], *, rest: str) -> Scene:
    """A loop that shows the body in one style after the other, a second each, and `rest` when all has arrived."""
    moments = tuple(
        replace(see_moment(write_page(body, style)), second=float(second), lasts=1.0)
        for second, style in enumerate(styles)
    )
    return replace(see_page(body, rest), seconds=float(len(styles)), moments=moments)


def see_moment(page: Page) -> Moment:
    """The page as it is, and without texts."""
    return Moment(0.0, 0.0, _draw(page, BlitzEngine()), _draw(page, TextlessEngine(BlitzEngine())))


def _draw(page: Page, engine: BlitzEngine | TextlessEngine) -> Pixels:
    with engine.open(page) as opened:
        pixels = np.frombuffer(opened.draw(0.0), np.uint8)
    return pixels.reshape(page.height, page.width, 4)[..., :3]


@cache
def write_photo(low: int, high: int, *, seed: int = 1, quality: int = 80) -> str:
    """A JPEG as an address: clouds of grey between two codes, with grain."""
    random = np.random.default_rng(seed)
    clouds = Image.fromarray(random.integers(0, 256, (7, 12), dtype=np.uint8)).resize(
        (480, 270), Image.Resampling.BICUBIC
    )
    grey = low + (high - low) * np.asarray(clouds, dtype=np.float64) / 255 + random.normal(0, 4, (270, 480))
    picture = Image.fromarray(np.clip(grey, low, high).astype(np.uint8)).convert("RGB")
    return _write_address(picture, quality=quality)


@cache
def write_patch(ground: int, patch: int, box: tuple[int, int, int, int]) -> str:
    """A plain photo with one rectangle of another grey in it."""
    picture = Image.new("RGB", (480, 270), (ground,) * 3)
    picture.paste((patch,) * 3, box)
    return _write_address(picture, quality=92)


def _write_address(picture: Image.Image, *, quality: int) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, subsampling=0)
    return f"url('data:image/jpeg;base64,{base64.b64encode(buffer.getvalue()).decode()}')"
