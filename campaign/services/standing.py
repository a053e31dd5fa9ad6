"""What decides what plays, read once for each change. In: rows. Out: the release in force, those to come, and what was
withdrawn.

A release that was let out for a moment takes over by the clock, in every process alike: a standing is that of one stamp
and of one release in force.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Lock

from campaign.data import convert
from campaign.data.models import Acknowledgement, Channel, Material, Player, Withdrawal
from campaign.playlists.blank import draw_blank
from campaign.playlists.items import Revoked
from campaign.playlists.overlay import Emergency
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_day
from campaign.services.changes import read_stamp
from campaign.services.channels import find_channel
from campaign.services.overlays import list_overlays
from campaign.services.pace import PACE
from campaign.services.players import authenticate, hash_token
from campaign.services.receipts import Due, read_due
from campaign.services.reigns import forget_bodies, list_playing
from campaign.services.terms import bar, read_terms, shorten


@dataclass(frozen=True)
class Known:
    """A player as a poll needs it: its row's number, its channel, and how many screens share its address."""

    pk: int
    channel: str
    screens: int = 1


@dataclass(frozen=True)
class Standing:
    """Everything as it is at one stamp. `reigns` are the release in force and those to come; `names` are the files that
    players may fetch because they are scheduled, each with its spots; `had` the items withdrawn, by the channels where
    they were ever approved. `players` are those whose address works, by the hash of their token, `owed` the
    acknowledgements, by player, of those that have not fetched what they were withdrawn from; a player's are taken out
    once they are noted. `placed` is what `place_channel` found. `emergencies` are the messages that lie over what is
    scheduled, `receipts` what players still have to fetch of them, by player, as in `owed`."""

    stamp: int
    reigns: tuple[Reign, ...]
    revoked: Revoked
    names: Mapping[str, tuple[Spot, ...]]
    had: Mapping[str, frozenset[str]] = field(default_factory=dict)
    players: dict[str, Known] = field(default_factory=dict, compare=False)
    owed: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)
    placed: dict[str, tuple[Reign, ...]] = field(default_factory=dict, compare=False)
    emergencies: tuple[Emergency, ...] = ()
    receipts: dict[int, Due] = field(default_factory=dict, compare=False)

    @property
    def release(self) -> Release:
        """The one in force."""
        return self.reigns[0].release

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Of the release in force and of those to come."""
        return tuple(spot for reign in self.reigns for spot in reign.release.spots)

    def holds(self, at: datetime) -> bool:
        """Whether that release is in force at the moment."""
        return self.reigns[0].has_begun(at) and not (len(self.reigns) > 1 and self.reigns[1].has_begun(at))

    def advance(self, at: datetime) -> "Standing":
        """As it is at a later moment of the same stamp: releases that were to come may have taken over."""
        begun = [place for place, reign in enumerate(self.reigns) if place and reign.has_begun(at)]
        return replace(self, reigns=self.reigns[begun[-1] :], placed={}) if begun else self

    def revoked_on(self, channel: str) -> Revoked:
        """What players of the channel must be told of: nothing that they cannot have."""
        spots = [spot for spot in self.spots if spot.channel == channel]
        items = self.had.get(channel, frozenset()) | {spot.ref for spot in spots}
        materials = self.revoked.materials & {spot.material for spot in spots}
        return replace(self.revoked, items=self.revoked.items & items, materials=materials)

    def may_fetch(self, name: str, *, at: datetime) -> bool:
        """Whether a file is scheduled, and not past its last day on every channel that shows it. What begins later may
        be fetched ahead."""
        spots = self.names.get(name)
        screens = {screen.id: screen for reign in self.reigns for screen in reign.release.channels}
        return spots == () or any(
            spot.until is None or find_day(screens[spot.channel], at) <= spot.until for spot in spots or ()
        )


OLDEST = timedelta(days=31)
"""How long messages are read back: whoever reports late what it played is told by them what that was."""
KEPT = 3
"""Standings kept: today's, and those of days that people look at."""

PATIENCE = 2.0
"""Seconds for which a thread waits while another one reads the rows already."""

_last: list[Standing] = []
_turn = Lock()


def find_standing(*, at: datetime) -> Standing:
    """The standing at the moment: one small query unless something changed. It is kept for whoever asks next, so a day
    ahead is asked for by `advance`, whose messages and receipts are those of now; and nobody asks in a transaction that
    marked a change: were it taken back, the next change would take the same stamp."""
    return _recall(read_stamp(), at=at) or _read(at=at)


def _recall(stamp: int, *, at: datetime) -> Standing | None:
    return next((known for known in tuple(_last) if known.stamp == stamp and known.holds(at)), None)


def _read(*, at: datetime) -> Standing:
    """Once for all: a crowd of polls follows each change, and whoever reads holds up everybody else of the process. The
    stamp is read before the rows, so what is kept under it is never older than it."""
    alone = _turn.acquire(timeout=PATIENCE)
    try:
        stamp = read_stamp()
        standing = _recall(stamp, at=at)
        if standing is None:
            standing = _load(stamp, at=at)
            _last[:] = [standing, *(known for known in _last if known.stamp == stamp)][:KEPT]
        return standing
    finally:
        if alone:
            _turn.release()


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _last.clear()
    forget_bodies()


def _load(stamp: int, *, at: datetime) -> Standing:
    owed, receipts = _read_owed(stamp, at=at)
    reigns, withdrawn = list_playing(at=at), read_revoked()
    limited: list[Reign] = []
    barred: frozenset[str] = frozenset()
    for reign in reigns:
        terms = read_terms(reign.release)
        limited.append(replace(reign, release=shorten(reign.release, terms)))
        barred |= bar(Revoked(), release=reign.release, terms=terms).materials
    spots = [spot for reign in limited for spot in reign.release.spots]
    # without materials of older releases, which would add up over the years
    materials = (withdrawn.materials | barred) & {spot.material for spot in spots}
    revoked = replace(withdrawn, materials=materials)
    names: dict[str, tuple[Spot, ...]] = {}
    for spot in spots:
        for name in (spot.name, *(track.name for track in spot.subtitles)) if not revoked.covers(spot) else ():
            names[name] = (*names.get(name, ()), spot)
    names |= {draw_blank(convert.read_channel(screen).format).name: () for screen in Channel.objects.all()}
    emergencies = list_overlays(since=at - OLDEST)
    names |= {spot.name: () for message in emergencies for spot in message.spots}
    had = _find_had(revoked.items)
    standing = Standing(stamp, tuple(limited), revoked, names, had, owed=owed, emergencies=emergencies)
    return replace(standing, receipts=receipts, players=_read_players())


def _read_players() -> dict[str, Known]:
    """All at once: after a change each would else be looked up by itself, and while the database is away none could."""
    rows = Player.objects.filter(revoked_at=None).values_list("token_sha256", "pk", "channel__slug", "screens")
    return {token: Known(pk, channel, screens) for token, pk, channel, screens in rows.iterator()}


def _find_had(items: frozenset[str]) -> dict[str, frozenset[str]]:
    """Channel → those of the items that were ever approved for it."""
    campaigns = {ref.partition("/")[0] for ref in items}
    rows = Material.objects.filter(version__item__campaign__slug__in=campaigns).exclude(approvals=None)
    had: dict[str, set[str]] = {}
    names = rows.values_list("channel__slug", "version__item__campaign__slug", "version__item__slug").distinct()
    for channel, campaign, item in names if items else ():
        had.setdefault(channel, set()).add(f"{campaign}/{item}")
    return {channel: items & refs for channel, refs in had.items()}


def _read_owed(stamp: int, *, at: datetime) -> tuple[dict[int, tuple[int, ...]], dict[int, Due]]:
    """Which players have not fetched since a withdrawal, or an emergency message. Nothing while another change comes in
    between: lists kept under this stamp may still hold what that one withdraws, so a fetch of them proves nothing."""
    owed: dict[int, tuple[int, ...]] = {}
    asked = Acknowledgement.objects.filter(polled_at=None, withdrawal__lifted_at=None)
    for pk, player in asked.values_list("pk", "player_id"):
        owed[player] = (*owed.get(player, ()), pk)
    due = read_due(at=at)
    return (owed, due) if read_stamp() == stamp else ({}, {})


def read_revoked() -> Revoked:
    """What was withdrawn, or has expired, by now."""
    refs: dict[str, set[str]] = {scope: set() for scope in Withdrawal.Scope.values}
    for scope, ref in Withdrawal.objects.filter(lifted_at=None).values_list("scope", "ref"):
        refs[scope].add(ref)
    # also what was withdrawn and brought back: it waits for a new approval before it plays again
    gone = Material.objects.exclude(state=Material.State.APPROVED).exclude(approvals=None)
    gone |= Material.objects.filter(state__in=(Material.State.WITHDRAWN, Material.State.EXPIRED))
    return Revoked(
        materials=frozenset(
            refs[Withdrawal.Scope.MATERIAL] | {str(pk) for pk in gone.values_list("pk", flat=True).distinct()}
        ),
        items=frozenset(refs[Withdrawal.Scope.ITEM]),
        campaigns=frozenset(refs[Withdrawal.Scope.CAMPAIGN]),
        everything=bool(refs[Withdrawal.Scope.EVERYTHING]),
    )


def limit_release(release: Release) -> tuple[Release, Revoked]:
    """The release by what people agree to today, and what of it may not be shown."""
    terms = read_terms(release)
    return shorten(release, terms), bar(read_revoked(), release=release, terms=terms)


def find_player(standing: Standing, *, token: str) -> Known | None:
    """The player with this token; None when there is none, or no longer."""
    known = recall_player(standing, token=token)
    if known is None:
        player = authenticate(token)
        if player is None:
            return None
        known = standing.players[player.token_sha256] = Known(player.pk, player.channel.slug, player.screens)
    return known


def recall_player(standing: Standing, *, token: str) -> Known | None:
    """The same by what is in memory alone."""
    known = standing.players.get(hash_token(token))
    if known is not None:
        PACE.widen(token, screens=known.screens)
    return known


def place_channel(standing: Standing, *, channel: str) -> tuple[Reign, ...]:
    """The reigns, with this channel even in releases that do not know it: it plays its fallback then. Raises
    UnknownName."""
    if channel not in standing.placed:
        reigns = tuple(replace(reign, release=_place(reign.release, channel)) for reign in standing.reigns)
        standing.placed[channel] = reigns
    return standing.placed[channel]


def _place(release: Release, channel: str) -> Release:
    if any(known.id == channel for known in release.channels):
        return release
    return replace(release, channels=(*release.channels, convert.read_channel(find_channel(channel))))
