"""The checks tell every case of the corpus right, and the corpus is large enough to say so."""

from collections import Counter

import pytest

from benchmarks.corpus.case import Case
from benchmarks.corpus.cases import Tally, count_cases, list_cases
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say

CASES = list_cases()
LEAST = 12
ON_PIXELS = (
    *("A1", "A3", "A4", "A5", "A6", "A8", "A9", "A10", "A15"),
    *("B1", "B2", "B3", "B4", "B5", "B6", "B7", "B8"),
    *("C1", "C2", "C4"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.name}")
def test_a_case_is_told_right(case: Case) -> None:
    assert case.passes()


@pytest.mark.parametrize("rule", ON_PIXELS)
def test_a_rule_on_pixels_has_a_dozen_good_and_a_dozen_bad_cases(rule: str) -> None:
    counts = Counter(case.is_bad for case in CASES if case.rule == rule)
    assert counts[True] >= LEAST
    assert counts[False] >= LEAST


def test_names_are_told_apart() -> None:
    assert max(Counter((case.rule, case.name) for case in CASES).values()) == 1


def test_misses_and_false_alarms_are_counted() -> None:
    finding = Finding("B3", Severity.ERROR, say("Pale."), say("Darken it."), Place())
    cases = [
        Case("B3", "found", True, lambda: [finding]),
        Case("B3", "missed", True, list),
        Case("B3", "passed", False, list),
        Case("B3", "alarm", False, lambda: [finding]),
        Case("B3", "too mild", True, lambda: [finding], severity="warning"),
    ]
    (tally,) = count_cases(cases)
    assert tally == Tally("B3", found=1, missed=2, passed=1, alarms=1)
    assert (tally.precision, tally.recall) == (0.5, 1 / 3)
