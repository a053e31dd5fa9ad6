"""Classes of a legend: round, in the language's numbers, none ending where the next begins."""

import pytest

from campaign.render.maps import find_class, make_classes


@pytest.mark.parametrize(
    ("amounts", "language", "texts"),
    [
        ((15.3, 6.6, 8.0, 7.2, 4.2), "bg", ["0–4,9", "5–9,9", "10–14,9", "15–20"]),
        ((15.3, 6.6, 8.0, 7.2, 4.2), "en", ["0–4.9", "5–9.9", "10–14.9", "15–20"]),
        ((48, 79), "en", ["40–49", "50–59", "60–69", "70–80"]),
        ((7, 7), "en", ["7"]),
        ((0.0, 0.3), "bg", ["0", "0,1", "0,2–0,3"]),
        ((1200, 8400), "bg", ["0–4\u202f999", "5\u202f000–10\u202f000"]),
    ],
)
def test_classes_are_round_and_apart(amounts: tuple[float, ...], language: str, texts: list[str]) -> None:
    assert [one.text for one in make_classes(amounts, language=language)] == texts


@pytest.mark.parametrize("amounts", [(15.3, 6.6, 8.0, 7.2, 4.2), (0.0, 0.3), (0, 100), (7, 7), (12,), (0,)])
def test_every_amount_is_inside_its_class(amounts: tuple[float, ...]) -> None:
    classes = make_classes(amounts, language="en")

    assert len(classes) <= 4
    for amount in amounts:
        own = classes[find_class(amount, classes)]
        assert own.low <= amount <= own.high
