"""Patches of marked pixels: their boxes, sizes and middles."""

import numpy as np

from campaign.checks.patches import find_patches


def read(drawing: str) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    return np.array([[sign == "#" for sign in line] for line in drawing.split()])


def test_patches_hang_together_by_sides_not_by_corners() -> None:
    patches = find_patches(read("##.. ##.. ..#. ...."))
    order = np.argsort(-patches.sizes)
    assert patches.boxes[order].tolist() == [[0, 0, 2, 2], [2, 2, 3, 3]]
    assert patches.sizes[order].tolist() == [4, 1]
    assert patches.centres[order].tolist() == [[1.0, 1.0], [2.5, 2.5]]


def test_arms_that_meet_further_down_are_one_patch() -> None:
    patches = find_patches(read("#.#.# #.#.# #.#.# ##### .....")[:4])
    assert (patches.boxes.tolist(), patches.sizes.tolist()) == ([[0, 0, 5, 4]], [14])


def test_a_spiral_is_one_patch_and_its_hole_is_none() -> None:
    patches = find_patches(read("###### .....# ####.# #..#.# #....# ######"))
    assert (len(patches.sizes), patches.boxes.tolist()) == (1, [[0, 0, 6, 6]])


def test_nothing_marked_is_no_patch() -> None:
    assert len(find_patches(np.zeros((4, 4), bool)).sizes) == 0


def test_a_row_that_ends_at_the_edge_does_not_run_into_the_next() -> None:
    assert len(find_patches(read("...# #... ....")).sizes) == 2
