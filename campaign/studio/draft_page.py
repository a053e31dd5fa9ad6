"""The page of a draft. In: the draft, what is wrong with it, who looks. Out: all that its template shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from campaign.adapters.entries import REASONED
from campaign.data.models import Draft, User
from campaign.forms.nodes import SUBTITLES
from campaign.forms.values import Section, ValuesForm
from campaign.forms.words import name_language, pick_text
from campaign.services import authoring
from campaign.services.entries import ROOT, Sheet
from campaign.spec.content import Kind
from campaign.spec.errors import CampaignError
from campaign.spec.languages import LANGUAGES
from campaign.studio.access import name_person
from campaign.studio.draft_consents import list_consents, may_see
from campaign.studio.draft_script import describe_story, list_channels
from campaign.studio.draft_words import LABELS, Wrong, list_wrong

FIGURES = frozenset({Kind.STATISTIC, Kind.MYTH})
"""What needs a source (checks.md E1)."""


@dataclass(frozen=True)
class Plain:
    """An input beside the values, of one language or of none: `name`, what stands in it, what is wrong."""

    name: str
    value: str
    language: str = ""
    wrong: str = ""
    help: str = ""

    @property
    def label(self) -> str:
        return name_language(self.language) if self.language else str(LABELS.get(self.name, ""))

    @property
    def direction(self) -> str:
        return LANGUAGES[self.language].direction if self.language else "ltr"


@dataclass(frozen=True)
class Texts:
    """A text in every language, side by side."""

    name: str
    inputs: tuple[Plain, ...]
    help: str = ""
    lines: bool = False

    @property
    def label(self) -> str:
        return str(LABELS[self.name])


@dataclass(frozen=True)
class Mine:
    """What somebody had written where another's words stand now."""

    name: str
    label: str
    text: str
    by: str


@dataclass
class Page:
    draft: Draft
    sheet: Sheet
    form: ValuesForm | None
    faults: list[Wrong]
    told: bool
    asides: list[Mine] = field(default_factory=list)

    @property
    def sections(self) -> list[Section]:
        """Files of subtitles stand with the film they belong to."""
        return self.form.sections if self.form else []


def make_page(
    draft: Draft,
    *,
    faults: Sequence[CampaignError] = (),
    tell: bool = False,
    aside: Sequence[authoring.Aside] = (),
) -> Page:
    """`tell`: what is missing is told at its inputs too; before somebody asks for more it is not."""
    sheet = authoring.make_sheet(draft)
    form = _make_form(draft, sheet) if sheet.template else None
    wrong = _order(list_wrong(faults, sheet=sheet), form)
    if form is not None and tell:
        for one in wrong:
            _place(form, one)
    labels = {one.name: one.label for one in list_wrong((), sheet=sheet)}
    asides = [Mine(one.name, labels.get(one.name, one.name), one.mine, one.by) for one in aside]
    return Page(draft, sheet, form, wrong, tell, asides)


def _order(wrong: Sequence[Wrong], form: ValuesForm | None) -> list[Wrong]:
    """As the page asks: the title, what is on the picture, the rest."""
    inputs = list(form.fields) if form is not None else []

    def place(one: Wrong) -> tuple[int, int]:
        if not one.name.startswith(ROOT):
            return (0 if one.name.startswith(("template", "title")) else 2), 0
        inside = (number for number, name in enumerate(inputs) if name == one.name or name.startswith(f"{one.name}."))
        return 1, next(inside, len(inputs))

    return sorted(wrong, key=place)


def _make_form(draft: Draft, sheet: Sheet) -> ValuesForm:
    assert sheet.template is not None  # noqa: S101 - the caller has looked
    return ValuesForm(
        sheet.template.manifest,
        languages=sheet.languages,
        files=sorted(draft.media),
        typed=draft.typed,
        root=ROOT,
        samples=False,
    )


def _place(form: ValuesForm, wrong: Wrong) -> None:
    """At its input, or at the section around it."""
    if wrong.name in form.fields:
        form.errors.setdefault(wrong.name, form.error_class()).append(wrong.words)
        return
    for section in (one for top in form.sections for one in top.walk()):
        if section.path == wrong.name:
            section.errors.append(wrong.words)


def describe(page: Page, *, person: User, today: date) -> dict[str, Any]:
    """For the template."""
    draft, template = page.draft, page.sheet.template
    told = {one.name: one.words for one in page.faults} if page.told else {}
    return {
        "page": page,
        "draft": draft,
        "sections": page.sections,
        "languages": page.sheet.languages,
        "template_title": pick_text(template.manifest.title) if template else draft.template,
        "campaign_title": pick_text(draft.campaign.body["title"]),
        "heading": pick_text({code: draft.typed.get(f"title.{code}", "") for code in page.sheet.languages}),
        **_ask_beside(draft, told, languages=page.sheet.languages),
        "wants_source": Kind(draft.kind) in FIGURES,
        "consents": list_consents(draft, person=person, today=today),
        "consents_wrong": told.get("consents", ""),
        "channels": list_channels(page.sheet),
        "story": describe_story(draft, page.sheet, person=person),
        "newer": _find_newer(draft),
        "subtitle_kinds": ",".join(SUBTITLES),
        "may_see_consents": may_see(draft, person),
    }


def _ask_beside(draft: Draft, told: Mapping[str, str], *, languages: Sequence[str]) -> dict[str, Any]:
    """The inputs beside the template's own; `told` is what is wrong, by input."""

    def texts(name: str, help_: str = "", *, lines: bool = False) -> Texts:
        names = {f"{name}.{code}": code for code in languages}
        inputs = (Plain(one, draft.typed.get(one, ""), code, told.get(one, "")) for one, code in names.items())
        return Texts(name, tuple(inputs), help_, lines)

    def plain(name: str, help_: str = "") -> Plain:
        return Plain(name, draft.typed.get(name, ""), "", told.get(name, ""), help_)

    return {
        "title": texts("title", _("For lists and for the review; it does not stand on the picture.")),
        "source": [
            texts("source.name", _("The office, study or register, as it is called.")),
            texts("source.population", _("Whom the figure is about: all residents, pupils of one school…")),
            texts("source.unit", _("What is counted: people, flats, per cent of pupils…")),
        ],
        "period": plain("source.period", _("A year or a span of years, as 2021 or 2019–2021.")),
        "url": plain("source.url", _("Where anybody can look it up. It is not on the picture.")),
        "alt": texts("alt", _("Empty: it is put together from what stands above."), lines=True),
        "doubt": texts("doubt", _("While anything stands here, nothing is published."), lines=True),
        "tags": plain("tags", _("With commas between: school, neighbours. Flights can show everything with a tag.")),
        "until": plain("until", _("It is not shown after this day. Like 31.12.2026.")),
        "slug": None if draft.item else plain("slug", _("For addresses; empty: it is made from the title.")),
        "fictional": draft.typed.get("fictional") == "on",
        "reasons": [plain(f"reasons.{rule}", rule) for rule in REASONED],
    }


def _find_newer(draft: Draft) -> str:
    """Who made a version since this draft began; empty when it is of the newest."""
    item = draft.item
    if item is None or item.current_id is None or draft.base_id == item.current_id:
        return ""
    assert item.current is not None  # noqa: S101 - just looked
    return name_person(item.current.author)
