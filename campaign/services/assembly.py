"""A channel's whole loop in one file, for players that can play only that. In: a channel and a moment. Out: an MP4.

It holds the whole cycle that runs at the moment: every loop of it, in order, so that whoever plays it over and over is
fair to every item. Spots are copied as they are. It is joined anew only when other spots run, and a withdrawal is gone
from it at the next poll. Where all of a channel was withdrawn a plain picture is held in their place, because a player
that gets nothing may keep what it has. A channel of stills, or of WebM, has no such file.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

from PIL import Image

from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.joining import join_films
from campaign.adapters.scratch import open_scratch
from campaign.adapters.store import Store
from campaign.adapters.stored import hash_file, make_name
from campaign.data.models import JoinedLoop, StoredFile
from campaign.playlists import build
from campaign.playlists.blank import INK, MATERIAL
from campaign.playlists.items import PlaylistItem
from campaign.render.ports import VideoPlan
from campaign.services import hearing, lasting, standing
from campaign.services.publishing import find_part
from campaign.services.shelf import Shelf
from campaign.services.standing import Standing
from campaign.services.storage import get_store, need_again
from campaign.spec.channels import Channel, Medium
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.files import MEDIA_TYPES
from campaign.spec.message import say


@dataclass(frozen=True)
class Joined:
    """A joined file: `body` are the names of its spots, one a line, by which it is known; length in seconds."""

    body: bytes
    file: StoredFile


_by_moment: Shelf[tuple[str, datetime], Joined] = Shelf(most=4_000_000, weigh=lambda joined: len(joined.body))
_by_spots: Shelf[tuple[str, bytes], Joined] = Shelf(most=4_000_000, weigh=lambda joined: len(joined.body))
_noted: dict[str, datetime] = {}
"""When it was last written down, by the name of a joined file, that somebody was given it."""
A_DAY, LONG_AGO = timedelta(days=1), datetime.min.replace(tzinfo=UTC)
_turns: defaultdict[str, Lock] = defaultdict(Lock)


def loop_for(token: str, *, at: datetime, fetched: bool = True) -> StoredFile | None:
    """The joined loop of the channel whose player has this token, in the store but not for the public. None for any
    other token and for channels that have no such file. The poll is noted, as that of a playlist is. Raises
    BrokenMedia, StoreFailed."""
    now = lasting.find_standing(at=at)
    player = lasting.find_player(now, token=token)
    if player is None:
        return None
    try:
        joined = _find_loop(now, player.channel, at=at)
    except NotAllowed:
        return None
    hearing.note_poll(now, player, at=at, fetched=fetched)
    return joined.file


def loop(channel: str, *, at: datetime) -> Joined:
    """The joined loop of the channel. Raises UnknownName, NotAllowed, BrokenMedia, StoreFailed."""
    return _find_loop(standing.find_standing(at=at), channel, at=at)


def forget() -> None:
    """Drop what is kept at hand, e.g. when another store takes its place."""
    _by_moment.clear()
    _by_spots.clear()
    _noted.clear()


def _find_loop(now: Standing, channel: str, *, at: datetime) -> Joined:
    reigns = standing.place_channel(now, channel=channel)
    part = find_part(reigns, channel=channel, at=at, emergencies=now.emergencies)

    def make() -> Joined:
        playlist = build.build_playlist(
            reigns,
            channel=channel,
            at=at,
            revoked=now.revoked_on(channel),
            base_url="",
            days=1,
            emergencies=now.emergencies,
        )
        if not has_loop(playlist.channel):
            raise _refuse(playlist.channel)
        changed = max(now.stamp, int(part.start.timestamp()))
        return _date(_join(playlist.now, playlist.channel), changed=changed)

    joined = _by_moment.find((channel, part.start), make=make, version=now.stamp)
    if not _is_noted(joined.file.name, at=at):
        forget()
        joined = _by_moment.find((channel, part.start), make=make, version=now.stamp)
    return joined


def _is_noted(name: str, *, at: datetime) -> bool:
    """Note once a day and process that it is still fetched; False when it went meanwhile, as nobody had fetched it for
    long (services.ageing)."""
    if at - _noted.get(name, LONG_AGO) < A_DAY:
        return True
    if not JoinedLoop.objects.filter(name=name).update(used_at=at):
        return False
    _noted[name] = at
    return True


def has_loop(channel: Channel) -> bool:
    """Whether the channel's spots can be joined in one file."""
    return channel.medium is Medium.LOOP and channel.profile.codec.ending == "mp4"


def _refuse(channel: Channel) -> NotAllowed:
    return NotAllowed(
        say("This channel has no loop in one file: only MP4 films can be joined."),
        place=Place(channel=channel.id),
        hint=say("Let its player fetch a playlist."),
    )


def _date(joined: Joined, *, changed: int) -> Joined:
    """The same file, changed then as far as players are concerned: a date differs whenever the bytes do."""
    dated = copy(joined.file)
    dated.made_at = datetime.fromtimestamp(changed, UTC)
    return replace(joined, file=dated)


def _join(items: Sequence[PlaylistItem], channel: Channel) -> Joined:
    """One at a time for each channel: all its players may ask at once when something changes."""
    body = "\n".join(item.name for item in items).encode()
    with _turns[channel.id]:
        return _by_spots.find((channel.id, body), make=lambda: _make(items, channel, body))


def _make(items: Sequence[PlaylistItem], channel: Channel, body: bytes) -> Joined:
    store = get_store()
    with open_scratch("loop") as folder:
        spots = {item.name: _fetch(item, channel, store=store, folder=folder) for item in items}
        out = folder / "joined.mp4"
        frames = join_films([spots[item.name] for item in items], out=out)
        digest = hash_file(out)
        file = StoredFile(
            sha256=digest,
            name=make_name(digest, suffix=out.name),
            media_type=MEDIA_TYPES["mp4"],
            size=out.stat().st_size,
            seconds=frames / channel.profile.fps,
        )
        store.put(out, name=file.name)
        JoinedLoop.objects.get_or_create(name=file.name, defaults={"spots": sorted(spots)})
        need_again(digest)
        if not store.exists(file.name):  # it was being removed as one that nobody fetched any more
            store.put(out, name=file.name)
    return Joined(body, file)


def _fetch(item: PlaylistItem, channel: Channel, *, store: Store, folder: Path) -> Path:
    path = folder / item.name
    if not item.is_still:
        store.fetch(item.name, to=path)
        return path
    pixels = _draw_blank(channel) if item.material == MATERIAL else _draw_notice(store, path)
    return _film_still(pixels, channel, seconds=item.seconds, out=path.with_suffix(".mp4"))


def _draw_blank(channel: Channel) -> bytes:
    return bytes((*INK, 255)) * (channel.format.width * channel.format.height)


def _draw_notice(store: Store, path: Path) -> bytes:
    """An emergency message, as large as the screen: beside the plain picture the only still on a channel of films."""
    store.fetch(path.name, to=path)
    with Image.open(path) as image:
        pixels: bytes = image.convert("RGBA").tobytes()
    return pixels


def _film_still(pixels: bytes, channel: Channel, *, seconds: float, out: Path) -> Path:
    """Held for as long as it stands."""
    width, height, profile = channel.format.width, channel.format.height, channel.profile
    plan = VideoPlan(width, height, round(seconds * profile.fps), 1, profile)
    FfmpegEncoder().encode(plan, (pixels,), out=out, on_progress=lambda share: None)
    return out
