"""Parts over the edge and over each other are found, and what stands on a ground is left."""

from collections.abc import Mapping

import pytest

from campaign.render.layout import find_collisions
from campaign.spec.boxes import Box

ROOT = Box(0, 0, 100, 50)
HTML = '<body id="root"><div id="a"><img id="c"><p id="b"></p></div><svg id="d" data-ground><path/></svg></body>'


def list_faults(boxes: Mapping[str, Box], html: str) -> list[str]:
    return [str(error.message) for error in find_collisions(boxes, html)]


@pytest.mark.parametrize("box", [Box(-3, 0, 9, 9), Box(95, 0, 9, 9), Box(0, 45, 9, 9)])
def test_what_reaches_over_an_edge_is_named(box: Box) -> None:
    assert list_faults({"root": ROOT, "a": box}, HTML) == ["“a” leaves the picture."]


def test_what_lies_over_another_part_is_named() -> None:
    boxes = {"root": ROOT, "b": Box(0, 0, 20, 20), "c": Box(10, 10, 20, 20)}

    assert list_faults(boxes, HTML) == ["“b” and “c” lie over each other."]


@pytest.mark.parametrize("other", ["a", "d"])
def test_a_part_may_stand_inside_another_or_on_a_ground(other: str) -> None:
    assert list_faults({"root": ROOT, "b": Box(0, 0, 20, 20), other: Box(10, 10, 20, 20)}, HTML) == []


def test_touching_is_no_overlap() -> None:
    assert list_faults({"root": ROOT, "b": Box(0, 0, 20, 20), "c": Box(20, 0, 20, 20)}, HTML) == []


def test_what_is_not_seen_lies_over_nothing() -> None:
    html = '<body id="root"><div aria-hidden="true"><p><i id="a"></i></p></div><p id="b"></p><p id="c"></p></body>'
    boxes = {"root": ROOT, "a": Box(0, 0, 20, 20), "b": Box(0, 0, 20, 20), "c": Box(10, 10, 20, 20)}
    assert list_faults(boxes, html) == ["“b” and “c” lie over each other."]
