"""A6: partners' logos beside an emblem of 66 × 44 pixels."""

from collections.abc import Iterator

from benchmarks.corpus.case import Case
from benchmarks.corpus.emblems import Painting
from benchmarks.corpus.scenes import make_scene
from campaign.checks.emblem import find_emblems
from campaign.checks.logos import check_logos
from campaign.checks.visibility import choose_emblem
from campaign.spec.findings import Finding


def case(wide: int, high: int, is_bad: bool, *, emblem: float = 44.0) -> Case:
    def find() -> Iterator[Finding]:
        scene = make_scene(emblem=Painting(emblem), logo=(420, 104, wide, high))
        sighting = choose_emblem(find_emblems(scene.rest.picture), scene.parts["emblem"])
        return check_logos(scene, emblem=sighting) if sighting else iter(())

    return Case("A6", f"{wide} × {high} px beside an emblem {emblem:g} px high", is_bad, find)


CASES = (
    *(case(wide, high, False) for wide, high in (
        (66, 44), (60, 40), (66, 20), (20, 44), (44, 44), (10, 10), (65, 43), (50, 30), (64, 8), (12, 40))),
    case(90, 60, False, emblem=60),
    case(36, 24, False, emblem=24),
    *(case(wide, high, True) for wide, high in (
        (70, 44), (66, 48), (69, 20), (20, 47), (90, 60), (120, 30), (40, 60), (68, 44), (66, 46), (200, 40))),
    case(94, 60, True, emblem=60),
    case(36, 28, True, emblem=24),
)  # fmt: skip
