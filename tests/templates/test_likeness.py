"""The measures see what an eye sees, and leave what it does not."""

from collections.abc import Callable

import numpy as np
import pytest

from tests.templates.likeness import Pixels, find_difference, measure_similarity, show_difference


def draw_card() -> Pixels:
    """Dark lines, as of text, on a pale ground."""
    card = np.full((90, 160, 3), 240, np.uint8)
    for top in range(8, 80, 9):
        card[top : top + 4, 10:150:3] = 20
    return card


def move(card: Pixels) -> Pixels:
    return np.roll(card, 2, axis=0)


def drop_line(card: Pixels) -> Pixels:
    card[26:30] = 240
    return card


def paint(card: Pixels) -> Pixels:
    card[60:] = np.where(card[60:] == 240, np.array([240, 200, 240]), card[60:])
    return card


def test_equal_pictures_are_wholly_alike() -> None:
    found = measure_similarity(draw_card(), draw_card())

    assert found.worst == pytest.approx(1)
    assert found.mean == pytest.approx(1)
    assert found.tint == 0
    assert find_difference(draw_card(), draw_card()).worst == 0


@pytest.mark.parametrize("spoil", [move, drop_line])
def test_what_moved_or_is_missing_shows_in_the_worst_place(spoil: Callable[[Pixels], Pixels]) -> None:
    assert measure_similarity(draw_card(), spoil(draw_card())).worst < 0.65


def test_another_colour_shows_as_a_tint() -> None:
    assert measure_similarity(draw_card(), paint(draw_card())).tint > 20


def test_smoother_edges_are_nearly_alike() -> None:
    card = draw_card().astype(np.float64)
    smooth = (card * 0.9 + np.roll(card, 1, axis=1) * 0.1).astype(np.uint8)

    assert measure_similarity(draw_card(), smooth).worst > 0.9


def test_the_known_value_of_the_formula() -> None:
    """Two flat grounds differ in brightness alone: (2·100·110 + C1) / (100² + 110² + C1)."""
    one, other = (np.full((30, 30, 3), level, np.uint8) for level in (100, 110))

    assert measure_similarity(one, other).mean == pytest.approx((22000 + 6.5025) / (22100 + 6.5025))


def test_the_block_that_differs_most_is_named() -> None:
    card = draw_card()
    card[40:44, 100:104] = (255, 0, 0)
    found = find_difference(draw_card(), card)

    assert (found.left, found.top) == (96, 40)


def test_two_sizes_are_no_pictures_to_compare() -> None:
    with pytest.raises(ValueError, match="160x90 and 160x80"):
        find_difference(draw_card(), draw_card()[:80])


def test_differences_are_shown_in_red() -> None:
    card = draw_card()
    card[0:5, 0:5] = 0

    shown = np.asarray(show_difference(draw_card(), card))
    assert tuple(shown[2, 2]) == (220, 0, 30)
    assert shown[50, 159].min() > 200
