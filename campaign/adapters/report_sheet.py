"""The paper of a report. In: words and places in millimetres. Out: a PDF page by page, in the project's own type.

A4 upright. Fonts are the packaged ones, so the file is the same on every machine.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from campaign.adapters.faces import cut_plain
from campaign.render.fonts import BODY, LEGAL, list_fonts

INK, SOFT, TEAL, SUN, LINE, WELL, PAPER = (
    (20, 33, 61),
    (84, 94, 117),
    (11, 122, 117),
    (255, 183, 3),
    (231, 220, 199),
    (243, 234, 217),
    (255, 248, 236),
)
"""The colours of the studio."""
MARGIN, WIDTH, HEIGHT = 14.0, 210.0, 297.0
INNER = WIDTH - 2 * MARGIN
FOOT = 14.0
"""Kept free below."""
REGULAR, BOLD = 430, 720
"""Weights of the variable font."""
POINT = 25.4 / 72
"""Millimetres."""
LEADING = 1.3
"""Of lines, in sizes of type."""

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Style:
    """Type in points."""

    size: float
    bold: bool = False
    colour: Colour = INK
    align: str = "L"

    @property
    def height(self) -> float:
        """Of a line, in millimetres."""
        return self.size * POINT * LEADING


HEAD, TEXT, SMALL = Style(13, bold=True), Style(9), Style(8, colour=SOFT)
STRONG, RIGHT, RIGHT_STRONG = Style(9, bold=True), Style(8.5, align="R"), Style(8.5, bold=True, align="R")
SPACE = 9.0
"""Between sections, in millimetres."""


class Sheet(FPDF):
    """A document that knows its type, and breaks pages where it is asked to. Its fonts lie in a folder that must last
    until it is written."""

    def __init__(self, folder: Path, *, title: str, language: str, foot: str, page: str, made_at: datetime) -> None:
        super().__init__(orientation="P", unit="mm", format="A4")
        self._foot, self._page = foot, page
        family = next(font for font in list_fonts() if font.family == BODY)
        for style, weight in (("", REGULAR), ("B", BOLD)):
            path = folder / f"{weight}.ttf"
            path.write_bytes(cut_plain(family.path, weight))
            self.add_font("body", style, path)
        others = [font for font in list_fonts() if font.family not in (BODY, LEGAL)]
        for font in others:
            self.add_font(font.family, "", font.path)
            self.add_font(font.family, "B", font.path)
        self.set_fallback_fonts([font.family for font in others], exact_match=False)
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.c_margin = 0
        self.set_auto_page_break(auto=False)
        self.set_title(title)
        self.set_lang(language)
        self.set_creator("campaign")
        self.set_creation_date(made_at)
        self.add_page()

    def footer(self) -> None:
        """Who made it and when, and the number of the page."""
        self.set_y(HEIGHT - FOOT + 3)
        self._choose(Style(8, colour=SOFT))
        self.cell(INNER - 20, 4, self._foot, align="L")
        self.cell(20, 4, self._page % {"number": self.page_no()}, align="R")

    def put(self, text: str, style: Style, *, x: float, y: float, width: float) -> float:
        """Write the text into a column; returns the y below it."""
        self._choose(style)
        self.set_xy(x, y)
        self.multi_cell(
            width,
            style.height,
            text,
            align=style.align,
            new_x=XPos.LEFT,
            new_y=YPos.NEXT,
            padding=0,
            max_line_height=style.height,
        )
        return float(self.get_y())

    def measure(self, text: str, style: Style, *, width: float) -> float:
        """How high the text is in a column."""
        self._choose(style)
        lines: Sequence[str] = self.multi_cell(width, style.height, text, dry_run=True, output="LINES")  # type: ignore[assignment]
        return len(lines) * style.height

    def draw_box(self, x: float, y: float, width: float, height: float, *, fill: Colour, round_: float = 0) -> None:
        self.set_fill_color(*fill)
        self.rect(x, y, width, height, style="F", round_corners=round_ > 0, corner_radius=round_)

    def draw_rule(self, y: float, *, colour: Colour = LINE, x: float = MARGIN, width: float = INNER) -> None:
        self.set_draw_color(*colour)
        self.set_line_width(0.25)
        self.line(x, y, x + width, y)

    def fit(self, text: str, style: Style, *, width: float) -> Style:
        """The style, smaller where the text would not fit on one line."""
        self._choose(style)
        wide = self.get_string_width(text)
        return replace(style, size=style.size * width / wide) if wide > width else style

    def put_heading(self, text: str, *, y: float) -> float:
        return self.put(text, HEAD, x=MARGIN, y=y, width=INNER) + 2.4

    def make_room(self, y: float, height: float) -> float:
        """The y to go on at: a new page's where so much does not fit any more."""
        return y if self.has_room(y, height) else self.start_page()

    def start_page(self) -> float:
        self.add_page()
        return MARGIN

    def has_room(self, y: float, height: float) -> bool:
        return y + height <= HEIGHT - FOOT

    def _choose(self, style: Style) -> None:
        self.set_font("body", "B" if style.bold else "", style.size)
        self.set_text_color(*style.colour)
