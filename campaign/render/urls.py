"""Addresses in a page. In: finished HTML. Out: nothing, or an error for an address that may not be loaded.

An engine draws nothing for a file that is missing or foreign and says nothing, so it is asked beforehand.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image

from campaign.render.media import check_svg
from campaign.spec.errors import BrokenMedia, InvalidTemplate, Place
from campaign.spec.message import say

LINKS = ("src", "href", "xlink:href", "srcset", "poster", "data", "background", "action")
_URL = re.compile(r"url\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]*))\s*\)", re.IGNORECASE)


class _Collector(HTMLParser):
    """Gathers every address of attributes and styles."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._in_style = tag == "style"
        for name, value in attrs:
            if value and name in LINKS:
                self.found.append(value.strip())
            elif value and name == "style":
                self.found.extend(list_css_urls(value))

    def handle_endtag(self, tag: str) -> None:
        self._in_style = False

    def handle_data(self, data: str) -> None:
        if self._in_style:
            self.found.extend(list_css_urls(data))


def list_urls(html: str) -> tuple[str, ...]:
    """Every address in the page, each once, in order."""
    collector = _Collector()
    collector.feed(html)
    collector.close()
    return tuple(dict.fromkeys(collector.found))


def list_css_urls(css: str) -> Iterator[str]:
    for match in _URL.finditer(css):
        yield (match[1] or match[2] or match[3] or "").strip()


def check_urls(html: str, *, folders: Sequence[Path], template: str) -> None:
    """Relative addresses count from the first folder. Raises InvalidTemplate, BrokenMedia."""
    for url in list_urls(html):
        if url.startswith(("data:image/", "#")):
            continue
        path = find_file(url, folders=folders)
        if path is None:
            raise InvalidTemplate(
                say("The page names an address outside its folder: %(url)s.", url=url[:80] or "“”"),
                place=Place(template),
                hint=say("Put the file into the template's folder, or give the picture as a field."),
            )
        _check_file(path, template=template)


def find_file(url: str, *, folders: Sequence[Path]) -> Path | None:
    """The file behind an address, if it may be loaded: inside one of the folders, links followed."""
    parts = urlsplit(url)
    if parts.scheme not in ("", "file") or parts.netloc or not parts.path:
        return None
    path = (folders[0] / unquote(parts.path)).resolve()
    return path if any(path.is_relative_to(folder.resolve()) for folder in folders) else None


def _check_file(path: Path, *, template: str) -> None:
    place = Place(f"{template}/{path.name}")
    try:
        if path.suffix.lower() == ".svg":
            check_svg(path.read_bytes())
            return
        with Image.open(path, formats=("PNG", "JPEG", "WEBP", "GIF")) as image:
            image.verify()
    except BrokenMedia as error:
        raise BrokenMedia(error.message, place=place, hint=error.hint) from None
    except (OSError, SyntaxError, ValueError):
        raise BrokenMedia(
            say("The page names a picture that is missing or cannot be read: %(name)s.", name=path.name),
            place=place,
            hint=say("Use PNG, JPEG, WebP or SVG."),
        ) from None
