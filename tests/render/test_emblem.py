"""The European emblem follows the law's geometry (Reg. (EU) 2021/1060 Annex IX)."""

import math
import re

import pytest

from campaign.render.emblem import BORDER, HEIGHT, WIDTH, Form, draw_emblem


def read_stars(svg: str) -> list[list[tuple[float, float]]]:
    path = re.findall(r' d="([^"]+)"', svg)[-1]
    stars = [star for star in path.split("Z") if star]
    return [
        [(float(x), float(y)) for x, y in (point.split(" ") for point in star.removeprefix("M").split("L"))]
        for star in stars
    ]


def test_twelve_stars_stand_on_the_circle_like_hours() -> None:
    stars = read_stars(draw_emblem())
    assert len(stars) == 12
    for hour, star in enumerate(stars):
        centre = (sum(x for x, _ in star) / 10, sum(y for _, y in star) / 10)
        expected = (
            WIDTH / 2 + HEIGHT / 3 * math.sin(math.radians(30 * hour)),
            HEIGHT / 2 - HEIGHT / 3 * math.cos(math.radians(30 * hour)),
        )
        assert centre == pytest.approx(expected, abs=0.01)


def test_each_star_is_upright_with_five_points_in_a_circle_of_an_eighteenth() -> None:
    for star in read_stars(draw_emblem()):
        centre = (sum(x for x, _ in star) / 10, sum(y for _, y in star) / 10)
        distances = [math.dist(centre, point) for point in star]
        assert distances[::2] == pytest.approx([HEIGHT / 18] * 5, abs=0.01)
        assert star[0] == pytest.approx((centre[0], centre[1] - HEIGHT / 18), abs=0.01)
        assert max(distances[1::2]) < HEIGHT / 18 * 0.39


def test_the_field_is_three_to_two_in_the_laws_colours() -> None:
    svg = draw_emblem()
    assert WIDTH / HEIGHT == 1.5
    assert f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#003399"/>' in svg
    assert 'fill="#ffcc00"' in svg


def test_the_border_is_a_twenty_fifth_and_one_colour_forms_exist() -> None:
    assert f'viewBox="{-BORDER:g} {-BORDER:g} {WIDTH + 2 * BORDER:g} {HEIGHT + 2 * BORDER:g}"' in draw_emblem(
        is_bordered=True
    )
    assert "#ffcc00" not in draw_emblem(form=Form.BLUE)
    assert "#003399" not in draw_emblem(form=Form.BLACK)
