"""A screen at its true size. In: its format. Out: a drawing in millimetres, with a person where people stand.

Two drawings: the wall from the front, a person beside the screen; and from the side, the person as far away as people
are. A third thing is only a number: how large the picture must be on the reader's own display to fill as much of their
sight as the screen fills of a passenger's.
"""

import math
from dataclasses import dataclass

from campaign.spec.formats import Format

PERSON = 1700.0
"""Millimetres: a person of middle height, their eyes 1.6 m above the floor."""
EYES = 1600.0
FLOOR_GAP = 200.0
"""A tall screen stands at least so high above the floor."""
AIR = 350.0
DESK = 600.0
"""Millimetres from people's eyes to the display at which they read this (ISO 9241-303: some 500 to 750)."""
WIDE = 480.0
"""What a person takes of the drawing's width."""


@dataclass(frozen=True)
class Front:
    """The wall from the front, millimetres, y down from the top of the drawing; the floor is its lower edge."""

    width: float
    height: float
    x: float
    y: float
    screen_width: float
    screen_height: float
    person_x: float
    person_y: float


@dataclass(frozen=True)
class Side:
    """From the side: the screen's edges at the left, the person's eyes at `eye_x`."""

    width: float
    height: float
    top: float
    bottom: float
    eye_x: float
    eye_y: float
    person_x: float
    person_y: float


@dataclass(frozen=True)
class Wall:
    """`across` and `down` are the screen's millimetres; `degrees` is how wide it is in people's sight; `desk` the
    millimetres across at which it is as wide at a desk; `cap` the least capital letter people can read from there."""

    across: float
    down: float
    metres: float
    degrees: float
    desk: float
    cap: float
    front: Front
    side: Side


def draw_wall(surface: Format) -> Wall:
    """Everything from the panel's pixels, diagonal and distance."""
    across, down = surface.width / surface.px_per_mm, surface.height / surface.px_per_mm
    away = surface.viewing_distance_m * 1000
    half = math.atan(across / 2 / away)
    return Wall(
        across,
        down,
        surface.viewing_distance_m,
        math.degrees(2 * half),
        across * DESK / away,
        surface.least_cap_px / surface.px_per_mm,
        _draw_front(across, down),
        _draw_side(down, away),
    )


def _find_top(down: float) -> float:
    """How high the upper edge is above the floor: the middle at the eyes, unless the screen is too tall for that."""
    return max(EYES + down / 2, FLOOR_GAP + down)


def _draw_front(across: float, down: float) -> Front:
    top = _find_top(down)
    height = max(top, PERSON) + AIR
    return Front(
        width=AIR + across + AIR + WIDE + AIR / 2,
        height=height,
        x=AIR,
        y=height - top,
        screen_width=across,
        screen_height=down,
        person_x=AIR + across + AIR,
        person_y=height - PERSON,
    )


def _draw_side(down: float, away: float) -> Side:
    top = _find_top(down)
    height = max(top, PERSON) + AIR
    eye_x = AIR / 2 + away
    return Side(
        width=eye_x + WIDE / 2 + AIR / 2,
        height=height,
        top=height - top,
        bottom=height - top + down,
        eye_x=eye_x,
        eye_y=height - EYES,
        person_x=eye_x - WIDE / 2 + 130,
        person_y=height - PERSON,
    )
