"""The second page engine: the Chromium of this machine, by Playwright. In: a Page. Out: boxes, RGBA pixels, PDF.

It prints posters as vectors, and in tests it tells what a page should look like. Neither comes with the product.
"""

import html as html_text
import io
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image

from campaign.render.fonts import describe_fonts, list_fonts
from campaign.render.ports import Page
from campaign.render.unbroken import tie_words
from campaign.spec.errors import Box, RenderFailed
from campaign.spec.message import say

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--allow-file-access-from-files",
    "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars",
)  # fmt: skip

READ_BOXES = """() => Object.fromEntries([...document.querySelectorAll('[id]')].map(element => {
  const box = element.getBoundingClientRect();
  return [element.id, [box.left, box.top, box.width, box.height]];
}))"""
SEEK = (
    """second => document.getAnimations().forEach(motion => { motion.pause(); motion.currentTime = second * 1000; })"""
)
SET_STYLE = "([id, name, value]) => document.getElementById(id).style.setProperty(name, value)"
SET_TEXT = "([id, text]) => { document.getElementById(id).textContent = text; }"


def find_chromium() -> Path | None:
    """The browser of this machine, if it has one."""
    return next((Path(found) for name in PROGRAMS if (found := shutil.which(name))), None)


def can_print() -> bool:
    """Whether this machine has all that this engine needs."""
    return find_chromium() is not None and find_spec("playwright") is not None


class ChromiumEngine:
    """See render.ports.PageEngine and render.print.Printer. Close it, or use it in a with-block: it holds a browser.

    `scale` is how many pixels of a picture a pixel of the page makes: tests look at small pictures of large pages."""

    def __init__(self, *, scale: float = 1.0) -> None:
        program = find_chromium()
        if program is None:
            raise RenderFailed(
                say("There is no Chromium on this machine."), hint=say("Install it, e.g. apt install chromium.")
            )
        try:
            playwright = import_module("playwright.sync_api")
        except ImportError:
            raise RenderFailed(
                say("Playwright is not installed."), hint=say("Install it: pip install playwright.")
            ) from None
        self._scale = scale
        self._playwright: Any = playwright.sync_playwright().start()
        self._browser: Any = self._playwright.chromium.launch(executable_path=str(program), args=list(ARGUMENTS))

    @property
    def name(self) -> str:
        return f"chromium {self._browser.version} ({describe_fonts()})"

    def close(self) -> None:
        self._browser.close()
        self._playwright.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def open(self, page: Page) -> Iterator["ChromiumPage"]:
        with tempfile.TemporaryDirectory(prefix="campaign-page-") as folder:
            file = Path(folder) / "page.html"
            file.write_text(tie_words(_complete(page)), encoding="utf-8")
            size = {"width": page.width, "height": page.height}
            sheet = self._browser.new_page(viewport=size, device_scale_factor=self._scale)
            try:
                sheet.route("**/*", lambda route: _answer(route, page, file))
                sheet.goto(file.as_uri())
                sheet.evaluate("() => document.fonts.ready.then(() => true)")
                yield ChromiumPage(sheet, page)
            finally:
                sheet.close()

    def print_page(self, page: Page) -> bytes:
        """The page as a PDF of vectors."""
        with self.open(page) as opened:
            return opened.print()


class ChromiumPage:
    """See render.ports.OpenPage."""

    def __init__(self, sheet: Any, page: Page):
        self._sheet = sheet
        self._page = page

    def boxes(self) -> Mapping[str, Box]:
        return {name: Box(*box) for name, box in self._sheet.evaluate(READ_BOXES).items()}

    def set_style(self, element: str, name: str, value: str) -> None:
        self._sheet.evaluate(SET_STYLE, [element, name, value])

    def set_text(self, element: str, text: str) -> None:
        self._sheet.evaluate(SET_TEXT, [element, text])

    def draw(self, second: float) -> bytes:
        self._sheet.evaluate(SEEK, second)
        data = self._sheet.screenshot(type="png", omit_background=self._page.transparent)
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).astype(np.uint16)
        alpha = pixels[..., 3:]
        pixels[..., :3] = (pixels[..., :3] * alpha + 127) // 255
        return pixels.astype(np.uint8).tobytes()

    def print(self) -> bytes:
        self._sheet.emulate_media(media="screen")
        size = {"width": f"{self._page.width}px", "height": f"{self._page.height}px"}
        data: bytes = self._sheet.pdf(print_background=True, page_ranges="1", **size)
        return data


def _complete(page: Page) -> str:
    """The page with its base address and font faces, which the first engine is given by other ways."""
    base = html_text.escape(page.folders[0].resolve().as_uri() + "/")
    families = {font.path: font.family for font in list_fonts()}
    faces = "".join(
        f'@font-face{{font-family:"{families.get(path, path.stem)}";src:url("{path.as_uri()}");font-weight:1 1000}}'
        for path in page.fonts
    )
    start = f'<base href="{base}"><style>{faces}</style>'
    head, found, rest = page.html.partition("<head>")
    return f"{head}{found}{start}{rest}" if found else start + page.html


def _answer(route: Any, page: Page, file: Path) -> None:
    """Let through the page itself, its fonts and what lies in its folders; nothing else leaves or enters."""
    parts = urlsplit(route.request.url)
    path = Path(unquote(parts.path)).resolve()
    inside = path in (file.resolve(), *page.fonts) or any(path.is_relative_to(it.resolve()) for it in page.folders)
    if parts.scheme == "data" or (parts.scheme == "file" and inside):
        route.continue_()
    else:
        route.abort()
