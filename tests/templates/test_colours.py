"""A campaign's own colours may be anything: what is drawn in them stands out from its ground (checks.md B4)."""

import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from campaign.render.manifest import KIT
from campaign.render.paints import BRAND
from tests.templates.samples import ROOT, TEMPLATES

SAFE = frozenset({"shade", "pair", "ramp", "ink_on"})
"""Functions whose colours stand out."""
DECORATION = frozenset({"corner", "sun"})
"""Classes of shapes that tell nothing: they may be as pale as they like."""
FILES = {
    path.relative_to(ROOT).as_posix(): path
    for path in sorted(ROOT.glob("*/*"))
    if path.parent.name in (*TEMPLATES, KIT) and path.suffix in (".html", ".css")
}


def list_bare(tree: nodes.Node, *, is_safe: bool = False) -> Iterator[str]:
    """Names of brand colours that are drawn as they are; to compare one is no drawing."""
    if isinstance(tree, nodes.Name) and tree.name in BRAND and tree.ctx == "load" and not is_safe:
        yield f"{tree.name}, line {tree.lineno}"
    called = tree.node.name if isinstance(tree, nodes.Call) and isinstance(tree.node, nodes.Name) else ""
    for child in tree.iter_child_nodes():
        yield from list_bare(child, is_safe=is_safe or called in SAFE or isinstance(tree, nodes.Compare))


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".html")])
def test_pages_and_macros_draw_brand_colours_in_shades(name: str) -> None:
    page = Environment(autoescape=True).parse(FILES[name].read_text("utf-8"))
    assert list(list_bare(page)) == []


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith(".css")])
def test_style_sheets_leave_brand_colours_to_decoration(name: str) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*var\(--(?:accent|second)\b[^{}]*)\}", FILES[name].read_text("utf-8"))
    bare = [selector.strip() for selector, _ in rules if not set(re.findall(r"\.([\w-]+)", selector)) & DECORATION]
    assert bare == []


def test_a_bare_colour_would_be_found() -> None:
    page = Environment(autoescape=True).parse("{{ shade(accent, '#fff') }}{{ 1 if accent == second }}\n{{ second }}")
    assert list(list_bare(page)) == ["second, line 2"]
