"""Flashes across the join of two spots (checks.md C). In: what two loops begin and end with. Out: findings."""

from collections.abc import Iterable
from dataclasses import dataclass

from campaign.checks.flashing import Sample, Stretch
from campaign.spec.findings import Finding


@dataclass(frozen=True, eq=False)
class Edges:
    """A loop's first and last second: all that a join needs. Frames count from 0 within each; a still has one sample
    in each."""

    fps: int
    first: tuple[Sample, ...]
    last: tuple[Sample, ...]


def cut_edges(samples: Iterable[Sample], stretch: Stretch) -> Edges:
    """The edges of a loop; of a still with one sample and `frames` as long as its slot."""
    raise NotImplementedError


def pack_edges(edges: Edges) -> bytes:
    """A few tens of kB at most; the same edges give the same bytes."""
    raise NotImplementedError


def unpack_edges(data: bytes) -> Edges:
    """What `pack_edges` made. Raises BrokenMedia for anything else."""
    raise NotImplementedError


def check_join(before: Edges, after: Edges, *, peak_nits: int) -> tuple[Finding, ...]:
    """C1, C2 and C4 in any second that holds the end of `before` and the start of `after`; seconds of a finding
    count from the join, so they are negative."""
    raise NotImplementedError
