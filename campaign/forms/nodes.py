"""What a field of a template asks for. In: a manifest's field. Out: a tree of leaves, groups and rows.

A leaf is one input, or one a language; a group has named parts; rows repeat one node. Every type of field is one of
these trees, so that reading, writing and drawing the form need no list of types.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.render.manifest import FieldType, TemplateField
from campaign.spec.languages import Texts

Label: TypeAlias = "Texts | Promise"


class Ask(StrEnum):
    """What stands in a leaf's input."""

    WORDS = "words"
    FIGURE = "figure"
    DAY = "day"
    PICK = "pick"
    FILE = "file"
    PAIR = "pair"
    TABLE = "table"
    NAMES = "names"


PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".svg")
FILMS = (".mp4", ".mov", ".webm", ".mkv", ".m4v")
SUBTITLES = (".srt", ".vtt", ".ass", ".ssa", ".ttml")
MAPS = (".geojson", ".json")


@dataclass(frozen=True)
class Leaf:
    """`each` is whether every language has its own; `options` are what a pick offers, by code; `suffixes` the kinds of
    file; `longest` the characters that fit."""

    ask: Ask
    label: Label
    help: Texts = field(default_factory=dict)
    each: bool = False
    required: bool = True
    longest: int | None = None
    options: Mapping[str, Label] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Named parts that make one value; `type` is the field's where it says more than the parts: a photo, a film."""

    parts: Mapping[str, "Node"]
    label: Label
    help: Texts = field(default_factory=dict)
    required: bool = True
    type: str = ""


@dataclass(frozen=True)
class Rows:
    """As many of `row` as people add, from `least` to `most`."""

    row: "Node"
    label: Label
    help: Texts = field(default_factory=dict)
    required: bool = True
    least: int = 0
    most: int | None = None


Node: TypeAlias = Leaf | Group | Rows
SIMPLE: Mapping[FieldType, Ask] = {
    FieldType.NUMBER: Ask.FIGURE,
    FieldType.PERCENT: Ask.FIGURE,
    FieldType.DATE: Ask.DAY,
    FieldType.CHOICE: Ask.PICK,
}
CARDS: Mapping[str, Label] = {
    "both": _("Title before, partners after"),
    "title": _("Title before"),
    "partners": _("Partners after"),
    "none": _("None"),
}
COUNTRIES: Mapping[str, Label] = {"bg": _("Bulgaria"), "es": _("Spain"), "be": _("Belgium")}


def make_node(spec: TemplateField) -> Node:
    """The tree of one field, or of one part of a row."""
    if spec.type in SIMPLE:
        return Leaf(SIMPLE[spec.type], spec.title, spec.help, required=spec.required, options=spec.options)
    if spec.type is FieldType.SUBTITLES:
        return Leaf(Ask.FILE, spec.title, spec.help, each=True, required=spec.required, suffixes=SUBTITLES)
    if spec.type in (FieldType.SERIES, FieldType.LIST, FieldType.ROWS):
        least, most = int(spec.least or 0), int(spec.most) if spec.most is not None else None
        return Rows(_make_row(spec), spec.title, spec.help, spec.required, least, most)
    parts = _list_parts(spec)
    if parts:
        return Group(parts, spec.title, spec.help, spec.required, spec.type.value)
    return Leaf(Ask.WORDS, spec.title, spec.help, each=True, required=spec.required, longest=spec.longest)


def _make_row(spec: TemplateField) -> Node:
    if spec.type is FieldType.LIST:
        return Leaf(Ask.WORDS, {}, each=True, longest=spec.longest)
    if spec.type is FieldType.SERIES:
        return Group(
            {
                "label": Leaf(Ask.WORDS, _("Name"), each=True, longest=spec.longest),
                "amount": Leaf(Ask.FIGURE, _("Figure")),
                "unit": Leaf(Ask.WORDS, _("Unit"), each=True, required=False),
            },
            {},
        )
    return Group({name: make_node(part) for name, part in spec.parts.items()}, {})


def _list_parts(spec: TemplateField) -> Mapping[str, Node]:
    """The parts of a value that is no single text."""
    alt = Leaf(Ask.WORDS, _("What it shows, in words"), each=True)
    focus = Leaf(Ask.PAIR, _("Focus: per cent from left, from top"), required=False)
    if spec.type is FieldType.IMAGE:
        return {"file": Leaf(Ask.FILE, _("File"), suffixes=PICTURES), "focus": focus, "alt": alt}
    if spec.type is FieldType.CLIP:
        start, end = Leaf(Ask.FIGURE, _("From second"), required=False), Leaf(Ask.FIGURE, _("To second"))
        file = Leaf(Ask.FILE, _("File"), suffixes=FILMS)
        cards = Leaf(Ask.PICK, _("Cards around the film"), required=False, options=CARDS)
        return {"file": file, "from": start, "to": end, "focus": focus, "cards": cards, "alt": alt}
    figures = Leaf(Ask.TABLE, _("Figures: code and number, one a line"))
    highlight = Leaf(Ask.WORDS, _("Code of the one to point out"), required=False)
    if spec.type is FieldType.REGIONS:
        options = {code: COUNTRIES.get(code, {"en": code}) for code in spec.tiles}
        return {"country": Leaf(Ask.PICK, _("Country"), options=options), "figures": figures, "highlight": highlight}
    if spec.type is FieldType.MAP:
        names = Leaf(Ask.NAMES, _("Names: code and name, one a line"), each=True, required=False)
        file = Leaf(Ask.FILE, _("File"), suffixes=MAPS)
        return {"file": file, "figures": figures, "highlight": highlight, "names": names}
    return {}
