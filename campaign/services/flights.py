"""Flights that people change in the studio. In: a lead, a flight as written, or its id. Out: changes, each with why.

Nothing plays by this alone: what counts here is what the next release is frozen from. The file stays as it is; a change
lies over the file's flight until it is given back to the file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from campaign.data.models import Campaign, FlightChange, Material, User
from campaign.schedule.changes import Change, Names, read_change, write_flight
from campaign.schedule.flight import Flight
from campaign.schedule.plan import FILES, read_written
from campaign.services.changes import take_turn
from campaign.services.rights import LEADS, check_role, has_role, has_role_everywhere
from campaign.spec.digest import hash_value
from campaign.spec.errors import CampaignError, InvalidDocument, NotAllowed, Place, UnknownName
from campaign.spec.message import say


@dataclass(frozen=True)
class Entry:
    """A flight as it counts now: `flight` is None where it was taken out, or its change cannot be read any more
    (`faults` say why); `filed` is that of the file, `change` the change that lies over it."""

    id: str
    flight: Flight | None
    filed: Flight | None = None
    change: FlightChange | None = None
    faults: tuple[CampaignError, ...] = ()

    @property
    def is_out(self) -> bool:
        return self.change is not None and self.change.body is None

    @property
    def is_changed(self) -> bool:
        """Whether the file has another."""
        return self.change is not None and self.filed is not None

    @property
    def stamp(self) -> str:
        """Another whenever somebody changed it."""
        return hash_value([self.change.pk if self.change else 0, self.flight])[:16]


@dataclass(frozen=True)
class Book:
    """Every flight, and what a flight may name."""

    names: Names
    entries: Mapping[str, Entry]


class Overtaken(NotAllowed):
    """Somebody changed the flight meanwhile; `entry` is how it is now."""

    def __init__(self, entry: Entry):
        super().__init__(
            say("Somebody else changed this flight while you did."), hint=say("Look at theirs, then save once more.")
        )
        self.entry = entry


def read_texts(folder: Path) -> dict[str, str]:
    """The schedule files by name. Raises InvalidDocument."""
    return {name: _read_text(folder, name) for name in FILES}


def _read_text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise InvalidDocument(
            say("This schedule file cannot be read."),
            place=Place(f"{folder.name}/{name}"),
            hint=say("Put it there as UTF-8 text."),
        ) from None


def list_changes() -> tuple[Change, ...]:
    """The last change of each flight that was not given back to the file, in the order in which they first came."""
    return tuple(Change(id_, row.body) for id_, row in _find_last().items())


def _find_last() -> dict[str, FlightChange]:
    last = {row.flight: row for row in FlightChange.objects.select_related("by")}
    return {id_: row for id_, row in last.items() if row.kept}


def list_flights(folder: Path) -> Book:
    """The file's flights, then those of the studio. Raises InvalidDocument or Faults for the files alone."""
    names, written = read_written(read_texts(folder), folder=folder.name)
    filed = {flight.id: flight for flight in written.flights}
    last = _find_last()
    ids = dict.fromkeys((*filed, *last))
    return Book(names, {id_: _make_entry(id_, filed.get(id_), last.get(id_), names) for id_ in ids})


def _make_entry(id_: str, filed: Flight | None, change: FlightChange | None, names: Names) -> Entry:
    if change is None or change.body is None:
        return Entry(id_, None if change else filed, filed, change)
    try:
        return Entry(id_, read_change(change.body, names=names), filed, change)
    except CampaignError as error:
        return Entry(id_, None, filed, change, error.singles)


def list_history(flight: str) -> QuerySet[FlightChange]:
    """What people did to it, newest first."""
    return FlightChange.objects.filter(flight=flight).select_related("by").order_by("-pk")


@transaction.atomic
def add(body: Mapping[str, Any], *, by: User, why: str, folder: Path) -> FlightChange:
    """A new flight. Raises Faults, NotAllowed."""
    _check_lead(by)
    take_turn()
    book = list_flights(folder)
    flight = read_change(body, names=book.names)
    if flight.id in book.entries:
        raise NotAllowed(
            say("There is a flight “%(id)s” already.", id=flight.id),
            place=Place(field="id"),
            hint=say("Choose another short name."),
        )
    return _keep(flight, by=by, why=why)


@transaction.atomic
def change(id_: str, body: Mapping[str, Any], *, stamp: str, by: User, why: str, folder: Path) -> FlightChange:
    """Another body for it. `stamp` is its entry's when the person began. Raises Faults, Overtaken, NotAllowed."""
    _check_lead(by)
    take_turn()
    book = list_flights(folder)
    entry = _find(book, id_)
    flight = read_change({**body, "id": id_}, names=book.names)
    if entry.stamp != stamp:
        raise Overtaken(entry)
    if entry.flight is not None:
        _check_own(entry.flight, by=by)
    return _keep(flight, by=by, why=why)


@transaction.atomic
def end(id_: str, *, last: date, by: User, why: str, folder: Path) -> FlightChange:
    """Its last day is another, earlier or later. Raises Faults, NotAllowed."""
    _check_lead(by)
    take_turn()
    book = list_flights(folder)
    flight = _find_running(book, id_)
    _check_own(flight, by=by)
    if last < flight.since:
        raise NotAllowed(
            say("“%(id)s” has not begun by then: its first day is %(day)s.", id=id_, day=flight.since.isoformat()),
            place=Place(field="until"),
            hint=say("Choose a later day, or take the flight out."),
        )
    body = {**write_flight(flight), "until": last.isoformat()}
    return _keep(read_change(body, names=book.names), by=by, why=why)


@transaction.atomic
def take_out(id_: str, *, by: User, why: str, folder: Path) -> FlightChange:
    """It runs no more from the next release on. Raises NotAllowed."""
    _check_lead(by)
    take_turn()
    entry = _find(list_flights(folder), id_)
    if entry.is_out:
        raise NotAllowed(say("“%(id)s” was taken out already.", id=id_), hint=say("Bring it back to change it."))
    if entry.flight is not None:
        _check_own(entry.flight, by=by)
    return FlightChange.objects.create(flight=id_, body=None, by=by, why=why)


@transaction.atomic
def bring_back(id_: str, *, by: User, why: str, folder: Path) -> FlightChange:
    """What was taken out counts again, as it was before. Raises Faults, NotAllowed."""
    _check_lead(by)
    take_turn()
    book = list_flights(folder)
    entry = _find(book, id_)
    if not entry.is_out:
        raise NotAllowed(say("“%(id)s” was not taken out.", id=id_), hint=say("Change it instead."))
    before = FlightChange.objects.filter(flight=id_).exclude(pk=entry.change.pk if entry.change else 0).last()
    if before is not None and before.kept and before.body is not None:
        flight = read_change(before.body, names=book.names)
        return _keep(flight, by=by, why=why)
    return _give_back(entry, by=by, why=why)


@transaction.atomic
def undo(id_: str, *, change: int | None = None, by: User, why: str, folder: Path) -> FlightChange:
    """Its last change counts no more: what was before it counts again; undone twice, it is as it was. `change` is the
    number of the change that is meant, where somebody else may have made another since. Raises Faults, NotAllowed,
    Overtaken."""
    _check_lead(by)
    take_turn()
    book = list_flights(folder)
    entry = _find(book, id_)
    last, *earlier = list_history(id_)[:2] or (None,)
    if last is None:
        raise NotAllowed(say("Nobody has changed “%(id)s”: there is nothing to undo.", id=id_))
    if change is not None and change != last.pk:
        raise Overtaken(entry)
    for flight in (entry.flight, entry.filed):
        if flight is not None:
            _check_own(flight, by=by)
    before = earlier[0] if earlier else None
    if before is not None and before.kept and before.body is not None:
        return _keep(read_change(before.body, names=book.names), by=by, why=why)
    is_out = (before is not None and before.kept) or (before is None and entry.filed is None)
    return FlightChange.objects.create(flight=id_, body=None, kept=is_out, by=by, why=why)


@transaction.atomic
def give_back(id_: str, *, by: User, why: str, folder: Path) -> FlightChange:
    """The file's flight counts again. Raises NotAllowed where there is none, or nothing lies over it."""
    _check_lead(by)
    take_turn()
    return _give_back(_find(list_flights(folder), id_), by=by, why=why)


def _give_back(entry: Entry, *, by: User, why: str) -> FlightChange:
    if entry.filed is None or entry.change is None:
        raise NotAllowed(
            say("“%(id)s” is as the file has it, or in no file.", id=entry.id), hint=say("Change it, or take it out.")
        )
    _check_own(entry.filed, by=by)
    return FlightChange.objects.create(flight=entry.id, body=None, kept=False, by=by, why=why)


def _keep(flight: Flight, *, by: User, why: str) -> FlightChange:
    _check_own(flight, by=by)
    return FlightChange.objects.create(flight=flight.id, body=write_flight(flight), by=by, why=why)


def _find(book: Book, id_: str) -> Entry:
    entry = book.entries.get(id_)
    if entry is None:
        raise UnknownName(say("There is no flight “%(id)s”.", id=id_), hint=say("Look at the list of flights."))
    return entry


def _find_running(book: Book, id_: str) -> Flight:
    entry = _find(book, id_)
    if entry.flight is None:
        raise NotAllowed(
            say("“%(id)s” does not count now.", id=id_), hint=say("Bring it back, or mend what is wrong in it.")
        )
    return entry.flight


def _check_lead(by: User) -> None:
    if not has_role(by, LEADS):
        raise NotAllowed(say("Only a campaign lead may change flights."), hint=say("Ask a lead."))


def _check_own(flight: Flight, *, by: User) -> None:
    """Raise NotAllowed when it shows content of a campaign that this person does not lead; a tag is everybody's."""
    slug = flight.campaign or flight.item.partition("/")[0]
    if flight.material:
        row = Material.objects.filter(pk=int(flight.material)).select_related("version__item__campaign").first()
        campaign = row.version.item.campaign if row else None
    else:
        campaign = Campaign.objects.filter(slug=slug).first() if slug else None
    if campaign is not None:
        check_role(by, LEADS, campaign=campaign)
    elif not has_role_everywhere(by, LEADS):
        raise NotAllowed(
            say("A role on a single campaign is not enough for what shows several."), hint=say("Ask another lead.")
        )
