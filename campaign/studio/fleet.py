"""How the players of a channel are, as people see it. In: rows. Out: frozen values for the template, troubles first.

What a player said of itself is shown while it is new; of one that fell silent only that is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from campaign.data.models import Player
from campaign.services.health import find_new
from campaign.spec.health import list_troubles
from campaign.studio.notices import Screen, show_screen
from campaign.studio.titles import name_materials
from campaign.studio.words import translate_message

MOST = 50
"""Players in the table: those with troubles come first."""


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
    titles = name_materials({door.shows for door in shown})
    named = (replace(door, shows=titles.get(door.shows, ("",))[0]) for door in shown)
    return Fleet(tuple(named), len(doors))


def _show(player: Player, *, now: datetime) -> Door:
    health = find_new(player, now=now)
    heard = player.health_at or now
    troubles = tuple(translate_message(trouble) for trouble in list_troubles(health, heard=heard))
    kept = f"{health.kept}/{health.wanted}" if health.wanted else ""
    return Door(show_screen(player, now=now), health.playing, kept, troubles)
