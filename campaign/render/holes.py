"""Where film shows through a page. In: the boxes of its elements. Out: the hole, in even pixels."""

import math
from collections.abc import Mapping

from campaign.render.job import Job
from campaign.render.ports import Hole
from campaign.spec.boxes import Box
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import Message, say


def find_hole(boxes: Mapping[str, Box], name: str, *, job: Job, hint: Message) -> Hole:
    """The box of the element with this id. Raises InvalidTemplate with the hint when there is none, or no room."""
    box = boxes.get(name)
    if box is None or min(box.width, box.height) < 1:
        lacking = say("The template has no element with the id “%(name)s”.", name=name)
        narrow = say("The element with the id “%(name)s” has no room on %(format)s.", name=name, format=str(job.format))
        raise InvalidTemplate(
            narrow if box else lacking,
            place=Place(file=f"{job.template.id}/template.html"),
            hint=hint,
        )
    left, right = _cover(box.left, box.left + box.width, most=job.format.width)
    top, bottom = _cover(box.top, box.top + box.height, most=job.format.height)
    return Hole(left, top, max(2, right - left), max(2, bottom - top))


def _cover(start: float, end: float, *, most: int) -> tuple[int, int]:
    """Even bounds, as yuv420p needs, that cover the hole: a gap beside the film is seen, film under the page is not."""
    return max(0, math.floor(start / 2) * 2), min(most, math.ceil(end / 2) * 2)
