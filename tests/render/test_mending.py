"""A poor transcript becomes readable, its words stay, and mending it twice changes nothing more."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.render.mending import Change, Mended, Rules, mend_cues
from campaign.render.phrases import list_words
from campaign.render.subtitles import Cue
from campaign.spec.formats import Shape

RULES = Rules("en")
Spoken = tuple[int, int, str]


def mend(*cues: Spoken, rules: Rules = RULES) -> list[Spoken]:
    return [(cue.start, cue.end, cue.text) for cue in mend_all(*cues, rules=rules).cues]


def mend_all(*cues: Spoken, rules: Rules = RULES) -> Mended:
    return mend_cues([Cue(number, *cue) for number, cue in enumerate(cues, start=1)], rules=rules)


def test_what_is_good_stays_as_it_is() -> None:
    good = ((0, 50, "Good day."), (52, 100, "How do\nyou do?"), (200, 300, "Fine."))
    assert mend_all(*good) == Mended(tuple(Cue(number, *cue) for number, cue in enumerate(good, start=1)), ())


@pytest.mark.parametrize(
    ("cues", "mended"),
    [
        (((0, 50, ""), (60, 100, "Yes.")), [(60, 100, "Yes.")]),
        (((-50, 50, "Yes."),), [(0, 50, "Yes.")]),
        (((-50, -20, "Yes."),), [(0, 21, "Yes.")]),
        (((50, 50, "Yes."),), [(50, 71, "Yes.")]),
        (((50, 20, "Yes."),), [(50, 71, "Yes.")]),
        (((100, 150, "Two."), (0, 50, "One.")), [(0, 50, "One."), (100, 150, "Two.")]),
        (((0, 300, "Yes."),), [(0, 175, "Yes.")]),
        (((0, 100, "One."), (50, 150, "Two.")), [(0, 50, "One."), (50, 150, "Two.")]),
        (((0, 100, "One."), (0, 100, "Two.")), [(0, 50, "One."), (50, 100, "Two.")]),
        (((0, 5, "Yes."),), [(0, 21, "Yes.")]),
        (((0, 25, "A" * 40),), [(0, 50, "A" * 40)]),
        (((100, 105, "Yes."), (110, 160, "No.")), [(87, 108, "Yes."), (110, 160, "No.")]),
        (((0, 50, "One."), (53, 100, "Two.")), [(0, 51, "One."), (53, 100, "Two.")]),
        (((0, 50, "One."), (62, 100, "Two.")), [(0, 60, "One."), (62, 100, "Two.")]),
        (((0, 50, "One."), (63, 100, "Two.")), [(0, 50, "One."), (63, 100, "Two.")]),
        (((0, 50, "One."), (51, 100, "Two.")), [(0, 51, "One."), (51, 100, "Two.")]),
        (((0, 175, "One."), (176, 276, "Two.")), [(0, 175, "One."), (175, 276, "Two.")]),
        (((0, 175, "One."), (176, 351, "Two.")), [(0, 174, "One."), (176, 351, "Two.")]),
        (((0, 100, "We walk with the\nchildren to school"),), [(0, 100, "We walk with the children to school")]),
        (((0, 99, "One\nor two\nor three"),), [(0, 99, "One or two or three")]),
    ],
)
def test_each_fault_is_mended(cues: tuple[Spoken, ...], mended: list[Spoken]) -> None:
    assert mend(*cues) == mended


def test_a_cue_too_long_is_split_and_its_time_shared_by_characters() -> None:
    text = "The first sentence is long and tells a lot of things. The second one goes on and tells yet more of them."
    assert mend((0, 170, text)) == [
        (0, 87, "The first sentence is long\nand tells a lot of things."),
        (87, 170, "The second one goes\non and tells yet more of them."),
    ]


def test_lines_are_shorter_for_an_upright_screen() -> None:
    rules = Rules("bg", shape=Shape.PORTRAIT)
    assert mend((0, 170, "Днес отиваме на училище заедно с всички деца."), rules=rules) == [
        (0, 170, "Днес отиваме на училище\nзаедно с всички деца.")
    ]


def test_all_ends_inside_the_film_when_its_end_is_known() -> None:
    rules = Rules("en", end=100)
    assert mend((0, 50, "One."), (80, 130, "Two."), rules=rules) == [(0, 50, "One."), (79, 100, "Two.")]


def test_nobody_loses_time_to_another() -> None:
    """No room on either side: it stays too short, and the check says so."""
    cues = ((0, 50, "One."), (50, 55, "Two."), (55, 100, "Three."))
    assert mend(*cues) == list(cues)


def test_what_changed_is_told_with_its_reasons() -> None:
    (change,) = mend_all((0, 50, "One."), (53, 100, "Two.")).changes
    assert change == Change(Cue(1, 0, 50, "One."), (Cue(1, 0, 51, "One."),), change.why)
    assert [str(why) for why in change.why] == ["a short gap is closed"]
    assert [str(why) for why in mend_all((0, 50, ""), (60, 99, "Yes.")).changes[0].why] == ["it was empty: left out"]


WORDS = st.lists(st.text(st.sampled_from("абвгдя.,!?…„“-25"), min_size=1, max_size=30), max_size=60)
TEXTS = WORDS.flatmap(
    lambda words: st.lists(st.sampled_from(" \n"), min_size=len(words), max_size=len(words)).map(
        lambda gaps: "".join(word + gap for word, gap in zip(words, gaps, strict=True)).strip()
    )
)
SPOKEN = st.tuples(st.integers(-100, 900), st.integers(-300, 400), TEXTS).map(
    lambda one: (one[0], one[0] + one[1], one[2])
)
RULE_SETS = st.builds(
    Rules,
    language=st.sampled_from(("bg", "en", "ar")),
    shape=st.sampled_from((Shape.LANDSCAPE, Shape.PORTRAIT)),
    fps=st.sampled_from((24, 25, 30, 50)),
    end=st.sampled_from((None, 100, 500)),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(SPOKEN, max_size=12), RULE_SETS)
def test_no_word_is_lost_nothing_overlaps_and_twice_is_once(spoken: list[Spoken], rules: Rules) -> None:
    cues = [Cue(number, *one) for number, one in enumerate(spoken, start=1)]
    mended = mend_cues(cues, rules=rules)
    ordered = sorted((cue for cue in cues if list_words(cue.text)), key=lambda cue: max(0, cue.start))
    assert [word for cue in mended.cues for word in list_words(cue.text)] == [
        word for cue in ordered for word in list_words(cue.text)
    ]
    assert all(0 <= cue.start < cue.end for cue in mended.cues)
    assert all(cue.end <= after.start for cue, after in zip(mended.cues, mended.cues[1:], strict=False))
    assert all(cue.end - cue.start <= rules.most for cue in mended.cues)
    assert mend_cues(mended.cues, rules=rules) == Mended(mended.cues, ())
