"""Rectangles on a picture. In: boxes in pixels. Out: where they end, and whether they meet or lie in each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SLACK = 1.0
"""Pixels: page engines round boxes to whole ones."""


@dataclass(frozen=True)
class Box:
    """A rectangle on the picture, in pixels from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.left + self.width

    @property
    def bottom(self) -> float:
        return self.top + self.height

    @property
    def middle(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


def join_boxes(boxes: Iterable[Box]) -> Box:
    """The least box around all of them; there must be one."""
    known = tuple(boxes)
    left, top = min(box.left for box in known), min(box.top for box in known)
    right, bottom = max(box.right for box in known), max(box.bottom for box in known)
    return Box(left, top, right - left, bottom - top)


def lies_inside(box: Box, outer: Box) -> bool:
    """Whether all of it does, within SLACK."""
    return (
        box.left >= outer.left - SLACK
        and box.top >= outer.top - SLACK
        and box.right <= outer.right + SLACK
        and box.bottom <= outer.bottom + SLACK
    )


def holds_middle(outer: Box, box: Box) -> bool:
    """Whether the middle of the box lies in the outer one."""
    across, down = box.middle
    return outer.left <= across <= outer.right and outer.top <= down <= outer.bottom


def overlaps(one: Box, other: Box) -> bool:
    """Whether they have more than SLACK in common, both ways."""
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > SLACK and down > SLACK


def measure_gap(one: Box, other: Box) -> float:
    """Pixels between two boxes, the wider way; 0 where they meet."""
    across = max(one.left - other.right, other.left - one.right, 0.0)
    down = max(one.top - other.bottom, other.top - one.bottom, 0.0)
    return max(across, down)


def find_box(field: str, boxes: Mapping[str, Box]) -> Box | None:
    """The element that shows a field of the values: of its name, or of the nearest part's; `boxes` are by id."""
    parts = field.split(".")
    for length in range(len(parts), 0, -1):
        name = "-".join(parts[:length])
        for candidate in (name, f"{name}-slot"):
            if candidate in boxes:
                return boxes[candidate]
    return None
