"""What is done with a release: let out, called off, gone back to. In: its number. Out: a question, then done, or why
not."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.data import convert, queries
from campaign.data.models import Player, Release
from campaign.data.screens import sum_screens
from campaign.services import releases
from campaign.services.progress import find_progress
from campaign.services.rights import LEADS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.release_cards import list_acts, make_line
from campaign.studio.typed import LONGEST_WHY, UnreadMoment, read_moment
from campaign.studio.views.releases import find_row
from campaign.studio.words import explain_error


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS, everywhere=True)
def let_out(request: HttpRequest, number: int) -> HttpResponse:
    """At once, or at a moment."""
    wanted, typed = request.POST.get("when", "now"), request.POST.get("at", "")

    def act(row: Release, now: datetime) -> str:
        at = read_moment(typed, zone=ZoneInfo(settings.TIME_ZONE)) if wanted == "at" else None
        done = releases.release(row, by=get_person(request), now=now, at=at)
        if done.starts_at is None:
            return _("It is out: the players follow it from their next poll on, within about a minute.")
        return _("It takes over at the moment you chose, by every player’s own clock.")

    return _answer(request, number, "let-out", act, {"when": wanted, "at": typed})


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS, everywhere=True)
def call_off(request: HttpRequest, number: int) -> HttpResponse:
    why = _read_why(request)

    def act(row: Release, now: datetime) -> str:
        releases.call_off(row, by=get_person(request), now=now, why=why)
        return _("Called off: it never plays.")

    return _answer(request, number, "call-off", act, {"why": why})


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS, everywhere=True)
def roll_back(request: HttpRequest, number: int) -> HttpResponse:
    why = _read_why(request)

    def act(row: Release, now: datetime) -> str:
        again = releases.roll_back(to=row.number, by=get_person(request), now=now, why=why)
        numbers = {"new": again.number, "old": row.number}
        return _("Release %(new)s plays what release %(old)s played, from the players’ next poll on.") % numbers

    return _answer(request, number, "roll-back", act, {"why": why})


def _read_why(request: HttpRequest) -> str:
    return request.POST.get("why", "").strip()[:LONGEST_WHY]


def _answer(
    request: HttpRequest, number: int, name: str, act: Callable[[Release, datetime], str], typed: dict[str, str]
) -> HttpResponse:
    """One question, one button; whoever may not is sent back to the release."""
    row, now = find_row(number), timezone.now()
    state = find_progress([row], now=now)[number].state
    if name not in list_acts(row, person=get_person(request), state=state):
        return redirect("release", number=number)
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            messages.success(request, act(row, now))
        except UnreadMoment as error:
            faults = (str(error),)
        except CampaignError as error:
            faults = explain_error(error)
        else:
            return redirect("releases")
    context = {
        "name": name,
        "line": make_line(row, state=state),
        "current": queries.find_current_release(at=now),
        "screens": _count_screens(row),
        "faults": faults,
        **typed,
    }
    return render(request, "studio/release_act.html", context, status=409 if faults else 200)


def _count_screens(row: Release) -> int:
    """How many screens follow it: those of its channels' players."""
    channels = [channel.id for channel in convert.read_release(row).channels]
    return sum_screens(Player.objects.filter(revoked_at=None, channel__slug__in=channels))
