"""What decides what plays, read once for each change. In: rows. Out: the release in force and what was withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from campaign.data import convert, queries
from campaign.data.models import Acknowledgement, Channel, Material, Withdrawal
from campaign.playlists.blank import draw_blank
from campaign.playlists.items import Revoked
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_day
from campaign.services.changes import read_stamp
from campaign.services.players import authenticate, hash_token
from campaign.services.terms import bar, read_terms, shorten
from campaign.spec.errors import UnknownName
from campaign.spec.message import say


@dataclass(frozen=True)
class Known:
    """A player as a poll needs it: its row's number and its channel."""

    pk: int
    channel: str


@dataclass(frozen=True)
class Standing:
    """Everything as it is at one stamp. `names` are the files that players may fetch because they are scheduled, each
    with its spots; `had` the items withdrawn, by the channels where they were ever approved. `players` are those that
    have polled since, by the hash of their token, `owed` the acknowledgements, by player, of those that have not
    fetched what they were withdrawn from; a player's are taken out once they are noted."""

    stamp: int
    release: Release
    revoked: Revoked
    names: Mapping[str, tuple[Spot, ...]]
    had: Mapping[str, frozenset[str]] = field(default_factory=dict)
    players: dict[str, Known] = field(default_factory=dict, compare=False)
    owed: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def revoked_on(self, channel: str) -> Revoked:
        """What players of the channel must be told of: nothing that they cannot have."""
        spots = [spot for spot in self.release.spots if spot.channel == channel]
        items = self.had.get(channel, frozenset()) | {spot.ref for spot in spots}
        materials = self.revoked.materials & {spot.material for spot in spots}
        return replace(self.revoked, items=self.revoked.items & items, materials=materials)

    def may_fetch(self, name: str, *, at: datetime) -> bool:
        """Whether a file is scheduled, and not past its last day on every channel that shows it. What begins later may
        be fetched ahead."""
        spots = self.names.get(name)
        screens = {screen.id: screen for screen in self.release.channels}
        return spots == () or any(
            spot.until is None or find_day(screens[spot.channel], at) <= spot.until for spot in spots or ()
        )


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
    release = convert.read_release(row) if row is not None else _make_empty()
    terms = read_terms(release)
    release = shorten(release, terms)
    revoked = bar(_leave_out_past(read_revoked(), release=release), release=release, terms=terms)
    spots = [spot for spot in release.spots if not revoked.covers(spot)]
    names: dict[str, tuple[Spot, ...]] = {}
    for spot in spots:
        for name in (spot.name, *(track.name for track in spot.subtitles)):
            names[name] = (*names.get(name, ()), spot)
    names |= {draw_blank(convert.read_channel(screen).format).name: () for screen in Channel.objects.all()}
    return Standing(stamp, release, revoked, names, _find_had(revoked.items), owed=owed)


def _find_had(items: frozenset[str]) -> dict[str, frozenset[str]]:
    """Channel → those of the items that were ever approved for it."""
    campaigns = {ref.partition("/")[0] for ref in items}
    rows = Material.objects.filter(version__item__campaign__slug__in=campaigns).exclude(approvals=None)
    had: dict[str, set[str]] = {}
    names = rows.values_list("channel__slug", "version__item__campaign__slug", "version__item__slug").distinct()
    for channel, campaign, item in names if items else ():
        had.setdefault(channel, set()).add(f"{campaign}/{item}")
    return {channel: items & refs for channel, refs in had.items()}


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
