"""Half a ring: slices in proportion, apart, and labels that point outward in order."""

from math import acos, pi

import pytest

from campaign.render.rings import OUTER, cut_ring


def test_edges_stand_where_the_shares_are() -> None:
    top, bottom = cut_ring((50, 50), gap=0)

    assert top.path == "M0 0A100 100 0 0 1 100 100L58 100A58 58 0 0 0 0 42Z"
    assert bottom.path == "M100 100A100 100 0 0 1 0 200L0 158A58 58 0 0 0 58 100Z"


@pytest.mark.parametrize("amounts", [(52, 30, 14, 4), (99, 1), (1, 0, 1)])
def test_labels_point_at_the_middle_of_their_slice(amounts: tuple[float, ...]) -> None:
    turns = [acos((OUTER - piece.y) / OUTER) / pi for piece in cut_ring(amounts)]

    middles = [(sum(amounts[:at]) + amount / 2) / sum(amounts) for at, amount in enumerate(amounts)]
    assert turns == pytest.approx(middles, abs=1e-3)


def test_nought_has_no_slice_but_a_place() -> None:
    assert [bool(piece.path) for piece in cut_ring((60, 0, 40))] == [True, False, True]


def test_nothing_at_all_is_no_ring() -> None:
    assert cut_ring((0, 0)) == ()
