"""Flashes on both sides of every threshold (checks.md C1–C4)."""

from collections.abc import Sequence

import pytest

from benchmarks.corpus.flicker import BLACK, NITS, SHAPE, WHITE, Colour, Pixels, fill, find_rules, paint, play, switch
from campaign.checks.flashing import Sample, Stretch, find_flashes
from campaign.spec.findings import Severity

RATES = (10, 24, 25, 30, 50, 60)
FIELD = (54, 30)
"""A third of SHAPE in samples, rounded up: of 1600 of them 400 are a quarter."""
AREA_24, AREA_26 = (16, 24), (16, 26)


def flash(
    dark: Colour | Pixels, light: Colour | Pixels, *, rate: float = 5, fps: int = 25, nits: int = NITS
) -> list[str]:
    """The rules that two seconds of such flashes break."""
    states = [fill(state) if isinstance(state, int | tuple) else state for state in (dark, light)]
    is_on = switch(rate, fps=fps)
    return find_rules(play(lambda frame: states[is_on(frame)], frames=2 * fps), frames=2 * fps, fps=fps, nits=nits)


@pytest.mark.parametrize("fps", RATES)
def test_three_flashes_a_second_pass(fps: int) -> None:
    assert flash(BLACK, WHITE, rate=3, fps=fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_four_flashes_a_second_fail(fps: int) -> None:
    assert flash(BLACK, WHITE, rate=4, fps=fps) == ["C1", "C4"]


@pytest.mark.parametrize(("count", "rules"), [(3, []), (4, ["C1", "C4"])])
@pytest.mark.parametrize("fps", RATES[1:])
def test_flashes_of_one_frame_in_one_second_of_many(fps: int, count: int, rules: list[str]) -> None:
    lit = {5 * fps + 2 * turn for turn in range(count)}
    samples = play(lambda frame: fill(WHITE if frame in lit else BLACK), frames=10 * fps)
    assert find_rules(samples, frames=10 * fps, fps=fps) == rules


@pytest.mark.parametrize(("last", "rules"), [(24, ["C1", "C4"]), (25, [])])
def test_the_eighth_change_is_inside_the_second_or_outside(last: int, rules: list[str]) -> None:
    turns = (0, 2, 3, 7, 12, 13, 20, last)
    samples = play(lambda frame: fill(WHITE if sum(100 + at <= frame for at in turns) % 2 else BLACK), frames=250)
    assert find_rules(samples, frames=250) == rules


@pytest.mark.parametrize(("rate", "rules"), [(3, []), (4, ["C1", "C4"])])
def test_slow_ramps_count_as_one_change_each(rate: int, rules: list[str]) -> None:
    def light(frame: int) -> Pixels:
        phase = frame * rate / 60 % 1
        return fill(round(255 * (2 * phase if phase < 0.5 else 2 - 2 * phase)))

    assert find_rules(play(light, frames=120), frames=120, fps=60) == rules


def test_many_small_steps_down_and_up_are_four_flashes() -> None:
    levels = [0, 90, 120, 150, 120, 90] * 4 + [0] * 26
    assert find_rules(play(lambda frame: fill(levels[frame]), frames=50), frames=50) == ["C1", "C4"]


def test_what_wavers_by_less_on_the_way_is_no_change() -> None:
    levels = [0, 60, 80, 60, 80, 100, 80, 100, 120, 100, 130, 160, 255] + [255] * 37
    assert "C1" not in find_rules(play(lambda frame: fill(levels[frame]), frames=50), frames=50)


def grey(luminance: float) -> int:
    """The code of the grey nearest to it, by the inverse of sRGB's curve."""
    return round(255 * (1.055 * float(luminance ** (1 / 2.4)) - 0.055))


@pytest.mark.parametrize(("change", "fails"), [(0.09, False), (0.11, True)])
@pytest.mark.parametrize("dark", [0.0, 0.02, 0.3, 0.6])
def test_change_of_luminance(dark: float, change: float, fails: bool) -> None:
    assert ("C1" in flash(grey(dark) if dark else 0, grey(dark + change))) is fails


@pytest.mark.parametrize(("dark", "fails"), [(0.79, True), (0.81, False)])
def test_darker_state(dark: float, fails: bool) -> None:
    assert ("C1" in flash(grey(dark), WHITE)) is fails


@pytest.mark.parametrize(("area", "fails"), [(AREA_24, False), (AREA_26, True)])
@pytest.mark.parametrize("left", [0, 1, 53, 71, 144])
@pytest.mark.parametrize("top", [0, 29, 64])
def test_area_of_a_field_anywhere(left: int, top: int, area: tuple[int, int], fails: bool) -> None:
    lit = paint(fill(BLACK), (left, top, *area), WHITE)
    assert flash(fill(BLACK), lit) == (["C1"] if fails else [])


@pytest.mark.parametrize(("part", "fails"), [((8, 12), False), ((8, 13), True)])
def test_area_in_four_parts_of_one_field(part: tuple[int, int], fails: bool) -> None:
    lit = fill(BLACK)
    for left, top in ((40, 20), (84, 20), (40, 36), (84, 36)):
        lit = paint(lit, (left, top, *part), WHITE)
    assert flash(fill(BLACK), lit) == (["C1"] if fails else [])


def test_parts_that_no_field_holds_together_pass() -> None:
    lit = fill(BLACK)
    for left, top in ((0, 0), (150, 0), (0, 77), (150, 77)):
        lit = paint(lit, (left, top, 10, 13), WHITE)
    assert flash(fill(BLACK), lit) == []


@pytest.mark.parametrize(("area", "rules"), [(AREA_24, []), (AREA_26, ["C1"])])
def test_an_area_that_flashes_in_another_place_each_time(area: tuple[int, int], rules: list[str]) -> None:
    places = [(40, 30), (56, 30), (72, 32), (56, 34)]
    lit = [paint(fill(BLACK), (*place, *area), WHITE) for place in places]
    samples = play(lambda frame: lit[frame // 6 % 4] if frame < 24 and frame % 6 < 3 else fill(BLACK), frames=100)
    assert find_rules(samples, frames=100) == rules


def test_halves_that_take_turns_fail() -> None:
    left = paint(fill(BLACK), (0, 0, 80, 90), WHITE)
    right = paint(fill(BLACK), (80, 0, 80, 90), WHITE)
    assert flash(left, right) == ["C1", "C4"]


@pytest.mark.parametrize(("height", "fails"), [(24 * 90 // 100, False), (26 * 90 // 100, True)])
def test_c4_asks_for_a_quarter_of_the_screen(height: int, fails: bool) -> None:
    lit = paint(fill(BLACK), (0, 0, 160, height), WHITE)
    assert ("C4" in flash(fill(BLACK), lit)) is fails


RED = (255, 0, 0)
GREY_AS_RED = (127, 127, 127)
"""As bright as red, so that nothing but colour flashes."""


@pytest.mark.parametrize("other", [GREY_AS_RED, (0, 149, 0), (110, 110, 255)])
def test_red_that_flashes_with_another_colour_as_bright(other: Colour) -> None:
    assert flash(RED, other) == ["C2"]
    assert flash(other, RED) == ["C2"]
    assert flash(RED, other, rate=3) == []


def test_red_that_comes_out_of_the_dark() -> None:
    assert flash(BLACK, (150, 0, 0), nits=100) == ["C2"]


def test_other_colours_as_bright_as_each_other_pass() -> None:
    assert flash(GREY_AS_RED, (0, 149, 0)) == []


@pytest.mark.parametrize(("code", "fails"), [(95, True), (103, False)])  # R / (R + G + B) is 0.814 and 0.787
def test_saturation_of_red(code: int, fails: bool) -> None:
    assert ("C2" in flash((255, code, code), (0, 160, 255))) is fails


@pytest.mark.parametrize(("code", "fails"), [(158, False), (180, True)])  # 0.189 and 0.211 away from red in u′v′
def test_distance_from_red(code: int, fails: bool) -> None:
    assert ("C2" in flash(RED, (255, code, code))) is fails


@pytest.mark.parametrize(("area", "fails"), [(AREA_24, False), (AREA_26, True)])
def test_area_of_red(area: tuple[int, int], fails: bool) -> None:
    lit = paint(fill(GREY_AS_RED), (60, 40, *area), RED)
    assert flash(fill(GREY_AS_RED), lit) == (["C2"] if fails else [])


def test_a_red_that_fades_in_and_out() -> None:
    steps = [
        (round(127 + 128 * share), round(127 - 127 * share), round(127 - 127 * share)) for share in (0, 0.4, 0.8, 1)
    ]
    pictures = [fill(step) for step in (*steps, *reversed(steps[1:3]))]
    assert "C2" in find_rules(play(lambda frame: pictures[frame % 6], frames=50), frames=50)


@pytest.mark.parametrize(("nits", "rules"), [(300, []), (1000, ["C4"])])
def test_a_small_change_on_a_brighter_panel(nits: int, rules: list[str]) -> None:
    assert flash(BLACK, grey(0.05), nits=nits) == rules  # 15 and 50 cd/m²


@pytest.mark.parametrize(("nits", "rules"), [(300, ["C1", "C4"]), (1000, ["C1"])])
def test_a_darker_state_that_is_bright_on_a_brighter_panel(nits: int, rules: list[str]) -> None:
    assert flash(grey(0.2), grey(0.5), nits=nits) == rules  # the darker state has 60 and 200 cd/m²


@pytest.mark.parametrize(("change", "rules"), [(19, []), (21, ["C4"])])
def test_change_in_nits(change: int, rules: list[str]) -> None:
    assert flash(grey(0.1), grey(0.1 + change / NITS)) == rules


@pytest.mark.parametrize(("dark", "rules"), [(155, ["C4"]), (165, [])])
def test_darker_state_in_nits(dark: int, rules: list[str]) -> None:
    assert flash(grey(dark / NITS), grey((dark + 30) / NITS)) == rules


def lit_at(*frames: int) -> list[Sample]:
    return play(lambda frame: fill(WHITE if frame in frames else BLACK), frames=100)


@pytest.mark.parametrize(
    ("lit", "rules"),
    [((94, 97, 1, 4), ["C1", "C4"]), ((97, 1, 4), []), ((94, 97), []), ((88, 91, 12, 15), [])],
)
def test_the_end_meets_the_beginning(lit: Sequence[int], rules: list[str]) -> None:
    assert find_rules(lit_at(*lit), frames=100) == rules


def test_a_loop_shorter_than_a_second_goes_round_within_it() -> None:
    assert flash(BLACK, WHITE, rate=4) == ["C1", "C4"]
    assert find_rules(play(lambda frame: fill(BLACK if frame else WHITE), frames=6), frames=6) == ["C1", "C4"]
    assert find_rules(play(lambda frame: fill(BLACK if frame else WHITE), frames=9), frames=9) == []


def test_frames_without_a_sample_equal_the_one_before() -> None:
    full = play(lambda frame: fill(WHITE if frame // 3 % 2 else BLACK), frames=60)
    thin = [sample for sample in full if sample.frame % 3 == 0]
    stretch = Stretch(25, 60, NITS)
    assert find_flashes(thin, stretch) == find_flashes(full, stretch)
    assert find_rules([sample for sample in full if sample.frame < 6], frames=60) == []


def test_a_finding_says_when_how_often_and_over_how_much() -> None:
    lit = paint(fill(BLACK), (0, 0, 80, 60), WHITE)
    samples = play(lambda frame: lit if 130 <= frame < 160 and frame % 5 < 2 else fill(BLACK), frames=250)
    general, bright = find_flashes(samples, Stretch(25, 250, NITS))
    assert (general.rule, general.severity, general.place.second) == ("C1", Severity.ERROR, 5.2)
    assert (general.measured, general.allowed) == ("5 flashes in 1 s over 100 %", "≤ 3 flashes in 1 s, or over ≤ 25 %")
    assert (bright.rule, bright.measured) == ("C4", "5 flashes in 1 s over 33 %")


def test_bursts_apart_are_found_each() -> None:
    lit = {*range(50, 62, 3), *range(150, 162, 3)}
    samples = play(lambda frame: fill(WHITE if frame in lit else BLACK), frames=250)
    found = find_flashes(samples, Stretch(25, 250, NITS))
    assert [finding.place.second for finding in found if finding.rule == "C1"] == [2.0, 6.0]


def test_upright_pictures_have_upright_fields() -> None:
    shape = (SHAPE[1], SHAPE[0])
    dark = fill(BLACK, shape=shape)
    assert flash(dark, paint(dark, (60, 100, 26, 16), WHITE)) == ["C1"]
    assert flash(dark, paint(dark, (60, 100, 24, 16), WHITE)) == []
