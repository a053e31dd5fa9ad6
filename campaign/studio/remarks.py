"""What was found in a material, in words and on its picture. In: its row. Out: remarks, and where each is outlined.

A remark and its outline have the same number; places are shares of the picture, so that they fit at any size.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from campaign.data import convert
from campaign.data.models import Acceptance, Material
from campaign.services.verdicts import read_verdict
from campaign.spec.boxes import Box
from campaign.spec.findings import Finding, Severity
from campaign.spec.rules.rule import COMMON
from campaign.spec.rules.table import RULES
from campaign.studio.access import name_person
from campaign.studio.cards import Picture
from campaign.studio.fields import name_field
from campaign.studio.measures import say_measure
from campaign.studio.words import describe_place, translate_message

BESIDE = 26
"""CSS pixels from one number to the next where several outlines begin at the same corner."""
AIR = 0.005
"""Of the picture's width, between what was found and the line around it."""


@dataclass(frozen=True)
class Outline:
    """A box in per cent of the picture; `shift` moves its number aside, in CSS pixels."""

    left: float
    top: float
    width: float
    height: float
    shift: int = 0


@dataclass(frozen=True)
class Word:
    """Who accepted a warning, when and why."""

    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Remark:
    """A finding in words. `look` is how it is drawn: error, warning, or settled once it is accepted."""

    number: int
    digest: str
    rule: str
    severity: str
    what: str
    mend: str
    where: str
    second: float | None
    measured: str
    allowed: str
    outline: Outline | None = None
    accepted: Word | None = None

    @property
    def look(self) -> str:
        return "settled" if self.accepted else self.severity

    @property
    def principle(self) -> str:
        """What the rule demands, and who set it."""
        rule = RULES.get(self.rule)
        if rule is None:
            return ""
        source = gettext("common practice") if rule.source == COMMON else rule.source
        return f"{translate_message(rule.text)} ({source})"

    @property
    def is_open(self) -> bool:
        return self.severity == Severity.WARNING and self.accepted is None


@dataclass(frozen=True)
class Remarks:
    """All of a material, errors first; accepting one moves none, so numbers stay."""

    rows: tuple[Remark, ...] = ()

    @property
    def outlined(self) -> tuple[Remark, ...]:
        """In the order they are drawn: what is graver lies above."""
        return tuple(row for row in reversed(self.rows) if row.outline)

    @property
    def digests(self) -> frozenset[str]:
        return frozenset(row.digest for row in self.rows)

    @property
    def errors(self) -> int:
        return sum(row.severity == Severity.ERROR for row in self.rows)

    @property
    def open(self) -> int:
        return sum(row.is_open for row in self.rows)

    @property
    def looks(self) -> tuple[str, ...]:
        """Which kinds of outline there are, for the legend."""
        known = {row.look for row in self.outlined}
        return tuple(look for look in ("error", "warning", "settled") if look in known)


def read_remarks(material: Material, *, picture: Picture | None) -> Remarks:
    """`picture` is what the page shows; without one nothing is outlined."""
    accepted = read_verdict(material).accepted
    found = {finding.digest: finding for finding in convert.read_findings(material)}
    return list_remarks(
        found.values(),
        accepted=accepted,
        size=(picture.width, picture.height) if picture else None,
        language=material.language,
        template=settings.TEMPLATES_FOLDER / material.version.body["template"],
    )


def list_remarks(
    findings: Iterable[Finding],
    *,
    accepted: Mapping[str, Acceptance],
    size: tuple[int, int] | None,
    language: str,
    template: Path,
) -> Remarks:
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    outlines = _outline([finding.place.box for finding in ordered], size=size)
    words = _Words(size, language, template)
    return Remarks(
        tuple(
            words.put(finding, number=number, outline=outline, acceptance=accepted.get(finding.digest))
            for number, (finding, outline) in enumerate(zip(ordered, outlines, strict=True), start=1)
        )
    )


def _outline(boxes: Sequence[Box | None], *, size: tuple[int, int] | None) -> list[Outline | None]:
    """Each box as shares of the picture, cut at its edges; numbers at the same corner stand side by side."""
    corners: Counter[tuple[int, int]] = Counter()
    outlines: list[Outline | None] = []
    for box in boxes:
        outline = _scale(box, size) if box and size else None
        if outline:
            corner = round(outline.left / 3), round(outline.top / 4)
            outline = Outline(outline.left, outline.top, outline.width, outline.height, corners[corner] * BESIDE)
            corners[corner] += 1
        outlines.append(outline)
    return outlines


def _scale(box: Box, size: tuple[int, int]) -> Outline | None:
    """A little larger than the box, so that its line covers no letter. None for one outside the picture altogether."""
    width, height = size
    air = AIR * width
    left, top = max(0.0, box.left - air), max(0.0, box.top - air)
    right, bottom = min(float(width), box.right + air), min(float(height), box.bottom + air)
    if right <= left or bottom <= top:
        return None
    shares = (left / width, top / height, (right - left) / width, (bottom - top) / height)
    x, y, wide, high = (round(share * 100, 2) for share in shares)
    return Outline(x, y, wide, high)


@dataclass(frozen=True)
class _Words:
    """What is the same for every remark of a material."""

    size: tuple[int, int] | None
    language: str
    template: Path
    names: dict[str, str] = field(default_factory=dict)

    def put(self, finding: Finding, *, number: int, outline: Outline | None, acceptance: Acceptance | None) -> Remark:
        what = translate_message(finding.message)
        is_said = not finding.allowed and finding.measured in what
        return Remark(
            number,
            finding.digest,
            finding.rule,
            finding.severity,
            what,
            translate_message(finding.hint),
            describe_place(finding.place, field=self._name(finding.place.field), size=self.size, spoken=self.language),
            finding.place.second,
            "" if is_said else say_measure(finding.measured),
            say_measure(finding.allowed),
            outline,
            Word(name_person(acceptance.by), acceptance.at, acceptance.reason) if acceptance else None,
        )

    def _name(self, path: str) -> str:
        """Reading a template for each remark would take longer than the page."""
        if path not in self.names:
            self.names[path] = name_field(path, template=self.template)
        return self.names[path]
