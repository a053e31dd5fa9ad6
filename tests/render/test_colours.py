"""Colours keep their contrast and stay apart in every eye; the kit's own palette does."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from campaign.render.colours import (
    GROUNDS,
    INK,
    LEAST_APART,
    PAPER,
    SEEN,
    SHAPE_RATIO,
    Deficiency,
    ink_on,
    measure_contrast,
    measure_luminance,
    pair_colours,
    ramp_colours,
    shade_colour,
    simulate_deficiency,
    tell_apart,
)

ACCENTS = {"sun": "#ffb703", "coral": "#e4572e", "teal": "#0b7a75", "violet": "#5b3a8c"}
anything = some.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_luminance_and_contrast_are_those_of_wcag() -> None:
    assert measure_luminance("#ffffff") == pytest.approx(1)
    assert measure_contrast("#000000", "#ffffff") == pytest.approx(21)
    # The best known pair on both sides of 4.5 : 1.
    assert measure_contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)
    assert measure_contrast("#ffffff", "#777777") == pytest.approx(4.48, abs=0.005)


def test_a_colour_that_stands_out_is_left_alone() -> None:
    assert shade_colour(ACCENTS["coral"], PAPER) == ACCENTS["coral"]


def test_a_pale_colour_is_darkened_on_paper_and_a_dark_one_lightened_on_ink() -> None:
    assert measure_luminance(shade_colour(ACCENTS["sun"], PAPER)) < measure_luminance(ACCENTS["sun"])
    assert measure_luminance(shade_colour(ACCENTS["violet"], INK)) > measure_luminance(ACCENTS["violet"])


@given(anything, some.sampled_from(sorted(GROUNDS.values())))
def test_a_shade_keeps_the_ratio_and_changes_no_more_than_it_must(colour: str, ground: str) -> None:
    shade = shade_colour(colour, ground)
    assert measure_contrast(shade, ground) >= SHAPE_RATIO
    if shade != colour:
        # One step of lightness further than the threshold is what rounding to bytes may cost.
        assert measure_contrast(shade, ground) < SHAPE_RATIO + 0.15


def test_a_ratio_out_of_reach_ends_at_black_or_white() -> None:
    assert shade_colour("#888888", "#777777", 20) == "#000000"


def test_the_kits_own_palette_is_told_apart_in_every_eye() -> None:
    assert tell_apart((*ACCENTS.values(), INK, "#cfc6b3")) >= LEAST_APART
    assert all(measure_contrast(INK, colour) >= SHAPE_RATIO for colour in (PAPER, ACCENTS["sun"], ACCENTS["coral"]))


@given(anything, anything, some.sampled_from(sorted(GROUNDS.values())))
def test_a_pair_stands_out_from_its_ground_and_from_each_other(one: str, other: str, ground: str) -> None:
    pair = pair_colours(one, other, ground)
    assert pair[0] == shade_colour(one, ground)
    assert all(measure_contrast(colour, ground) >= SHAPE_RATIO for colour in pair)
    assert tell_apart(pair) >= LEAST_APART


def test_a_pair_that_is_apart_is_left_alone() -> None:
    assert pair_colours("#e4572e", "#5b3a8c", PAPER) == ("#e4572e", "#5b3a8c")


def test_a_yellow_that_would_turn_brown_gives_way_to_the_ink() -> None:
    assert pair_colours("#e4572e", "#ffb703", PAPER) == ("#e4572e", INK)
    assert pair_colours("#14213d", "#ffdd00", PAPER)[1] != INK  # where the ink is the first colour already
    assert pair_colours("#e4572e", "#ffb703", INK)[1] == "#ffb703"


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
@pytest.mark.parametrize("colour", ACCENTS.values(), ids=ACCENTS)
def test_a_ramp_leads_away_from_its_ground_in_steps_that_can_be_told_apart(colour: str, ground: str) -> None:
    ramp = ramp_colours(colour, ground, 5)
    contrasts = [measure_contrast(step, ground) for step in ramp]
    assert contrasts == sorted(contrasts)
    assert contrasts[0] >= 1.1
    assert contrasts[-1] >= 4.5
    assert all(tell_apart(pair) >= 0.06 for pair in pairwise(ramp))


def test_a_ramp_has_as_many_steps_as_asked_for() -> None:
    assert [len(ramp_colours("#0b7a75", PAPER, steps)) for steps in (0, 1, 2, 7)] == [0, 1, 2, 7]


@pytest.mark.parametrize("kind", SEEN)
def test_grey_is_grey_in_every_eye(kind: Deficiency) -> None:
    for grey in ("#000000", "#808080", "#ffffff"):
        assert simulate_deficiency(grey, kind) == grey


def test_red_and_green_are_alike_without_green_cones_only() -> None:
    # A pair of the same lightness for a deuteranope, far apart for everybody else.
    red, green = "#b07040", "#7f8b3c"
    assert tell_apart((red, green)) < 0.05
    assert tell_apart((red, "#3c5c9b")) > 0.1


def test_fewer_colours_than_two_are_always_told_apart() -> None:
    assert tell_apart(()) == tell_apart(("#000000",)) == 1


@pytest.mark.parametrize(
    ("colour", "text"), [("#ffb703", INK), ("#5b3a8c", PAPER), ("#ffffff", INK), ("#000000", PAPER)]
)
def test_text_on_a_colour_is_ink_or_paper(colour: str, text: str) -> None:
    assert ink_on(colour) == text
