"""Everything a template may use. In: typed values, campaign, format, language. Out: the Jinja context.

The dataclasses here are the contract with designers: a template sees exactly these names, and a test holds
declared = used. Lengths are CSS pixels.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from campaign.render.maps import RegionMap, TileMap, list_map_texts
from campaign.spec.languages import Direction
from campaign.spec.text import read_also


@dataclass(frozen=True)
class Surface:
    """The screen: `unit` is 1 % of the short side, `mm` one millimetre on the panel, `least_text` the smallest
    legible font size, `strip` the height of the funding strip (on a band, its width), `emblem` the height of the EU
    emblem, `safe` the margin that some panels hide."""

    width: int
    height: int
    shape: str
    unit: float
    mm: float
    least_text: float
    strip: float
    emblem: float
    safe: float


@dataclass(frozen=True)
class Number:
    """A figure: `amount` for drawing, `text` as printed in the language (35 000; 7,3 %); `steps` are the
    printed values a counter passes through, the last one equal to `text`."""

    amount: float
    text: str
    steps: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A photo or drawing: `url` to load, `alt` in words, the focal point in per cent of width and height."""

    url: str
    alt: str
    focus_x: float = 50.0
    focus_y: float = 50.0


@dataclass(frozen=True)
class Row:
    """One entry of a series: `share` is amount / the largest amount, so that bars start at zero."""

    label: str
    amount: float
    text: str
    share: float


@dataclass(frozen=True)
class Clip:
    """A moving picture: `file` is its name among the media, shown from `start` to `end` (seconds), cropped around the
    focal point in per cent of width and height; `cards` are those of the template's that its loop has."""

    file: str
    start: float
    end: float
    alt: str
    focus_x: float = 50.0
    focus_y: float = 50.0
    cards: tuple[str, ...] = ("title", "partners")


@dataclass(frozen=True)
class Day:
    """A day, month or year: `text` as printed in the language, `iso` as given; `number` counts the days to its
    beginning, to place it in time."""

    iso: str
    text: str
    number: int


@dataclass(frozen=True)
class Choice:
    """One of a field's options: `code` to compare with, `text` in the language."""

    code: str
    text: str


Shown: TypeAlias = (
    "str | Number | Picture | Clip | Day | Choice | TileMap | RegionMap"
    " | tuple[Row, ...] | tuple[str, ...] | tuple[Record, ...] | None"
)
"""A field's value as a template sees it; None is an optional field left empty."""
Record: TypeAlias = Mapping[str, Shown]
"""One of the rows of a field: part → value."""


def list_texts(value: Any) -> Iterator[str]:
    """Every text of a value that a picture may show, in reading order; of two languages, both."""
    if isinstance(value, str):
        yield from filter(None, (value, read_also(value)))
    elif isinstance(value, Number):
        yield str(value.text)
    elif isinstance(value, (Day, Choice)):
        yield from list_texts(value.text)
    elif isinstance(value, Row):
        yield from (*list_texts(value.label), str(value.text))
    elif isinstance(value, (TileMap, RegionMap)):
        yield from (text for part in list_map_texts(value) for text in list_texts(part))
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from list_texts(part)
    elif isinstance(value, tuple):
        for part in value:
            yield from list_texts(part)


@dataclass(frozen=True)
class Logo:
    """A partner: `url` of its logo, or empty: then the name is set in type."""

    name: str
    url: str


@dataclass(frozen=True)
class Funding:
    """What the funder demands on the picture: `emblem` is an SVG data URI drawn from the law's geometry;
    `disclaimer` is empty where it stands behind the QR code instead."""

    emblem: str
    statement: str
    lines: tuple[str, ...]
    disclaimer: str


@dataclass(frozen=True)
class Context:
    """The names a template may use. `words` are the kit's fixed words in the language (source, myth, fact …);
    `qr` an SVG data URI that leads to `url`; `moving` is false for stills and print; `seconds` the loop's
    length; `cue` the subtitle to draw over a clip, or empty; `card` is "title" or "partners" where a card stands in the
    film's place, or empty; `turn` is the number of the photo that has its turn in the loop of an essay, 0 everywhere
    else; `fictional` demands the word that says so. In a
    bilingual picture every text is a spec.text.Text, and `also_language` with `also_direction` tell its second."""

    language: str
    direction: Direction
    surface: Surface
    values: Mapping[str, Shown]
    title: str
    accent: str
    second: str
    url: str
    qr: str
    source: str
    fictional: str
    funding: Funding
    partners: tuple[Logo, ...]
    words: Mapping[str, str]
    cue: str
    moving: bool
    seconds: float
    card: str = ""
    turn: int = 0
    also_language: str = ""
    also_direction: Direction = "ltr"
