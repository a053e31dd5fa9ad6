"""The moments of a loop, for those who check it. In: a job. Out: its pictures in order, with and without their texts.

Every moment is drawn when it is asked for and let go after: a loop of any length takes the memory of two pictures.
What moves is looked at often enough that no text and no colour comes and goes unseen, what holds still once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from campaign.render.job import Job
from campaign.render.ports import Encoder, Page, PageEngine
from campaign.render.scene import Moment, Wording

STEP = 0.2
"""Seconds between two looks at what moves by itself: parts arrive within half a second."""
FILM_STEP = 1.0
"""Seconds between two looks at film and gliding photos, beside every change of what lies over them."""

ReadPage: TypeAlias = Callable[[Page], tuple[Wording, ...]]


@dataclass(frozen=True)
class Eyes:
    """What pictures are drawn with: `engine` as people see them, `textless` the same without texts; `encoder` grabs
    film, `read` tells the wordings of a page."""

    engine: PageEngine
    textless: PageEngine
    encoder: Encoder
    read: ReadPage


def draw_phases(job: Job, *, eyes: Eyes) -> Iterator[Moment]:
    """The moments of the job's loop: together they last as long as it does. Raises what drawing it raises."""
    raise NotImplementedError
