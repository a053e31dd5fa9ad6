"""A photo's glide keeps its focal point in view, stays on the photo, and differs from its neighbour's."""

import itertools

import pytest

from campaign.render.ports import View
from campaign.render.views import MOST_ZOOM, Frame, find_inside, glide, join_views, plan_glide, view_at

SIZES = ((4000, 3000), (3000, 4000), (1000, 1000), (9000, 1000))
FRAMES = (Frame((1280, 942)), Frame((1080, 900), (0.5, 0.38)), Frame((348, 198)), Frame((200, 900), (0.4, 0.6)))
POINTS = tuple((x, y) for x in (0.0, 0.03, 0.5, 0.8, 1.0) for y in (0.0, 0.03, 0.5, 0.8, 1.0))
EDGE = 1e-9


def holds(view: View, focus: tuple[float, float]) -> bool:
    return (
        view.left - EDGE <= focus[0] <= view.left + view.width + EDGE
        and view.top - EDGE <= focus[1] <= view.top + view.height + EDGE
    )


@pytest.mark.parametrize(("size", "frame", "turn"), list(itertools.product(SIZES, FRAMES, (1, 2))))
def test_the_focal_point_never_leaves_the_view_nor_the_view_the_photo(
    size: tuple[int, int], frame: Frame, turn: int
) -> None:
    for focus in POINTS:
        starts, ends = plan_glide(size, frame, focus=focus, turn=turn, seconds=5)
        for share in (0.0, 0.25, 0.5, 1.0):
            view = view_at(starts, ends, share)
            assert holds(view, focus)
            assert min(view.left, view.top) >= -EDGE
            assert max(view.left + view.width, view.top + view.height) <= 1 + EDGE


@pytest.mark.parametrize(("size", "frame"), list(itertools.product(SIZES, FRAMES)))
def test_every_view_has_the_shape_of_the_hole(size: tuple[int, int], frame: Frame) -> None:
    for view in plan_glide(size, frame, focus=(0.3, 0.6), turn=1, seconds=4):
        ratio = (view.width * size[0]) / (view.height * size[1])
        assert ratio == pytest.approx(frame.size[0] / frame.size[1])


def test_neighbours_differ_one_draws_near_and_the_next_steps_back() -> None:
    near, back = (plan_glide((4000, 3000), FRAMES[0], focus=(0.5, 0.5), turn=turn, seconds=4) for turn in (1, 2))
    assert near[0].width > near[1].width
    assert back[0].width < back[1].width


def test_a_longer_look_moves_further_up_to_a_bound() -> None:
    closest = [
        plan_glide((4000, 3000), FRAMES[0], focus=(0.5, 0.5), turn=1, seconds=seconds)[1].width
        for seconds in (2, 4, 60)
    ]
    whole = plan_glide((4000, 3000), FRAMES[0], focus=(0.5, 0.5), turn=1, seconds=4)[0].width
    assert closest[0] > closest[1] > closest[2]
    assert whole / closest[2] == pytest.approx(MOST_ZOOM)


def test_the_focal_point_comes_to_the_middle_of_what_is_free() -> None:
    close = plan_glide((4000, 3000), Frame((3000, 1000), (0.5, 0.3)), focus=(0.5, 0.5), turn=1, seconds=4)[1]
    assert (0.5 - close.top) / close.height == pytest.approx(0.3)


def test_a_glide_starts_and_ends_at_rest() -> None:
    way = [glide(frame, frames=101) for frame in range(101)]
    steps = [after - before for before, after in itertools.pairwise(way)]
    assert (way[0], way[50], way[100], glide(300, frames=101)) == (0.0, 0.5, 1.0, 1.0)
    assert steps[0] < max(steps) / 20
    assert steps[-1] < max(steps) / 20


def test_a_view_inside_a_part_is_the_same_view() -> None:
    one, other = View(0.1, 0.2, 0.5, 0.5), View(0.3, 0.1, 0.4, 0.4)
    part = join_views(one, other)
    inside = find_inside(other, part)
    assert (part.left, part.top) == (0.1, 0.1)
    assert part.left + inside.left * part.width == pytest.approx(other.left)
    assert inside.width * part.width == pytest.approx(other.width)
