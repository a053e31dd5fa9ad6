"""Spreading by slices is what a rank filter does."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from campaign.render.spread import spread


@pytest.mark.parametrize("by", [1, 3, 7])
@pytest.mark.parametrize("shape", [(1, 1), (2, 30), (40, 3), (50, 60)])
def test_the_greatest_of_a_square_is_found_up_to_the_edges(by: int, shape: tuple[int, int]) -> None:
    codes = np.random.default_rng(by).integers(0, 256, shape).astype(np.uint8)
    filtered = np.asarray(Image.fromarray(codes).filter(ImageFilter.MaxFilter(2 * by + 1)))
    assert np.array_equal(spread(codes, by), filtered)
    assert np.array_equal(spread(codes > 230, by), filtered > 230)
