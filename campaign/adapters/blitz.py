"""The page engine blitz, in this process. In: a Page. Out: boxes and RGBA pixels.

An alpha by one author, so every call is guarded: a panic becomes RenderFailed, stale line breaks are shaken
off before each look, and fonts come from files alone. It can still hang: draw inside adapters.limits.
"""

import html as html_text
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TypeVar

import blitz_py

from campaign.render.fonts import describe_fonts, list_font_files
from campaign.render.ports import Page
from campaign.render.unbroken import tie_words
from campaign.spec.boxes import Box
from campaign.spec.errors import RenderFailed
from campaign.spec.message import say

T = TypeVar("T")

ROOT = "root"
GUARD = "*,*::before,*::after{float:none!important}html,body{margin:0}"
"""A float beside text hangs the engine for ever."""


class BlitzEngine:
    """See render.ports.PageEngine."""

    name = f"blitz {blitz_py.__version__} ({describe_fonts()})"

    @contextmanager
    def open(self, page: Page) -> Iterator["BlitzPage"]:
        for path in page.fonts:
            _register(path)
        yield BlitzPage(page)


def register_fonts() -> None:
    """Register the packaged fonts ahead of the first page."""
    for path in list_font_files():
        _register(path)


@cache
def _register(path: Path) -> None:
    """Each font file once a process."""
    _guard(lambda: blitz_py.register_fonts([path.read_bytes()]))


class BlitzPage:
    """See render.ports.OpenPage."""

    def __init__(self, page: Page):
        self._page = page
        self._second = 0.0
        self._flip = self._changed = False
        base = page.folders[0].resolve().as_uri() + "/"
        self._template = _guard(
            lambda: blitz_py.Template(
                tie_words(page.html),
                width=page.width,
                height=page.height,
                background=None if page.transparent else "#ffffff",
                base_url=base,
                allow_file_urls=True,
                css=GUARD,
            )
        )

    def boxes(self) -> Mapping[str, Box]:
        self._shake()
        return {name: Box(*box) for name, box in _guard(self._template.boxes).items()}

    def set_style(self, element: str, name: str, value: str) -> None:
        self._changed = True
        _guard(lambda: self._template.set_style(element, name, value))

    def set_attribute(self, element: str, name: str, value: str) -> None:
        """Colours of words that share an element with others stay as they were."""
        self._changed = True
        _guard(lambda: self._template.set_attribute(element, name, value))

    def set_text(self, element: str, text: str) -> None:
        self._changed = True
        _guard(lambda: self._template.set_html(element, html_text.escape(text)))

    def draw(self, second: float) -> bytes:
        if not math.isfinite(second) or second < self._second:
            raise ValueError("an engine's clock runs forward only")
        self._second = second
        self._shake()
        width, height, pixels = _guard(lambda: self._template.render_rgba(time=second))
        if (width, height) != (self._page.width, self._page.height):
            raise RenderFailed(
                say("The page came out as %(width)d × %(height)d pixels.", width=width, height=height),
                hint=say("Nothing may be larger than the screen: check the sizes in the style."),
            )
        return pixels

    def _shake(self) -> None:
        """Line breaks stay stale after a change, or a moment that has passed, unless the root's text style changes
        too. A page just opened has no lines yet."""
        if self._changed:
            self._flip = not self._flip
            _guard(lambda: self._template.set_style(ROOT, "tab-size", "9" if self._flip else "7"))
        self._changed = True


def _guard(act: Callable[[], T]) -> T:
    """Run the engine's code; its panics derive from BaseException."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:
        raise RenderFailed(
            say("The page engine gave up: %(problem)s.", problem=str(error)[:300] or type(error).__name__),
            hint=say("Check the template; `campaign templates check` names what the engine cannot draw."),
        ) from None
