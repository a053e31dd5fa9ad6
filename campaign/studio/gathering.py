"""All that a timeline needs, read at once. In: the book of flights, what is wanted. Out: a board's parts, in words.

However many bars there are, rows are read by a handful of queries.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from campaign.data import queries
from campaign.data.models import Campaign, User
from campaign.forms.words import pick_text
from campaign.schedule.calendars import list_days
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.flight import Flight
from campaign.schedule.flights import find_channels
from campaign.schedule.fullness import measure_fullness
from campaign.schedule.release import Release, Spot, is_selected
from campaign.services.flights import Book
from campaign.services.forecasts import Forecast
from campaign.studio.board import Label, Parts
from campaign.studio.flight_words import say_promise
from campaign.studio.hues import FALLBACK, pick_hues
from campaign.studio.lanes import Names, Tried
from campaign.studio.objections import Glossary, Objection, list_refs, read_glossary, tell_conflict
from campaign.studio.scale import Scale
from campaign.studio.titles import DIGITS
from campaign.studio.wanted import Wanted, find_owner

WIDEST = 2.2
"""A picture wider than this many times its height is hard to make out on a bar."""


@dataclass(frozen=True)
class Entry:
    """A campaign beside the timeline: its colour, and how many of the flights shown are its."""

    slug: str
    title: str
    hue: int
    flights: int


@dataclass(frozen=True)
class Gathered:
    parts: Parts
    legend: tuple[Entry, ...]


def gather_parts(
    book: Book, wanted: Wanted, *, forecast: Forecast | None, tried: Tried | None, person: User
) -> Gathered:
    """Of the flights that are wanted, with the tried one whatever is wanted."""
    scale, names = wanted.scale, book.names
    release = forecast.release if forecast else None
    owners = {spot.material: spot.campaign for spot in release.spots} if release else {}
    every = {id_: entry.flight for id_, entry in book.entries.items() if entry.flight is not None}
    flights = dict(every)
    if wanted.campaign:
        flights = {id_: one for id_, one in every.items() if find_owner(one, owners) == wanted.campaign}
    told, glossary = _tell_all(forecast, every.values(), book)
    if wanted.troubled:
        troubled = {flight for conflict, _words in told for flight in conflict.flights}
        flights = {id_: flight for id_, flight in flights.items() if id_ in troubled}
    if tried is not None:
        flights[tried.before.id] = tried.before
    flights = {id_: flight for id_, flight in flights.items() if _is_near(flight, wanted, book, tried)}
    calendars = {id_: list_days(calendar, years=_list_years(scale)) for id_, calendar in names.calendars.items()}
    campaigns = {row.slug: row for row in Campaign.objects.order_by("pk")}
    hues = pick_hues(campaigns)
    pictures = _find_pictures(flights.values(), release, person) if release else {}
    labels = {
        id_: Label(
            title=glossary.flights[id_],
            promise=say_promise(flight),
            hue=hues.get(find_owner(flight, owners), FALLBACK),
            picture=pictures.get(id_, ""),
            objections=tuple(objection for conflict, objection in told if id_ in conflict.flights),
        )
        for id_, flight in flights.items()
    }
    parts = Parts(
        flights=flights,
        channels=names.channels,
        names=Names(names.dayparts, calendars),
        labels=labels,
        told=told,
        ledger=measure_fullness(release, first=scale.first, days=scale.days) if release else None,
        tried=tried,
        signs=list_signs(),
        off={day for id_, one in calendars.items() if names.calendars[id_].holidays for day in one.days},
    )
    return Gathered(parts, tuple(_list_legend(flights.values(), owners, campaigns, hues)))


def _is_near(flight: Flight, wanted: Wanted, book: Book, tried: Tried | None) -> bool:
    """Whether it has a bar, by its days and channels."""
    if tried is not None and flight.id == tried.before.id:
        return True
    ours = {channel.id for channel in wanted.channels}
    return wanted.scale.shows(flight.since, flight.until) and not ours.isdisjoint(
        find_channels(flight, book.names.channels)
    )


def _list_years(scale: Scale) -> Sequence[int]:
    return range(scale.first.year, scale.last.year + 1)


def _tell_all(
    forecast: Forecast | None, flights: Iterable[Flight], book: Book
) -> tuple[list[tuple[Conflict, Objection]], Glossary]:
    conflicts = forecast.conflicts if forecast else ()
    glossary = read_glossary(book.names.channels.values(), flights, refs=list_refs(conflicts))
    return [(one, tell_conflict(one, glossary)) for one in conflicts], glossary


def list_signs() -> list[tuple[int, datetime]]:
    """Every release that was let out, and when it began or will."""
    return [(number, start) for start, number in queries.list_let_out().values_list(queries.START, "number")]


def _find_pictures(flights: Iterable[Flight], release: Release, person: User) -> dict[str, str]:
    """The address of a picture of what each flight shows, where this person may see one."""
    chosen = {flight.id: spot for flight in flights if (spot := _choose_spot(flight, release)) is not None}
    pks = {int(spot.material) for spot in chosen.values() if spot.material.isdecimal() and len(spot.material) <= DIGITS}
    rows = queries.find_visible(person).filter(pk__in=pks, still__file__isnull=False).prefetch_related(None)
    names = {str(pk): name for pk, name in rows.values_list("pk", "still__file__name")}
    return {id_: reverse("file", args=[names[spot.material]]) for id_, spot in chosen.items() if spot.material in names}


def _choose_spot(flight: Flight, release: Release) -> Spot | None:
    """A wide but not too wide one, the smallest of them: it is drawn as small as a stamp."""
    places = next((one.channels for one in release.flights if one.id == flight.id), ())
    shown = [spot for name in places for spot in release.shown.get(name, ()) if is_selected(spot, flight)]
    return min(shown, key=lambda spot: (not spot.height < spot.width < WIDEST * spot.height, spot.width), default=None)


def _list_legend(
    flights: Iterable[Flight], owners: Mapping[str, str], campaigns: Mapping[str, Campaign], hues: Mapping[str, int]
) -> Iterable[Entry]:
    counted: dict[str, int] = {}
    for flight in flights:
        owner = find_owner(flight, owners)
        counted[owner] = counted.get(owner, 0) + 1
    for slug, row in campaigns.items():
        if slug in counted:
            yield Entry(slug, pick_text(row.body["title"]), hues[slug], counted[slug])
    if other := sum(many for slug, many in counted.items() if slug not in campaigns):
        yield Entry("", "", FALLBACK, other)
