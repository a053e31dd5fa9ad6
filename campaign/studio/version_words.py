"""Versions in words. In: what the services tell of an item's history. Out: lines of a list, differences with labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from campaign.data.models import ItemVersion, Material
from campaign.services.entries import Sheet
from campaign.services.versions import Difference, Listed, Piece
from campaign.studio.access import name_person
from campaign.studio.cards import Card, make_card
from campaign.studio.draft_words import name_input

Origin = ItemVersion.Origin


@dataclass(frozen=True)
class Line:
    """One version in the list; `writers` are the others who wrote in it."""

    pk: int
    number: int
    at: datetime
    who: str
    how: str
    writers: str
    newest: bool
    approved: bool


@dataclass(frozen=True)
class Changed:
    """An input in both versions."""

    label: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    language: str
    is_file: bool


@dataclass(frozen=True)
class Pair:
    """A screen and language, as both versions show it; either may be missing."""

    title: str
    before: Card | None
    after: Card | None


def list_lines(listed: Sequence[Listed]) -> list[Line]:
    """The newest first; the first one ever is number 1."""
    numbers = {one.row.pk: len(listed) - place for place, one in enumerate(listed)}
    return [_make_line(one, numbers) for one in listed]


def _make_line(one: Listed, numbers: dict[int, int]) -> Line:
    row = one.row
    others = sorted(name_person(person) for person in row.writers.all() if person.pk != row.author_id)
    how = {Origin.PACK: _("from a content pack"), Origin.STUDIO: _("written in the studio")}.get(Origin(row.origin), "")
    if row.origin == Origin.RESTORED:
        number = numbers.get(row.restores_id or 0)
        how = _("version %(number)s brought back") % {"number": number} if number else _("brought back")
    return Line(
        row.pk, numbers[row.pk], row.made_at, name_person(row.author), how, ", ".join(others), one.newest, one.approved
    )


def list_changed(found: Iterable[Difference], *, sheet: Sheet) -> list[Changed]:
    return [
        Changed(name_input(one.name, sheet=sheet) or _("Template"), one.before, one.after, one.language, one.is_file)
        for one in found
    ]


def list_pairs(before: Iterable[Material], after: Iterable[Material]) -> list[Pair]:
    """By screen and language, as the newer version has them; without what neither has a picture of."""
    old, new = ({(row.channel_id, row.language): make_card(row) for row in rows} for rows in (before, after))
    pairs = (
        Pair(f"{card.channel} · {card.language_name}", old.get(key), new.get(key))
        for key, card in ({**old, **new}).items()
    )
    return [pair for pair in pairs if any(card and card.picture for card in (pair.before, pair.after))]
