"""Flights as people see them. In: the book of flights, what a release would be, what plays. Out: cards, and history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from itertools import zip_longest

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaign.data.models import FlightChange
from campaign.forms.words import pick_text
from campaign.schedule.calendars import Calendars
from campaign.schedule.changes import Names, read_change
from campaign.schedule.dayparts import Dayparts
from campaign.schedule.flight import Flight
from campaign.schedule.flights import find_channels
from campaign.schedule.release import Release
from campaign.services.flights import Book, Entry
from campaign.services.forecasts import Forecast
from campaign.spec.errors import CampaignError
from campaign.studio.access import name_person
from campaign.studio.flight_words import BRIEF, say_channels, say_days, say_limits, say_promise
from campaign.studio.objections import Objection, list_refs, read_glossary, tell_conflict, tell_fault
from campaign.studio.timeline import Bar, cut_bars, is_on
from campaign.studio.titles import Titles, find_shown, read_titles, say_title


class FlightState(StrEnum):
    """By today's service day."""

    RUNS = "runs"
    PAUSES = "pauses"
    COMING = "coming"
    ENDED = "ended"
    OUT = "out"
    BROKEN = "broken"


STATES: Mapping[FlightState, Promise] = {
    FlightState.RUNS: gettext_lazy("Runs today"),
    FlightState.PAUSES: gettext_lazy("Not today"),
    FlightState.COMING: gettext_lazy("Still to come"),
    FlightState.ENDED: gettext_lazy("Ended"),
    FlightState.OUT: gettext_lazy("Taken out"),
    FlightState.BROKEN: gettext_lazy("Must be mended"),
}
LOOKS: Mapping[FlightState, str] = {
    FlightState.RUNS: "approved",
    FlightState.PAUSES: "submitted",
    FlightState.COMING: "submitted",
    FlightState.ENDED: "draft",
    FlightState.OUT: "withdrawn",
    FlightState.BROKEN: "failed",
}
"""How each is drawn, by the classes of materials' states."""


@dataclass(frozen=True)
class Card:
    """One flight; `news` is how it differs from what plays now, empty where it does not."""

    id: str
    title: str
    shows: str
    channels: str
    days: str
    limits: str
    promise: str
    priority: str
    state: FlightState
    origin: str
    news: str
    bars: tuple[Bar, ...]
    objections: tuple[Objection, ...]

    @property
    def state_words(self) -> str:
        return str(STATES[self.state])

    @property
    def look(self) -> str:
        return LOOKS[self.state]

    @property
    def errors(self) -> int:
        return sum(one.severity == "error" for one in self.objections)

    @property
    def warnings(self) -> int:
        return len(self.objections) - self.errors

    @property
    def bar_look(self) -> str:
        """How its days are drawn on the line: by whether they have begun."""
        return "coming" if self.state is FlightState.COMING else ""


@dataclass(frozen=True)
class Step:
    """One change in its history; `what` are the fields that it changed."""

    at: datetime
    who: str
    did: str
    why: str
    what: tuple[str, ...] = ()
    look: str = ""


def make_cards(
    book: Book, *, today: date, calendars: Calendars, forecast: Forecast | None, live: Release | None
) -> list[Card]:
    """In the order of the book; without an forecast no conflicts are told."""
    shown = [flight for entry in book.entries.values() if (flight := entry.flight or entry.filed)]
    titles = read_titles(map(find_shown, shown))
    refs = list_refs(forecast.conflicts) if forecast else ()
    glossary = read_glossary(book.names.channels.values(), shown, refs=refs)
    playing = {flight.id: flight for flight in live.flights} if live else {}
    return [
        _make_card(
            entry,
            book.names,
            titles,
            today=today,
            calendars=calendars,
            objections=[tell_conflict(one, glossary) for one in forecast.find_about(entry.id)] if forecast else [],
            playing=playing.get(entry.id),
            is_live=live is not None,
        )
        for entry in book.entries.values()
    ]


def _make_card(
    entry: Entry,
    names: Names,
    titles: Titles,
    *,
    today: date,
    calendars: Calendars,
    objections: Iterable[Objection],
    playing: Flight | None,
    is_live: bool,
) -> Card:
    flight = entry.flight or entry.filed
    return Card(
        id=entry.id,
        title=say_title(flight, titles) if flight else entry.id,
        shows=titles.name(flight) if flight else "",
        channels=say_channels(flight, names) if flight else "",
        days=say_days(flight.since, flight.until) if flight else "",
        limits=say_limits(flight, names) if flight else "",
        promise=say_promise(flight) if flight else "",
        priority=str(BRIEF.get(flight.priority, "")) if flight else "",
        state=find_state(entry, today=today, dayparts=names.dayparts, calendars=calendars),
        origin=_tell_origin(entry),
        news=_tell_news(entry, playing, names) if is_live else "",
        bars=cut_bars(entry.flight, today, dayparts=names.dayparts, calendars=calendars) if entry.flight else (),
        objections=(*map(tell_fault, entry.faults), *objections),
    )


def find_state(entry: Entry, *, today: date, dayparts: Dayparts, calendars: Calendars) -> FlightState:
    flight = entry.flight
    if flight is None:
        return FlightState.BROKEN if entry.faults else FlightState.OUT
    if flight.until < today:
        return FlightState.ENDED
    if today < flight.since:
        return FlightState.COMING
    runs = is_on(flight, today, dayparts=dayparts, calendars=calendars)
    return FlightState.RUNS if runs else FlightState.PAUSES


def _tell_origin(entry: Entry) -> str:
    if entry.change is None:
        return _("From the file")
    if entry.filed is not None:
        return _("Changed here, over the file’s")
    return _("Made here")


def _tell_news(entry: Entry, playing: Flight | None, names: Names) -> str:
    """How it differs from the schedule on the screens, which knows channels alone, no groups."""
    if entry.flight is None:
        return _("On the screens until the next release") if playing else ""
    if playing is None:
        return _("Not released yet")
    resolved = find_channels(entry.flight, names.channels)
    same = all(
        getattr(entry.flight, part.name) == getattr(playing, part.name)
        for part in fields(Flight)
        if part.name not in ("channels", "title")
    )
    return "" if same and resolved == playing.channels else _("Changed since the last release")


def list_steps(changes: Iterable[FlightChange], names: Names, *, filed: Flight | None) -> list[Step]:
    """The history, newest first; `changes` are so too."""
    rows = list(changes)
    steps = []
    for row, before in zip_longest(rows, rows[1:]):
        earlier = _read(before, names) if before and before.kept else filed
        steps.append(_make_step(row, earlier, names, is_first=before is None and filed is None))
    return steps


def _make_step(row: FlightChange, earlier: Flight | None, names: Names, *, is_first: bool) -> Step:
    who = name_person(row.by)
    if not row.kept:
        return Step(row.at, who, _("gave it back to the file"), row.why)
    if row.body is None:
        return Step(row.at, who, _("took it out"), row.why, look="stop")
    if is_first:
        return Step(row.at, who, _("made it"), row.why)
    now = _read(row, names)
    what = tuple(list_differences(earlier, now, names)) if earlier and now else ()
    return Step(row.at, who, _("changed it") if earlier else _("brought it back"), row.why, what)


def _read(row: FlightChange, names: Names) -> Flight | None:
    """None for one that the files no longer allow."""
    try:
        return read_change(row.body, names=names) if row.body is not None else None
    except CampaignError:
        return None


def list_differences(one: Flight, other: Flight, names: Names) -> Iterable[str]:
    """Before → after, of whatever people read differently."""
    titles = read_titles(map(find_shown, (one, other)))
    for before, after in zip(_list_facts(one, names, titles), _list_facts(other, names, titles), strict=True):
        if before != after:
            yield f"{before or '—'} → {after or '—'}"


def _list_facts(flight: Flight, names: Names, titles: Titles) -> tuple[str, ...]:
    gap = _("at least %(seconds)s s apart") % {"seconds": flight.gap_seconds} if flight.gap_seconds else ""
    return (
        pick_text(flight.title),
        titles.name(flight),
        say_channels(flight, names),
        say_days(flight.since, flight.until),
        say_limits(flight, names),
        say_promise(flight),
        str(BRIEF.get(flight.priority, "")),
        gap,
    )
