"""Sizes obey the panel's millimetres: 10 mm of emblem, legible capitals, two lines of statement."""

from dataclasses import replace

import pytest

from campaign.render.fonts import BODY, LEGAL, read_cap_height
from campaign.render.surface import measure_surface
from campaign.spec.formats import Format

SCREENS = (
    Format(1280, 720, 18.5, 2),
    Format(1920, 540, 37, 2.5),
    Format(1920, 1080, 55, 5),
    Format(1080, 1920, 46, 3),
    Format(3840, 2160, 85, 4),
    Format(320, 180, 10, 1),
)


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_capitals_of_the_smallest_text_are_legible(screen: Format) -> None:
    surface = measure_surface(screen)
    assert surface.least_text * read_cap_height(BODY) >= screen.least_cap_px


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_the_emblem_is_ten_millimetres_high_and_inside_the_strip(screen: Format) -> None:
    surface = measure_surface(screen)
    assert surface.emblem >= 10 * screen.px_per_mm
    assert surface.emblem <= surface.strip
    assert 1.5 * surface.emblem < surface.width / 3


def test_the_strip_follows_the_shape() -> None:
    near = Format(1920, 1080, diagonal_inches=60, viewing_distance_m=1)
    assert measure_surface(near).strip == 119
    assert measure_surface(replace(near, width=1080, height=1920)).strip == 184
    assert measure_surface(replace(near, height=540)).strip == 92


def test_cap_heights_come_from_the_font_files() -> None:
    assert (read_cap_height(BODY), read_cap_height(LEGAL)) == (0.655, 0.65)


@pytest.mark.parametrize(
    ("width", "height", "unit"),
    [
        (1920, 1080, 10.8),
        (1080, 1920, 10.8),
        (1080, 1080, 10.8),
        (1920, 540, 5.4),
        (1123, 1588, 8.9325),
        (1024, 768, 5.76),
    ],
)
def test_a_layout_for_16_to_9_fits_a_stubbier_surface_whole(width: int, height: int, unit: float) -> None:
    assert measure_surface(Format(width, height)).unit == unit
