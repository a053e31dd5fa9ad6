"""A material as it would look with a template that is not in use yet. In: the material, the changed template.
Out: a small picture, how much of it differs, and what would be found that was not found before.

What was drawn is kept in memory alone, named by all that went into it: there may be people on it, and nobody's picture
may lie anywhere that an erasure does not know.
"""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.timezone import localdate
from PIL import Image

from campaign.adapters.looks import Asked, encode_picture
from campaign.data import convert
from campaign.data.convert import Problem
from campaign.data.models import Material
from campaign.render.changed_pixels import mark_changes, measure_change
from campaign.render.job import Job, MediaFile
from campaign.render.manifest import Template
from campaign.services.examining import examine, read_subject
from campaign.services.looking import bring_files, draw
from campaign.services.rendering import name_content
from campaign.services.shelf import Shelf
from campaign.services.storage import get_store
from campaign.spec.channels import Medium, StillType
from campaign.spec.digest import hash_value
from campaign.spec.document import read_plain
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding, Severity

WIDTH = 640
"""Pixels across of the small pictures, before and after alike."""
ROOM = 80_000_000
"""Bytes of pictures kept."""


@dataclass(frozen=True)
class Trial:
    """`share` of the pixels differ, 0 to 1; of what was never rendered all do. `faults` are why it cannot be drawn,
    `findings` what was not found before. `name` is what its pictures are kept under."""

    name: str
    width: int
    height: int
    share: float
    faults: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def breaks(self) -> bool:
        """Whether it could not be approved like this."""
        return bool(self.faults) or any(finding.severity is Severity.ERROR for finding in self.findings)


@dataclass(frozen=True)
class Drawn:
    """A trial with its pictures as WebP, by kind: `before`, `after`, `marks`; those that there are."""

    trial: Trial
    pictures: Mapping[str, bytes]


_kept: Shelf[str, Drawn] = Shelf(most=ROOM, weigh=lambda drawn: 1000 + sum(map(len, drawn.pictures.values())))


def find_trial(material: Material, template: Template) -> Trial | None:
    """What was drawn before; None when it never was, or is forgotten."""
    drawn = _kept.peek(_name_trial(material, template))
    return drawn.trial if drawn else None


def draw_trial(material: Material, template: Template) -> Drawn:
    """Drawn and looked at, in its turn; once for the same material and template. Raises StoreFailed."""
    name = _name_trial(material, template)
    return _kept.find(name, make=lambda: _draw(material, template, name=name))


def _draw(material: Material, template: Template, *, name: str) -> Drawn:
    digests = {name: Path(stored).stem for name, stored in material.still.job["media"].items()}
    look = draw(Asked(_plan(material, template, files=bring_files(digests)), WIDTH, StillType.PNG, checks=True))
    after = Image.open(io.BytesIO(look.picture)).convert("RGB") if look.picture else None
    before = _open_before(material)
    small = _fit(before, after) if before and after else before
    known = {_name_finding(finding) for finding in convert.read_findings(material)}
    found = (*_examine(material, template), *look.findings)
    trial = Trial(
        name,
        *(after.size if after else (0, 0)),
        measure_change(small, after) if small and after else 1.0,
        tuple(_read_problem(error) for error in look.faults),
        tuple(finding for finding in found if _name_finding(finding) not in known),
    )
    return Drawn(trial, _encode(before=small, after=after))


def _examine(material: Material, template: Template) -> tuple[Finding, ...]:
    """What the rules say of its words and figures in this template, as planning will ask them."""
    subject = read_subject(material.version, templates={template.id: template})
    channel = convert.read_channel(material.channel)
    return examine(subject, channel=channel, language=material.language, today=localdate())


def _encode(*, before: Image.Image | None, after: Image.Image | None) -> Mapping[str, bytes]:
    pictures = {
        kind: encode_picture(picture, width=WIDTH, kind=StillType.WEBP)
        for kind, picture in (("before", before), ("after", after))
        if picture
    }
    return {**pictures, "marks": mark_changes(before, after).picture} if before and after else pictures


def _plan(material: Material, template: Template, *, files: Mapping[str, MediaFile]) -> Job:
    """The material's own job with the other template; its media need not be here to name it."""
    job = convert.read_job(material.still, templates={template.id: template}, find_file=Path)
    return replace(job, medium=Medium.STILL, media={**job.media, **files})


def _name_trial(material: Material, template: Template) -> str:
    """By the content key it would have, and the file it is held against."""
    job = _plan(material, template, files={})
    return hash_value([WIDTH, name_content(job), material.still.file_id or "", material.still_id])[:40]


def _name_finding(finding: Finding) -> str:
    """The same rule about the same field is nothing new, wherever it stands now."""
    return hash_value([finding.rule, finding.severity, finding.place.field, finding.place.language])


def _read_problem(error: CampaignError) -> Problem:
    return read_plain(convert.write_error(error), Problem)


def _open_before(material: Material) -> Image.Image | None:
    file = material.still.file
    if file is None or not get_store().exists(file.name):
        return None
    with get_store().open(file.name) as stored:
        return Image.open(io.BytesIO(stored.read())).convert("RGB")


def _fit(before: Image.Image, after: Image.Image) -> Image.Image:
    """As small as the other, shrunk in the same way."""
    return (
        before.resize(after.size, Image.Resampling.LANCZOS, reducing_gap=2.0) if before.size != after.size else before
    )
