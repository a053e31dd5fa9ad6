"""A page walked from its first tag to its last. In: its HTML. Out: at which character everything stands."""

import re
from html.parser import HTMLParser

from campaign.render.slots import VOID


class Walker(HTMLParser):
    """Leaves references as they are written, so that places are those of the page. A tag that closes itself opens and
    closes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        # the parser counts lines by this one sign; Python knows others, such as U+2028
        self._lines = [0, *(found.end() for found in re.finditer("\n", html))]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def find_spot(self) -> int:
        """The character at which what is handled now begins, from 0."""
        line, column = self.getpos()
        return self._lines[line - 1] + column
