"""The page of a draft. In: the draft, what is wrong with it, who looks. Out: all that its template shows."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from campaign.adapters.entries import REASONED
from campaign.data import convert
from campaign.data.models import Channel, Consent, Draft, User
from campaign.forms.nodes import SUBTITLES
from campaign.forms.values import Section, ValuesForm
from campaign.forms.words import name_language, pick_text
from campaign.services import authoring
from campaign.services.consents import ConsentState, check_may, tell_state
from campaign.services.entries import ROOT, Sheet
from campaign.services.rights import AUTHORS, has_role
from campaign.spec.content import Kind
from campaign.spec.errors import CampaignError, NotAllowed
from campaign.spec.languages import LANGUAGES
from campaign.studio.access import name_person
from campaign.studio.consent_cards import make_badge
from campaign.studio.draft_words import LABELS, Wrong, list_wrong

FIRST = ("tram", "metro-platform", "metro-totem")
"""What is shown before anybody chooses: one screen of each kind."""
MOST_SHOWN = 3
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
class Agreed:
    """A consent that may be chosen, without the person in it."""

    pk: int
    slug: str
    chosen: bool
    state: str
    look: str
    until: date | None
    channels: tuple[str, ...]
    gaps: int


@dataclass(frozen=True)
class Shown:
    """A channel that the draft can be looked at on."""

    slug: str
    title: str
    width: int
    height: int
    languages: tuple[str, ...]
    first: bool


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


def describe(page: Page, *, person: User, today: date, now: datetime) -> dict[str, Any]:
    """For the template."""
    draft, told = page.draft, {one.name: one.words for one in page.faults} if page.told else {}

    def texts(name: str, help_: str = "", *, lines: bool = False) -> Texts:
        names = {f"{name}.{code}": code for code in page.sheet.languages}
        inputs = (Plain(one, draft.typed.get(one, ""), code, told.get(one, "")) for one, code in names.items())
        return Texts(name, tuple(inputs), help_, lines)

    def plain(name: str, help_: str = "") -> Plain:
        return Plain(name, draft.typed.get(name, ""), "", told.get(name, ""), help_)

    template = page.sheet.template
    return {
        "page": page,
        "draft": draft,
        "sections": page.sections,
        "languages": page.sheet.languages,
        "template_title": pick_text(template.manifest.title) if template else draft.template,
        "campaign_title": pick_text(draft.campaign.body["title"]),
        "heading": pick_text({code: draft.typed.get(f"title.{code}", "") for code in page.sheet.languages}),
        "title": texts("title", _("For lists and for the review; it does not stand on the picture.")),
        "source": [
            texts("source.name", _("The office, study or register, as it is called.")),
            texts("source.population", _("Whom the figure is about: all residents, pupils of one school…")),
            texts("source.unit", _("What is counted: people, flats, per cent of pupils…")),
        ],
        "period": plain("source.period", _("A year or a span of years, as 2021 or 2019–2021.")),
        "url": plain("source.url", _("Where anybody can look it up. It is not on the picture.")),
        "wants_source": Kind(draft.kind) in FIGURES,
        "alt": texts("alt", _("Empty: it is put together from what stands above."), lines=True),
        "doubt": texts("doubt", _("While anything stands here, nothing is published."), lines=True),
        "tags": plain("tags", _("With commas between: school, neighbours. Flights can show everything with a tag.")),
        "until": plain("until", _("It is not shown after this day. Like 31.12.2026.")),
        "slug": None if draft.item else plain("slug", _("For addresses; empty: it is made from the title.")),
        "fictional": draft.typed.get("fictional") == "on",
        "reasons": [
            Plain(f"reasons.{rule}", draft.typed.get(f"reasons.{rule}", ""), "", told.get(f"reasons.{rule}", ""), rule)
            for rule in REASONED
        ],
        "consents": list_consents(draft, person=person, today=today),
        "consents_wrong": told.get("consents", ""),
        "channels": list_channels(page.sheet),
        "story": describe_story(page, person=person, now=now),
        "newer": _find_newer(draft),
        "subtitle_kinds": ",".join(SUBTITLES),
        "may_see_consents": may_see(draft, person),
    }


def may_see(draft: Draft, person: User) -> bool:
    try:
        check_may(draft.campaign, by=person)
    except NotAllowed:
        return False
    return has_role(person, AUTHORS, campaign=draft.campaign)


def list_consents(draft: Draft, *, person: User, today: date) -> list[Agreed]:
    """Those of the campaign that stand, and those that are chosen; none for roles that may not know of them."""
    if not may_see(draft, person):
        return []
    chosen = set(authoring.list_chosen(draft))
    rows = Consent.objects.filter(campaign=draft.campaign, erased_at=None).order_by("slug")
    titles = {row.slug: pick_text(row.body["title"]) for row in Channel.objects.all()}
    found = (_describe_consent(row, chosen, titles, today) for row in rows if not row.withdrawn_at or row.pk in chosen)
    return sorted(found, key=lambda one: not one.chosen)


def _describe_consent(row: Consent, chosen: Collection[int], titles: Mapping[str, str], today: date) -> Agreed:
    state, said = tell_state(row, today=today), convert.read_agreement(row)
    badge = make_badge(row, state, today=today)
    look = badge.look if state is not ConsentState.HOLDS or badge.missing else "approved"
    channels = tuple(titles.get(slug, slug) for slug in said.channels)
    return Agreed(row.pk, row.slug, row.pk in chosen, badge.words, look, said.until, channels, len(badge.missing))


def list_channels(sheet: Sheet) -> list[Shown]:
    """Those whose shape the template is for; three of them are shown first."""
    shapes = sheet.template.manifest.shapes if sheet.template else ()
    found = [convert.read_channel(row) for row in Channel.objects.order_by("position", "slug")]
    fit = [one for one in found if one.format.shape in shapes]
    first = [one.id for one in fit if one.id in FIRST]
    first += [one.id for one in fit if one.id not in first]
    return [
        Shown(
            one.id,
            pick_text(one.title),
            one.format.width,
            one.format.height,
            tuple(code for code in one.languages if all(part in sheet.languages for part in code.split("+"))),
            one.id in first[:MOST_SHOWN],
        )
        for one in fit
    ]


def describe_story(page: Page, *, person: User, now: datetime) -> dict[str, Any]:
    """What the page's script begins with."""
    draft, pk = page.draft, page.draft.pk
    return {
        "draft": pk,
        "revision": draft.revision,
        "save": reverse("save-draft", args=[pk]),
        "news": reverse("draft-news", args=[pk]),
        "look": reverse("draft-look", args=[pk]),
        "signIn": reverse("sign-in"),
        "me": name_person(person),
        "languages": [
            {"code": code, "name": name_language(code), "direction": LANGUAGES[code].direction}
            for code in page.sheet.languages
        ],
        "channels": [
            {
                "slug": one.slug,
                "title": one.title,
                "width": one.width,
                "height": one.height,
                "languages": [{"code": code, "name": name_language(code)} for code in one.languages],
            }
            for one in list_channels(page.sheet)
        ],
        "words": list_words(),
    }


def list_words() -> dict[str, str]:
    """What the script says."""
    return {
        "saving": _("Saving…"),
        "saved": _("Saved %(time)s"),
        "unsaved": _("Not saved yet: the connection is lost. What you typed is kept in this browser and sent again."),
        "signed_out": _("You are signed out. Nothing is lost: sign in again in another tab, and it is saved here."),
        "sign_in": _("Sign in in another tab"),
        "refused": _("This could not be saved: %(why)s"),
        "gone": _("This draft was deleted meanwhile. What stands here is only in this browser: copy what you need."),
        "restored": _("Brought back what was typed here and not saved."),
        "others": _("%(names)s has this page open too. What each of you writes is put together."),
        "changed": _("%(name)s changed: %(field)s"),
        "clash": _("%(name)s wrote something else here while you did."),
        "theirs": _("Theirs:"),
        "mine": _("Yours:"),
        "keep_mine": _("Keep mine"),
        "take_theirs": _("Take theirs"),
        "left": _("%(count)s characters left"),
        "over": _("%(count)s characters too many"),
        "drawing": _("Drawing…"),
        "cannot": _("It cannot be drawn yet."),
        "no_findings": _("Nothing was found on these pictures."),
        "examples": _("Still the template’s example: %(fields)s"),
        "cut": _("Too long, shown in part: %(fields)s"),
        "error": _("To mend"),
        "warning": _("To look at"),
        "go": _("Show where"),
        "picture": _("%(screen)s, %(language)s: how it looks now"),
        "finding": _("Finding %(number)s: %(what)s"),
        "missing": _("Still missing: %(count)s"),
        "complete": _("Nothing is missing."),
        "row": _("Row %(number)s"),
        "removed": _("Row removed."),
        "settled": _("%(name)s made a new version of it. You go on from there."),
    }


def _find_newer(draft: Draft) -> str:
    """Who made a version since this draft began; empty when it is of the newest."""
    item = draft.item
    if item is None or item.current_id is None or draft.base_id == item.current_id:
        return ""
    assert item.current is not None  # noqa: S101 - just looked
    return name_person(item.current.author)
