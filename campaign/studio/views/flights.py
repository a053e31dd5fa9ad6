"""Flights. In: who is signed in, maybe a state. Out: the list with conflicts and a line of days, and one flight."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from campaign.schedule.calendars import Calendar, Calendars, list_days
from campaign.schedule.changes import Names
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.release import Release
from campaign.services import flights, publishing
from campaign.services.days import find_today
from campaign.services.drafts import Found, find_spots
from campaign.services.flights import Book, Entry
from campaign.services.forecasts import Forecast, look_ahead
from campaign.services.rights import LEADS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles, get_person
from campaign.studio.flight_acts import list_acts
from campaign.studio.flight_cards import (
    STATES,
    Card,
    FlightState,
    list_steps,
    make_cards,
)
from campaign.studio.objections import Objection, list_faults, tell_conflicts, tell_fault
from campaign.studio.timeline import DAYS, WEEKS, list_weeks, measure_fullness

HIDDEN = frozenset({FlightState.ENDED, FlightState.OUT})
"""Not in the list unless asked for."""


@dataclass(frozen=True)
class Desk:
    """All that the pages of flights are made from; `faults` keep the next release from being made at all. `found` are
    the spots of which the forecast was made."""

    book: Book
    today: date
    calendars: Calendars
    forecast: Forecast | None
    live: Release | None
    faults: tuple[CampaignError, ...] = ()
    found: Found | None = None

    def make_cards(self) -> list[Card]:
        return make_cards(self.book, today=self.today, calendars=self.calendars, forecast=self.forecast, live=self.live)

    def tell_errors(self) -> list[Objection]:
        """What forbids a release, each once, however many flights it concerns."""
        return self._tell(lambda one: one.is_error)

    def tell_others(self) -> list[Objection]:
        """Warnings that concern no flight."""
        return self._tell(lambda one: not one.flights and not one.is_error)

    def _tell(self, fits: Callable[[Conflict], bool]) -> list[Objection]:
        if self.forecast is None:
            return []
        return tell_conflicts([one for one in self.forecast.conflicts if fits(one)], self.forecast.release)


def find_folder() -> Path:
    return Path(settings.SCHEDULES_FOLDER)


def lay_out(now: datetime) -> Desk:
    """Raises InvalidDocument or Faults for the schedule files."""
    book, today = flights.list_flights(find_folder()), find_today(now)
    live, found = publishing.current_release(at=now), find_spots(now=now)
    try:
        forecast, faults = look_ahead(now=now, schedules=find_folder(), found=found, today=today), ()
    except CampaignError as error:
        return Desk(book, today, _list_calendars(book.names, today), None, live, error.singles, found)
    return Desk(book, today, _list_calendars(book.names, today), forecast, live, faults, found)


def _list_calendars(names: Names, today: date) -> dict[str, Calendar]:
    """This year's days and the next one's: the line of days ends there at the latest."""
    years = (today.year, today.year + 1)
    return {id_: list_days(calendar, years=years) for id_, calendar in names.calendars.items()}


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_flights(request: HttpRequest) -> HttpResponse:
    """Those that run or will, with what speaks against them; others by their state."""
    try:
        desk = lay_out(timezone.now())
    except CampaignError as error:
        return render(request, "studio/flights.html", {"broken": list_faults(error)})
    cards = desk.make_cards()
    counts = Counter(card.state for card in cards)
    wanted = request.GET.get("state", "")
    chosen = [card for card in cards if (card.state == wanted if wanted in STATES else card.state not in HIDDEN)]
    context = {
        "cards": chosen,
        "wanted": wanted if wanted in STATES else "",
        "states": [(state, words, counts[state]) for state, words in STATES.items() if counts[state]],
        "shown": sum(card.state not in HIDDEN for card in cards),
        "weeks": list_weeks(desk.today),
        "days": DAYS,
        "grid": range(7, DAYS, 7),
        "week_count": WEEKS,
        "fullness": measure_fullness(desk.forecast.release, desk.today) if desk.forecast else (),
        "errors": desk.tell_errors(),
        "others": desk.tell_others(),
        "faults": [tell_fault(fault) for fault in desk.faults if not _is_told(fault, desk.book)],
        "may_change": has_role(get_person(request), LEADS),
    }
    return render(request, "studio/flights.html", context)


def _is_told(fault: CampaignError, book: Book) -> bool:
    """Beside its flight already."""
    places = {one.place for entry in book.entries.values() for one in entry.faults}
    return fault.place in places


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_flight(request: HttpRequest, flight: str) -> HttpResponse:
    """One flight: what it is, what speaks against it, and what people did to it."""
    desk = lay_out_or_404()
    entry = find_entry(desk.book, flight)
    card = next(card for card in desk.make_cards() if card.id == flight)
    context = {
        "card": card,
        "entry": entry,
        "weeks": list_weeks(desk.today),
        "days": DAYS,
        "grid": range(7, DAYS, 7),
        "gap": entry.flight.gap_seconds if entry.flight else 0,
        "steps": list_steps(flights.list_history(flight), desk.book.names, filed=entry.filed),
        "acts": list_acts(entry),
        "may_change": has_role(get_person(request), LEADS),
    }
    return render(request, "studio/flight.html", context)


def lay_out_or_404() -> Desk:
    """Where the files are broken there is no flight to show; the list says why."""
    try:
        return lay_out(timezone.now())
    except CampaignError:
        raise Http404 from None


def find_entry(book: Book, flight: str) -> Entry:
    entry = book.entries.get(flight)
    if entry is None:
        raise Http404
    return entry
