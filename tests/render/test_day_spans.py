"""Two days as one text: a month and year they share are said once, in each language."""

import pytest

from campaign.render.context import Day
from campaign.render.day_spans import join_days
from campaign.spec.text import Text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("03.05.2021 г.", "17.05.2021 г.", "03–17.05.2021 г."),
        ("3 May 2021", "17 May 2021", "3–17 May 2021"),
        ("28 May 2021", "3 June 2021", "28 May 2021 – 3 June 2021"),
        ("May 2021", "June 2021", "May 2021 – June 2021"),
    ],
)
def test_what_both_days_share_is_said_once(first: str, last: str, text: str) -> None:
    assert join_days(Day("1", first, 1), Day("2", last, 2)) == text


def test_one_day_is_said_once() -> None:
    assert join_days(Day("1", "3 May 2021", 1), Day("1", "3 May 2021", 1)) == "3 May 2021"


def test_the_second_language_is_joined_too() -> None:
    joined = join_days(
        Day("1", Text("03.05.2021 г.", "3 May 2021"), 1), Day("2", Text("17.05.2021 г.", "17 May 2021"), 2)
    )
    assert joined.also == "3–17 May 2021"
