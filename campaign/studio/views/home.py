"""The home page. In: who is signed in. Out: what waits for them, and the newest pictures."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from campaign.data import queries
from campaign.data.models import Material
from campaign.data.withdrawals import count_asked
from campaign.services.progress import list_scheduled
from campaign.services.rights import OPERATORS, WATCHERS, has_role
from campaign.studio.access import EVERYBODY, MAKERS, for_roles, get_person
from campaign.studio.cards import Card, make_card
from campaign.studio.tiles import list_tiles, list_ways
from campaign.studio.views.material import tell_why

NEWEST = 8
AT_MOST = 12
"""Of a list on this page; the rest is in the list of materials."""


@dataclass(frozen=True)
class Reopened:
    """What a check took off the screens, when and why."""

    card: Card
    at: datetime
    why: str


@require_safe
@for_roles(EVERYBODY)
def show_home(request: HttpRequest) -> HttpResponse:
    person = get_person(request)
    doubted = list(queries.list_doubted(person)[: AT_MOST + 1]) if has_role(person, MAKERS) else []
    newest = queries.find_visible(person).filter(still__file__isnull=False).order_by("-still__done_at", "-pk")
    in_language = newest.filter(language=get_language())
    return render(
        request,
        "studio/home.html",
        {
            "tiles": list_tiles(person, now=timezone.now()),
            "ways": list_ways(person),
            "cards": [make_card(row) for row in _take_one_an_item(in_language if in_language.exists() else newest)],
            "release": queries.find_current_release(at=timezone.now()),
            "coming": next(iter(list_scheduled(now=timezone.now())), None),
            "reopened": [
                _tell_reopened(row) for row in queries.list_reopened(person).prefetch_related("reopenings")[:AT_MOST]
            ],
            "doubted": [make_card(row) for row in doubted[:AT_MOST]],
            "more_doubted": len(doubted) > AT_MOST,
            "asked": count_asked(person) if has_role(person, WATCHERS) else None,
            "must_confirm": has_role(person, OPERATORS),
        },
    )


def _tell_reopened(row: Material) -> Reopened:
    newest = list(row.reopenings.all())[-1]  # the query has chosen it for having one
    return Reopened(make_card(row), newest.at, tell_why(newest))


def _take_one_an_item(rows: QuerySet[Material]) -> list[Material]:
    """The newest picture of each item, so that one story's seven formats do not fill the page."""
    chosen: dict[int, Material] = {}
    for row in rows[: NEWEST * 20]:
        chosen.setdefault(row.version.item_id, row)
    return list(chosen.values())[:NEWEST]
