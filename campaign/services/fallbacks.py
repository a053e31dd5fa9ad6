"""Fallbacks that people choose in the studio. In: a lead, a place, items. Out: choices, each with why.

A place is a channel, a group or “all”. As with flights, nothing plays by this alone: it counts in the next release, and
lies over what the file names there until the place is given back to it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import QuerySet

from campaign.data.models import Campaign, FallbackChange, Item, User
from campaign.schedule.changes import Names
from campaign.schedule.fallbacks import Choice, list_places, read_choice
from campaign.schedule.plan import read_written
from campaign.services.changes import take_turn
from campaign.services.flights import read_texts
from campaign.services.rights import LEADS, check_role, has_role
from campaign.spec.digest import hash_value
from campaign.spec.errors import CampaignError, InvalidValue, NotAllowed, Place, UnknownName
from campaign.spec.message import say


@dataclass(frozen=True)
class Entry:
    """What counts at a place now: `filed` is the file's, `change` the choice over it, `faults` what keeps that
    from being read."""

    place: str
    items: tuple[str, ...]
    filed: tuple[str, ...] = ()
    change: FallbackChange | None = None
    faults: tuple[CampaignError, ...] = ()

    @property
    def stamp(self) -> str:
        """Another whenever somebody chose anew."""
        return hash_value([self.change.pk if self.change else 0, self.items])[:16]


@dataclass(frozen=True)
class Book:
    """Every place by its name, and what schedules may name."""

    names: Names
    entries: Mapping[str, Entry]


class Overtaken(NotAllowed):
    """Somebody chose meanwhile; `entry` is how it is now."""

    def __init__(self, entry: Entry):
        super().__init__(
            say("Somebody else changed this fallback while you did."), hint=say("Look at theirs, then save once more.")
        )
        self.entry = entry


def list_choices() -> tuple[Choice, ...]:
    """The last choice of each place that was not given back to the file."""
    return tuple(Choice(place, tuple(row.items)) for place, row in _find_last().items())


def _find_last() -> dict[str, FallbackChange]:
    last = {row.place: row for row in FallbackChange.objects.select_related("by")}
    return {place: row for place, row in last.items() if row.kept}


def list_fallbacks(folder: Path) -> Book:
    """Every place of the files, then those that were chosen for and are there no more. Raises InvalidDocument or Faults
    for the files alone."""
    names, written = read_written(read_texts(folder), folder=folder.name)
    last = _find_last()
    places = dict.fromkeys((*list_places(names.channels), *last))
    return Book(names, {place: _make_entry(place, written.fallbacks, last.get(place), names) for place in places})


def _make_entry(place: str, filed: Mapping[str, tuple[str, ...]], change: FallbackChange | None, names: Names) -> Entry:
    before = filed.get(place, ())
    if change is None:
        return Entry(place, before, before)
    items = tuple(change.items)
    try:
        read_choice(Choice(place, items), names=names)
    except CampaignError as error:
        return Entry(place, items, before, change, error.singles)
    return Entry(place, items, before, change)


def list_history(place: str) -> QuerySet[FallbackChange]:
    """What people chose there, newest first."""
    return FallbackChange.objects.filter(place=place).select_related("by").order_by("-pk")


@transaction.atomic
def choose(place: str, items: Sequence[str], *, stamp: str, by: User, why: str, folder: Path) -> FallbackChange:
    """Other items for the place, most wanted first. `stamp` is its entry's when the person began. Raises Faults,
    InvalidValue, NotAllowed, Overtaken, UnknownName."""
    book = _take_turn(by, folder)
    entry = _find(book, place)
    wanted = tuple(dict.fromkeys(items))
    read_choice(Choice(place, wanted), names=book.names)
    _check_known(wanted, known=entry.items)
    _check_own(set(wanted) ^ set(entry.items), by=by)
    if entry.stamp != stamp:
        raise Overtaken(entry)
    return FallbackChange.objects.create(place=place, items=list(wanted), by=by, why=why)


@transaction.atomic
def give_back(place: str, *, by: User, why: str, folder: Path) -> FallbackChange:
    """What the file names there counts again. Raises NotAllowed, UnknownName."""
    entry = _find(_take_turn(by, folder), place)
    if entry.change is None:
        raise NotAllowed(say("This fallback is as the file has it."), hint=say("Choose another, if it should change."))
    _check_own(set(entry.items) ^ set(entry.filed), by=by)
    return FallbackChange.objects.create(place=place, items=[], kept=False, by=by, why=why)


def _take_turn(by: User, folder: Path) -> Book:
    if not has_role(by, LEADS):
        raise NotAllowed(say("Only a campaign lead may choose fallbacks."), hint=say("Ask a lead."))
    take_turn()
    return list_fallbacks(folder)


def _find(book: Book, place: str) -> Entry:
    entry = book.entries.get(place)
    if entry is None:
        raise UnknownName(
            say("There is no channel or group “%(name)s”.", name=place), hint=say("Choose one from the list.")
        )
    return entry


def _check_known(items: Sequence[str], *, known: Collection[str]) -> None:
    """A name that means nothing would only be found when the release is made."""
    there = {
        str(row)
        for row in Item.objects.filter(slug__in=[one.partition("/")[2] for one in items]).select_related("campaign")
    }
    for index, item in enumerate(items):
        if item not in there and item not in known:
            raise InvalidValue(
                say("There is no story “%(name)s”.", name=item),
                place=Place(field=f"items.{index}"),
                hint=say("Choose one from the list."),
            )


def _check_own(items: Collection[str], *, by: User) -> None:
    """Only what belongs to campaigns that this person leads is put on screens, or taken off them."""
    for campaign in Campaign.objects.filter(slug__in={item.partition("/")[0] for item in items}):
        check_role(by, LEADS, campaign=campaign)
