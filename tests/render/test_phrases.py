"""Lines end where a phrase ends, and no word is lost on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.render.phrases import break_lines, fits_lines, list_words, split_text, splits_phrase

WORDS = st.lists(st.text(st.sampled_from("абвгa-.,!?„“"), min_size=1, max_size=30), min_size=1, max_size=60)


@pytest.mark.parametrize(
    ("language", "text", "room", "lines"),
    [
        ("bg", "Само една дума", 42, ("Само една дума",)),
        (
            "bg",
            "Днес отиваме на училище заедно с всички деца.",
            25,
            ("Днес отиваме на училище", "заедно с всички деца."),
        ),
        (
            "bg",
            "Всички деца отиват на училище, а ние ги чакаме.",
            42,
            ("Всички деца отиват на училище,", "а ние ги чакаме."),
        ),
        (
            "en",
            "We walk to the school with all of the\nchildren",
            42,
            ("We walk to the school", "with all of the children"),
        ),
        ("ar", "كل واحد يأتي بشيء. ومعا يصبح ترامًا.", 25, ("كل واحد يأتي بشيء.", "ومعا يصبح ترامًا.")),
        ("nl", "Samen komen we verder dan alleen", 25, ("Samen komen we", "verder dan alleen")),
        ("bg", "- Кой си ти? - Аз съм Ана от Пловдив, а ти?", 42, ("- Кой си ти?", "- Аз съм Ана от Пловдив, а ти?")),
    ],
)
def test_two_lines_are_even_and_end_by_phrase(language: str, text: str, room: int, lines: tuple[str, ...]) -> None:
    assert break_lines(text, language=language, room=room) == lines


def test_a_word_longer_than_a_line_stands_alone() -> None:
    assert break_lines("на " + "а" * 30 + " път", language="bg", room=25) == ("на", "а" * 30, "път")


def test_a_number_stays_with_what_a_no_break_space_ties_to_it() -> None:
    assert list_words("от 25\u00a0% нагоре") == ["от", "25\u00a0%", "нагоре"]


def test_small_words_belong_to_what_follows() -> None:
    assert splits_phrase("Отиваме на", language="bg")
    assert splits_phrase("Каза „А", language="bg")
    assert not splits_phrase("Ела на.", language="bg")
    assert not splits_phrase("Отиваме на", language="uk")


def test_a_long_text_is_parted_after_its_sentences() -> None:
    text = "Първото изречение е дълго и разказва много. Второто изречение е също така дълго и разказва още повече."
    assert split_text(text, language="bg", room=42) == (
        "Първото изречение е дълго и разказва много.",
        "Второто изречение е също така дълго и разказва още повече.",
    )


@given(WORDS, st.sampled_from(("bg", "ar")), st.sampled_from((25, 42)))
def test_no_word_is_lost_and_every_part_fits_if_its_words_do(words: list[str], language: str, room: int) -> None:
    text = " ".join(words)
    parts = split_text(text, language=language, room=room)
    assert [word for part in parts for word in list_words(part)] == words
    assert [word for line in break_lines(text, language=language, room=room) for word in list_words(line)] == words
    assert all(fits_lines(part, room=room) for part in parts if max(map(len, list_words(part))) <= room)
    assert all(split_text(part, language=language, room=room) == (part,) for part in parts)
