"""What players fetch. In: a channel, a moment, a format. Out: bytes with ETag and Last-Modified, kept at hand.

A playlist depends on what services.standing holds and on which part of the day it is. One cheap query tells whether
the first moved, the clock tells the second: a poll that finds nothing new builds nothing, and a withdrawal is
gone at the very next poll of every process. While the database is away polls are answered from memory (lasting).
"""

import gzip
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Q

from campaign.data import convert, queries
from campaign.data.models import Companion, Material, StoredFile
from campaign.playlists import build
from campaign.playlists.formats import MEDIA_TYPES, WEEKLY, write_playlist
from campaign.playlists.items import Playlist, PlaylistItem, Revoked
from campaign.playlists.overlay import Emergency, find_edges
from campaign.playlists.signature import Seal
from campaign.schedule.reigns import Reign, find_reign
from campaign.schedule.release import Release
from campaign.schedule.service_day import count_minutes, find_closing, find_day, find_moment
from campaign.services import hearing, lasting, standing
from campaign.services.players import hash_token
from campaign.services.shelf import Shelf
from campaign.services.signing import Trust, find_key
from campaign.services.standing import Standing
from campaign.services.terms import may_be_shown
from campaign.spec.channels import Channel
from campaign.spec.digest import hash_bytes
from campaign.spec.spans import Span


@dataclass(frozen=True)
class Served:
    """`etag` is strong and quoted; `changed`, in whole Unix seconds, differs whenever the bytes differ. `packed` is the
    body by gzip: a week of windows repeats itself, so a tram on a mobile line fetches a few per cent of it. `seal`
    makes the body's .minisig, for one player or another."""

    body: bytes
    packed: bytes
    seal: Seal
    media_type: str
    etag: str
    changed: int


_shelf: Shelf[tuple[str, str, str, datetime], Served] = Shelf(
    most=64_000_000, weigh=lambda served: len(served.body) + len(served.packed)
)
_built: Shelf[tuple[str, str, datetime], Playlist] = Shelf(most=100)
"""Both hold what is of the newest stamp: what a change outdates gives its place to what takes over."""


def current_release(*, at: datetime) -> Release | None:
    """The release that plays, or None before the first."""
    row = queries.find_current_release(at=at)
    return convert.read_release(row) if row is not None else None


def revoked(*, at: datetime) -> Revoked:
    """What was withdrawn, or has expired, by now, of what plays at the moment and later."""
    return standing.find_standing(at=at).revoked


def playlist(channel: str, *, at: datetime, kind: str, base_url: str) -> Served:
    """The playlist of a channel. Raises UnknownName for a channel or kind that does not exist."""
    return _serve(standing.find_standing(at=at), channel, at=at, kind=kind, base_url=base_url)


def playlist_for(token: str, *, at: datetime, kind: str, base_url: str, fetched: bool = True) -> Served | None:
    """The playlist of the channel whose player has this token; None for any other token. That the player was heard of
    is noted, and unless it asked for headers alone, what it has `fetched`."""
    now = lasting.find_standing(at=at)
    player = lasting.find_player(now, token=token)
    if player is None:
        return None
    served = _serve(now, player.channel, at=at, kind=kind, base_url=base_url)
    hearing.note_poll(now, player, at=at, fetched=fetched)
    return served


def trust_for(token: str, *, at: datetime) -> Trust | None:
    """The list of keys for the player with this token; None for any other token."""
    now = lasting.find_standing(at=at)
    return lasting.find_trust(at=at) if lasting.find_player(now, token=token) else None


FAREWELL = b"nobody\n"
"""What is signed for an address that is nobody's."""


def name_publicly(token: str) -> str:
    """By what a signature says for which player it is: it tells nothing of the token."""
    return hash_token(token)[:16]


def sign_farewell(token: str, *, at: datetime) -> bytes:
    """The .minisig of `FAREWELL` for a token, as things stand."""
    now = standing.find_standing(at=at)
    return find_key(at=at).sign(FAREWELL, comment=f"gone serial {now.stamp} player {name_publicly(token)}")


def _serve(now: Standing, channel: str, *, at: datetime, kind: str, base_url: str) -> Served:
    reigns = standing.place_channel(now, channel=channel)
    find = find_service if kind in WEEKLY else find_part
    part = find(reigns, channel=channel, at=at, emergencies=now.emergencies)

    def make() -> Served:
        made = build_now(now, channel, at=at, base_url=base_url)
        body = write_playlist(made, kind=kind)
        changed = max(now.stamp, int(part.start.timestamp()))
        comment = f"{channel} release {made.release} playlist.{kind} serial {changed}"
        key = lasting.find_key(at=at)
        seal = Seal(key, key.prove(body), comment)
        packed = gzip.compress(body, mtime=0)
        return Served(body, packed, seal, MEDIA_TYPES[kind], f'"{hash_bytes(body)}"', changed)

    return _shelf.find((channel, kind, base_url, part.start), make=make, version=now.stamp)


def build_now(now: Standing, channel: str, *, at: datetime, base_url: str) -> Playlist:
    """What the channel plays as things stand, before any format: built once for all formats. Raises UnknownName."""
    reigns = standing.place_channel(now, channel=channel)
    part = find_part(reigns, channel=channel, at=at, emergencies=now.emergencies)

    def make() -> Playlist:
        return build.build_playlist(
            reigns,
            channel=channel,
            at=at,
            revoked=now.revoked_on(channel),
            base_url=base_url,
            emergencies=now.emergencies,
        )

    return _built.find((channel, base_url, part.start), make=make, version=now.stamp)


def loop_at(channel: str, *, at: datetime, base_url: str) -> tuple[PlaylistItem, ...]:
    """What runs on the channel at the moment, in order. Raises UnknownName."""
    now = standing.find_standing(at=at)
    reigns = standing.place_channel(now, channel=channel)
    return build.loop_at(
        reigns,
        channel=channel,
        at=at,
        revoked=now.revoked_on(channel),
        base_url=base_url,
        emergencies=now.emergencies,
    )


def find_zone(channel: str, *, at: datetime) -> str:
    """The time zone of the channel. Raises UnknownName."""
    reigns = standing.place_channel(standing.find_standing(at=at), channel=channel)
    return _find_screen(reigns, channel, at=at).timezone


def find_public_file(name: str, *, at: datetime) -> StoredFile | None:
    """A file that anybody may fetch: scheduled now, or of an approved material that may be shown. Drafts are not, nor
    what ended; while everything is stopped, only messages and the plain pictures are."""
    now = lasting.find_standing(at=at)
    row = lasting.find_file(now, name, at=at)
    if row is None or now.may_fetch(name, at=at):
        return row
    if now.revoked.everything:
        return None
    shows = Q(still__file=row) | Q(loop__file=row)
    beside = Q(loop__companions__kind=Companion.Kind.SUBTITLES, loop__companions__file=row)
    approved = Material.objects.filter(shows | beside, state=Material.State.APPROVED).select_related("version__item")
    return row if any(may_be_shown(material, at=at) for material in approved.distinct()) else None


def forget() -> None:
    """Drop all that is kept at hand, e.g. when another database takes its place."""
    standing.forget()
    lasting.forget()
    hearing.forget()
    _shelf.clear()
    _built.clear()


def find_service(reigns: Sequence[Reign], *, channel: str, at: datetime, emergencies: Sequence[Emergency] = ()) -> Span:
    """From one closing of the channel to the next, while one release is in force: the clock alone changes nothing of a
    playlist of whole days in it, which says itself when a message ends. A player that knows Last-Modified only would
    else fetch and start it anew at every edge of a daypart."""
    screen = _find_screen(reigns, channel, at=at)
    day = find_day(screen, at)
    closings = {find_closing(screen, day + timedelta(days=shift)) for shift in (-1, 0)}
    return _find_between(closings | _find_changes(reigns), at)


def find_part(reigns: Sequence[Reign], *, channel: str, at: datetime, emergencies: Sequence[Emergency] = ()) -> Span:
    """The stretch around the moment in which the clock alone changes nothing of what runs on the channel: between
    two neighbours of midnight, opening, closing, the edges of dayparts and messages, and releases that take over."""
    release, screen = find_reign(reigns, at).release, _find_screen(reigns, channel, at=at)
    edges = {*_find_edges(release, screen, at=at), *find_edges(emergencies, channel=channel)}
    return _find_between(edges | _find_changes(reigns), at)


def _find_between(edges: Collection[datetime], at: datetime) -> Span:
    return Span(max(edge for edge in edges if edge <= at), min(edge for edge in edges if edge > at))


def _find_changes(reigns: Sequence[Reign]) -> set[datetime]:
    return {reign.since for reign in reigns if reign.since}


def _find_screen(reigns: Sequence[Reign], channel: str, *, at: datetime) -> Channel:
    return next(known for known in find_reign(reigns, at).release.channels if known.id == channel)


def _find_edges(release: Release, screen: Channel, *, at: datetime) -> Iterator[datetime]:
    clocks = {0, count_minutes(screen.hours.opens), count_minutes(screen.hours.closes)}
    for daypart in release.dayparts:
        clocks |= {count_minutes(daypart.start), count_minutes(daypart.end)}
    today = at.astimezone(ZoneInfo(screen.timezone)).date()
    for shift in (-1, 0, 1):
        for minutes in clocks:
            yield find_moment(today + timedelta(days=shift), minutes, zone=screen.timezone).astimezone(UTC)
