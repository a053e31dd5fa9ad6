"""Borders drawn no finer than a screen shows. In: rings of points. Out: the same rings with fewer points.

A border that two areas share is cut at the places where a third one joins it, and each piece is simplified once:
so neighbours keep one border and no gap opens between them (M. Bostock, TopoJSON). Pieces lose the points that span
the least triangle (M. Visvalingam and J. Whyatt, "Line generalisation by repeated elimination of points", 1993).
"""

import heapq
from collections.abc import Iterator, Sequence

from campaign.render.geojson import Point, Ring


def simplify_rings(rings: Sequence[Ring], *, tolerance: float) -> tuple[Ring, ...]:
    """Every ring without the points whose triangle is smaller than `tolerance` squared; what is smaller than that
    altogether keeps three points. Shared pieces come out equal to the last digit."""
    joints = _find_joints(rings)
    known: dict[Ring, Ring] = {}
    return tuple(_simplify_ring(ring, joints, tolerance**2, known) for ring in rings)


def measure_area(ring: Sequence[Point]) -> float:
    """Twice-signed areas halved: positive where y grows downwards and the ring runs clockwise."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) / 2


def _find_joints(rings: Sequence[Ring]) -> frozenset[Point]:
    """Points where borders part: there a point has other neighbours in one ring than in another."""
    beside: dict[Point, frozenset[Point]] = {}
    joints: set[Point] = set()
    for ring in rings:
        for before, point, after in zip((ring[-1], *ring[:-1]), ring, (*ring[1:], ring[0]), strict=True):
            neighbours = frozenset((before, after))
            if beside.setdefault(point, neighbours) != neighbours:
                joints.add(point)
    return frozenset(joints)


def _simplify_ring(ring: Ring, joints: frozenset[Point], least: float, known: dict[Ring, Ring]) -> Ring:
    points: list[Point] = []
    for piece in _cut_ring(ring, joints):
        points.extend(_simplify_shared(piece, least, known)[:-1])
    return tuple(points) if len(points) >= 3 else _keep_three(ring)


def _cut_ring(ring: Ring, joints: frozenset[Point]) -> Iterator[Ring]:
    """Pieces from joint to joint, ends included. A ring that nobody joins starts at its least point and is cut at the
    point farthest from it, so that a hole and what fills it are cut alike."""
    places = [index for index, point in enumerate(ring) if point in joints]
    if not places:
        start = ring.index(min(ring))
        places = [start]
    if len(places) == 1:
        x, y = ring[places[0]]
        far = max(
            range(len(ring)), key=lambda index: ((ring[index][0] - x) ** 2 + (ring[index][1] - y) ** 2, ring[index])
        )
        places = sorted({places[0], far})
    for start, end in zip(places, [*places[1:], places[0] + len(ring)], strict=True):
        yield tuple(ring[index % len(ring)] for index in range(start, end + 1))


def _simplify_shared(piece: Ring, least: float, known: dict[Ring, Ring]) -> Ring:
    """Both neighbours run along a piece, one of them backwards; it is simplified in one direction only."""
    backwards = piece[::-1]
    turned = backwards < piece
    key = backwards if turned else piece
    if key not in known:
        known[key] = _simplify_line(key, least)
    return known[key][::-1] if turned else known[key]


def _simplify_line(line: Ring, least: float) -> Ring:
    """Visvalingam's algorithm; a triangle counts for no less than those dropped before it."""
    before = {index: index - 1 for index in range(1, len(line) - 1)}
    after = {index: index + 1 for index in range(1, len(line) - 1)}
    sizes = {index: _span(line[index - 1], line[index], line[index + 1]) for index in before}
    queue = [(size, index) for index, size in sizes.items()]
    heapq.heapify(queue)
    while queue and queue[0][0] < least:
        size, index = heapq.heappop(queue)
        if sizes.get(index) != size:
            continue
        del sizes[index]
        left, right = before[index], after[index]
        if left in sizes:
            after[left] = right
            sizes[left] = max(size, _span(line[before[left]], line[left], line[right]))
            heapq.heappush(queue, (sizes[left], left))
        if right in sizes:
            before[right] = left
            sizes[right] = max(size, _span(line[left], line[right], line[after[right]]))
            heapq.heappush(queue, (sizes[right], right))
    return tuple(point for index, point in enumerate(line) if index in sizes or index in (0, len(line) - 1))


def _span(one: Point, two: Point, three: Point) -> float:
    """The area of the triangle."""
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def _keep_three(ring: Ring) -> Ring:
    step = max(1, len(ring) // 3)
    return ring[::step][:3]
