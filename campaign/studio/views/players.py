"""All players at a glance. In: filters in the address. Out: sums, a map by channel, a page of players, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from campaign.data import queries
from campaign.data.models import Player
from campaign.data.screens import sum_screens
from campaign.forms.words import pick_text
from campaign.services import fleet
from campaign.services.fleet import Condition, State
from campaign.services.rights import OPERATORS, WATCHERS, has_role
from campaign.studio.access import for_roles, get_person
from campaign.studio.player_cards import STATES, list_counts, show_cells, show_rows

A_PAGE = 48


@dataclass(frozen=True)
class Narrow:
    """What the page is narrowed to; an empty part narrows nothing."""

    search: str = ""
    channel: str = ""
    state: str = ""


@never_cache
@require_GET
@for_roles(WATCHERS)
def show_players(request: HttpRequest) -> HttpResponse:
    """The whole page; the part that changes alone, when a script asks for it again."""
    now, narrow = timezone.now(), _read(request)
    rows = _find(narrow)
    known = fleet.sort_by_need(fleet.judge(rows, now=now))
    conditions = [one for one in known if not narrow.state or one.state == narrow.state]
    page: Page[Condition] = Paginator(conditions, A_PAGE).get_page(request.GET.get("page"))
    in_force, channels = fleet.find_in_force(now=now), list(queries.list_channels())
    context = {
        "page": page,
        "cells": show_cells(page.object_list, in_force=in_force, now=now),
        "rows": show_rows(known, channels),
        "sum": fleet.sum_up(known),
        "states": _count(known, narrow),
        "screens": sum_screens(rows),
        "channels": [(row.slug, pick_text(row.body["title"])) for row in channels],
        "narrow": narrow,
        "narrowed": narrow != Narrow(),
        "in_force": in_force,
        "now": now,
        "may_add": has_role(get_person(request), OPERATORS),
    }
    part = request.headers.get("X-Part") == "players"
    return render(request, "studio/_players.html" if part else "studio/players.html", context)


def _read(request: HttpRequest) -> Narrow:
    get = request.GET.get
    return Narrow(get("search", "").strip()[:200], get("channel", ""), get("state", ""))


def _find(narrow: Narrow) -> "QuerySet[Player]":
    """Those whose address ended only when they are asked for."""
    rows = Player.objects.select_related("channel").order_by("channel__position", "name")
    rows = rows.exclude(revoked_at=None) if narrow.state == State.REVOKED else rows.filter(revoked_at=None)
    if narrow.channel:
        rows = rows.filter(channel__slug=narrow.channel)
    if narrow.search:
        wanted = narrow.search.casefold()
        # SQLite does not fold Cyrillic; names are few and short
        found = [pk for pk, name in rows.values_list("pk", "name") if wanted in name.casefold()]
        rows = rows.filter(pk__in=found)
    return rows


def _count(known: Sequence[Condition], narrow: Narrow) -> list[tuple[str, str, int | None]]:
    """State, its words and how many of the other filters' players are in it; of ended addresses no number."""
    counts = list_counts(fleet.sum_up(known)) if narrow.state != State.REVOKED else ()
    listed: list[tuple[str, str, int | None]] = [(state.value, words, count) for state, words, count in counts]
    if narrow.state and narrow.state != State.REVOKED and narrow.state not in {state for state, *_ in listed}:
        listed += [(state.value, str(words), 0) for state, words in STATES.items() if state == narrow.state]
    return [*listed, (State.REVOKED.value, str(STATES[State.REVOKED]), None)]
