"""Making and changing a flight. In: a form. Out: a kept change, or the form with what is wrong beside it.

While somebody types, the same question is asked as at saving and at releasing, and nothing is kept.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from campaign.schedule.changes import read_change
from campaign.schedule.flight import Flight
from campaign.services import flights
from campaign.services.flights import Book, Entry, Overtaken
from campaign.services.forecasts import look_ahead
from campaign.services.rights import LEADS
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person, name_person
from campaign.studio.flight_cards import list_differences
from campaign.studio.flight_form import FlightForm
from campaign.studio.objections import Objection, tell_conflicts
from campaign.studio.views.flights import find_entry, find_folder
from campaign.studio.words import explain_error


@dataclass(frozen=True)
class Verdict:
    """What the schedule says to the flight as typed."""

    objections: tuple[Objection, ...] = ()
    faults: tuple[str, ...] = ()


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def add_flight(request: HttpRequest) -> HttpResponse:
    """A new one; `?shows=material:12` fills in what is shown."""
    return _answer(request, flights.list_flights(find_folder()), None)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(LEADS)
def change_flight(request: HttpRequest, flight: str) -> HttpResponse:
    book = flights.list_flights(find_folder())
    entry = find_entry(book, flight)
    return redirect("flight", flight=flight) if entry.is_out else _answer(request, book, entry)


@never_cache
@require_POST
@for_roles(LEADS)
def check_flight(request: HttpRequest, flight: str = "") -> HttpResponse:
    """The verdict alone, while somebody types."""
    book = flights.list_flights(find_folder())
    entry = find_entry(book, flight) if flight else None
    form = _make_form(request, book, entry)
    verdict = _judge(form, book, entry) if form.is_valid() else Verdict(faults=_list_slips(form))
    return render(request, "studio/_verdict.html", {"verdict": verdict})


def _answer(request: HttpRequest, book: Book, entry: Entry | None) -> HttpResponse:
    form = _make_form(request, book, entry)
    if request.method != "POST":
        return _render(request, form, entry)
    if not form.is_valid():
        return _render(request, form, entry, status=422)
    if "check" in request.POST:
        return _render(request, form, entry, verdict=_judge(form, book, entry))
    try:
        kept = _keep(request, form, book, entry)
    except Overtaken as error:
        return _tell_overtaken(request, form, book, entry, error)
    except CampaignError as error:
        rest = form.take_faults(error)
        return _render(request, form, entry, refused=rest, status=422)
    messages.success(request, _("Saved. It plays from the next release on."))
    return redirect("flight", flight=kept)


def _make_form(request: HttpRequest, book: Book, entry: Entry | None) -> FlightForm:
    data = request.POST if request.method == "POST" else None
    known = (entry.flight or entry.filed) if entry else None
    return FlightForm(
        book.names,
        person=get_person(request),
        flight=known,
        stamp=entry.stamp if entry else "",
        shown=request.GET.get("shows", ""),
        new=entry is None,
        data=data,
    )


def _keep(request: HttpRequest, form: FlightForm, book: Book, entry: Entry | None) -> str:
    by, why, folder = get_person(request), form.cleaned_data["why"], find_folder()
    if entry is None:
        return flights.add(form.read_body(taken=book.entries.keys()), by=by, why=why, folder=folder).flight
    stamp = form.cleaned_data["stamp"]
    return flights.change(entry.id, form.read_body(id_=entry.id), stamp=stamp, by=by, why=why, folder=folder).flight


def _tell_overtaken(
    request: HttpRequest, form: FlightForm, book: Book, entry: Entry | None, error: Overtaken
) -> HttpResponse:
    """Theirs is shown, what was typed stays, and saving once more puts it over theirs."""
    theirs = error.entry
    yours = read_change(form.read_body(id_=theirs.id), names=book.names)
    changed = theirs.change
    context = {
        "who": name_person(changed.by) if changed else "",
        "at": changed.at if changed else None,
        "others": list(list_differences(theirs.flight, yours, book.names)) if theirs.flight else [],
        "is_out": theirs.is_out,
    }
    form.restamp(theirs.stamp)
    return _render(request, form, entry, overtaken=context, status=409)


def _judge(form: FlightForm, book: Book, entry: Entry | None) -> Verdict:
    """What the reader and the conflicts say; the form takes the faults that belong to its fields."""
    body = form.read_body(id_=entry.id if entry else "", taken=book.entries.keys())
    try:
        typed: Flight = read_change(body, names=book.names)
        forecast = look_ahead(now=timezone.now(), schedules=find_folder(), trial=typed)
    except CampaignError as error:
        form.take_faults(error)
        return Verdict(faults=explain_error(error))
    return Verdict(tuple(tell_conflicts(forecast.find_about(typed.id), forecast.release)))


def _list_slips(form: FlightForm) -> tuple[str, ...]:
    """What is not filled in yet, by field."""
    return tuple(f"{fault.label}: {fault.what}" for fault in form.list_faults())


def _render(
    request: HttpRequest, form: FlightForm, entry: Entry | None, *, status: int = 200, **more: Any
) -> HttpResponse:
    faults = list(form.list_faults()) if form.is_bound else []
    context = {"form": form, "entry": entry, "faults": faults, **more}
    return render(request, "studio/flight_form.html", context, status=status)
