"""How players are. In: a heartbeat. Out: Player.health, what each last said of itself.

Many players in one statement, and a heartbeat never waits for the database to be free (services.pending).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from campaign.data.convert import read_health, write_body
from campaign.data.models import Player
from campaign.services.pending import AT_ONCE, Pending
from campaign.spec.health import Health

NEW = timedelta(minutes=30)
"""Our player says how it is every five minutes, and waits up to half an hour while its line is bad."""


def note_heartbeat(player: Player, health: Health, *, at: datetime) -> None:
    """What the player says of itself at this moment."""
    _pending.put(player.pk, (at, health))
    _pending.write_due(at=at)


def find_new(player: Player, *, now: datetime) -> Health:
    """What it said of itself, while that is new; nothing of one that fell silent."""
    if player.health_at is None or now - player.health_at > NEW:
        return Health()
    return read_health(player) or Health()


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _pending.clear()


def _write(taken: Mapping[int, tuple[datetime, Health]]) -> None:
    """What a player said to another process later than this stays."""
    rows = []
    for player in Player.objects.filter(pk__in=taken).only("health_at"):
        at, health = taken[player.pk]
        if player.health_at is None or player.health_at <= at:
            player.health, player.health_at = write_body(health), at
            rows.append(player)
    Player.objects.bulk_update(rows, ["health", "health_at"], batch_size=AT_ONCE)


_pending: Pending[tuple[datetime, Health]] = Pending(_write)
