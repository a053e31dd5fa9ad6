"""Stories in lists. In: items and drafts. Out: cards with a picture and the states of what shows them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from campaign.data.models import Draft, Item, Material
from campaign.forms.words import pick_text
from campaign.services.templating import find_templates
from campaign.studio.access import name_person
from campaign.studio.titles import read_title
from campaign.studio.words import KINDS, STATES

ORDER = ("submitted", "draft", "approved", "withdrawn", "expired")


@dataclass(frozen=True)
class Count:
    """How many materials are in a state."""

    look: str
    words: str
    count: int


@dataclass(frozen=True)
class StoryCard:
    """An item as it is now; `picture` is empty while none is drawn."""

    pk: int
    title: str
    kind: str
    campaign: str
    at: datetime
    who: str
    picture: str
    alt: str
    counts: tuple[Count, ...]
    errors: int


@dataclass(frozen=True)
class DraftCard:
    """Work in hand; `is_new` is what was never a version."""

    pk: int
    title: str
    kind: str
    template: str
    campaign: str
    at: datetime
    who: str
    is_new: bool
    url: str


def list_story_cards(items: Sequence[Item]) -> list[StoryCard]:
    """In the order given, at one query for all their materials."""
    rows = Material.objects.filter(version__in=[item.current_id for item in items], current=True)
    rows = rows.select_related("still__file").order_by("channel__position", "channel__slug", "language")
    by_version: dict[int, list[Material]] = {}
    for row in rows:
        by_version.setdefault(row.version_id, []).append(row)
    return [_make_card(item, by_version.get(item.current_id or 0, [])) for item in items]


def _make_card(item: Item, materials: Sequence[Material]) -> StoryCard:
    version = item.current
    assert version is not None  # noqa: S101 - the list holds none without
    shown = next((row for row in materials if row.still.file is not None), None)
    return StoryCard(
        pk=item.pk,
        title=read_title(version.body),
        kind=str(KINDS[version.body["kind"]]),
        campaign=pick_text(item.campaign.body["title"]),
        at=version.made_at,
        who=name_person(version.author),
        picture=reverse("file", args=[shown.still.file.name]) if shown and shown.still.file else "",
        alt=shown.alt if shown else "",
        counts=count_states(materials),
        errors=sum(row.errors for row in materials),
    )


def count_states(materials: Iterable[Material]) -> tuple[Count, ...]:
    """What waits first."""
    counts: dict[str, int] = {}
    for row in materials:
        counts[row.state] = counts.get(row.state, 0) + 1
    return tuple(Count(state, str(STATES[state]), counts[state]) for state in ORDER if state in counts)


def list_draft_cards(drafts: Iterable[Draft]) -> list[DraftCard]:
    titles = {slug: pick_text(template.manifest.title) for slug, template in find_templates().items()}
    return [_make_draft_card(draft, titles) for draft in drafts]


def _make_draft_card(draft: Draft, titles: Mapping[str, str]) -> DraftCard:
    codes = list(draft.campaign.body["title"])
    return DraftCard(
        pk=draft.pk,
        title=pick_text({code: text for code in codes if (text := draft.typed.get(f"title.{code}", "").strip())}),
        kind=str(KINDS[draft.kind]),
        template=titles.get(draft.template, draft.template),
        campaign=pick_text(draft.campaign.body["title"]),
        at=draft.changed_at,
        who=name_person(draft.changed_by),
        is_new=draft.item_id is None,
        url=_find_page(draft),
    )


def _find_page(draft: Draft) -> str:
    """A statistic that has no template yet is still in its steps."""
    if draft.table is not None and not draft.template:
        return reverse("statistic-table", args=[draft.pk])
    return reverse("draft", args=[draft.pk])
