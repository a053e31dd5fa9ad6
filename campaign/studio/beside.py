"""What was made beside a loop, as its page shows it. In: a rendering's companions. Out: sheet, preview, subtitles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.urls import reverse

from campaign.data.models import Companion, Rendering
from campaign.forms.words import name_language
from campaign.render.sheets import Sheet
from campaign.services.companions import open_sheet
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding

Kind = Companion.Kind
LINE = 32
NEAR = 1.0
"""Seconds: a finding tells of one second of the loop, and the moment that shows it may stand anywhere in it."""


@dataclass(frozen=True)
class Spot:
    """A moment on the contact sheet; `rules` are those found broken there. Places in the sheet's pixels."""

    second: float
    left: int
    top: int
    width: int
    height: int
    rules: str = ""

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def foot(self) -> int:
        """The line its time is written on."""
        return self.top + self.height + LINE


@dataclass(frozen=True)
class Strip:
    """The contact sheet, with what can be pressed on it."""

    url: str
    width: int
    height: int
    spots: tuple[Spot, ...]


@dataclass(frozen=True)
class Track:
    """Subtitles of a loop in one language."""

    url: str
    code: str
    language: str


@dataclass(frozen=True)
class BesideLoop:
    """Each part empty where it was not made."""

    strip: Strip | None = None
    preview: str = ""
    tracks: tuple[Track, ...] = field(default_factory=tuple)


def find_preview(rendering: Rendering | None) -> str:
    """The address of the small moving picture; rows of a list have their companions at hand already."""
    rows = rendering.companions.all() if rendering else ()
    return next((_locate(row) for row in rows if row.kind == Kind.PREVIEW), "")


def show_beside(rendering: Rendering | None, *, findings: Iterable[Finding]) -> BesideLoop:
    rows = list(rendering.companions.all()) if rendering else []
    sheet = next((row for row in rows if row.kind == Kind.SHEET), None)
    tracks = sorted((row for row in rows if row.kind == Kind.SUBTITLES), key=lambda row: row.language)
    return BesideLoop(
        _lay_strip(sheet, findings=tuple(findings)) if sheet else None,
        find_preview(rendering),
        tuple(Track(_locate(row), row.language, name_language(row.language)) for row in tracks),
    )


def _lay_strip(row: Companion, *, findings: Sequence[Finding]) -> Strip | None:
    sheet = _open(row.file.name)
    if sheet is None:
        return None
    broken = _place_rules(sheet, findings)
    spots = tuple(
        Spot(moment.second, moment.left, moment.top, moment.width, moment.height, ", ".join(sorted(broken.get(at, ()))))
        for at, moment in enumerate(sheet.moments)
    )
    return Strip(_locate(row), sheet.width, sheet.height, spots)


def _place_rules(sheet: Sheet, findings: Sequence[Finding]) -> dict[int, set[str]]:
    """The number of a moment → the rules found broken nearest to it."""
    broken: dict[int, set[str]] = {}
    for finding in findings:
        second = finding.place.second
        if second is None or not sheet.moments:
            continue
        nearest = min(range(len(sheet.moments)), key=lambda at: abs(sheet.moments[at].second - second))
        if abs(sheet.moments[nearest].second - second) <= NEAR:
            broken.setdefault(nearest, set()).add(finding.rule)
    return broken


@lru_cache(maxsize=256)
def _read(name: str) -> Sheet:
    return open_sheet(name)


def _open(name: str) -> Sheet | None:
    """A sheet that is not there, or is none, is no reason to show no page."""
    try:
        return _read(name)
    except CampaignError:
        return None


def _locate(row: Companion) -> str:
    return reverse("file", args=[row.file.name])
