"""Which of a campaign's colours a template draws, and on what. In: a template. Out: its grounds and brand colours.

Read from the page, the macros it imports and its style sheet, so that no designer has to declare it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

from campaign.render.colours import GROUNDS
from campaign.render.manifest import PAGE, STYLE, Template

BRAND = ("accent", "second")
PLAIN = "paper"
"""The ground of a page that asks for none."""

_GROUND = re.compile(r"\{%-?\s*block ground\s*-?%\}(.*?)\{%-?\s*endblock", re.DOTALL)
_VARIABLE = re.compile(r"var\(\s*--(accent|second)\b")


@dataclass(frozen=True)
class Paints:
    """`brand` are the names of the campaign's colours that are drawn, `grounds` those of what they may stand on;
    `paired` is whether the template keeps the two apart by itself, through pair()."""

    brand: tuple[str, ...]
    grounds: tuple[str, ...]
    paired: bool = False


def read_paints(template: Template) -> Paints:
    """What one template draws with."""
    return _read(template.folder, template.digest)


@lru_cache(maxsize=64)
def _read(folder: Path, digest: str) -> Paints:
    """The digest is the version of the folder: a changed template is read again."""
    page = _read_text(folder / PAGE)
    used = {*_list_names(page, root=folder.parent), *_VARIABLE.findall(page + _read_text(folder / STYLE))}
    block = _GROUND.search(page)
    grounds = [name for name in GROUNDS if block and re.search(rf"(?<![\w-]){name}(?![\w-])", block[1])]
    if not grounds or (block and "{" in block[1]):  # a ground on a condition leaves the plain one too
        grounds = [PLAIN, *(name for name in grounds if name != PLAIN)]
    return Paints(tuple(name for name in BRAND if name in used), tuple(grounds), paired="pair" in used)


def _list_names(page: str, *, root: Path) -> Iterator[str]:
    """Names the page uses, and those used by the macros that it imports by name."""
    try:
        tree = _parse(page)
        yield from _find_names(tree)
        for imported in tree.find_all(nodes.FromImport):
            macros = {name if isinstance(name, str) else name[0] for name in imported.names}
            source = imported.template.value if isinstance(imported.template, nodes.Const) else ""
            for macro in _parse(_read_text(root / source)).find_all(nodes.Macro):
                if macro.name in macros:
                    yield from _find_names(macro)
    except TemplateSyntaxError:
        return  # told by name and line when it is drawn


def _find_names(tree: nodes.Node) -> Iterator[str]:
    return (name.name for name in tree.find_all(nodes.Name) if name.ctx == "load")


def _parse(text: str) -> nodes.Template:
    return Environment(autoescape=True).parse(text)


def _read_text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""
