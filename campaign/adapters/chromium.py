"""The second page engine: the Chromium of this machine, by Playwright. In: a Page. Out: boxes, RGBA pixels, PDF.

It prints posters as vectors, and in tests it tells what a page should look like. Neither comes with the product.
"""

import html as html_text
import io
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote, urlsplit

import numpy as np
from PIL import Image

from campaign.adapters.faces import Face, cut_faces
from campaign.adapters.scratch import open_scratch
from campaign.render.fonts import describe_fonts, list_fonts
from campaign.render.ports import Page
from campaign.render.unbroken import tie_words
from campaign.spec.boxes import Box
from campaign.spec.errors import RenderFailed
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
LIST_WEIGHTS = """() => [...document.querySelectorAll('body, body *')].map(element => {
  const style = getComputedStyle(element);
  return [style.fontFamily.split(',')[0].replace(/["']/g, '').trim(), Number(style.fontWeight)];
})"""
TAG = """alt => {
  const measure = element => { const box = element.getBoundingClientRect(); return box.width * box.height; };
  const largest = (one, other) => measure(other) - measure(one);
  const drawings = [...document.querySelectorAll('#stage svg, #stage [role=img]:not([aria-label])')]
    .filter(element => !element.parentElement.closest('svg, [role=img]')).sort(largest);
  drawings.forEach((drawing, index) => {
    drawing.setAttribute(index ? 'aria-hidden' : 'role', index ? 'true' : 'img');
    if (!index) drawing.setAttribute('aria-label', alt);
  });
  const texts = [...document.querySelectorAll('body [id], body p')].filter(element =>
    !element.querySelector('[id], p') && !element.closest('[role=img]') && element.textContent.trim());
  texts.forEach(element => element.setAttribute('role', 'paragraph'));
  const size = element => parseFloat(getComputedStyle(element).fontSize);
  const head = texts.filter(element => element.closest('.headline')).sort((one, other) => size(other) - size(one))[0];
  if (head) { head.setAttribute('role', 'heading'); head.setAttribute('aria-level', '1'); }
  return texts.map(element => element.textContent);
}"""
"""The largest drawing is told by the alternative text and the others are not; texts become paragraphs, the largest
headline a heading. Returns the words of each."""
SET_STYLE = "([id, name, value]) => document.getElementById(id).style.setProperty(name, value)"
SET_ATTRIBUTE = "([id, name, value]) => document.getElementById(id).setAttribute(name, value)"
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
    def open(self, page: Page, *, faces: Sequence[Face] = ()) -> Iterator["ChromiumPage"]:
        """See PageEngine.open; `faces` stand for the page's own fonts."""
        with open_scratch("page") as folder:
            file = folder / "page.html"
            file.write_text(complete_page(page, faces=faces), encoding="utf-8")
            size = {"width": page.width, "height": page.height}
            sheet = self._browser.new_page(viewport=size, device_scale_factor=self._scale)
            try:
                allowed = (file.resolve(), *page.fonts, *(face.path for face in faces))
                sheet.route("**/*", lambda route: _answer(route, page, allowed))
                sheet.goto(file.as_uri())
                sheet.evaluate("() => document.fonts.ready.then(() => true)")
                yield ChromiumPage(sheet, page)
            finally:
                sheet.close()

    def print_page(self, page: Page, *, alt: str) -> tuple[bytes, tuple[str, ...]]:
        """See Printer.print_page; its fonts are embedded."""
        with open_scratch("print") as folder:
            with self.open(page) as opened:
                weights = opened.list_weights()
            faces = cut_faces(page, weights=weights, folder=folder)
            with self.open(page, faces=faces) as opened:
                return opened.print(alt)


class ChromiumPage:
    """See render.ports.OpenPage."""

    def __init__(self, sheet: Any, page: Page):
        self._sheet = sheet
        self._page = page

    def boxes(self) -> Mapping[str, Box]:
        return {name: Box(*box) for name, box in self._sheet.evaluate(READ_BOXES).items()}

    def set_style(self, element: str, name: str, value: str) -> None:
        self._sheet.evaluate(SET_STYLE, [element, name, value])

    def set_attribute(self, element: str, name: str, value: str) -> None:
        self._sheet.evaluate(SET_ATTRIBUTE, [element, name, value])

    def set_text(self, element: str, text: str) -> None:
        self._sheet.evaluate(SET_TEXT, [element, text])

    def draw(self, second: float) -> bytes:
        self._sheet.evaluate(SEEK, second)
        data = self._sheet.screenshot(type="png", omit_background=self._page.transparent)
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGBA")).astype(np.uint16)
        alpha = pixels[..., 3:]
        pixels[..., :3] = (pixels[..., :3] * alpha + 127) // 255
        return pixels.astype(np.uint8).tobytes()

    def list_weights(self) -> Mapping[str, frozenset[int]]:
        """The weights that the page uses of each family, by the first name in its styles."""
        used: dict[str, set[int]] = {}
        for family, weight in self._sheet.evaluate(LIST_WEIGHTS):
            used.setdefault(family, set()).add(int(weight))
        return {family: frozenset(weights) for family, weights in used.items()}

    def print(self, alt: str) -> tuple[bytes, tuple[str, ...]]:
        self._sheet.emulate_media(media="screen")
        texts = tuple(self._sheet.evaluate(TAG, alt))
        size = {"width": f"{self._page.width}px", "height": f"{self._page.height}px"}
        data: bytes = self._sheet.pdf(print_background=True, page_ranges="1", tagged=True, **size)
        return data, texts


def _list_faces(page: Page) -> tuple[Face, ...]:
    """The page's fonts as they are, all weights in one file."""
    families = {font.path: font.family for font in list_fonts()}
    return tuple(Face(families.get(path, path.stem), path, "1 1000") for path in page.fonts)


def complete_page(page: Page, *, faces: Sequence[Face] = ()) -> str:
    """The page with its base address, font faces and words that stay whole, which the first engine is given by other
    ways."""
    base = html_text.escape(page.folders[0].resolve().as_uri() + "/")
    rules = "".join(
        f'@font-face{{font-family:"{face.family}";src:url("{face.path.as_uri()}");font-weight:{face.weights}}}'
        for face in faces or _list_faces(page)
    )
    start = f'<base href="{base}"><style>{rules}</style>'
    head, found, rest = page.html.partition("<head>")
    return tie_words(f"{head}{found}{start}{rest}" if found else start + page.html)


def _answer(route: Any, page: Page, allowed: Collection[Path]) -> None:
    """Let through the page itself, its fonts and what lies in its folders; nothing else leaves or enters."""
    parts = urlsplit(route.request.url)
    path = Path(unquote(parts.path)).resolve()
    inside = path in allowed or any(path.is_relative_to(it.resolve()) for it in page.folders)
    if parts.scheme == "data" or (parts.scheme == "file" and inside):
        route.continue_()
    else:
        route.abort()
