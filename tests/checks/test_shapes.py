"""Shapes against what is beside them, and colours against each other (checks.md B4); most cases are in the corpus."""

from benchmarks.corpus.contours import GREEN, RED, Mark, bar, find
from campaign.spec.boxes import Box
from campaign.spec.findings import Severity


def test_a_pale_shape_is_told_by_its_name_with_its_box() -> None:
    (found,) = find((bar(0, "#999999"),))
    assert (found.rule, found.severity, found.message.params) == ("B4", Severity.ERROR, {"name": "bar-0"})
    assert (found.measured, found.allowed, found.place.box) == ("2.85:1", "≥ 3:1", Box(60, 20, 180, 24))


def test_two_colours_that_somebody_sees_alike_are_told_once() -> None:
    (found,) = find((bar(0, RED), bar(1, GREEN), bar(2, RED)))
    assert (found.measured, found.allowed) == ("0.017", "≥ 0.08")


def test_a_designers_own_shapes_are_held_as_well() -> None:
    assert [found.rule for found in find((Mark("shape-roof", "#cccccc", (60, 60, 100, 40)),))] == ["B4"]
    assert list(find((Mark("decoration", "#cccccc", (60, 60, 100, 40)),))) == []
