"""Short words, units and thousands stay with their neighbours; paragraphs keep their direction."""

import pytest

from campaign.render.typography import loosen, mark_direction, set_text

HARD, NARROW = "\u00a0", "\u202f"


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Живеем в един град", "bg", f"Живеем в{HARD}един град"),
        ("и с тях", "bg", f"и{HARD}с{HARD}тях"),
        ("В София", "bg", f"В{HARD}София"),
        ("път към", "bg", f"път{HARD}към"),
        ("Запознайте се", "bg", f"Запознайте{HARD}се"),
        ("Изберете училище", "bg", "Изберете училище"),
        ("I have a friend", "en", f"I{HARD}have a{HARD}friend"),
        ("в един", "en", "в един"),
        ("35 000 души", "bg", f"35{NARROW}000 души"),
        ("1 234 567", "bg", f"1{NARROW}234{NARROW}567"),
        ("12 % от тях", "bg", f"12{NARROW}% от{HARD}тях"),
        ("съседи от ромски произход", "bg", f"съседи от{HARD}ромски произход"),
        ("Дойдох при непознати", "bg", f"Дойдох при{HARD}непознати"),
        ("По пътя до града със смях", "bg", f"По{HARD}пътя до{HARD}града със{HARD}смях"),
        ("роми по самоопределение", "bg", "роми по самоопределение"),
        ("по-добре за всички", "bg", f"по-добре за{HARD}всички"),
        ("заедно всеки намира своето място.", "bg", f"заедно всеки намира своето{HARD}място."),
        ("роми, % от всички", "bg", f"роми, %{HARD}от{HARD}всички"),
        ("три кратки думи", "bg", "три кратки думи"),
        ("Районът е дом за съседите", "bg", f"Районът е дом за{HARD}съседите"),
        ("през 2018 г.", "bg", f"през 2018{NARROW}г."),
        ("2018 година", "bg", "2018 година"),
        ("мярка – успех", "bg", f"мярка{HARD}– успех"),
        ("  two\n lines\t", "en", "two lines"),
    ],
)
def test_what_belongs_together_is_tied(text: str, language: str, expected: str) -> None:
    assert set_text(text, language=language) == expected


def test_a_mark_is_set_only_where_the_first_letter_misleads() -> None:
    assert mark_direction("2021 София", direction="ltr") == "\u200e2021 София".replace("\u200e", "")
    assert mark_direction("2021", direction="rtl") == "\u200f2021"
    assert mark_direction("", direction="rtl") == ""


def test_loosened_text_is_plain_again() -> None:
    assert loosen(f"\u200f35{NARROW}000 в{HARD}град") == "35 000 в град"
