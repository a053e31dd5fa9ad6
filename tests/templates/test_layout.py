"""Every template in every shape and three languages: texts inside the picture, apart from each other."""

from collections.abc import Iterator, Mapping
from itertools import combinations

import pytest

from campaign.spec.errors import Box
from tests.templates.samples import FORMATS, LANGUAGES, SHEET, TEMPLATES, draw_boxes, make_job

GROUNDS = frozenset({"root", "stage", "strip", "clip", "photo", "bars", "people", "hundred", "partners"})
"""Elements that others stand on or in."""
SLACK = 1.0
"""Pixels: boxes are rounded to whole ones."""


def list_parts(boxes: Mapping[str, Box]) -> Iterator[tuple[str, Box]]:
    """What is read or looked at, without grounds and slots."""
    for name, box in boxes.items():
        if name not in GROUNDS and not name.endswith("-slot"):
            yield name, box


def lies_inside(box: Box, outer: Box) -> bool:
    return (
        box.left >= outer.left - SLACK
        and box.top >= outer.top - SLACK
        and box.left + box.width <= outer.left + outer.width + SLACK
        and box.top + box.height <= outer.top + outer.height + SLACK
    )


def overlaps(one: Box, other: Box) -> bool:
    across = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    along = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return across > SLACK and along > SLACK


def list_faults(boxes: Mapping[str, Box]) -> list[str]:
    parts = dict(list_parts(boxes))
    outside = [f"{name} leaves the picture" for name, box in parts.items() if not lies_inside(box, boxes["root"])]
    crossed = [
        f"{one} and {other} overlap" for one, other in combinations(parts, 2) if overlaps(parts[one], parts[other])
    ]
    return outside + crossed


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shape", FORMATS)
@pytest.mark.parametrize("name", TEMPLATES)
def test_sample_stands_inside_the_picture_with_no_part_over_another(name: str, shape: str, language: str) -> None:
    drawn = draw_boxes(make_job(name, screen=FORMATS[shape], language=language))

    assert list_faults(drawn.boxes) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_fills_an_a3_sheet_with_aims_and_activities(language: str) -> None:
    drawn = draw_boxes(make_job("project-notice", screen=SHEET, language=language))

    assert list_faults(drawn.boxes) == []
    assert {"aim-1", "aim-3", "activity-1", "activity-4"} <= set(drawn.boxes)


def test_notice_leaves_the_lists_to_the_poster_on_screens() -> None:
    drawn = draw_boxes(make_job("project-notice", screen=FORMATS["portrait"], language="bg"))

    assert "aim-1" not in drawn.boxes


@pytest.mark.parametrize(
    ("name", "leading", "trailing"), [("myth-fact", "fact", "myth"), ("event", "towns-1", "towns-2")]
)
def test_arabic_mirrors_the_reading_order(name: str, leading: str, trailing: str) -> None:
    english = draw_boxes(make_job(name, screen=FORMATS["landscape"], language="en")).boxes
    arabic = draw_boxes(make_job(name, screen=FORMATS["landscape"], language="ar")).boxes

    assert english[leading].left < english[trailing].left
    assert arabic[leading].left > arabic[trailing].left
    assert english["emblem"].left < english["qr"].left
    assert arabic["emblem"].left > arabic["qr"].left


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_of_the_stage_runs_under_the_strip(language: str) -> None:
    days = {"days": [dict.fromkeys(LANGUAGES, "Кръгла маса с граждани")] * 3}
    boxes = draw_boxes(make_job("event", screen=FORMATS["portrait"], language=language, values=days)).boxes

    assert boxes["legend"].top + boxes["legend"].height <= boxes["strip"].top + SLACK
