"""What is wrong with a draft, in words. In: faults and findings. Out: what is shown beside its inputs and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.forms.flat import list_inputs
from campaign.forms.words import name_language, pick_text
from campaign.services.entries import ROOT, Sheet, find_input
from campaign.spec.boxes import Box, find_box
from campaign.spec.errors import CampaignError, InvalidValue, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import LANGUAGES
from campaign.studio.words import translate_message

LABELS: Mapping[str, Promise] = {
    "title": gettext_lazy("Title for lists"),
    "source.name": gettext_lazy("Source: who counted"),
    "source.period": gettext_lazy("Source: period"),
    "source.population": gettext_lazy("Source: whom it is about"),
    "source.unit": gettext_lazy("Source: unit"),
    "source.url": gettext_lazy("Source: address on the web"),
    "source": gettext_lazy("Source"),
    "doubt": gettext_lazy("What is in doubt"),
    "alt": gettext_lazy("In words, for people who cannot see it"),
    "tags": gettext_lazy("Tags"),
    "until": gettext_lazy("Last day"),
    "fictional": gettext_lazy("The people in it are made up"),
    "slug": gettext_lazy("Short name"),
    "consents": gettext_lazy("Consent"),
    "template": gettext_lazy("Template"),
    "reasons": gettext_lazy("Reason"),
}
ELSEWHERE = ("campaign", "funder", "brand", "partners")
"""What findings are about that no draft holds."""


@dataclass(frozen=True)
class Wrong:
    """One fault: the input it is at, what people call that, and the words."""

    name: str
    label: str
    words: str


def list_wrong(faults: Iterable[CampaignError], *, sheet: Sheet) -> list[Wrong]:
    """In the order in which the page asks."""
    return [
        Wrong(one.place.field, name_input(one.place.field, sheet=sheet), say_error(one))
        for fault in faults
        for one in fault.singles
    ]


def say_error(error: CampaignError) -> str:
    return " ".join(translate_message(part) for part in (error.message, error.hint) if part)


def name_input(name: str, *, sheet: Sheet) -> str:
    """As the page calls it: field, row and language."""
    parts = name.split(".")
    language = parts[-1] if len(parts) > 1 and parts[-1] in LANGUAGES else ""
    stem = ".".join(parts[:-1] if language else parts)
    label = _name_field(parts, sheet) if name.startswith(ROOT) else _name_beside(stem)
    return " · ".join(filter(None, (label, name_language(language) if language else "")))


def _name_field(parts: list[str], sheet: Sheet) -> str:
    fields = sheet.template.manifest.fields if sheet.template else {}
    field = fields.get(parts[1]) if len(parts) > 1 else None
    if field is None:
        return ".".join(parts[1:])
    row = next((part for part in parts[2:] if part.isdigit()), "")
    part = next((field.parts[step] for step in parts[2:] if step in field.parts), None)
    words = [pick_text(field.title), row and _("row %(number)s") % {"number": row}]
    words.append(pick_text(part.title) if part else "")
    if parts[-1] == "alt" or parts[-2:-1] == ["alt"]:
        words.append(_("What it shows, in words"))
    return ", ".join(filter(None, words))


def _name_beside(stem: str) -> str:
    while stem and stem not in LABELS:
        stem = stem.rpartition(".")[0]
    return str(LABELS.get(stem, ""))


def locate(place: Place, *, sheet: Sheet, typed: Mapping[str, str]) -> str:
    """The input that a finding leads to; empty when the page has none for it."""
    top = place.field.partition(".")[0]
    if not place.field or top in ELSEWHERE:
        return ""
    if top.startswith("consent"):
        return "consents"
    if top in ("title", "alt", "doubt", "source", "tags", "until", "reasons", "fictional", "slug"):
        language = place.language.partition("+")[0] or sheet.languages[0]
        plain = top in ("tags", "until", "fictional", "slug") or place.field in ("source.period", "source.url")
        return place.field if plain or place.field == "source" else f"{place.field}.{language}"
    inputs = [
        name
        for field, node in sheet.nodes.items()
        for name, _ in list_inputs(node, ROOT + field, typed, languages=sheet.languages)
    ]
    return find_input(place, inputs)


def refuse_findings(
    findings: Iterable[Finding], *, sheet: Sheet, typed: Mapping[str, str]
) -> tuple[CampaignError, ...]:
    """The same as faults at the inputs that mend them; what no input of the page mends is left out."""
    found = ((finding, locate(finding.place, sheet=sheet, typed=typed)) for finding in findings)
    return tuple(
        InvalidValue(finding.message, place=Place(field=name), hint=finding.hint) for finding, name in found if name
    )


@dataclass(frozen=True)
class Canvas:
    """What marks are put on: the drawn boxes, and the picture's size."""

    boxes: Mapping[str, Box]
    width: int
    height: int


def mark_findings(
    findings: Iterable[Finding], *, canvas: Canvas, sheet: Sheet, typed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """For the page's script, errors first: what, how to mend it, where in the picture (per cent) and in the form."""
    ordered = sorted(findings, key=lambda finding: finding.severity is not Severity.ERROR)
    return [_mark_finding(finding, canvas, sheet, typed) for finding in ordered]


def _mark_finding(finding: Finding, canvas: Canvas, sheet: Sheet, typed: Mapping[str, str]) -> dict[str, Any]:
    name = locate(finding.place, sheet=sheet, typed=typed)
    box = finding.place.box or find_box(finding.place.field.removeprefix(ROOT), canvas.boxes)
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "what": translate_message(finding.message),
        "mend": translate_message(finding.hint),
        "name": name,
        "label": name_input(name, sheet=sheet) if name else "",
        "box": _share(box, canvas) if box else None,
    }


def mark_faults(
    faults: Iterable[CampaignError], *, canvas: Canvas, sheet: Sheet, typed: Mapping[str, str]
) -> list[dict[str, Any]]:
    """The same for what could not be drawn as it is."""
    return [_mark_fault(one, canvas, sheet, typed) for fault in faults for one in fault.singles]


def _mark_fault(error: CampaignError, canvas: Canvas, sheet: Sheet, typed: Mapping[str, str]) -> dict[str, Any]:
    place = error.place
    name = place.field if place.field in typed else locate(place, sheet=sheet, typed=typed)
    box = place.box or find_box(place.field.removeprefix(ROOT), canvas.boxes)
    return {
        "rule": "",
        "severity": Severity.ERROR.value,
        "what": translate_message(error.message),
        "mend": translate_message(error.hint) if error.hint else "",
        "name": name,
        "label": name_input(name, sheet=sheet) if name else "",
        "box": _share(box, canvas) if box else None,
    }


def _share(box: Box, canvas: Canvas) -> list[float]:
    """Per cent of the picture, a little larger than what it is around."""
    left, top = max(0.0, box.left - 4), max(0.0, box.top - 4)
    width = min(canvas.width - left, box.width + 8)
    height = min(canvas.height - top, box.height + 8)
    return [
        round(100 * part / whole, 2)
        for part, whole in (
            (left, canvas.width),
            (top, canvas.height),
            (width, canvas.width),
            (height, canvas.height),
        )
    ]
