"""What rendering asks of the outside: a page engine that draws HTML, an encoder that makes video."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from campaign.spec.channels import Profile
from campaign.spec.errors import Box


@dataclass(frozen=True)
class Page:
    """One complete HTML document for an exact surface; every file it names lies in `folders`, relative addresses
    count from the first; `fonts` are TTF files. Sizes in pixels, `seconds` the moment when all motion has ended."""

    html: str
    width: int
    height: int
    folders: tuple[Path, ...]
    fonts: tuple[Path, ...]
    seconds: float = 0.0
    transparent: bool = False


class OpenPage(Protocol):
    """A page laid out by an engine."""

    def boxes(self) -> Mapping[str, Box]:
        """The box of every element that has an id, at second 0."""

    def set_style(self, element: str, name: str, value: str) -> None:
        """Set one inline style of the element with this id."""

    def set_text(self, element: str, text: str) -> None:
        """Replace what is in the element with this id by plain text."""

    def draw(self, second: float) -> bytes:
        """The RGBA pixels, width × height × 4 bytes, colours premultiplied by alpha, at that second. Seconds must
        ascend."""


class PageEngine(Protocol):
    """Draws pages. `name` with its version is part of every content key."""

    @property
    def name(self) -> str: ...

    def open(self, page: Page) -> AbstractContextManager[OpenPage]:
        """Lay the page out. Raises RenderFailed, BrokenMedia."""


@dataclass(frozen=True)
class Cut:
    """A stretch of a video file, without its sound, `start` to `end` in its seconds. It fills the hole at `left`, `top`
    of `width` × `height` pixels (all even), cropped around its middle, and moves under the drawn pictures."""

    path: Path
    start: float
    end: float
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class VideoPlan:
    """A silent video to make: `frames` drawn pictures arrive, then the last holds until `seconds`.
    With `clip` the drawn pictures are see-through and lie over it: picture k from frame `moments[k]` on."""

    width: int
    height: int
    seconds: float
    frames: int
    profile: Profile
    clip: Cut | None = None
    moments: tuple[int, ...] = ()


class Encoder(Protocol):
    """Makes video files. `name` with its version is part of every content key."""

    @property
    def name(self) -> str: ...

    def encode(
        self, plan: VideoPlan, frames: Iterator[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        """Take RGBA frames one by one, report shares from 0 to 1, and write the file under its final name only when
        it is whole. Raises RenderFailed, BrokenMedia."""

    def grab(self, clip: Cut, *, second: float) -> bytes:
        """The RGBA pixels of the hole at that second of the file. Raises RenderFailed, BrokenMedia."""
