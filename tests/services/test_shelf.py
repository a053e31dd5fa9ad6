"""Values kept at hand: made once, and given up when they are too many, or weigh too much."""

from dataclasses import dataclass

from campaign.services.shelf import Shelf


@dataclass(frozen=True)
class Kept:
    body: bytes


def weigh(kept: Kept) -> int:
    return len(kept.body)


def test_a_value_is_made_once() -> None:
    shelf: Shelf[str, Kept] = Shelf(most=100, weigh=weigh)
    made = [shelf.find("a", make=lambda: Kept(b"1")), shelf.find("a", make=lambda: Kept(b"2"))]
    assert made == [Kept(b"1"), Kept(b"1")]


def test_the_least_recently_used_goes_first() -> None:
    shelf: Shelf[str, Kept] = Shelf(most=2, weigh=weigh)
    for key in ("a", "b", "a", "c"):
        shelf.find(key, make=lambda: Kept(b"1"))
    assert [shelf.find(key, make=lambda: Kept(b"2")).body for key in ("a", "c", "b")] == [b"1", b"1", b"2"]


def test_one_value_larger_than_the_shelf_is_kept_all_the_same() -> None:
    shelf: Shelf[str, Kept] = Shelf(most=1, weigh=weigh)
    shelf.find("a", make=lambda: Kept(b"long"))
    assert shelf.find("a", make=lambda: Kept(b"")).body == b"long"


def test_clearing_forgets() -> None:
    shelf: Shelf[str, Kept] = Shelf(most=100, weigh=weigh)
    shelf.find("a", make=lambda: Kept(b"1"))
    shelf.clear()
    assert shelf.find("a", make=lambda: Kept(b"2")).body == b"2"


def test_without_weights_values_are_counted() -> None:
    kept: Shelf[str, int] = Shelf(most=2)
    made: list[str] = []

    def find(key: str) -> int:
        return kept.find(key, make=lambda: made.append(key) or len(made))  # type: ignore[func-returns-value]

    assert [find(key) for key in "aabab"] == [1, 1, 2, 1, 2]
    find("c")  # a was asked for longest ago
    assert [find("b"), find("a")] == [2, 4]
    kept.clear()
    assert find("a") == 5


def test_a_value_of_another_version_takes_the_place_of_the_one_before() -> None:
    shelf: Shelf[str, Kept] = Shelf(most=6, weigh=weigh)
    shelf.find("other", make=lambda: Kept(b"123"))
    bodies = [
        shelf.find("a", make=lambda body=body: Kept(body), version=version).body  # type: ignore[misc]
        for version, body in ((1, b"1"), (2, b"22"), (2, b"4"), (3, b"333"))
    ]
    assert bodies == [b"1", b"22", b"22", b"333"]
    assert [shelf.peek("a"), shelf.peek("other")] == [Kept(b"333"), Kept(b"123")]  # nothing outdated weighs in
