"""The last few values are made once, and only the last few are kept."""

from campaign.services.recent import Recent


def test_a_value_is_made_once_while_it_is_among_the_last() -> None:
    kept: Recent[str, int] = Recent(most=2)
    made: list[str] = []

    def find(key: str) -> int:
        return kept.find(key, make=lambda: made.append(key) or len(made))  # type: ignore[func-returns-value]

    assert [find(key) for key in "aabab"] == [1, 1, 2, 1, 2]
    find("c")  # a was asked for longest ago
    assert [find("b"), find("a")] == [2, 4]
    kept.clear()
    assert find("a") == 5
