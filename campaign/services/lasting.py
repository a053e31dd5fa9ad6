"""What plays while the database is away. In: a moment, a token, a file's name. Out: what this process knew last.

A standing holds all that playlists are made of, players and files too, so as long as the database is away playlists go
on by the clock: dayparts change, releases take over that were let out before, what expires ends. What was withdrawn
meanwhile cannot be known, and cannot have been written down either.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from threading import Lock
from typing import Generic, TypeVar

from campaign.data.models import StoredFile
from campaign.playlists.signature import SigningKey
from campaign.schedule.release import Spot
from campaign.services import outages, signing, standing
from campaign.services.outages import AWAY, DatabaseAway
from campaign.services.patience import wait_at_most
from campaign.services.seeds import NoSigningKey
from campaign.services.shelf import Shelf
from campaign.services.signing import Trust
from campaign.services.standing import Known, Standing

T = TypeVar("T")
LONGEST = 24 * 3600.0
"""Seconds of an outage for which memory counts: over a night and until somebody has looked."""


class Last(Generic[T]):
    """What was read last; `number` grows with each change of it. What a slower thread read before a change is answered
    to whoever asked that thread, and takes nobody's place."""

    def __init__(self, number: Callable[[T], int]) -> None:
        self._number = number
        self._value: T | None = None
        self._lock = Lock()

    def read(self, question: Callable[[], T]) -> T:
        """Ask, and keep the answer. A smaller number where nobody else has asked since is that of another database."""
        known = self._value
        found = question()
        with self._lock:
            value = self._value
            if value is None or value is known or self._number(found) >= self._number(value):
                self._value = found
        return found

    def recall(self) -> T:
        """Raises DatabaseAway before anything was read."""
        value = self._value
        if value is None:
            raise DatabaseAway
        return value

    def clear(self) -> None:
        self._value = None


_standing: Last[Standing] = Last(lambda known: known.stamp)
_trust: Last[Trust] = Last(lambda known: known.keys.version)
_keys: dict[str, SigningKey] = {}
"""Those that signed in this process, by what they are called on the list."""
_files: Shelf[str, StoredFile] = Shelf(most=20_000)


def find_standing(*, at: datetime) -> Standing:
    """The standing at the moment, or while the database is away the last one that was read. Raises DatabaseAway."""

    def read() -> Standing:
        with wait_at_most(outages.PATIENCE):
            return _standing.read(lambda: standing.find_standing(at=at))

    return _ask(read, recall=lambda: _standing.read(lambda: _standing.recall().advance(at)))


def find_player(now: Standing, *, token: str) -> Known | None:
    """The player with this token. Raises DatabaseAway for tokens that nobody can look up: a player that is told it is
    unknown would forget all that it has."""

    def recall() -> Known:
        known = standing.recall_player(now, token=token)
        if known is None:
            raise DatabaseAway
        return known

    return _ask(lambda: standing.find_player(now, token=token), recall=recall)


def find_key(*, at: datetime) -> SigningKey:
    """The key that signs playlists. Raises DatabaseAway, NoSigningKey."""

    def read() -> SigningKey:
        with wait_at_most(outages.PATIENCE):  # the first to ask draws the keys, and needs to write
            key = signing.find_key(at=at)
            _trust.read(lambda: signing.find_trust(at=at))
        return _keys.setdefault(key.public, key)

    return _ask(read, recall=lambda: _recall_key(at))


def find_trust(*, at: datetime) -> Trust:
    """The list of such keys. Raises DatabaseAway, NoSigningKey."""

    def read() -> Trust:
        with wait_at_most(outages.PATIENCE):
            return _trust.read(lambda: signing.find_trust(at=at))

    return _ask(read, recall=_trust.recall)


def find_file(now: Standing, name: str, *, at: datetime) -> StoredFile | None:
    """The row of a stored file, whoever may fetch it; while the database is away only of what players may. Raises
    DatabaseAway."""

    def read() -> StoredFile | None:
        row = StoredFile.objects.filter(name=name).first()
        if row is not None and now.may_fetch(name, at=at):
            _files.find(name, make=lambda: row)
        return row

    return _ask(read, recall=lambda: _recall_file(now, name, at=at))


def _ask(question: Callable[[], T], *, recall: Callable[[], T]) -> T:
    """The database, or else what is in memory."""
    if not outages.is_on():
        try:
            return question()
        except AWAY as error:
            outages.note(error)
    if outages.tell_length() > LONGEST:
        raise DatabaseAway
    return recall()


def _recall_file(now: Standing, name: str, *, at: datetime) -> StoredFile | None:
    if not now.may_fetch(name, at=at):
        if now.revoked.everything:
            return None
        raise DatabaseAway
    known = _files.peek(name)
    if known is not None:
        return known
    spot = next((spot for spot in now.names[name] if spot.name == name), None)
    if spot is None:
        raise DatabaseAway
    return _make_row(spot)


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    for kept in (_standing, _trust, _keys):
        kept.clear()
    _files.clear()
    outages.forget()


def _recall_key(at: datetime) -> SigningKey:
    """What the clock changes is signed as before. A key that cannot be looked up is not one that is lost."""
    try:
        return signing.choose_key(_trust.recall(), _keys.get, at=at)
    except NoSigningKey:
        raise DatabaseAway from None


def _make_row(spot: Spot) -> StoredFile:
    """The row as it lies in the database, but for its date: its name is its tag, by which it is known."""
    return StoredFile(
        sha256=spot.sha256,
        name=spot.name,
        media_type=spot.media_type,
        size=spot.size,
        made_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
