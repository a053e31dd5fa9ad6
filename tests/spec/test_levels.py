"""Levels are those of the standards' tables."""

import pytest

from campaign.spec.channels import Codec
from campaign.spec.levels import covers, find_level


@pytest.mark.parametrize(
    ("size", "fps", "h264", "hevc", "vp9", "av1"),
    [
        ((1280, 720), 25, "3.1", "3.1", "3.1", "3.1"),
        ((1920, 1080), 25, "4.0", "4.0", "4.0", "4.0"),
        ((1080, 1920), 30, "4.0", "4.0", "4.0", "4.0"),
        ((1920, 1080), 60, "4.2", "4.1", "4.1", "4.1"),
        ((3840, 540), 25, "4.0", "4.0", "4.0", "4.0"),
        ((3840, 2160), 25, "5.1", "5.0", "5.0", "5.0"),
        ((7680, 4320), 25, "", "", "", ""),
    ],
)
def test_the_level_follows_from_the_pixels(
    size: tuple[int, int], fps: int, h264: str, hevc: str, vp9: str, av1: str
) -> None:
    assert tuple(find_level(*size, fps=fps, codec=codec) for codec in Codec) == (h264, hevc, vp9, av1)


def test_a_higher_level_covers_a_lower_one() -> None:
    assert covers("4.1", "4.0")
    assert covers("4.1", "4.1")
    assert not covers("4.1", "5.0")
    assert not covers("4.1", "")
