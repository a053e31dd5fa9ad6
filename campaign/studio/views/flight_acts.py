"""What is done with a flight beside changing it. In: a flight, an act, why. Out: a question, then done, or why not."""

from collections.abc import Callable
from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.services import flights
from campaign.services.days import find_today
from campaign.services.rights import LEADS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.flight_acts import ACTS
from campaign.studio.titles import find_shown, read_titles, say_title
from campaign.studio.typed import LONGEST_WHY, read_day
from campaign.studio.views.flights import find_entry, find_folder
from campaign.studio.words import explain_error


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def act_on_flight(request: HttpRequest, flight: str, act: str) -> HttpResponse:
    """Asks, and does it."""
    form = ACTS.get(act)
    if form is None:
        raise Http404
    book = flights.list_flights(find_folder())
    entry = find_entry(book, flight)
    if not form.fits(entry):
        return redirect("flight", flight=flight)
    shown = entry.flight or entry.filed
    faults: tuple[str, ...] = ()
    today = find_today(timezone.now())
    typed = request.POST.get("day", "") or max(today, shown.since if shown else today).isoformat()
    why = request.POST.get("why", "").strip()[:LONGEST_WHY]
    if request.method == "POST":
        try:
            _find_deed(act, day=read_day(typed))(flight, by=get_person(request), why=why, folder=find_folder())
        except CampaignError as error:
            faults = explain_error(error)
        except ValueError:
            faults = (_("This is no day. Write it as 2026-12-31."),)
        else:
            messages.success(request, str(form.done))
            return redirect("flight", flight=flight)
    context = {
        "act": form,
        "flight": flight,
        "title": say_title(shown, read_titles([find_shown(shown)])) if shown else flight,
        "day": typed,
        "why": why,
        "faults": faults,
    }
    return render(request, "studio/flight_act.html", context, status=409 if faults else 200)


Deed = Callable[..., object]


def _find_deed(act: str, *, day: str) -> Deed:
    """Raises ValueError for what is no day."""
    if act == "end":
        return partial(flights.end, last=date.fromisoformat(day))
    deeds: dict[str, Deed] = {"undo": flights.undo, "take-out": flights.take_out, "bring-back": flights.bring_back}
    return deeds.get(act, flights.give_back)
