"""Releases. In: who is signed in, maybe a number. Out: the list, one release beside what plays, and a proposal."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data import convert, queries
from campaign.data.models import Release
from campaign.services import comparison, forecasts, releases
from campaign.services.conflicts import find_conflicts
from campaign.services.joins import find_flashing_joins
from campaign.services.progress import ReleaseState, find_progress
from campaign.services.rights import LEADS, has_role_everywhere
from campaign.services.standing import read_revoked
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.changes import tell_changes
from campaign.studio.objections import (
    Objection,
    list_faults,
    list_refs,
    read_glossary,
    tell_conflict,
    tell_conflicts,
    tell_finding,
)
from campaign.studio.release_cards import list_acts, list_steps, make_line, make_lines
from campaign.studio.titles import read_titles
from campaign.studio.typed import LONGEST_WHY
from campaign.studio.views.flights import find_folder
from campaign.studio.words import explain_error

A_PAGE = 20
LARGEST = 2**31 - 1
"""A number that the database can look for."""
DIGITS = 10
OPEN = frozenset({ReleaseState.PROPOSED, ReleaseState.SCHEDULED})
"""What speaks against them still matters."""


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_releases(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    page = Paginator(queries.list_releases(), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": make_lines(list(page.object_list), now=now),
        "may_propose": has_role_everywhere(get_person(request), LEADS),
    }
    return render(request, "studio/releases.html", context)


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_release(request: HttpRequest, number: int) -> HttpResponse:
    """One of them: what it changes, what speaks against it, who did what."""
    now, row = timezone.now(), find_row(number)
    state = find_progress([row], now=now)[number].state
    context = {
        "line": make_line(row, state=state),
        "changes": tell_changes(_compare(request, row, now=now)),
        "others": [one for one in queries.list_releases().values_list("number", flat=True)[:A_PAGE] if one != number],
        "is_open": state in OPEN,
        "objections": _list_objections(row, at=max(now, row.starts_at or now)) if state in OPEN else [],
        "steps": list_steps(row),
        "acts": list_acts(row, person=get_person(request), state=state),
        "is_own": state is ReleaseState.PROPOSED and row.proposed_by_id == get_person(request).pk,
    }
    return render(request, "studio/release.html", context)


def _compare(request: HttpRequest, row: Release, *, now: datetime) -> comparison.Comparison:
    """With what played just before it, or plays now; with the release that is asked for instead."""
    beside = find_wanted(request.GET.get("beside", ""))
    if beside is None:
        return comparison.compare_row(row, now=now)
    return comparison.compare_numbers(beside, row, now=now)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS, everywhere=True)
def propose_release(request: HttpRequest) -> HttpResponse:
    """What a release would be now, and the question why."""
    now, why = timezone.now(), request.POST.get("why", "").strip()[:LONGEST_WHY]
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            made = releases.propose(by=get_person(request), now=now, schedules=find_folder(), why=why)
        except CampaignError as error:
            faults = explain_error(error)
        else:
            said = (
                _("Nothing has changed: this plays already.") if made.same else _("Proposed. Another lead lets it out.")
            )
            messages.success(request, said)
            return redirect("release", number=made.row.number)
    context = {"why": why, "faults": faults, **describe_draft(now)}
    return render(request, "studio/propose.html", context, status=409 if faults else 200)


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_upcoming(request: HttpRequest) -> HttpResponse:
    """What a release would change on the screens if it were made and let out now."""
    context = {"may_propose": has_role_everywhere(get_person(request), LEADS), **describe_draft(timezone.now())}
    return render(request, "studio/upcoming.html", context)


def describe_draft(now: datetime) -> dict[str, object]:
    """The schedule as it stands, beside what plays; or why none can be made."""
    try:
        forecast = forecasts.look_ahead(now=now, schedules=find_folder())
    except CampaignError as error:
        return {"broken": list_faults(error)}
    playing = comparison.find_playing(at=now)
    return {
        "changes": tell_changes(comparison.compare(playing, forecast.release, at=now)),
        "objections": tell_conflicts(forecast.conflicts, forecast.release),
        "refused": _group_refused(forecast.refused),
    }


def _group_refused(refused: Iterable[CampaignError]) -> list[tuple[str, list[str]]]:
    """What stands in the way of which items: one line a reason."""
    items: dict[str, list[str]] = {}
    for one in refused:
        items.setdefault(" ".join(explain_error(one)), []).append(one.place.item)
    titles = read_titles([("item", ref) for refs in items.values() for ref in refs])
    return [(words, sorted({titles.find("item", ref) for ref in refs})) for words, refs in items.items()]


def _list_objections(row: Release, *, at: datetime) -> list[Objection]:
    """What would keep it from being let out, or should be known; joins of spots are looked at too."""
    frozen = convert.read_release(row)
    conflicts = find_conflicts(frozen, now=at)
    joins = find_flashing_joins(frozen, now=at, revoked=read_revoked())
    glossary = read_glossary(frozen.channels, frozen.flights, refs=list_refs(conflicts))
    return [
        *(tell_conflict(one, glossary) for one in conflicts),
        *(tell_finding(one, glossary) for one in joins),
    ]


def find_row(number: int) -> Release:
    row = queries.list_releases().filter(number=number).first() if number <= LARGEST else None
    if row is None:
        raise Http404
    return row


def find_wanted(text: str) -> Release | None:
    """The release that an address asks for by its number; None where that is no number."""
    return find_row(int(text)) if text.isdecimal() and len(text) <= DIGITS else None
