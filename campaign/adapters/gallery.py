"""Many pictures on all cores. In: jobs. Out: each as soon as it is drawn, with its faults.

A child draws several pictures of one template, since it reads the template once; when one of them hangs, the others
are drawn without it.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from itertools import groupby

from campaign.adapters.looks import Asked, Look, take_looks
from campaign.render.job import Job
from campaign.spec.channels import StillType

BATCH = 10
SECONDS = 8.0
"""For each picture of a batch, looked at too: ten times what one takes."""


@dataclass(frozen=True)
class Shot:
    """A job, what its screen is called, the most pixels its picture may have across, and whether its pixels are looked
    at."""

    job: Job
    screen: str
    width: int
    checks: bool = False

    @property
    def name(self) -> str:
        """Its file's, without an ending."""
        return f"{self.job.template.id}.{self.screen}.{self.job.language}"


def draw_shots(shots: Sequence[Shot], *, cores: int) -> Iterator[tuple[Shot, Look]]:
    """In the order in which they are ready, as WebP. Never raises what a template is to blame for."""
    with ThreadPoolExecutor(max_workers=cores) as pool:
        waiting = {pool.submit(_draw, batch): batch for batch in _cut(shots)}
        for done in as_completed(waiting):
            yield from zip(waiting[done], done.result(), strict=True)


def _cut(shots: Sequence[Shot]) -> Iterator[Sequence[Shot]]:
    for _, group in groupby(shots, key=lambda shot: shot.job.template.id):
        own = list(group)
        yield from (own[start : start + BATCH] for start in range(0, len(own), BATCH))


def _draw(batch: Sequence[Shot]) -> tuple[Look, ...]:
    asked = [Asked(shot.job, shot.width, StillType.WEBP, checks=shot.checks) for shot in batch]
    return take_looks(asked, seconds=SECONDS * len(batch))
