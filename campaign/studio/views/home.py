"""The home page. In: who is signed in. Out: what waits for them, and the newest pictures."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from campaign.data import queries
from campaign.data.models import Material, User
from campaign.data.withdrawals import count_asked
from campaign.services.progress import count_proposals, list_scheduled
from campaign.services.rights import LEADS, OPERATORS, WATCHERS, Role, has_role
from campaign.studio.access import EVERYBODY, MAKERS, for_roles, get_person
from campaign.studio.cards import Card, make_card
from campaign.studio.views.material import tell_why

NEWEST = 8
AT_MOST = 12
"""Of a list on this page; the rest is in the list of materials."""


@dataclass(frozen=True)
class Tile:
    """A number that calls for something; `look` is "calls", "alarms" or empty."""

    count: int
    title: Promise
    help: Promise
    url: str
    look: str = ""


@dataclass(frozen=True)
class Reopened:
    """What a check took off the screens, when and why."""

    card: Card
    at: datetime
    why: str


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
            "tiles": list_tiles(person),
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


def list_tiles(person: User) -> tuple[Tile, ...]:
    """What waits for this role, the most urgent first."""
    if person.role == Role.OPERATOR and not person.is_superuser:
        return _tiles_of_operator(person)
    counts = queries.count_states(person)
    failed = queries.list_materials(person, narrow=queries.Filter(failed=True)).count()
    tiles = [
        Tile(
            counts[Material.State.DRAFT],
            _("Drafts"),
            _("Look at them, then submit them for approval"),
            _list_url(state=Material.State.DRAFT),
        ),
        Tile(
            counts[Material.State.APPROVED],
            _("Approved materials"),
            _("Ready for the schedule"),
            _list_url(state=Material.State.APPROVED),
        ),
        Tile(
            failed,
            _("To be mended"),
            _("They could not be rendered; each says what to do"),
            _list_url(failed="1"),
            "alarms" if failed else "",
        ),
    ]
    return (_waiting_tile(person, counts[Material.State.SUBMITTED]), *_tiles_of_releases(person), *tiles)


def _tiles_of_releases(person: User) -> tuple[Tile, ...]:
    """For leads, while a proposal of somebody else's waits to be let out."""
    waiting = count_proposals(person, now=timezone.now()) if has_role(person, LEADS) else 0
    if not waiting:
        return ()
    told = _("Proposed by others; look at what changes, then let one out")
    return (Tile(waiting, _("Releases wait for you"), told, reverse("releases"), "calls"),)


def _waiting_tile(person: User, submitted: int) -> Tile:
    url = _list_url(state=Material.State.SUBMITTED)
    if has_role(person, LEADS):
        waiting = queries.list_waiting(person).count()
        return Tile(waiting, _("Wait for your approval"), _("Submitted by others"), url, "calls" if waiting else "")
    return Tile(submitted, _("Wait for approval"), _("A campaign lead looks at them"), url)


def _tiles_of_operator(person: User) -> tuple[Tile, ...]:
    channels = queries.list_channels().count()
    unconfirmed = count_asked(person).unconfirmed
    approved = queries.count_states(person)[Material.State.APPROVED]
    return (
        Tile(
            unconfirmed,
            _("You must confirm"),
            _("That what was withdrawn is gone from your screens"),
            reverse("withdrawals"),
            "calls" if unconfirmed else "",
        ),
        Tile(channels, _("Channels"), _("Their loops, hours and addresses for players"), reverse("channels")),
        Tile(approved, _("Approved materials"), _("What the screens may show"), reverse("materials")),
    )


def _list_url(**narrow: str) -> str:
    return f"{reverse('materials')}?{urlencode(narrow)}"
