"""What rendering asks of the outside: a page engine that draws HTML, an encoder that makes video."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from campaign.spec.channels import Profile
from campaign.spec.errors import Box


@dataclass(frozen=True)
class Page:
    """One complete HTML document for an exact surface; every file it names lies in `folders`,
    `fonts` are TTF files. Sizes in pixels, `seconds` the moment when all motion has ended."""

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

    def draw(self, second: float) -> bytes:
        """The RGBA pixels, width × height × 4 bytes, at that second. Seconds must ascend."""


class PageEngine(Protocol):
    """Draws pages. `name` with its version is part of every content key."""

    @property
    def name(self) -> str: ...

    def open(self, page: Page) -> AbstractContextManager[OpenPage]:
        """Lay the page out. Raises RenderFailed, BrokenMedia."""


@dataclass(frozen=True)
class VideoPlan:
    """A silent video to make: `frames` drawn pictures arrive, then the last holds until `seconds`.
    With `clip`, see render.clip: the drawn pictures are laid over the moving clip instead."""

    width: int
    height: int
    seconds: float
    frames: int
    profile: Profile


class Encoder(Protocol):
    """Makes video files. `name` with its version is part of every content key."""

    @property
    def name(self) -> str: ...

    def encode(self, plan: VideoPlan, frames: Iterator[bytes], *, out: Path) -> None:
        """Write the file under its final name only when whole. Raises RenderFailed."""
