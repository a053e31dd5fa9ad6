"""Tied words stand in one line, and tags stay as they are."""

import pytest

from campaign.render.unbroken import tie_words

SPAN = '<span style="white-space:nowrap">{}</span>'


@pytest.mark.parametrize(
    "words", ["в\u00a0София", "2007–2013", "03–17.05.2021", "от\u00a02007–2013\u00a0г.", "по-далече.", "Най-близо"]
)
def test_what_belongs_together_does_not_wrap(words: str) -> None:
    assert tie_words(f"<body><p>а {words} б</p>") == f"<body><p>а {SPAN.format(words)} б</p>"


@pytest.mark.parametrize(
    "html", ["<body><p>добър ден – съседи</p>", '<body><p title="2007–2013">a</p>', "<p>1–2</p>", "<body>кой-по-кой"]
)
def test_everything_else_is_left_alone(html: str) -> None:
    assert tie_words(html) == html
