"""European emblems in pixels: where, how large, in which form, and what is wrong with them."""

import numpy as np
import pytest

from benchmarks.corpus.emblems import BLACK, BLUE, WHITE, Painting, compress, paint, photo, plain
from campaign.checks.emblem import Fault, find_emblem_again, find_emblem_at, find_emblems
from campaign.render.emblem import Form
from campaign.render.scene import Pixels
from campaign.spec.boxes import Box

LEFT, TOP = 60.3, 40.7


def draw(painting: Painting, *, ground: Pixels | None = None, quality: int = 0) -> Pixels:
    picture = paint(plain() if ground is None else ground, painting, left=LEFT, top=TOP)
    return compress(picture, quality=quality) if quality else picture


def list_faults(picture: Pixels) -> list[Fault]:
    (sighting,) = find_emblems(picture)
    return [flaw.fault for flaw in sighting.flaws]


@pytest.mark.parametrize("height", [12.0, 20.4, 33.3, 70.0, 110.5])
def test_an_emblem_is_found_to_a_part_of_a_pixel(height: float) -> None:
    (sighting,) = find_emblems(draw(Painting(height)))
    box = sighting.box
    found = (box.left, box.top, box.width, box.height)
    assert found == pytest.approx((LEFT, TOP, 1.5 * height, height), abs=0.45)
    assert (sighting.form, sighting.flaws) == (Form.COLOUR, ())


@pytest.mark.parametrize("quality", [40, 60, 95])
def test_compression_moves_its_edges_by_less_than_half_a_pixel(quality: int) -> None:
    (sighting,) = find_emblems(draw(Painting(48, border=1 / 25), ground=photo(), quality=quality))
    assert sighting.box.height == pytest.approx(48, abs=0.5)
    assert sighting.flaws == ()


@pytest.mark.parametrize(
    ("painting", "form"),
    [
        (Painting(60), Form.COLOUR),
        (Painting(60, star=WHITE), Form.BLUE),
        (Painting(60, field=WHITE, star=BLACK, outline=BLACK), Form.BLACK),
    ],
)
def test_every_form_of_the_law_is_told_from_the_others(painting: Painting, form: Form) -> None:
    (sighting,) = find_emblems(draw(painting, quality=85))
    assert (sighting.form, sighting.flaws) == (form, ())


@pytest.mark.parametrize(
    ("painting", "faults"),
    [
        (Painting(40, stars=11), [Fault.COUNT]),
        (Painting(40, stars=13), [Fault.COUNT]),
        (Painting(40, missing=(7,)), [Fault.COUNT]),
        (Painting(40, turn=36), [Fault.TURNED]),
        (Painting(40, is_radial=True), [Fault.TURNED]),
        (Painting(40, first=15), [Fault.TURNED]),
        (Painting(40, ring=0.27), [Fault.PLACED]),
        (Painting(40, ratio=4 / 3), [Fault.RATIO]),
        (Painting(40, ratio=4 / 3, stretch=False), [Fault.RATIO]),
        (Painting(40, field=(0, 85, 164)), [Fault.COLOUR]),
        (Painting(80, star=(255, 140, 0)), [Fault.COLOUR]),
    ],
)
def test_what_the_law_draws_otherwise_is_named(painting: Painting, faults: list[Fault]) -> None:
    assert list_faults(draw(painting, quality=85)) == faults


@pytest.mark.parametrize(("border", "faults"), [(1 / 25, []), (1 / 50, [Fault.BORDER]), (0.0, [Fault.BORDER])])
def test_a_ground_that_is_not_white_needs_the_whole_border(border: float, faults: list[Fault]) -> None:
    assert list_faults(draw(Painting(75, border=border), ground=photo(seed=2))) == faults


def test_what_lies_over_it_and_what_touches_it_are_two_faults() -> None:
    over, beside = draw(Painting(50)).copy(), draw(Painting(50)).copy()
    over[42:48, 64:80] = 200
    beside[50:60, 136:170] = 20
    assert (list_faults(over), list_faults(beside)) == ([Fault.COVERED], [Fault.TOUCHED])


def test_an_emblem_merged_with_its_ground_is_found_by_its_stars() -> None:
    (sighting,) = find_emblems(draw(Painting(60), ground=plain(BLUE)))
    assert sighting.box.height == pytest.approx(60, abs=1)
    assert [flaw.fault for flaw in sighting.flaws] == [Fault.BORDER]


@pytest.mark.parametrize("seed", range(6))
def test_a_photo_with_blue_in_it_has_none(seed: int) -> None:
    assert find_emblems(photo(seed=seed, sky=seed % 2 == 0)) == ()


def test_a_blue_field_without_stars_is_none() -> None:
    assert find_emblems(draw(Painting(60, stars=0))) == ()


def test_two_are_both_found_the_better_one_first() -> None:
    picture = paint(draw(Painting(40, stars=11)), Painting(30), left=180.0, top=100.0)
    assert [round(sighting.box.height) for sighting in find_emblems(picture)] == [30, 40]


def test_the_next_frame_is_looked_at_where_the_last_one_had_it() -> None:
    (before,) = find_emblems(draw(Painting(40)))
    again = find_emblem_again(draw(Painting(40), quality=60), before)
    assert again is not None
    assert (again.box.left, again.box.top) == pytest.approx((LEFT, TOP), abs=0.5)
    assert find_emblem_again(plain(), before) is None


def test_at_its_place_it_is_found_as_in_the_whole_picture() -> None:
    picture = draw(Painting(40))
    assert find_emblem_at(picture, Box(LEFT - 2, TOP - 2, 64.0, 44.0)) == find_emblems(picture)[0]
    assert find_emblem_at(picture, Box(200.0, 120.0, 60.0, 40.0)) is None
    assert find_emblem_at(picture, Box(5000.0, 120.0, 60.0, 40.0)) is None


def test_one_drawn_wrong_at_its_place_leaves_the_search_to_the_whole_picture() -> None:
    assert find_emblem_at(draw(Painting(40, stars=11)), Box(LEFT, TOP, 60.0, 40.0)) is None


def test_a_picture_smaller_than_any_emblem_has_none() -> None:
    assert find_emblems(np.zeros((2, 3, 3), np.uint8)) == ()
