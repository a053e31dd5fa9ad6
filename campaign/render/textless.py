"""A picture without its words. In: a page engine. Out: an engine that draws the same pages, their texts invisible.

Stills, clips and essays are drawn by it with the code that draws them with words: what differs between the two
pictures is the ink of the texts, and what the second shows there is what that ink stands on.
"""

from contextlib import AbstractContextManager
from dataclasses import replace

from campaign.render.ports import OpenPage, Page, PageEngine

HIDDEN = "*,*::before,*::after{color:transparent!important}"
"""An important rule wins over animations too (CSS Cascade 4, 6.1). Layout keeps the room of every letter; icons have
colours of their own and stay, and what is drawn in a text's own colour, such as its underline, goes with it."""


class TextlessEngine:
    """See render.ports.PageEngine."""

    def __init__(self, engine: PageEngine):
        self._engine = engine

    @property
    def name(self) -> str:
        return f"{self._engine.name}, without texts"

    def open(self, page: Page) -> AbstractContextManager[OpenPage]:
        return self._engine.open(replace(page, html=add_style(page.html, HIDDEN)))


def add_style(html: str, style: str) -> str:
    """The page with one more sheet, after all others of its head."""
    head, found, rest = html.partition("</head>")
    return f"{head}<style>{style}</style>{found}{rest}" if found else f"<style>{style}</style>{html}"
