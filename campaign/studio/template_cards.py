"""Templates as people see them. In: the folder, what is in use, who uses what. Out: frozen cards, and their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from campaign.data import convert
from campaign.data.models import Channel, TemplateVersion
from campaign.forms.shapes import SHAPES
from campaign.forms.words import name_language, pick_text
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.render.sample import TRIED_LANGUAGES
from campaign.schedule.screens import Screen, list_screens
from campaign.services.impact import Usage
from campaign.services.template_folder import Folder, Standing, compare_standing
from campaign.services.template_versions import open_version
from campaign.spec.errors import CampaignError
from campaign.spec.formats import Shape
from campaign.studio.access import name_person
from campaign.studio.words import KINDS, explain_error

STANDINGS: Mapping[Standing, Promise] = {
    Standing.IN_USE: _("In use"),
    Standing.CHANGED: _("Changed, not in use yet"),
    Standing.NEW: _("New, not in use yet"),
    Standing.BROKEN: _("Broken in the folder"),
    Standing.GONE: _("In use, no longer in the folder"),
}
LOOKS: Mapping[Standing, str] = {
    Standing.IN_USE: "approved",
    Standing.CHANGED: "submitted",
    Standing.NEW: "submitted",
    Standing.BROKEN: "failed",
    Standing.GONE: "draft",
}
"""Standing → its colour and sign, those of materials."""
TYPES: Mapping[FieldType, Promise] = {
    FieldType.TEXT: _("text"),
    FieldType.QUOTE: _("quotation"),
    FieldType.NUMBER: _("number"),
    FieldType.PERCENT: _("per cent"),
    FieldType.IMAGE: _("photo"),
    FieldType.CLIP: _("clip"),
    FieldType.SUBTITLES: _("subtitles"),
    FieldType.SERIES: _("series of figures"),
    FieldType.LIST: _("list"),
    FieldType.DATE: _("date"),
    FieldType.CHOICE: _("choice"),
    FieldType.ROWS: _("rows"),
    FieldType.REGIONS: _("figures by region"),
    FieldType.MAP: _("map"),
}
AREA = 72_000
"""Pixels of a small picture, whatever its shape."""
WIDEST = 640
BIG = 1280


@dataclass(frozen=True)
class Sample:
    """A picture of a template's own example: small and large."""

    screen: str
    screen_title: str
    language: str
    language_name: str
    small: str
    big: str
    width: int
    height: int


@dataclass(frozen=True)
class TemplateCard:
    """`version` is what its pictures show, `changed` what the folder holds where that differs."""

    slug: str
    title: str
    help: str
    kinds: tuple[str, ...]
    shapes: tuple[Shape, ...]
    standing: Standing
    usage: Usage
    version: Template | None
    changed: Template | None = None
    faults: tuple[str, ...] = ()

    @property
    def standing_words(self) -> str:
        return str(STANDINGS[self.standing])

    @property
    def look(self) -> str:
        return LOOKS[self.standing]


@dataclass(frozen=True)
class FieldRow:
    title: str
    help: str
    kind: str
    required: bool
    longest: int | None
    parts: tuple[str, ...]


@dataclass(frozen=True)
class VersionRow:
    """One version that was taken in use; the first has nobody."""

    digest: str
    who: str
    at: datetime
    why: str


@dataclass(frozen=True)
class Gallery:
    cards: tuple[TemplateCard, ...]
    screens: Mapping[str, Screen] = field(default_factory=dict)

    @property
    def waiting(self) -> tuple[TemplateCard, ...]:
        """Those that somebody changed, or made, and that are not in use yet."""
        return tuple(card for card in self.cards if card.changed is not None)


def make_gallery(folder: Folder, in_use: Mapping[str, TemplateVersion], usage: Mapping[str, Usage]) -> Gallery:
    standings = compare_standing(folder, in_use)
    cards = [
        _make_card(slug, standing, folder, in_use.get(slug), usage.get(slug, Usage()))
        for slug, standing in standings.items()
    ]
    return Gallery(tuple(cards), read_screens())


def read_screens() -> Mapping[str, Screen]:
    """An ordinary panel of each shape, then the channels."""
    rows = Channel.objects.order_by("position", "slug")
    return list_screens({row.slug: convert.read_channel(row) for row in rows})


def _make_card(
    slug: str, standing: Standing, folder: Folder, row: TemplateVersion | None, usage: Usage
) -> TemplateCard:
    known, faults = folder.templates.get(slug), [*folder.faults.get(slug, ())]
    kept: Template | None = None
    if row is not None:
        try:
            kept = open_version(row)
        except CampaignError as error:
            faults += error.singles
    version = kept or known
    told = tuple(dict.fromkeys(line for error in faults for line in _tell_fault(error)))
    changed = known if standing in (Standing.CHANGED, Standing.NEW) else None
    if version is None:
        return TemplateCard(slug, slug, "", (), (), standing, usage, None, None, told)
    manifest = version.manifest
    return TemplateCard(
        slug,
        pick_text(manifest.title),
        pick_text(manifest.help),
        tuple(str(KINDS[kind]) for kind in manifest.kinds),
        manifest.shapes,
        standing,
        usage,
        version,
        changed,
        told,
    )


def _tell_fault(error: CampaignError) -> tuple[str, ...]:
    place = error.place
    where = f"{place.file}{f':{place.line}' if place.line else ''}: " if place.file else ""
    return tuple(where + line for line in explain_error(error))


def name_screen(screen: Screen) -> str:
    if screen.title:
        return pick_text(screen.title)
    return str(SHAPES[screen.format.shape])


def list_samples(template: Template, screens: Mapping[str, Screen], *, languages: Sequence[str]) -> list[Sample]:
    """On every screen whose shape the template is for, in each of the languages."""
    fitting = [screen for screen in screens.values() if screen.format.shape in template.manifest.shapes]
    return [make_sample(template, screen, language=language) for screen in fitting for language in languages]


def make_sample(template: Template, screen: Screen, *, language: str) -> Sample:
    shape = screen.format
    width = min(WIDEST, shape.width, round((AREA * shape.width / shape.height) ** 0.5))
    address = reverse("template-sample", args=[template.id, screen.id, language])
    version = f"version={template.digest[:16]}"
    return Sample(
        screen.id,
        name_screen(screen),
        language,
        name_language(language),
        f"{address}?{version}&width={width}",
        f"{address}?{version}&width={min(BIG, shape.width)}",
        width,
        round(width * shape.height / shape.width),
    )


def pick_screen(card: TemplateCard, screens: Mapping[str, Screen], *, wanted: str) -> Screen | None:
    """The screen that was asked for, if the template is for its shape; without a wish the first panel."""
    if wanted:
        screen = screens.get(wanted)
        return screen if screen and screen.format.shape in card.shapes else None
    return next((screens[shape.value] for shape in card.shapes), None)


def list_fields(template: Template) -> list[FieldRow]:
    return [_make_field(field) for field in template.manifest.fields.values()]


def _make_field(field: TemplateField) -> FieldRow:
    parts = tuple(pick_text(part.title) for part in field.parts.values())
    return FieldRow(
        pick_text(field.title), pick_text(field.help), str(TYPES[field.type]), field.required, field.longest, parts
    )


def list_versions(slug: str) -> list[VersionRow]:
    """Newest first."""
    rows = TemplateVersion.objects.filter(slug=slug).select_related("by").order_by("-pk")[:30]
    return [VersionRow(row.digest[:8], name_person(row.by), row.at, row.why) for row in rows]


def list_tried_languages() -> list[tuple[str, str]]:
    return [(code, name_language(code)) for code in TRIED_LANGUAGES]
