"""How the players of a channel are, as people see it. In: rows. Out: frozen values for the template, troubles first.

What a player said of itself is shown while it is new; of one that fell silent only that is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from campaign.data import convert
from campaign.data.models import Material, Player
from campaign.forms.words import pick_text
from campaign.spec.health import Health, list_troubles
from campaign.studio.notices import Screen, show_screen
from campaign.studio.words import translate_message

MOST = 50
"""Players in the table: those with troubles come first."""
NEW = timedelta(minutes=30)
"""Our player says how it is every five minutes, and waits up to half an hour while its line is bad."""


@dataclass(frozen=True)
class Door:
    """One player: what it shows, by its title, and what somebody should look into."""

    screen: Screen
    shows: str
    kept: str
    troubles: tuple[str, ...]

    @property
    def is_well(self) -> bool:
        return not self.screen.quiet and not self.troubles


@dataclass(frozen=True)
class Fleet:
    """`left` are players that are well and not in the list."""

    doors: tuple[Door, ...]
    total: int

    @property
    def left(self) -> int:
        return self.total - len(self.doors)

    @property
    def ill(self) -> int:
        return sum(not door.is_well for door in self.doors)


def show_fleet(players: Iterable[Player], *, now: datetime) -> Fleet:
    """Players need their channel."""
    doors = sorted((_show(player, now=now) for player in players), key=lambda door: (door.is_well, door.screen.name))
    ill = sum(not door.is_well for door in doors)
    shown = doors[: max(MOST, ill)]
    titles = _name_materials({door.shows for door in shown if door.shows.isdecimal()})
    named = (Door(door.screen, titles.get(door.shows, ""), door.kept, door.troubles) for door in shown)
    return Fleet(tuple(named), len(doors))


def _show(player: Player, *, now: datetime) -> Door:
    health = _find_new(player, now=now)
    heard = player.health_at or now
    troubles = tuple(translate_message(trouble) for trouble in list_troubles(health, heard=heard))
    kept = f"{health.kept}/{health.wanted}" if health.wanted else ""
    return Door(show_screen(player, now=now), health.playing, kept, troubles)


def _find_new(player: Player, *, now: datetime) -> Health:
    if player.health_at is None or now - player.health_at > NEW:
        return Health()
    return convert.read_health(player) or Health()


def _name_materials(ids: set[str]) -> dict[str, str]:
    rows = Material.objects.select_related("version").in_bulk([int(name) for name in ids])
    return {str(pk): pick_text(row.version.body["title"]) for pk, row in rows.items()}
