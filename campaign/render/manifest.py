"""A template's declaration, as values. In: what render.folder read. Out: its fields, limits and motion.

Fields are what people fill in; each has a type, help, limits and a sample in bg, en and ar.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from campaign.render.countries import Country
from campaign.spec.content import Kind
from campaign.spec.formats import Shape
from campaign.spec.languages import Texts

MANIFEST = "template.toml"
PAGE = "template.html"
STYLE = "style.css"
KIT = "_kit"
SAMPLE_LANGUAGES = ("bg", "en", "ar")


class FieldType(StrEnum):
    TEXT = "text"
    QUOTE = "quote"
    NUMBER = "number"
    PERCENT = "percent"
    IMAGE = "image"
    CLIP = "clip"
    SUBTITLES = "subtitles"
    SERIES = "series"
    LIST = "list"
    DATE = "date"
    CHOICE = "choice"
    ROWS = "rows"
    REGIONS = "regions"
    MAP = "map"


WORDED = frozenset({FieldType.TEXT, FieldType.QUOTE})
PARTS = WORDED | {FieldType.NUMBER, FieldType.PERCENT, FieldType.IMAGE, FieldType.DATE, FieldType.CHOICE}
"""What a part of a row may be."""
MAPPED = frozenset({FieldType.REGIONS, FieldType.MAP})


@dataclass(frozen=True)
class Total:
    """Shares that make 100 % (render.totals): each of the parts `down`, over all rows; or the parts `across` each row.
    `columns` is the field whose entries name the parts `down`, when several stand side by side. No whole is asked for
    `unless` a choice says so, as in “answers.many”. Of a survey, `asked` is the number of people, and `sides` are the
    parts of a row that are compared; where each row is a survey of its own, `rounds` is the part with its number."""

    down: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    columns: str = ""
    unless: str = ""
    asked: str = ""
    rounds: str = ""
    sides: tuple[tuple[str, ...], ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The other fields it names."""
        return tuple(filter(None, (self.columns, self.unless.partition(".")[0], self.asked)))

    @property
    def parts(self) -> frozenset[str]:
        """The parts of a row it names."""
        return frozenset(
            (*self.down, *self.across, *filter(None, (self.rounds,)), *(part for side in self.sides for part in side))
        )


@dataclass(frozen=True)
class TemplateField:
    """One field of a template. `longest` is the number of characters that still fit, `least` and `most` bound
    numbers and the number of rows, `whole` refuses a fraction; `options` are what a choice offers, by code; `parts`
    are the fields of each row. `sample` has the shape of an item's value; a part's is inside its row's.

    Ties to other fields, by name (render.ties): a number is a part `within` a whole, a date is not before the one it
    is `since`; a field `needs` others once it is filled in; a unit that is a percentage must say whose, in `share_of`;
    rows that are parts of a whole have a `total`; the figures of a map are in the unit that the choice `rate` says.
    `tiles` are the kit's countries, given to every field of regions when a template is loaded.
    """

    type: FieldType
    title: Texts
    help: Texts
    sample: Any = None
    required: bool = True
    longest: int | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False
    options: Mapping[str, Texts] = field(default_factory=dict)
    parts: Mapping[str, "TemplateField"] = field(default_factory=dict)
    within: str = ""
    since: str = ""
    needs: tuple[str, ...] = ()
    share_of: str = ""
    total: Total | None = None
    rate: str = ""
    tiles: Mapping[str, Country] = field(default_factory=dict)

    @property
    def ties(self) -> tuple[str, ...]:
        """The other fields it names."""
        others = self.total.fields if self.total else ()
        return tuple(filter(None, (self.within, self.since, self.share_of, self.rate, *self.needs, *others)))


@dataclass(frozen=True)
class Motion:
    """Seconds: the arrival ends at `arrives`; a loop lasts from `least` to `most`. Around a clip, of which `most` is
    shown, stand a `title` card and a `partners` card for at least so long; 0 is none. `essay` names the field of rows
    whose photos take turns in the loop."""

    arrives: float = 1.2
    least: float = 5.0
    most: float = 15.0
    title: float = 0.0
    partners: float = 0.0
    essay: str = ""


@dataclass(frozen=True)
class Manifest:
    """What template.toml says; `alt` is the sentence, as a template text, that tells a listener what is shown."""

    title: Texts
    help: Texts
    kinds: tuple[Kind, ...]
    shapes: tuple[Shape, ...]
    fields: Mapping[str, TemplateField]
    motion: Motion = field(default_factory=Motion)
    alt: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A folder of templates/ that was read: `digest` covers every file of it and of the kit."""

    id: str
    folder: Path
    manifest: Manifest
    digest: str

    @property
    def root(self) -> Path:
        """The folder of all templates, with the kit."""
        return self.folder.parent

    @property
    def kit(self) -> Path:
        return self.root / KIT
