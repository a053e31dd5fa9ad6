"""What the polls of players leave behind. In: a poll. Out: when a player was last heard of, and when it first fetched
what something was withdrawn from.

A poll that has nothing to tell costs two look-ups in memory. What is worth a row is written at most once a minute a
player, many players in one statement; and never does a poll wait for the database to be free: what could not be written
is tried again at a later one.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db.models import Q

from campaign.data.models import Acknowledgement, Player
from campaign.services import outages
from campaign.services.outages import AWAY
from campaign.services.patience import wait_at_most
from campaign.services.pending import AT_ONCE, PATIENCE, Pending
from campaign.services.receipts import note_due
from campaign.services.standing import Known, Standing

A_PLAYER = timedelta(minutes=1)
"""A player's row is not written more often."""
QUIET = timedelta(minutes=15)
"""Common practice: players ask once a minute, so by then a dozen polls in a row are missing."""

_heard: dict[int, datetime] = {}


def note_poll(standing: Standing, player: Known, *, at: datetime, fetched: bool) -> None:
    """The player asked at this moment and is answered from this standing; `fetched` says that it is given the list
    itself, or told that it has it already. While the database is away nothing is noted but that it asked."""
    if outages.is_on():
        _pending.put(player.pk, at)
        return
    if fetched and player.pk in standing.owed:
        _note_fetch(standing, player.pk, at=at)
    if fetched and player.pk in standing.receipts:
        _note_receipts(standing, player.pk, at=at)
    last = _heard.get(player.pk)
    if last is None or abs(at - last) >= A_PLAYER:
        _heard[player.pk] = at
        _pending.put(player.pk, at)
    _pending.write_due(at=at)


def is_quiet(player: Player, *, now: datetime) -> bool:
    """Whether it was not heard of for too long, or never."""
    return player.seen_at is None or now - player.seen_at > QUIET


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _heard.clear()
    _pending.clear()


def _note_fetch(standing: Standing, player: int, *, at: datetime) -> None:
    """Written at once: people wait for it. Several processes may try; the first moment stays."""
    try:
        with wait_at_most(PATIENCE):
            Acknowledgement.objects.filter(pk__in=standing.owed[player], polled_at=None).update(polled_at=at)
    except AWAY:
        return  # its next poll is here within a minute or so
    except KeyError:
        return  # another thread was first
    standing.owed.pop(player, None)


def _note_receipts(standing: Standing, player: int, *, at: datetime) -> None:
    """The same of emergency messages."""
    try:
        with wait_at_most(PATIENCE):
            note_due(standing.receipts[player], at=at)
    except (*AWAY, KeyError):
        return
    standing.receipts.pop(player, None)


def _write_seen(taken: Mapping[int, datetime]) -> None:
    by_moment: defaultdict[datetime, list[int]] = defaultdict(list)
    for player, at in taken.items():
        by_moment[_round(at)].append(player)
    for moment, players in by_moment.items():
        # another process may have written a player in the same minute: that one stays
        stale = Player.objects.filter(Q(seen_at=None) | Q(seen_at__lte=moment - A_PLAYER))
        for start in range(0, len(players), AT_ONCE):
            stale.filter(pk__in=players[start : start + AT_ONCE]).update(seen_at=moment)


def _round(at: datetime) -> datetime:
    """Down to five seconds, so that many players share a statement."""
    return at.replace(second=at.second - at.second % 5, microsecond=0)


_pending: Pending[datetime] = Pending(_write_seen)
