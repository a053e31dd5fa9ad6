"""Boxes: where they end, meet, and lie in each other."""

import pytest

from campaign.spec.boxes import Box, holds_middle, join_boxes, lies_inside, measure_gap, overlaps

PANEL = Box(0, 0, 100, 50)


def test_boxes_are_joined_by_the_least_around_them() -> None:
    assert join_boxes([Box(10, 5, 20, 10), Box(25, 0, 15, 8)]) == Box(10, 0, 30, 15)


@pytest.mark.parametrize(
    ("box", "inside"),
    [(PANEL, True), (Box(-1, 0, 102, 50), True), (Box(0, 0, 100, 52), False), (Box(-2, 0, 9, 9), False)],
)
def test_a_rounded_pixel_leaves_no_panel(box: Box, inside: bool) -> None:
    assert lies_inside(box, PANEL) is inside


@pytest.mark.parametrize(("left", "meets"), [(98, True), (99, False), (100, False), (-20, False)])
def test_a_rounded_pixel_is_no_overlap(left: float, meets: bool) -> None:
    other = Box(left, 10, 20, 10)
    assert (overlaps(PANEL, other), overlaps(other, PANEL)) == (meets, meets)


@pytest.mark.parametrize(("left", "held"), [(90, True), (91, False), (-10, True), (-11, False)])
def test_a_box_is_held_by_where_its_middle_lies(left: float, held: bool) -> None:
    assert holds_middle(PANEL, Box(left, 0, 20, 10)) is held


@pytest.mark.parametrize(
    ("other", "gap"), [(Box(103, 10, 5, 5), 3), (Box(10, 57, 5, 5), 7), (Box(103, 57, 5, 5), 7), (Box(50, 20, 5, 5), 0)]
)
def test_a_gap_is_the_wider_way_between_two(other: Box, gap: float) -> None:
    assert (measure_gap(PANEL, other), measure_gap(other, PANEL)) == (gap, gap)
