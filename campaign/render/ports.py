"""What rendering asks of the outside: a page engine that draws HTML, an encoder that makes video, and what they are
given: pages, and plans of videos with the film that moves in them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from campaign.spec.boxes import Box
from campaign.spec.channels import Profile


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

    def set_attribute(self, element: str, name: str, value: str) -> None:
        """Set an attribute of the element with this id: rules of the sheet may wait for it."""

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
class Hole:
    """Where film shows through the drawn pictures: even pixels of the loop."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Cut:
    """A stretch of a video file, without its sound, `start` to `end` in its seconds, cropped to its hole around the
    focal point (per cent of its width and height)."""

    path: Path
    start: float
    end: float
    focus_x: float = 50.0
    focus_y: float = 50.0


@dataclass(frozen=True)
class View:
    """A part of a photo, in shares of its width and height."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Photo:
    """A photo ready to be filmed: RGB pixels, width × height × 3 bytes, both sizes even and none below its hole's."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


@dataclass(frozen=True)
class Pan:
    """A photo seen through a view that glides from `starts` to `ends`; both have the shape of the hole."""

    photo: Photo
    starts: View
    ends: View


@dataclass(frozen=True)
class Take:
    """What moves in the hole from frame `first` of the loop on, for `frames` frames; then its last picture stands
    until the next take. Over its first `fade` frames it dissolves out of the take before."""

    source: Cut | Pan
    first: int
    frames: int
    fade: int = 0

    @property
    def end(self) -> int:
        return self.first + self.frames


@dataclass(frozen=True)
class Film:
    """Takes one after the other in one hole; the first starts with the loop or stands until it does."""

    hole: Hole
    takes: tuple[Take, ...]


@dataclass(frozen=True)
class VideoPlan:
    """A silent video of `frames` frames, made of `drawn` pictures: they arrive a frame each, the last of them holds,
    and `closing` more at the very end lead back to the first, so that the loop closes without a jump. With `film` the
    pictures are see-through and lie over it: picture k, the closing ones too, from frame `moments[k]` on."""

    width: int
    height: int
    frames: int
    drawn: int
    profile: Profile
    film: Film | None = None
    moments: tuple[int, ...] = ()
    closing: int = 0

    @property
    def seconds(self) -> float:
        return self.frames / self.profile.fps

    @property
    def rests(self) -> int:
        """The frame from which on nothing changes until `resumes`."""
        if self.film is None:
            return self.drawn - self.closing - 1
        last = self.moments[-1 - self.closing]
        ends = [take.end - 1 for take in self.film.takes if take.first < self.resumes]
        return min(self.resumes - 1, max(last, *ends))

    @property
    def resumes(self) -> int:
        """The first of the closing frames; the end where there are none."""
        return self.frames - self.closing


@dataclass(frozen=True)
class Frames(Iterable[bytes]):
    """Pictures that can be had again. Each round of them is drawn anew: kept, they would take gigabytes, and an encoder
    seldom asks twice."""

    draw: Callable[[], Iterator[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return self.draw()


class Encoder(Protocol):
    """Makes video files. `name` with its version is part of every content key."""

    @property
    def name(self) -> str: ...

    def encode(
        self, plan: VideoPlan, frames: Iterable[bytes], *, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        """Take RGBA frames one by one, report shares from 0 to 1, and write the file under its final name only when
        it is whole and within the profile's ceilings. A file that was not is made again from another round of the
        frames. Raises RenderFailed, BrokenMedia."""

    def arrange(self, scenes: Sequence[float], *, overlap: float) -> tuple[tuple[float, float], ...]:
        """The seconds in which each scene of so many seconds starts and ends, one after the other, each dissolving into
        the next over `overlap`."""

    def grab(self, cut: Cut, *, hole: Hole, second: float) -> bytes:
        """The RGBA pixels of the hole at that second of the cut. Raises RenderFailed, BrokenMedia."""
