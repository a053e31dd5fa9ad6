"""Quotation marks of all kinds, one inside another, closed or not."""

import pytest

from campaign.checks.quotations import find_quotations


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Каза „не“ и излезе.", ["не"]),
        ("He said “no” and left.", ["no"]),
        ("Dijo «no» y salió.", ["no"]),
        ("Er sagte »nein« und ging.", ["nein"]),
        ('Каза "не" и "да".', ["не", "да"]),
        ("Каза „Той ме нарече ‚така‘ веднъж“.", ["така", "Той ме нарече ‚така‘ веднъж"]),
        ("„Той каза „така“ и млъкна“", ["така", "Той каза „така“ и млъкна"]),
        ("„Пише «така» там“", ["така", "Пише «така» там"]),
        ("Каза „не и излезе.", []),
        ("Каза „не и «да» излезе.", ["да"]),
        ("„Каза «не и излезе“", ["Каза «не и излезе"]),
        ("It’s the people’s city", []),
        ("the boys’ and girls’ school", []),
        ("„Грешно затворено”", ["Грешно затворено"]),
        ("Затворено“ без отваряне", []),
    ],
)
def test_quotations_are_what_stands_between_the_marks(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in find_quotations(text)] == quoted
