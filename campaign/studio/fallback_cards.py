"""Fallbacks as their page shows them. In: what counts at each place, who asks. Out: cards of places and of channels,
and what may be chosen."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaign.data.models import FallbackChange, Item, Material, User
from campaign.data.queries import find_campaigns
from campaign.forms.words import pick_text
from campaign.schedule.changes import Names
from campaign.schedule.channels import ALL, find_members
from campaign.services.fallbacks import Book, Entry
from campaign.services.rights import LEADS
from campaign.studio.access import name_person
from campaign.studio.objections import Objection, tell_fault
from campaign.studio.titles import name_items

Choices = list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Named:
    """An item at a place, and on how many of the place's channels it is approved."""

    title: str
    approved: str


@dataclass(frozen=True)
class PlaceCard:
    place: str
    title: str
    named: tuple[Named, ...]
    origin: str
    objections: tuple[Objection, ...] = ()


@dataclass(frozen=True)
class ChannelCard:
    """`ready` stories are named for it and approved; without one it is bare."""

    slug: str
    title: str
    ready: int


@dataclass(frozen=True)
class Step:
    """What somebody did to a place."""

    at: datetime
    who: str
    did: str
    items: tuple[str, ...]
    why: str


def make_cards(book: Book) -> tuple[list[PlaceCard], list[ChannelCard]]:
    titles = name_items({item for entry in book.entries.values() for item in entry.items})
    approved = find_approved()
    places = [_make_place(entry, book.names, titles, approved) for entry in book.entries.values()]
    return places, list(_make_channels(book, approved))


def find_approved() -> frozenset[tuple[str, str]]:
    """Items, and channels for which one of their materials is approved."""
    rows = Material.objects.filter(current=True, state=Material.State.APPROVED)
    found = rows.values_list("version__item__campaign__slug", "version__item__slug", "channel__slug").distinct()
    return frozenset((f"{campaign}/{item}", channel) for campaign, item, channel in found)


def _make_place(
    entry: Entry, names: Names, titles: Mapping[str, str], approved: Collection[tuple[str, str]]
) -> PlaceCard:
    channels = find_members(entry.place, names.channels)
    named = (
        Named(titles.get(item, item), _tell_approved(sum((item, one) in approved for one in channels), len(channels)))
        for item in entry.items
    )
    origin = _("Chosen here") if entry.change else _("From the file") if entry.filed else ""
    return PlaceCard(
        entry.place, name_place(entry.place, names), tuple(named), origin, tuple(map(tell_fault, entry.faults))
    )


def _tell_approved(count: int, most: int) -> str:
    if not count:
        return _("approved on no channel yet")
    if count == most:
        return _("approved")
    return ngettext("approved on %(count)d channel", "approved on %(count)d channels", count) % {"count": count}


def name_place(place: str, names: Names) -> str:
    if place == ALL:
        return _("All channels")
    if place in names.channels:
        return pick_text(names.channels[place].title)
    return _("Group “%(name)s”") % {"name": place}


def _make_channels(book: Book, approved: Collection[tuple[str, str]]) -> Iterator[ChannelCard]:
    for channel in book.names.channels.values():
        places = (channel.id, *channel.groups, ALL)
        items = dict.fromkeys(item for place in places for item in book.entries[place].items)
        ready = sum((item, channel.id) in approved for item in items)
        yield ChannelCard(channel.id, pick_text(channel.title), ready)


def list_choices(person: User, *, now: Iterable[str]) -> Choices:
    """Stories of the campaigns that this person leads, by campaign, and what stands there `now`."""
    rows = Item.objects.filter(campaign__in=find_campaigns(person, LEADS)).exclude(current=None)
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in rows.select_related("campaign", "current").order_by("campaign__slug", "slug"):
        body = row.current.body if row.current else {}
        groups.setdefault(pick_text(row.campaign.body["title"]), []).append((str(row), pick_text(body["title"])))
    known = {value for choices in groups.values() for value, _label in choices}
    others = [item for item in now if item not in known]
    titles = name_items(others)
    if others:
        groups[_("As it is now")] = [(item, titles.get(item, item)) for item in others]
    return [("", "—"), *groups.items()]


def list_steps(changes: Iterable[FallbackChange]) -> list[Step]:
    rows = list(changes)
    titles = name_items({item for row in rows for item in row.items})
    return [
        Step(
            row.at,
            name_person(row.by),
            _("chose") if row.kept else _("gave it back to the file"),
            tuple(titles.get(item, item) for item in row.items),
            row.why,
        )
        for row in rows
    ]
