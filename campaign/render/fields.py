"""Which field a text comes from. In: an element with words of its own, the job. Out: the name as Place.field has it.

Asked in this order: the slot it is fitted in, the kit's own ids around it, and at last its words: a label set without a
slot says what some field says.
"""

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


def find_field(text: Lettered, *, job: Job | None) -> str:
    """Such as “values.headline” or “source”; empty for the kit's own words. A page of no job has the kit's fields."""
    for name in filter(None, (text.fit, text.id)):
        head = name.replace("-", ".").split(".")[0]
        if job and head in job.template.manifest.fields:
            return f"values.{name if '.' in name else head}"
    for name in (text.fit, *text.around):
        if name in KIT:
            return KIT[name]
    if job is None:
        return ""
    said = _strip(text.text)
    for name, value in read_values(job.template.manifest, job.item.values, language=job.language).items():
        if any(_says(said, _strip(other)) for other in list_texts(value)):
            return f"values.{name}"
    return ""


def _says(said: str, other: str) -> bool:
    return said == other or (len(other) >= FEWEST and other in said)


def _strip(text: str) -> str:
    """Without what tells direction, and with plain spaces."""
    return " ".join(text.replace("\u200e", "").replace("\u200f", "").split())
