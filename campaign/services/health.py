"""How players are. In: a heartbeat. Out: Player.health, what each last said of itself.

Many players in one statement, as services.hearing does it: a heartbeat never waits for the database to be free.
"""

from datetime import datetime, timedelta
from threading import Lock

from django.db import OperationalError

from campaign.data.convert import read_health, write_body
from campaign.data.models import Player
from campaign.services.patience import wait_at_most
from campaign.spec.health import Health

A_PROCESS = timedelta(seconds=5)
"""A process does not write more often: whoever says something in between waits for the next heartbeat after that."""
PATIENCE = 50
"""Milliseconds that a heartbeat may wait for SQLite's one writer."""
AT_ONCE = 500
"""Rows in one statement."""
NEW = timedelta(minutes=30)
"""Our player says how it is every five minutes, and waits up to half an hour while its line is bad."""

_pending: dict[int, tuple[datetime, Health]] = {}
_written: list[datetime] = []
_lock = Lock()


def note_heartbeat(player: Player, health: Health, *, at: datetime) -> None:
    """What the player says of itself at this moment."""
    with _lock:
        _pending[player.pk] = (at, health)
        due = not _written or abs(at - _written[0]) >= A_PROCESS
        if due:
            _written[:] = [at]
    if due:
        write_pending()


def find_new(player: Player, *, now: datetime) -> Health:
    """What it said of itself, while that is new; nothing of one that fell silent."""
    if player.health_at is None or now - player.health_at > NEW:
        return Health()
    return read_health(player) or Health()


def write_pending() -> None:
    """Write down what was said since the last time."""
    with _lock:
        taken = dict(_pending)
        _pending.clear()
    try:
        with wait_at_most(PATIENCE):
            _write(taken)
    except OperationalError:
        with _lock:
            _pending.update({pk: said for pk, said in taken.items() if pk not in _pending})


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    with _lock:
        _pending.clear()
        _written.clear()


def _write(taken: dict[int, tuple[datetime, Health]]) -> None:
    """What a player said to another process later than this stays."""
    rows = []
    for player in Player.objects.filter(pk__in=taken).only("health_at"):
        at, health = taken[player.pk]
        if player.health_at is None or player.health_at <= at:
            player.health, player.health_at = write_body(health), at
            rows.append(player)
    Player.objects.bulk_update(rows, ["health", "health_at"], batch_size=AT_ONCE)
