"""What a finished picture shows, for those who check it. Values only: render.survey makes them.

A scene is drawn twice at every moment: as people see it, and without its texts. What differs is ink; what stands at the
same pixels of the other picture is what the ink has to stand out from.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from campaign.render.marks import Marks
from campaign.spec.boxes import Box
from campaign.spec.content import Item
from campaign.spec.formats import Format

Pixels: TypeAlias = NDArray[np.uint8]
"""Height × width × 3, RGB 0–255, gamma-coded as sRGB."""


@dataclass(frozen=True, eq=False)
class Ink:
    """The strokes of a text: how much of each pixel they cover, 0–255, height × width from `left`, `top` on."""

    left: int
    top: int
    cover: NDArray[np.uint8]

    @property
    def box(self) -> Box:
        height, width = self.cover.shape
        return Box(self.left, self.top, width, height)


@dataclass(frozen=True)
class Wording:
    """A text of the picture: the element it stands in, the field it comes from as Place.field spells it
    ("values.headline", "source", "funder.statement"; empty for the kit's own words), where its ink stands at rest in
    pixels, and how high its capitals are drawn, in pixels. `ink` is where its strokes are at rest, None where only
    the difference of picture and ground can tell; `cut` is the share of its ink that is clipped away, `stem` how
    thick its upright strokes are in pixels, `room` the box of its element where that is a block,
    `boxed` the characters that came out as an empty box."""

    id: str
    field: str
    text: str
    box: Box
    cap: float
    ink: Ink | None = dataclasses.field(default=None, compare=False, repr=False)
    cut: float = 0.0
    stem: float = 0.0
    room: Box | None = None
    boxed: str = ""


@dataclass(frozen=True, eq=False)
class Moment:
    """The picture from `second` of the loop on, for `lasts` seconds (0 in a still); `ground` is the same without its
    texts. `wordings` are those that may stand in it, where they are not the scene's: a clip has its cards and
    subtitles, an essay its captions, each in its own time. Moments of one page share one tuple."""

    second: float
    lasts: float
    picture: Pixels
    ground: Pixels
    wordings: tuple[Wording, ...] | None = None


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture, or a loop of `seconds` (0 for a still). `rest` is how it stands when all has arrived. `parts` are
    the boxes of all other elements with an id (emblem, qr, strip …) and of pictures (img). `moments` are those of the
    loop in order, none for a still; they can be walked once, and are drawn as they are asked for. `item` is what it
    shows, `marks` what its figures are drawn with, where somebody looked (checks.charts)."""

    format: Format
    language: str
    wordings: tuple[Wording, ...]
    parts: Mapping[str, Box]
    rest: Moment
    seconds: float = 0.0
    moments: Iterable[Moment] = dataclasses.field(default=())
    item: Item | None = None
    marks: Marks = dataclasses.field(default_factory=Marks)
