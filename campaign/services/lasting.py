"""What plays while the database is away. In: a moment, a token, a file's name. Out: what this process knew last.

A standing holds all that playlists are made of, players and files too, so as long as the database is away playlists go
on by the clock: dayparts change, releases take over that were let out before, what expires ends. What was withdrawn
meanwhile cannot be known, and cannot have been written down either.
"""

from datetime import UTC, datetime

from campaign.data.models import StoredFile
from campaign.schedule.release import Spot
from campaign.services import outages, standing
from campaign.services.outages import AWAY, DatabaseAway
from campaign.services.patience import wait_at_most
from campaign.services.shelf import Shelf
from campaign.services.standing import Known, Standing

_kept: list[Standing] = []
_files: Shelf[str, StoredFile] = Shelf(most=20_000)


def find_standing(*, at: datetime) -> Standing:
    """The standing at the moment, or while the database is away the last one that was read. Raises DatabaseAway."""
    if outages.is_on():
        return _recall(at)
    try:
        with wait_at_most(outages.PATIENCE):
            found = standing.find_standing(at=at)
    except AWAY as error:
        outages.note(error)
        return _recall(at)
    _kept[:] = [found]
    return found


def find_player(now: Standing, *, token: str) -> Known | None:
    """The player with this token. Raises DatabaseAway for tokens that nobody can look up: a player that is told it is
    unknown would forget all that it has."""
    if token and outages.is_on():
        known = standing.recall_player(now, token=token)
        if known is None:
            raise DatabaseAway
        return known
    return standing.find_player(now, token=token)


def keep_file(file: StoredFile) -> StoredFile:
    """A file that is handed out, kept in mind."""
    return _files.find(file.name, make=lambda: file)


def recall_file(now: Standing, name: str, *, at: datetime) -> StoredFile | None:
    """A file that players may fetch by what is known. Raises DatabaseAway for what nobody knows."""
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
    _kept.clear()
    _files.clear()
    outages.forget()


def _recall(at: datetime) -> Standing:
    if not _kept:
        raise DatabaseAway
    _kept[:] = [_kept[0].advance(at)]
    return _kept[0]


def _make_row(spot: Spot) -> StoredFile:
    """The row as it lies in the database, but for its date: its name is its tag, by which it is known."""
    return StoredFile(
        sha256=spot.sha256,
        name=spot.name,
        media_type=spot.media_type,
        size=spot.size,
        made_at=datetime(2000, 1, 1, tzinfo=UTC),
    )
