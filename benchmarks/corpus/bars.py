"""E3: charts as designers write them, laid out by the page engine. In: markup and figures. Out: cases; bad ones start
elsewhere than at nought, bend the scale, or draw another number of signs."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.corpus.case import Case
from campaign.adapters.blitz import BlitzEngine
from campaign.checks.proportions import check_proportions
from campaign.render.fonts import list_font_files
from campaign.render.manifest import FieldType, Manifest, Template, TemplateField
from campaign.render.marks import MarkReader
from campaign.render.ports import Page
from campaign.spec.content import Item, Kind
from campaign.spec.findings import Finding
from campaign.spec.formats import Shape

BOTH = {"bg": "Ленти", "en": "Bars"}
SERIES = (31.0, 38.0, 52.0, 47.5)
STYLE = """body { margin: 0; width: 640px; height: 360px; font-size: 16px }
.bars { display: flex; height: 300px; gap: 9px }
.column { flex-direction: column; width: 600px } .upright { align-items: flex-end } .bar { background: #14213d }
.column > .bar { height: 30px } .upright > .bar { width: 40px } .row { display: flex; height: 40px; width: 600px }
.name { flex: none; width: 120px } .track { flex: 1 1 0; min-width: 0 } .fill { height: 100% }
.least { min-width: 60px }
.sign { width: 20px; height: 40px }"""


def _draw(
    style: Callable[[float], str], amounts: tuple[float, ...] = SERIES, *, way: str = "column", text: str = ""
) -> str:
    bars = "".join(f'<div class="bar" style="{style(amount)}">{text}</div>' for amount in amounts)
    return f'<div class="bars {way}">{bars}</div>'


def _name(style: Callable[[float], str], *, more: str = "") -> str:
    """Names beside tracks, as the kit's own bars have them."""
    rows = (
        f'<div class="row"><div class="name">Град</div><div class="track"><div class="fill {more}" '
        f'style="{style(amount)}"></div></div></div>'
        for amount in SERIES
    )
    return f"<div>{''.join(rows)}</div>"


def _sign(full: int, of: int = 10, *, half: int = 0) -> str:
    signs = ["#14213d"] * full + ["#888888"] * half + ["none"] * (of - full - half)
    return "".join(f'<div class="sign"><svg viewBox="0 0 9 9"><rect width="9" height="9" fill="{fill}"/></svg></div>'
                   for fill in signs)  # fmt: skip


def _make_template(count: bool) -> Template:
    field = TemplateField(FieldType.SERIES, BOTH, BOTH)
    number = TemplateField(FieldType.NUMBER, BOTH, BOTH, whole=True, most=10)
    fields = {"count": number} if count else {"series": field}
    return Template("bars", Path("bars"), Manifest(BOTH, BOTH, tuple(Kind), tuple(Shape), fields), "1" * 64)


def _find(body: str, amounts: tuple[float, ...] = SERIES, count: int | None = None) -> Iterable[Finding]:
    html = f'<html><head><style>{STYLE}</style></head><body id="root" class="landscape">{body}</body></html>'
    page = Page(html, 640, 360, (Path(),), list_font_files())
    reader = MarkReader(html)
    with BlitzEngine().open(replace(page, html=reader.html)) as opened:
        marks = reader.measure(opened.boxes())
    rows = [{"label": "a", "amount": amount} for amount in amounts]
    values: dict[str, object] = {"count": count} if count is not None else {"series": rows}
    item = Item("bars", Kind.STATISTIC, "bars", BOTH, values)
    return tuple(check_proportions(marks, item=item, template=_make_template(count is not None), language="en"))


def _case(name: str, is_bad: bool, body: str, amounts: tuple[float, ...] = SERIES, count: int | None = None) -> Case:
    return Case("E3", name, is_bad, partial(_find, body, amounts, count))


CASES: tuple[Case, ...] = (
    _case("widths in pixels", False, _draw(lambda a: f"width:{a * 10:.1f}px")),
    _case("widths in per cent", False, _draw(lambda a: f"width:{a / 52 * 100:.2f}%")),
    _case("heights in pixels", False, _draw(lambda a: f"height:{a * 5:.1f}px", way="upright")),
    _case("heights in per cent", False, _draw(lambda a: f"height:{a:.1f}%", way="upright")),
    _case("a calc beside room for figures", False, _name(lambda a: f"width:calc({a / 52:.3f} * (100% - 80px))")),
    _case("bars beside names", False, _name(lambda a: f"width:{a:.1f}%")),
    _case("figures inside the bars", False, _draw(lambda a: f"width:{a * 10:.1f}px", text="31")),
    _case("parts of one bar by flex-grow", False,
          f'<div class="row">{"".join(f"<i style=flex-grow:{a}></i>" for a in SERIES)}</div>'),
    _case("rounded to a pixel", False, _draw(lambda a: f"width:{round(a * 2)}px")),
    _case("one next to nought", False, _draw(lambda a: f"width:{max(a * 6, 2):.1f}px", (0.1, 60, 90)), (0.1, 60, 90)),
    _case("two bars", False, _draw(lambda a: f"width:{a * 6:.1f}px", (15.3, 80)), (15.3, 80)),
    _case("all alike", False, _draw(lambda a: "width:300px")),
    _case("lines of a table", False, _draw(lambda a: f"width:{200 if a > 40 else 201}px")),
    _case("in another order than the figures", False, _draw(lambda a: f"width:{100 + (a * 37) % 90:.0f}px")),
    _case("three of ten", False, _sign(3), count=3),
    _case("seven of ten, the others filled", False, _sign(3), count=7),
    _case("none of ten", False, _sign(0), count=0),
    _case("widths from thirty on", True, _draw(lambda a: f"width:{(a - 30) * 25:.1f}px")),
    _case("per cent from thirty on", True, _draw(lambda a: f"width:{(a - 30) / 22 * 100:.1f}%")),
    _case("heights from twenty on", True, _draw(lambda a: f"height:{(a - 20) * 8:.1f}px", way="upright")),
    _case("from ten on, hardly seen", True, _draw(lambda a: f"width:{(a - 10) * 12:.1f}px")),
    _case("room added to each", True, _draw(lambda a: f"width:{a * 8 + 60:.1f}px")),
    _case("room added in a calc", True, _name(lambda a: f"width:calc({a / 52 * 80:.1f}% + 60px)")),
    _case("squared", True, _draw(lambda a: f"width:{a * a / 5:.1f}px")),
    _case("by area", True, _draw(lambda a: f"width:{a**0.5 * 60:.1f}px")),
    _case("a least width", True, _name(lambda a: f"width:{a * 0.3:.1f}%", more="least")),
    _case("the largest cut off", True, _draw(lambda a: f"width:{min(a, 45) * 10:.1f}px")),
    _case("the smallest lifted", True, _draw(lambda a: f"width:{max(a, 36) * 10:.1f}px")),
    _case("figures inside, from thirty on", True, _draw(lambda a: f"width:{(a - 30) * 25:.1f}px", text="31")),
    _case("two bars that shrink a lead", True, _draw(lambda a: f"width:{a * 2 + 300:.1f}px", (15.3, 80)), (15.3, 80)),
    _case("parts by flex-grow with room", True,
          f'<div class="row">{"".join(f"<i style=flex-grow:{a + 20}></i>" for a in SERIES)}</div>'),
    _case("four of ten for three", True, _sign(4), count=3),
    _case("two of ten for three", True, _sign(2), count=3),
    _case("all of ten for nine", True, _sign(10), count=9),
    _case("one of ten for none", True, _sign(1), count=0),
)  # fmt: skip
