"""Whether shapes that mean something stand out, by more than their colour (checks.md B4). In: a scene. Out: findings.

Which they are, their ids tell: those of the kit's drawings, and whatever a designer calls shape-…, disc-…, line-… or
drawing-…. They are measured where they stand when all has arrived, in the picture without texts, against the pixels
beside them: what outlines a pale part counts as its edge.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from campaign.checks.edges import BESIDE, SAME, Canvas, measure_disc, measure_drawing, measure_line, measure_sides
from campaign.render.colours import LEAST_APART, tell_apart
from campaign.render.scene import Scene
from campaign.spec.boxes import Box, measure_gap
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from campaign.spec.rules.legibility import SHAPE_LEAST

SOLID = re.compile(r"(?:bar|answer|neither|(?:strongly-)?(?:dis)?agree)-\d+|part-\d+-\d+|tile-\w+|shape-[\w-]+")
"""Each of them is one shape that fills its box: a bar, a part of a bar, a tile."""
DISCS = re.compile(r"(?:dot|from|to|start|end|first-dot|last-dot)-\d+|disc-[\w-]+")
"""Discs and rings."""
LINES = re.compile(r"line-\d+|run-\d+-\d+|line-[\w-]+")
"""In these boxes a line runs from one end to the other, perhaps over fainter ones."""
DRAWN = re.compile(r"people|hundred|ring|(?:crowd|stream)-\d+|drawing-[\w-]+")
"""In these boxes shapes are drawn, and nothing else: people, dots, streams, arcs."""
ROUNDING = 0.05
"""Of a ratio: colours are chosen to have it exactly, and rounded to bytes."""
NEAR = 1.5
"""Capitals' heights: a word so near to a shape names it."""


def check_shapes(scene: Scene) -> Iterator[Finding]:
    """B4 of the picture at rest."""
    canvas = Canvas(scene.rest.ground)
    solid = _pick(scene.parts, SOLID)
    for name, box in solid.items():
        others = [other for key, other in solid.items() if key != name and measure_gap(box, other) <= BESIDE[1]]
        yield from _judge(name, box, measure_sides(canvas, box, others=others))
    for names, measure in ((DISCS, measure_disc), (LINES, measure_line), (DRAWN, measure_drawing)):
        for name, box in _pick(scene.parts, names).items():
            yield from _judge(name, box, measure(canvas, box))
    yield from _find_alike({**solid, **_pick(scene.parts, DISCS)}, canvas, scene)


def _pick(parts: Mapping[str, Box], names: "re.Pattern[str]") -> Mapping[str, Box]:
    """Those with these ids that have a size."""
    return {name: box for name, box in parts.items() if names.fullmatch(name) and min(box.width, box.height) >= 1}


def _judge(name: str, box: Box, ratio: float | None) -> Iterator[Finding]:
    least = SHAPE_LEAST.value
    if ratio is None or ratio >= least - ROUNDING:
        return
    yield Finding(
        "B4",
        Severity.ERROR,
        say("The shape “%(name)s” does not stand out from what is beside it.", name=name),
        say("Draw it in shade(colour, ground), or give it an outline of such a colour."),
        Place(box=box),
        f"{ratio:.2f}:1",
        f"≥ {least:g}:1",
    )


def _find_alike(solid: Mapping[str, Box], canvas: Canvas, scene: Scene) -> Iterator[Finding]:
    """Shapes of one kind in several colours: somebody who sees some of these alike must tell them apart otherwise. A
    word right beside each, or a figure, does; or that one is filled and the other outlined."""
    groups: dict[str, list[tuple[Box, str, bool]]] = {}
    for name, box in solid.items():
        look = canvas.read_colour(box)
        if not _is_named(box, scene):
            groups.setdefault(re.split(r"-\d", name)[0], []).append((box, *look))
    for group in groups.values():
        yield from _compare(group)


def _compare(group: Sequence[tuple[Box, str, bool]]) -> Iterator[Finding]:
    """One finding for each pair of colours that somebody sees alike."""
    told: set[frozenset[str]] = set()
    for (box, colour, filled), (_, other, is_other_filled) in combinations(group, 2):
        pair = frozenset((colour, other))
        if filled != is_other_filled or pair in told or _is_same(colour, other):
            continue
        told.add(pair)
        apart = tell_apart((colour, other))
        if apart < LEAST_APART:
            yield Finding(
                "B4",
                Severity.ERROR,
                say("Only colour tells these shapes apart, and not everybody sees it: %(one)s, %(other)s.",
                    one=colour, other=other),
                say("Write beside each what it is, give one a pattern, or choose colours of different lightness."),
                Place(box=box),
                f"{apart:.3f}",
                f"≥ {LEAST_APART:g}",
            )  # fmt: skip


def _is_same(one: str, other: str) -> bool:
    """Whether two colours are one, but for rounding."""
    pairs = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return all(abs(first - second) <= SAME for first, second in pairs)


def _is_named(box: Box, scene: Scene) -> bool:
    """Whether words stand in the shape or right beside it."""
    return any(measure_gap(box, wording.box) <= NEAR * wording.cap for wording in scene.wordings)
