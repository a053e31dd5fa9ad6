"""Addresses in a page. In: finished HTML. Out: nothing, or an error for an address that may not be loaded.

An engine draws nothing for a file that is missing or foreign and says nothing, so it is asked beforehand.
"""

import base64
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from PIL import Image

from campaign.render.drawings import check_drawing
from campaign.render.manifest import PAGE
from campaign.spec.errors import BrokenMedia, InvalidTemplate, Place
from campaign.spec.message import say

REFUSED = frozenset({"script", "iframe", "object", "embed", "link", "base", "form", "video", "audio", "frame"})
"""Elements that run, load or send something, however a template came to write them."""
LINKS = ("src", "href", "xlink:href", "srcset", "poster", "data", "background", "action")
_LOADS = re.compile(r"@import\b|\b(?:image-set|cross-fade|src)\s*\(", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|([^\n]))")
_DRAWING = "data:image/svg+xml"
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)|'([^']*)|([^)\s\"']*))", re.IGNORECASE)
"""Also one that is never closed: the end of the sheet closes it."""
_HANGS = re.compile(
    r"\bfloat\s*:(?!\s*none)[^;}]*|\baspect-ratio\s*:\s*(?:auto\s+)?0*\.?0*\s*(?=[/;}!]|\Z)", re.IGNORECASE
)
"""Written in the files, the lint sees it; a template may also compute it."""
_UNLIKE = re.compile(r"<!--+!?>|--!>|<!\[")
"""Comments that end elsewhere for an engine than for Python."""
_TYPES = "length|percentage|length-percentage|color|number|integer|angle|time|resolution|transform-(?:list|function)"
_ELEMENT = re.compile(rf"<(?!(?:{_TYPES}|custom-ident|string)[+#]?>)[a-z!?]", re.IGNORECASE)
"""In a sheet; inside a drawing an engine takes it for an element."""


class _Collector(HTMLParser):
    """Gathers every address of attributes and styles, as an engine reads them, and what has no place in a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.suspected: list[str] = []
        """Perhaps in a comment, perhaps not: they must not lead out, and need not be there."""
        self.refused: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        if tag in REFUSED:
            self.refused.append(f"<{tag}>")
        self.refused.extend(name for name, _ in attrs if name.startswith("on") or name == "http-equiv")
        for name, value in attrs:
            if value and name in LINKS:
                self.found.append(value.strip())
            elif value and (name == "style" or "(" in value):
                self._take_style(value)

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self._take_style(data)

    def _take_style(self, css: str) -> None:
        found, suspected, refused = _read_style(css)
        self.found.extend(found)
        self.suspected.extend(suspected)
        self.refused.extend(refused)


@lru_cache(maxsize=512)
def _read_style(css: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Addresses, those that may stand in a comment, and what is refused; the kit's style is in every page."""
    plain = _ESCAPE.sub(_undo_escape, _COMMENT.sub(" ", css))
    refused = (match[0].strip() for pattern in (_LOADS, _HANGS, _ELEMENT) for match in pattern.finditer(plain))
    return tuple(_list_urls(plain)), tuple(_list_urls(_ESCAPE.sub(_undo_escape, css))), tuple(refused)


def _list_urls(css: str) -> Iterator[str]:
    return ((match[1] or match[2] or match[3] or "").strip() for match in _URL.finditer(css))


def _collect(html: str) -> _Collector:
    collector = _Collector()
    collector.refused.extend(match[0] for match in _UNLIKE.finditer(html))
    collector.feed(html)
    collector.close()
    return collector


def _undo_escape(match: re.Match[str]) -> str:
    if match[1] is None:
        return match[2]
    code = int(match[1], 16)
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def check_urls(html: str, *, folders: Sequence[Path], template: str) -> None:
    """Relative addresses count from the first folder. Raises InvalidTemplate, BrokenMedia."""
    page = _collect(html)
    for what in page.refused:
        raise InvalidTemplate(
            say("The page engine cannot draw “%(what)s”.", what=what),
            place=_locate(what, folders=folders, template=template),
            hint=say("Remove it; grid, flex, transform and opacity do most of what is needed."),
        )
    for url in dict.fromkeys((*page.found, *page.suspected)):
        if url.startswith(_DRAWING):
            _check_embedded(url, template=template)
        if url.startswith(("data:image/", "#")):
            continue
        path = find_file(url, folders=folders)
        if path is None:
            raise InvalidTemplate(
                say("The page names an address outside its folder: %(url)s.", url=url[:80] or "“”"),
                place=_locate(url, folders=folders, template=template),
                hint=say("Put the file into the template's folder, or give the picture as a field."),
            )
        if url in page.found:
            _check_file(path, template=template, place=_locate(url, folders=folders, template=template))


def _locate(what: str, *, folders: Sequence[Path], template: str) -> Place:
    """Where it is written; what is computed stands nowhere."""
    for folder in folders if what else ():
        for path in sorted((*folder.rglob("*.html"), *folder.rglob("*.css"))):
            before, found, _ = path.read_text(encoding="utf-8").partition(what)
            if found:
                return Place(f"{folder.name}/{path.relative_to(folder).as_posix()}", before.count("\n") + 1)
    return Place(f"{template}/{PAGE}")


@lru_cache(maxsize=64)
def _check_embedded(url: str, *, template: str) -> None:
    """A drawing inside the page is a drawing all the same."""
    head, _, body = url.partition(",")
    try:
        data = base64.b64decode(unquote(body), validate=True) if head.endswith(";base64") else unquote_to_bytes(body)
        check_drawing(data, name="data:")
    except BrokenMedia as error:
        raise BrokenMedia(error.message, place=Place(template), hint=error.hint) from None
    except ValueError:
        raise BrokenMedia(say("A drawing inside the page cannot be read."), place=Place(template)) from None


def find_file(url: str, *, folders: Sequence[Path]) -> Path | None:
    """The file behind an address, if it may be loaded: inside one of the folders, links followed."""
    parts = urlsplit(url)
    if parts.scheme not in ("", "file") or parts.netloc or not parts.path:
        return None
    path = (folders[0] / unquote(parts.path)).resolve()
    return path if any(path.is_relative_to(folder.resolve()) for folder in folders) else None


def _check_file(path: Path, *, template: str, place: Place) -> None:
    try:
        if path.suffix.lower() == ".svg":
            check_drawing(path.read_bytes(), name=path.name)
            return
        with Image.open(path, formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
            image.verify()
    except BrokenMedia as error:
        raise BrokenMedia(error.message, place=Place(f"{template}/{path.name}"), hint=error.hint) from None
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise BrokenMedia(
            say("The page names a picture that is missing or cannot be read: %(name)s.", name=path.name),
            place=place,
            hint=say("Use PNG, JPEG, WebP or SVG."),
        ) from None
