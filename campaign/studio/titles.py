"""What things are called. In: campaigns, items and materials as the schedule and withdrawals name them. Out: titles."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from campaign.data.models import Campaign, Item, Material
from campaign.forms.words import name_language, pick_text
from campaign.schedule.flight import Flight

SHOWN = ("campaign", "item", "tag", "material")
"""The parts of a flight of which one says what it shows."""
DIGITS = 18
"""Of the largest number that databases can look for."""


@dataclass(frozen=True)
class Titles:
    """What is called how: campaigns by slug, items by "campaign/item", materials by number."""

    campaigns: Mapping[str, str]
    items: Mapping[str, str]
    materials: Mapping[str, str]

    def name(self, flight: Flight) -> str:
        """What the flight shows."""
        return self.find(*find_shown(flight))

    def find(self, kind: str, ref: str) -> str:
        """What is not there any more is called as it was written."""
        if kind == "campaign":
            return self.campaigns.get(ref, ref)
        if kind == "item":
            return self.items.get(ref, ref)
        if kind == "material":
            return self.materials.get(ref, _("Material %(number)s") % {"number": ref})
        return _("Everything tagged “%(tag)s”") % {"tag": ref}


def find_shown(flight: Flight) -> tuple[str, str]:
    """Which of the four parts says it, and what."""
    kind = next((name for name in SHOWN if getattr(flight, name)), SHOWN[0])
    return kind, getattr(flight, kind)


def read_titles(shown: Iterable[tuple[str, str]]) -> Titles:
    """Of what flights show, by find_shown, at three queries."""
    refs: dict[str, set[str]] = {kind: set() for kind in SHOWN}
    for kind, ref in shown:
        refs[kind].add(ref)
    rows = Campaign.objects.filter(slug__in=refs["campaign"])
    campaigns = {row.slug: pick_text(row.body["title"]) for row in rows}
    materials = {ref: " · ".join(parts) for ref, parts in name_materials(refs["material"]).items()}
    return Titles(campaigns, name_items(refs["item"]), materials)


def name_items(refs: Collection[str]) -> dict[str, str]:
    """Those that are there, by "campaign/item"."""
    rows = Item.objects.filter(slug__in={ref.partition("/")[2] for ref in refs}).select_related("campaign", "current")
    return {str(row): read_title(row.current.body) for row in rows if row.current and str(row) in refs}


def name_materials(refs: Iterable[str]) -> dict[str, tuple[str, str, str]]:
    """Title, channel and language of those that are there, by their numbers as text, whoever wrote them."""
    numbers = [int(ref) for ref in refs if ref.isdecimal() and len(ref) <= DIGITS]
    rows = Material.objects.filter(pk__in=numbers).select_related("version", "channel")
    return {
        str(row.pk): (read_title(row.version.body), pick_text(row.channel.body["title"]), name_language(row.language))
        for row in rows
    }


def read_title(body: Mapping[str, Any]) -> str:
    """Of what was erased only a dash is left."""
    title = pick_text(body["title"])
    return title if title.strip("–") else _("A story that was erased")


def say_title(flight: Flight, titles: Titles) -> str:
    """Its own title, else what it shows."""
    return pick_text(flight.title) or titles.name(flight)
