"""Faults for the page. In: errors of loading, drawing or typing, and findings on the pixels. Out: plain data in the
reader's language.

Each comes with the lines of the file around it, and the box of the element it is about, as far as they are known.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from campaign.forms.words import translate
from campaign.spec.boxes import Box, find_box
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding, Severity

AROUND = 2
"""Lines shown before and after the faulty one."""
LONGEST_LINE = 200


def tell_faults(
    errors: Iterable[CampaignError], *, root: Path, boxes: Mapping[str, Box] | None = None
) -> list[dict[str, Any]]:
    """One entry a fault."""
    return [_tell(single, root=root, boxes=boxes or {}) for error in errors for single in error.singles]


def _tell(error: CampaignError, *, root: Path, boxes: Mapping[str, Box]) -> dict[str, Any]:
    place = error.place
    box = place.box or find_box(place.field, boxes)
    return {
        "rule": type(error).__name__,
        "severity": Severity.ERROR.value,
        "kind": error.message.text,
        "message": translate(error.message),
        "hint": translate(error.hint) if error.hint else "",
        "file": place.file,
        "line": place.line,
        "field": place.field,
        "source": list(read_source(root, place.file, place.line)),
        "box": [box.left, box.top, box.width, box.height] if box else None,
    }


def tell_findings(findings: Iterable[Finding], *, boxes: Mapping[str, Box]) -> list[dict[str, Any]]:
    """One entry a finding, errors first, in the same form."""
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return [_tell_finding(finding, boxes) for finding in ordered]


def _tell_finding(finding: Finding, boxes: Mapping[str, Box]) -> dict[str, Any]:
    field = finding.place.field.removeprefix("values.")
    box = finding.place.box or find_box(field, boxes)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "kind": finding.message.text,
        "message": translate(finding.message),
        "hint": translate(finding.hint),
        "measures": " · ".join(part for part in (finding.measured, finding.allowed) if part),
        "file": "",
        "line": None,
        "field": field,
        "source": [],
        "box": [box.left, box.top, box.width, box.height] if box else None,
    }


def read_source(root: Path, file: str, line: int | None) -> Iterable[tuple[int, str]]:
    """The lines around, each with its number; none of a file elsewhere."""
    if not file or not line:
        return
    path = (root / file).resolve()
    if not path.is_relative_to(root.resolve()) or not path.is_file():
        return
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for number in range(max(1, line - AROUND), min(len(lines), line + AROUND) + 1):
        yield number, lines[number - 1][:LONGEST_LINE]
