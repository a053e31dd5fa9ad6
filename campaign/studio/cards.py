"""Materials as people see them. In: joined rows. Out: frozen cards for the templates."""

from dataclasses import dataclass

from django.urls import reverse

from campaign.data import convert
from campaign.data.models import Material, Rendering
from campaign.forms.words import name_language, pick_text
from campaign.spec.findings import Severity
from campaign.studio.beside import find_preview
from campaign.studio.words import RENDERING, STATES, translate_message

WORKING = frozenset({Rendering.State.DUE, Rendering.State.QUEUED, Rendering.State.RUNNING})


@dataclass(frozen=True)
class Trouble:
    """A rendering that failed: what happened and how to mend it."""

    what: str
    mend: str


@dataclass(frozen=True)
class Picture:
    """A stored file to show; seconds are 0 for stills."""

    url: str
    media_type: str
    width: int
    height: int
    size: int
    seconds: float


@dataclass(frozen=True)
class Card:
    """One material in a list; `percent` is the progress of what is being rendered, None when nothing is; `preview` the
    address of a small moving picture, empty where there is none; `warnings` are those that nobody has accepted."""

    pk: int
    title: str
    campaign: str
    channel: str
    language: str
    language_name: str
    state: str
    state_words: str
    alt: str
    picture: Picture | None
    preview: str
    seconds: float
    percent: int | None
    doing: str
    trouble: Trouble | None
    errors: int
    warnings: int
    accepted: int


def make_card(material: Material) -> Card:
    """Read everything a card shows from rows that are already joined."""
    severities = {finding.digest: finding.severity for finding in convert.read_findings(material)}
    warned = list(severities.values()).count(Severity.WARNING)
    trouble = find_trouble(material)
    busy = None if trouble else find_working(material)
    return Card(
        pk=material.pk,
        title=pick_text(material.version.body["title"]),
        campaign=pick_text(material.version.item.campaign.body["title"]),
        channel=pick_text(material.channel.body["title"]),
        language=material.language,
        language_name=name_language(material.language),
        state=material.state,
        state_words=str(STATES[material.state]),
        alt=material.alt,
        picture=show_file(material.still),
        preview=find_preview(material.loop),
        seconds=material.loop.file.seconds if material.loop and material.loop.file else 0,
        percent=round(busy.progress * 100) if busy else None,
        doing=str(RENDERING[busy.state]) if busy else "",
        trouble=trouble,
        errors=len(severities) - warned,
        warnings=min(material.warnings, warned),
        accepted=max(0, warned - material.warnings),
    )


def list_renderings(material: Material) -> tuple[Rendering, ...]:
    return (material.still, material.loop) if material.loop else (material.still,)


def find_working(material: Material) -> Rendering | None:
    """The rendering that is under way or waits, the still first."""
    return next((row for row in list_renderings(material) if row.state in WORKING), None)


def find_trouble(material: Material) -> Trouble | None:
    """Why a rendering of it failed, in words."""
    failed = next((row for row in list_renderings(material) if row.state == Rendering.State.FAILED), None)
    return read_trouble(failed) if failed else None


def read_trouble(rendering: Rendering) -> Trouble | None:
    """Why this rendering failed; None for one that did not."""
    problem = convert.read_error(rendering) if rendering.state == Rendering.State.FAILED else None
    if problem is None:
        return None
    mend = translate_message(problem.hint) if problem.hint else ""
    return Trouble(translate_message(problem.message), mend)


def show_file(rendering: Rendering | None) -> Picture | None:
    """The rendering's file, once it is there."""
    file = rendering.file if rendering else None
    if file is None:
        return None
    return Picture(reverse("file", args=[file.name]), file.media_type, file.width, file.height, file.size, file.seconds)
