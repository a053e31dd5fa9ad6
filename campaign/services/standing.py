"""What decides what plays, read once for each change. In: rows. Out: the release in force and what was withdrawn."""

from dataclasses import dataclass, field, replace
from datetime import date

from campaign.data import convert, queries
from campaign.data.models import Acknowledgement, Channel, Item, Material, Withdrawal
from campaign.playlists.blank import draw_blank
from campaign.playlists.items import Revoked
from campaign.schedule.release import Release, Spot
from campaign.services.changes import read_stamp
from campaign.services.players import authenticate, hash_token
from campaign.spec.errors import UnknownName
from campaign.spec.message import say


@dataclass(frozen=True)
class Known:
    """A player as a poll needs it: its row's number and its channel."""

    pk: int
    channel: str


@dataclass(frozen=True)
class Standing:
    """Everything as it is at one stamp; `names` are the files that players may fetch because they are scheduled,
    `players` those that have polled since, by the hash of their token. `owed` are the acknowledgements, by player, of
    those that have not fetched what they were withdrawn from; a player's are taken out once they are noted."""

    stamp: int
    release: Release
    revoked: Revoked
    names: frozenset[str]
    players: dict[str, Known] = field(default_factory=dict, compare=False)
    owed: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)


_last: list[Standing] = []


def find_standing() -> Standing:
    """The standing now: one small query unless something changed. The stamp is read before the rows, so what is
    kept under it is never older than it."""
    stamp = read_stamp()
    if _last and _last[0].stamp == stamp:
        return _last[0]
    standing = _load(stamp)
    _last[:] = [standing]
    return standing


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _last.clear()


def _load(stamp: int) -> Standing:
    owed = _read_owed(stamp)
    row = queries.find_current_release()
    release = _shorten(convert.read_release(row)) if row is not None else _make_empty()
    revoked = _leave_out_past(read_revoked(), release=release)
    spots = [spot for spot in release.spots if not revoked.covers(spot)]
    names = {name for spot in spots for name in (spot.name, *(track.name for track in spot.subtitles))}
    names |= {draw_blank(convert.read_channel(screen).format).name for screen in Channel.objects.all()}
    return Standing(stamp, release, revoked, frozenset(names), owed=owed)


def _read_owed(stamp: int) -> dict[int, tuple[int, ...]]:
    """Which players have not fetched since a withdrawal. Nothing while another change comes in between: lists kept
    under this stamp may still hold what that one withdraws, so a fetch of them proves nothing."""
    owed: dict[int, tuple[int, ...]] = {}
    asked = Acknowledgement.objects.filter(polled_at=None, withdrawal__lifted_at=None)
    for pk, player in asked.values_list("pk", "player_id"):
        owed[player] = (*owed.get(player, ()), pk)
    return owed if read_stamp() == stamp else {}


def _leave_out_past(revoked: Revoked, *, release: Release) -> Revoked:
    """Without materials of older releases, which would add up over the years."""
    return replace(revoked, materials=revoked.materials & {spot.material for spot in release.spots})


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


def _make_empty() -> Release:
    """Before the first release every channel has its fallback."""
    channels = tuple(convert.read_channel(row) for row in Channel.objects.all())
    return Release(0, "", channels, (), (), (), {})


def _shorten(release: Release) -> Release:
    """A consent or an item shortened after the release ends its spots then: the sooner last day counts."""
    days = _find_last_days(release)
    return replace(release, spots=tuple(_end_by(spot, days.get(spot.ref)) for spot in release.spots))


def _find_last_days(release: Release) -> dict[str, date]:
    wanted = {spot.ref for spot in release.spots}
    campaigns = {spot.campaign for spot in release.spots}
    rows = Item.objects.filter(campaign__slug__in=campaigns).select_related("campaign", "current")
    known = ((str(row), convert.find_last_day(row.current)) for row in rows if row.current and str(row) in wanted)
    return {ref: day for ref, day in known if day is not None}


def _end_by(spot: Spot, day: date | None) -> Spot:
    if day is None or (spot.until is not None and spot.until <= day):
        return spot
    return replace(spot, until=day)


def find_player(standing: Standing, *, token: str) -> Known | None:
    """The player with this token; None when there is none, or no longer."""
    known = standing.players.get(hash_token(token))
    if known is None:
        player = authenticate(token)
        if player is None:
            return None
        known = standing.players[player.token_sha256] = Known(player.pk, player.channel.slug)
    return known


def place_channel(standing: Standing, *, channel: str) -> Release:
    """The release, with this channel even if it came later: it plays its fallback then. Raises UnknownName."""
    if any(known.id == channel for known in standing.release.channels):
        return standing.release
    row = Channel.objects.filter(slug=channel).first()
    if row is None:
        known = ", ".join(Channel.objects.values_list("slug", flat=True))
        raise UnknownName(
            say("There is no channel “%(slug)s”.", slug=channel), hint=say("Use one of: %(known)s.", known=known)
        )
    return replace(standing.release, channels=(*standing.release.channels, convert.read_channel(row)))
