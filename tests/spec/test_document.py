"""Files that are written to hang or to crash whoever reads them."""

import pytest

from campaign.spec.document import load_yaml
from campaign.spec.errors import InvalidDocument


def test_aliases_that_stand_for_more_than_any_memory_are_refused_at_once() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    ]
    with pytest.raises(InvalidDocument, match=r"schedules/flights\.yaml: The aliases"):
        load_yaml("\n".join(lines), file="schedules/flights.yaml")


@pytest.mark.parametrize("text", ["flights: &a [*a]", "flights: &a {x: *a}", "flights: " + "[" * 5_000])
def test_what_holds_itself_or_never_ends_is_refused(text: str) -> None:
    with pytest.raises(InvalidDocument, match="nested too deeply"):
        load_yaml(text, file="flights.yaml")


def test_an_alias_that_people_write_is_read() -> None:
    text = "one: &hours {opens: '05:00'}\nother: *hours\n"
    assert load_yaml(text, file="channels.yaml").data["other"] == {"opens": "05:00"}


def test_a_number_with_more_digits_than_anything_is_counted_is_refused_with_its_line() -> None:
    with pytest.raises(InvalidDocument, match="is too large a number") as refused:
        load_yaml(f"flights:\n  - id: funded\n    plays: 1{'0' * 400}\n", file="flights.yaml")
    place = refused.value.place
    assert place is not None
    assert (place.line, place.field) == (3, "flights.0.plays")


def test_a_long_row_of_digits_in_quotes_is_text() -> None:
    assert load_yaml(f"id: '{'7' * 40}'", file="flights.yaml").data == {"id": "7" * 40}
