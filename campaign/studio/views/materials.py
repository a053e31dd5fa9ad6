"""The list of materials. In: filters in the address. Out: a page of cards; while any is rendered, only what changed."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from campaign.data import queries
from campaign.data.models import Campaign, Material, User
from campaign.forms.words import name_language, pick_text
from campaign.services.rights import has_role
from campaign.studio.access import EVERYBODY, MAKERS, for_roles, get_person
from campaign.studio.cards import Card, find_working, make_card
from campaign.studio.views.progress import read_line
from campaign.studio.words import STATES

A_PAGE = 24


@require_GET
@for_roles(EVERYBODY)
def show_materials(request: HttpRequest) -> HttpResponse:
    person, narrow = get_person(request), read_filter(request)
    rows = queries.list_materials(person, narrow=narrow)
    page: Page[Material] = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "narrow": narrow,
        "narrowed": narrow != queries.Filter(),
        "states": _count_states(person, narrow),
        "mine": _count_mine(person, narrow),
        "campaigns": _list_campaigns(person),
        "channels": [(row.slug, pick_text(row.body["title"])) for row in queries.list_channels()],
        "languages": _list_languages(person),
        "line": read_line(person) if has_role(person, MAKERS) else None,
        **_collect_cards(page.object_list),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, "studio/_materials.html" if part else "studio/materials.html", context)


@require_GET
@for_roles(EVERYBODY)
def show_progress(request: HttpRequest) -> HttpResponse:
    """The cards that were being rendered, as they are now; asked for every two seconds while any is."""
    wanted = [int(pk) for pk in request.GET.get("of", "").split(",") if pk.isdecimal() and len(pk) < 19][:A_PAGE]
    rows = queries.find_visible(get_person(request)).filter(pk__in=wanted)
    return render(request, "studio/_progress.html", {"swap": True, **_collect_cards(rows)})


def read_filter(request: HttpRequest) -> queries.Filter:
    """The filter in the address; unknown values find nothing, and harm nothing."""
    get = request.GET.get
    return queries.Filter(
        search=get("search", "")[:200],
        campaign=get("campaign", ""),
        channel=get("channel", ""),
        language=get("language", ""),
        state=get("state", ""),
        failed=get("failed") == "1",
        mine=get("mine") == "1",
    )


def _collect_cards(rows: Iterable[Material]) -> dict[str, object]:
    listed = list(rows)
    cards: list[Card] = [make_card(row) for row in listed]
    return {"cards": cards, "working": [row.pk for row in listed if find_working(row)]}


def _count_states(person: User, narrow: queries.Filter) -> list[tuple[str, str, int]]:
    """State, its words and how many there are with the other filters as they stand; first all together."""
    rows = queries.list_materials(person, narrow=_widen(narrow)).order_by()
    counts = Counter(rows.values_list("state", flat=True))
    known = [(state, str(words), counts[state]) for state, words in STATES.items()]
    return [entry for entry in known if entry[2] or entry[0] == narrow.state]


def _count_mine(person: User, narrow: queries.Filter) -> int | None:
    """How many need this person; None for those who judge and make nothing."""
    if not has_role(person, MAKERS):
        return None
    return queries.list_materials(person, narrow=replace(_widen(narrow), mine=True)).count()


def _widen(narrow: queries.Filter) -> queries.Filter:
    """Without what the tabs choose."""
    return replace(narrow, state="", failed=False, mine=False)


def _list_campaigns(person: User) -> list[tuple[str, str]]:
    slugs = queries.find_visible(person).order_by().values("version__item__campaign")
    rows = Campaign.objects.filter(pk__in=slugs).order_by("slug")
    return [(row.slug, pick_text(row.body["title"])) for row in rows]


def _list_languages(person: User) -> list[tuple[str, str]]:
    used = set(queries.find_visible(person).order_by().values_list("language", flat=True).distinct())
    return sorted(((code, name_language(code)) for code in used), key=lambda pair: pair[1])
