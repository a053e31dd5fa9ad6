"""How a photo glides. In: its size, its focal point, the hole it is seen through. Out: the views it moves between.

A view has the hole's shape. Both ends of a glide keep the focal point well inside, and a view moves between them in a
straight line, so the focal point never leaves it. All is the same each time for the same photo in the same place.
"""

from dataclasses import dataclass

from campaign.render.motion import ease
from campaign.render.ports import View

ZOOM_A_SECOND = 0.032
TRAVEL_A_SECOND = 0.03
"""Of the view's size: slow enough to look at, quick enough to be seen moving."""
MOST_ZOOM = 1.2
MOST_TRAVEL = 0.18
MARGIN = 0.14
"""The focal point keeps this part of a view between itself and the edges, where the photo goes on there."""


@dataclass(frozen=True)
class Frame:
    """The hole a photo is seen through: its size in pixels, and the middle of what nothing covers there, in shares."""

    size: tuple[int, int]
    middle: tuple[float, float] = (0.5, 0.5)


def plan_glide(
    size: tuple[int, int], frame: Frame, *, focus: tuple[float, float], turn: int, seconds: float
) -> tuple[View, View]:
    """The first and the last view, in shares of the photo: one draws near to the focal point, the next steps back from
    it, so that neighbours differ. Sizes are width and height; `focus` is in shares, `turn` counts from 1."""
    cover = _cover(size, frame.size)
    zoom = min(MOST_ZOOM, 1 + ZOOM_A_SECOND * seconds)
    close = _look_at(focus, (cover[0] / zoom, cover[1] / zoom), middle=frame.middle)
    wide = _step_aside(
        _look_at(focus, cover, middle=frame.middle), focus, share=min(MOST_TRAVEL, TRAVEL_A_SECOND * seconds), turn=turn
    )
    return (wide, close) if turn % 2 else (close, wide)


def glide(frame: int, *, frames: int) -> float:
    """How much of the way is gone at a frame: gently out of rest and into rest."""
    return ease(min(1.0, max(0.0, frame / max(1, frames - 1))))


def view_at(starts: View, ends: View, share: float) -> View:
    """The view when this share of the way is gone."""

    def between(start: float, end: float) -> float:
        return start + (end - start) * share

    return View(
        between(starts.left, ends.left),
        between(starts.top, ends.top),
        between(starts.width, ends.width),
        between(starts.height, ends.height),
    )


def join_views(one: View, other: View) -> View:
    """The least part of the photo that holds both."""
    left, top = min(one.left, other.left), min(one.top, other.top)
    right = max(one.left + one.width, other.left + other.width)
    bottom = max(one.top + one.height, other.top + other.height)
    return View(left, top, right - left, bottom - top)


def find_inside(view: View, part: View) -> View:
    """The view in shares of a part that holds it."""
    left, top = (view.left - part.left) / part.width, (view.top - part.top) / part.height
    return View(left, top, view.width / part.width, view.height / part.height)


def _cover(size: tuple[int, int], hole: tuple[int, int]) -> tuple[float, float]:
    """The largest part of the photo that has the hole's shape."""
    ratio = (hole[0] / hole[1]) / (size[0] / size[1])
    return (ratio, 1.0) if ratio < 1 else (1.0, 1 / ratio)


def _look_at(focus: tuple[float, float], size: tuple[float, float], *, middle: tuple[float, float]) -> View:
    """With the focal point in the middle as far as the photo reaches."""
    sides = zip(focus, size, middle, strict=True)
    left, top = (min(1 - long, max(0.0, at - long * share)) for at, long, share in sides)
    return View(left, top, *size)


def _step_aside(view: View, focus: tuple[float, float], *, share: float, turn: int) -> View:
    """Along the side where the photo has more to show, if any: to and fro in turns, or where there is room."""
    along_x = 1 - view.width >= 1 - view.height
    start, long, at = (view.left, view.width, focus[0]) if along_x else (view.top, view.height, focus[1])
    lowest, highest = max(0.0, at - (1 - MARGIN) * long), min(1 - long, at - MARGIN * long)
    way = share * long * (1 if turn % 2 else -1)
    tried = [min(max(highest, start), max(min(lowest, start), start + step)) for step in (way, -way)]
    moved = max(tried, key=lambda place: round(abs(place - start), 6))
    return View(moved, view.top, view.width, view.height) if along_x else View(view.left, moved, *_size(view))


def _size(view: View) -> tuple[float, float]:
    return view.width, view.height
