"""What stands in a release's way, with all the database knows. In: a release, now. Out: conflicts, errors first."""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta

from campaign.playlists.build import DAYS, build_playlist
from campaign.playlists.gaps import find_close_starts
from campaign.playlists.items import Playlist, Revoked
from campaign.playlists.turnout import cut_to_channel
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.listing import list_conflicts
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release
from campaign.schedule.service_day import find_day
from campaign.services.days import find_today
from campaign.services.shelf import Shelf
from campaign.services.standing import read_revoked
from campaign.services.stock import list_stock
from campaign.spec.channels import Channel
from campaign.spec.digest import hash_value

NOON = time(12, tzinfo=UTC)


def find_conflicts(
    release: Release, *, now: datetime, today: date | None = None, revoked: Revoked | None = None
) -> tuple[Conflict, ...]:
    """Rules S1 to S12, also of what is not approved yet, failed, or was withdrawn, and of gaps as they will be. `today`
    and what was `revoked` are looked up unless somebody just has."""
    today = today or find_today(now)
    found = list_conflicts(release, today=today, stock=list_stock(release, today=today))
    told = {flight for conflict in found if conflict.finding.rule == "S10" for flight in conflict.flights}
    playlists = _build_playlists(release, told, now=now, today=today, revoked=revoked)
    close = [one for one in find_close_starts(playlists, release=release) if not told & set(one.flights)]
    return (*found, *close)


def _build_playlists(
    release: Release, told: Collection[str], *, now: datetime, today: date, revoked: Revoked | None
) -> Iterator[Playlist]:
    """A week of each channel on which a flight wants a gap: from now on, and from the first day of those to come."""
    wanting = [flight for flight in release.flights if flight.gap_seconds and flight.until >= today]
    revoked = revoked or read_revoked()
    for channel in release.channels:
        ours = [flight for flight in wanting if channel.id in flight.channels and flight.id not in told]
        later = {flight.since for flight in ours if flight.since >= today + timedelta(days=DAYS)}
        moments = [datetime.combine(day, NOON) for day in sorted(later)]
        for at in (now, *moments) if len(later) < len(ours) else moments:
            yield _build(release, channel, at=at, revoked=revoked)


_built: Shelf[tuple[str, str, date, Revoked], Playlist] = Shelf(most=60)
"""A lead who tries where a flight fits changes a channel or two: the others are as they were a moment ago."""


def _build(release: Release, channel: Channel, *, at: datetime, revoked: Revoked) -> Playlist:
    """Its windows; which release it is of, nobody asks here."""
    spots = [spot for spot in release.shown.get(channel.id, ()) if not revoked.covers(spot)]
    # the place among all channels decides what plays first, and is not in what is cut to one
    key = hash_value([cut_to_channel(release, channel, spots=spots), release.places[channel.id]])

    def make() -> Playlist:
        return build_playlist((Reign(release),), channel=channel.id, at=at, revoked=revoked, base_url="")

    return _built.find((key, channel.id, find_day(channel, at), revoked), make=make)
