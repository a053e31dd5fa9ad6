"""What the polls of players leave behind. In: a poll. Out: when a player was last heard of, and when it first fetched
what something was withdrawn from.

A poll that has nothing to tell costs two look-ups in memory. What is worth a row is written at most once a minute a
player, many players in one statement; and never does a poll wait for the database to be free: what could not be written
is tried again at a later one.
"""

from collections import defaultdict
from datetime import datetime, timedelta
from threading import Lock

from django.db import OperationalError
from django.db.models import Q

from campaign.data.models import Acknowledgement, Player
from campaign.services.patience import wait_at_most
from campaign.services.receipts import note_due
from campaign.services.standing import Known, Standing

A_PLAYER = timedelta(minutes=1)
"""A player's row is not written more often."""
A_PROCESS = timedelta(seconds=5)
"""A process does not write more often: whoever is heard of in between waits for the next poll after that."""
PATIENCE = 50
"""Milliseconds that a poll may wait for SQLite's one writer; an import may hold it for seconds."""
AT_ONCE = 500
"""Rows in one statement."""
QUIET = timedelta(minutes=15)
"""Common practice: players ask once a minute, so by then a dozen polls in a row are missing."""

_heard: dict[int, datetime] = {}
_pending: dict[int, datetime] = {}
_written: list[datetime] = []
_lock = Lock()


def note_poll(standing: Standing, player: Known, *, at: datetime, fetched: bool) -> None:
    """The player asked at this moment and is answered from this standing; `fetched` says that it is given the list
    itself, or told that it has it already."""
    if fetched and player.pk in standing.owed:
        _note_fetch(standing, player.pk, at=at)
    if fetched and player.pk in standing.receipts:
        _note_receipts(standing, player.pk, at=at)
    last = _heard.get(player.pk)
    if last is None or abs(at - last) >= A_PLAYER:
        with _lock:
            _heard[player.pk] = _pending[player.pk] = at
    if _pending and _take_turn(at):
        write_pending()


def _take_turn(at: datetime) -> bool:
    """Whether it is time to write again, for one of the threads that ask."""
    with _lock:
        due = not _written or abs(at - _written[0]) >= A_PROCESS
        if due:
            _written[:] = [at]
        return due


def is_quiet(player: Player, *, now: datetime) -> bool:
    """Whether it was not heard of for too long, or never."""
    return player.seen_at is None or now - player.seen_at > QUIET


def write_pending() -> None:
    """Write down who was heard of since the last time."""
    with _lock:
        taken = dict(_pending)
        _pending.clear()
    by_moment: defaultdict[datetime, list[int]] = defaultdict(list)
    for player, at in taken.items():
        by_moment[_round(at)].append(player)
    try:
        with wait_at_most(PATIENCE):
            for moment, players in by_moment.items():
                _write_seen(players, moment)
    except OperationalError:
        with _lock:
            _pending.update({player: at for player, at in taken.items() if player not in _pending})


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    with _lock:
        for kept in (_heard, _pending, _written):
            kept.clear()


def _note_fetch(standing: Standing, player: int, *, at: datetime) -> None:
    """Written at once: people wait for it. Several processes may try; the first moment stays."""
    try:
        with wait_at_most(PATIENCE):
            Acknowledgement.objects.filter(pk__in=standing.owed[player], polled_at=None).update(polled_at=at)
    except OperationalError:
        return  # its next poll is here within a minute or so
    except KeyError:
        return  # another thread was first
    standing.owed.pop(player, None)


def _note_receipts(standing: Standing, player: int, *, at: datetime) -> None:
    """The same of emergency messages."""
    try:
        with wait_at_most(PATIENCE):
            note_due(standing.receipts[player], at=at)
    except (OperationalError, KeyError):
        return
    standing.receipts.pop(player, None)


def _write_seen(players: list[int], moment: datetime) -> None:
    """Another process may have written a player in the same minute: that one stays."""
    stale = Q(seen_at=None) | Q(seen_at__lte=moment - A_PLAYER)
    for start in range(0, len(players), AT_ONCE):
        Player.objects.filter(stale, pk__in=players[start : start + AT_ONCE]).update(seen_at=moment)


def _round(at: datetime) -> datetime:
    """Down to five seconds, so that many players share a statement."""
    return at.replace(second=at.second - at.second % 5, microsecond=0)
