"""Which field a text comes from. In: an element with words of its own, the job. Out: the name as Place.field has it.

Asked in this order: the slot it is fitted in, the kit's own ids around it, and at last its words: a label set without a
slot says what some field says.
"""

from functools import cached_property

from campaign.render.context import list_texts
from campaign.render.job import Job
from campaign.render.lettering import Lettered
from campaign.render.values import read_values

KIT = {
    "source": "source",
    "lines": "funder.lines",
    "statement": "funder.statement",
    "disclaimer": "funder.disclaimer",
    "partners": "partners",
    "title": "campaign.title",
    "url": "campaign.url",
    "cue": "cue",
}
"""The kit's slots and ids → where their texts come from."""
FEWEST = 3
"""Shorter words may stand in many a field by chance."""


class Fields:
    """Where the texts of a job's pages come from; a page of no job has the kit's fields. What the values say is read
    once, and only where it is asked for."""

    def __init__(self, job: Job | None):
        self._job = job

    def find(self, text: Lettered) -> str:
        """Such as “values.headline” or “source”; empty for the kit's own words."""
        for name in filter(None, (text.fit, text.id)):
            head = name.replace("-", ".").split(".")[0]
            if self._job and head in self._job.template.manifest.fields:
                return f"values.{name if '.' in name else head}"
        for name in (text.fit, *text.around):
            if name in KIT:
                return KIT[name]
        said = _strip(text.text)
        return next((f"values.{name}" for name, other in self._said if _says(said, other)), "")

    @cached_property
    def _said(self) -> tuple[tuple[str, str], ...]:
        """Every text of the values, with its field."""
        if self._job is None:
            return ()
        values = read_values(self._job.template.manifest, self._job.item.values, language=self._job.language)
        return tuple((name, _strip(text)) for name, value in values.items() for text in list_texts(value))


def _says(said: str, other: str) -> bool:
    return said == other or (len(other) >= FEWEST and other in said)


def _strip(text: str) -> str:
    """Without what tells direction, and with plain spaces."""
    return " ".join(text.replace("\u200e", "").replace("\u200f", "").split())
