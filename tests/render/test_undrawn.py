"""What the table says is not drawn makes no difference in the engine; what the guide calls drawn does."""

from pathlib import Path

import pytest

from campaign.adapters.blitz import BlitzEngine
from campaign.render.fonts import list_font_files
from campaign.render.lint import lint_text
from campaign.render.ports import Page
from campaign.render.undrawn import UNDRAWN, Where

HERE = Path(__file__).parent
BASE = (
    "*{box-sizing:border-box;margin:0;padding:0}body{width:160px;height:100px;font:500 12px/1.2 'Sofia Sans';"
    "background:#fff8ec;color:#14213d}.x{width:120px;height:60px;background:#e4572e;position:relative}"
    ".y{width:30px;height:30px;background:#0b7a75}b{font-size:8px}"
)
WORDS = '<div class="x">Някакъв текст за проба, и&nbsp;още <b>2</b></div>'
BOX = '<div class="x"><div class="y"></div></div>'
SVG = '<svg viewBox="0 0 10 10" width="60" height="60"><circle cx="5" cy="5" r="4" fill="red"/></svg>'
IMAGE = "linear-gradient(red 0%,blue 100%)"

# Property → a declaration that Chromium draws, on which element of which page.
PROBES = {
    "filter": (".x", "filter:grayscale(1)", WORDS),
    "backdrop-filter": (".y", "backdrop-filter:invert(1)", BOX),
    "text-shadow": (".x", "text-shadow:2px 2px 0 #000", WORDS),
    "-webkit-text-stroke": (".x", "-webkit-text-stroke:2px #000", WORDS),
    "-webkit-text-fill-color": (".x", "-webkit-text-fill-color:#fff", WORDS),
    "-webkit-box-reflect": (".x", "-webkit-box-reflect:below", WORDS),
    "mix-blend-mode": (".y", "mix-blend-mode:multiply", BOX),
    "offset-path": (".y", 'offset-path:path("M0 0L60 30");offset-distance:50%', BOX),
    "writing-mode": (".x", "writing-mode:vertical-rl", WORDS),
    "text-wrap": (".x", "text-wrap:nowrap", WORDS),
    "-webkit-line-clamp": (".x", "-webkit-line-clamp:1", WORDS),
    "text-align-last": (".x", "text-align-last:right", WORDS),
    "columns": (".x", "columns:2", WORDS),
    "column-count": (".x", "column-count:3", WORDS),
    "line-break": (".x", "line-break:anywhere", WORDS),
    "text-emphasis": (".x", "text-emphasis:filled dot", WORDS),
    "vertical-align": ("b", "vertical-align:super", WORDS),
    "text-box": (".x", "text-box:trim-both cap alphabetic", WORDS),
    "initial-letter": (".x::first-letter", "initial-letter:2", WORDS),
    "font-variation-settings": (".x", 'font-variation-settings:"wght" 900', WORDS),
    "font-variant-caps": (".x", "font-variant-caps:all-small-caps", WORDS),
    "font-size-adjust": (".x", "font-size-adjust:0.8", WORDS),
    "border-image": (".x", f"border-image:{IMAGE} 12", BOX),
    "corner-shape": (".x", "border-radius:0;corner-shape:bevel", BOX),
    "clip": (".y", "clip:rect(0,5px,5px,0)", BOX),
    "contain": (".x", "contain:size", WORDS),
    "content-visibility": (".x", "content-visibility:hidden", WORDS),
    "container-type": (".x", "container-type:inline-size}@container (min-width:10px){.y{background:red}", BOX),
    "counter-increment": (".x", "counter-reset:a;counter-increment:a}.x::before{content:counter(a)", WORDS),
    "fill": ("circle", "fill:blue", SVG),
    "stroke-width": ("circle", "stroke-width:3;stroke:blue", SVG),
    "rotateX": (".x", "transform:rotateX(60deg)", WORDS),
    "translate3d": (".x", "transform:translate3d(9px,9px,0)", WORDS),
    ":has": (".x:has(.y)", "background:#000", BOX),
    ":lang": (".x:lang(bg)", "background:#000", BOX),
    ":dir": (".x:dir(ltr)", "background:#000", BOX),
    "::first-letter": (".x::first-letter", "font-size:30px", WORDS),
    "::first-line": (".x::first-line", "font-size:30px", WORDS),
    "text-transform: capitalize": (".x", "text-transform:capitalize", WORDS),
    "overline": (".x", "text-decoration:overline", WORDS),
    "subgrid": (".x", "display:block;grid-template-columns:subgrid", BOX),
}  # fmt: skip


# What the guide calls drawn, in one declaration each.
DRAWN = {
    "grid": (".x", "display:grid;place-items:center", BOX),
    "flex": (".x", "display:flex;justify-content:flex-end", BOX),
    "sticky": (".y", "position:sticky;top:9px", BOX),
    "fixed": (".y", "position:fixed;right:0", BOX),
    "aspect-ratio": (".y", "height:auto;aspect-ratio:3", BOX),
    "calc": (".y", "width:calc(10px + 50% * sin(30deg))", BOX),
    "color-mix": (".y", "background:color-mix(in oklab,red 40%,blue)", BOX),
    "@property": (".y", '}@property --q{syntax:"<length>";inherits:false;initial-value:9px}.y{width:var(--q)', BOX),
    "@layer": (".y", "}@layer a{.y{border:3px solid #000}", BOX),
    "nesting": (".x", "& .y{background:#000}", BOX),
    "::after": (".x::after", "content:'→'", BOX),
    "white-space": (".x", "white-space:nowrap", WORDS),
    "overflow-wrap": (".x", "width:9px;overflow-wrap:anywhere", WORDS),
    "text-transform: uppercase": (".x", "text-transform:uppercase", WORDS),
    "conic-gradient": (".x", "background:conic-gradient(red 0% 30%,blue 30% 100%)", BOX),
    "box-shadow": (".x", "box-shadow:0 0 0 9px #000", BOX),
    "outline": (".x", "outline:3px solid #000", BOX),
    "clip-path": (".x", "clip-path:polygon(0 0,100% 0,50% 100%)", BOX),
    "mask": (".x", "mask:linear-gradient(90deg,#000 0%,transparent 100%)", BOX),
    "rotate": (".x", "rotate:20deg", BOX),
}


def draw(html: str, css: str = "") -> bytes:
    head = f'<!doctype html><html lang="bg"><head><style>{BASE}{css}</style></head>'
    page = Page(
        html=f'{head}<body id="root">{html}</body></html>',
        width=160,
        height=100,
        folders=(HERE,),
        fonts=list_font_files(),
    )
    with BlitzEngine().open(page) as opened:
        return opened.draw(0.0)


@pytest.mark.parametrize("name", PROBES)
def test_the_engine_leaves_it_out(name: str) -> None:
    selector, declaration, html = PROBES[name]
    assert draw(html, f"{selector}{{{declaration}}}") == draw(html)


@pytest.mark.parametrize("name", PROBES)
def test_and_so_the_lint_refuses_it(name: str) -> None:
    selector, declaration, _ = PROBES[name]
    text = f"{selector} {{ {declaration} }}"
    assert [row.name for row in UNDRAWN if row.where is not Where.MARKUP and row.pattern.search(text)]


@pytest.mark.parametrize("name", DRAWN)
def test_what_the_guide_calls_drawn_is_drawn_and_allowed(name: str) -> None:
    selector, declaration, html = DRAWN[name]
    css = f"{selector}{{{declaration}}}"
    assert draw(html, css) != draw(html)
    assert not lint_text(css, file="x")


def test_every_row_has_a_name_and_says_what_to_do_instead() -> None:
    assert all(row.shown and str(row.hint).endswith(".") for row in UNDRAWN)
