"""The scenes of a clip's loop: a title card, the film, a partners' card, each dissolving into the next. In: their
lengths. Out: on which frame each begins, and what every drawn picture shows.

A card is opaque and covers the stage; over the film the page has a hole. So a dissolve is a short row of drawn
pictures, card and page mixed, over a film that already moves; the strip is on both and stands still. It leads through
the card's bare ground: one's words are gone before the other's come, for words over words cannot be read. The
partners' card takes what is left of the slot, and the last frames lead back to what the loop begins with.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from PIL import Image

from campaign.render.motion import ease, fill_slots
from campaign.render.ports import Encoder

FADE_SECONDS = 0.4
MOST_TITLE = 4.0
"""Seconds: what the title card says stands beside the film too."""


class Card(StrEnum):
    """What the page shows in place of the film."""

    NONE = ""
    TITLE = "title"
    PARTNERS = "partners"


@dataclass(frozen=True)
class Face:
    """What a page is drawn with: a card, its ground alone where `bare`, or the hole with a subtitle."""

    card: Card = Card.NONE
    cue: str = ""
    bare: bool = False


@dataclass(frozen=True)
class Drawn:
    """A picture over the film: a face, and over it so much (0 to 1) of the face that comes after."""

    face: Face
    after: Face | None = None
    share: float = 0.0


@dataclass(frozen=True)
class Lengths:
    """Seconds of the scenes, their dissolves counted in; a card of 0 is left out. Where the slot has room for it, the
    film's last picture stays until what is said until `spoken` has been read, and the title card for `reading`.
    `least` is the whole loop's."""

    title: float
    film: float
    partners: float
    least: float
    reading: float = 0.0
    spoken: float = 0.0


@dataclass(frozen=True)
class Scenes:
    """Frames: the film comes up from `film` on and lasts `filmed`; from `partners` on the partners' card comes up, or
    never where that is `frames`, the loop's end; from `closing` on what the loop begins with: title card or film."""

    frames: int
    fade: int
    title: bool
    film: int
    filmed: int
    partners: int
    closing: int

    @property
    def ends_on_card(self) -> bool:
        return self.partners < self.frames

    def find(self, frame: int, *, cue: str) -> Drawn:
        """What is drawn on a frame, where this subtitle belongs to the film."""
        over, title, partners = Face(cue=cue), Face(Card.TITLE), Face(Card.PARTNERS)
        if frame >= self.closing:
            last, first = partners if self.ends_on_card else Face(), title if self.title else over
            return Drawn(last) if last == first else self._dissolve(last, first, step=frame - self.closing)
        if frame >= self.partners + self.fade:
            return Drawn(partners)
        if frame >= self.partners:
            return self._dissolve(over, partners, step=frame - self.partners)
        if self.title and frame < self.film:
            return Drawn(title)
        if self.title and frame < self.film + self.fade:
            return self._dissolve(title, over, step=frame - self.film)
        return Drawn(over)

    def list_moments(self, cues: Iterable[int]) -> tuple[int, ...]:
        """The frames on which the drawn picture changes; the film's subtitles change on `cues` of the loop's frames."""
        rows = [range(self.closing, self.frames), range(self.partners, min(self.frames, self.partners + self.fade + 1))]
        if self.title:
            rows.append(range(self.film, self.film + self.fade + 1))
        shown = (frame for frame in cues if self.film <= frame < self.partners)
        return tuple(sorted({0, *shown, *(frame for row in rows for frame in row)}))

    def _dissolve(self, face: Face, after: Face, *, step: int) -> Drawn:
        ground = Face(after.card or face.card, bare=True)
        share = 2 * (step + 1) / (self.fade + 1)
        return Drawn(face, ground, ease(share)) if share < 1 else Drawn(ground, after, ease(share - 1))


def plan_scenes(lengths: Lengths, *, slot_seconds: int, fps: int, encoder: Encoder) -> Scenes:
    """The loop's scenes on whole frames, in so few slots as hold them: a longer title is not worth a second slot, it
    stands beside the film too."""
    title, film, partners = (round(seconds * fps) for seconds in (lengths.title, lengths.film, lengths.partners))
    film = max(1, film)
    fade = min(round(FADE_SECONDS * fps), film // 2)

    def arrange() -> tuple[tuple[float, float], ...]:
        return encoder.arrange([frames / fps for frames in (title, film, partners) if frames], overlap=fade / fps)

    end = arrange()[-1][1]
    frames = fill_slots(max(end, lengths.least), slot_seconds=slot_seconds) * fps
    filmed, left = film, frames - round(end * fps)
    if partners:
        film += max(0, min(left, round(lengths.spoken * fps) - (filmed - fade)))
    if title:
        title += max(0, min(left - (film - filmed), round(lengths.reading * fps) - title))
    starts = [round(start * fps) for start, _ in arrange()]
    return Scenes(
        frames=frames,
        fade=fade,
        title=bool(title),
        film=starts[1] if title else 0,
        filmed=filmed,
        partners=starts[-1] if partners else frames,
        closing=frames - fade,
    )


def mix(drawn: Drawn, faces: Mapping[Face, Image.Image]) -> Image.Image:
    """A picture of its faces, colours premultiplied by alpha as theirs are."""
    face = faces[drawn.face]
    return face if drawn.after is None else Image.blend(face, faces[drawn.after], drawn.share)


def find_cue(changes: tuple[tuple[int, str], ...], frame: int) -> str:
    """The subtitle that stands on a frame, of (frame, text) in order."""
    at = bisect_right(changes, frame, key=lambda change: change[0])
    return changes[at - 1][1] if at else ""
