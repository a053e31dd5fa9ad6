"""A second look at what was built. In: a playlist and the release it comes from. Out: findings (checks.md F6, G4).

Written without the code that builds playlists, from the rules alone: no slot is left after a withdrawal (F6); the
slots of every loop sum to the loop, and nothing in it has expired or was rendered for another channel (G4).
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from campaign.playlists.blank import MATERIAL
from campaign.playlists.items import Playlist, PlaylistItem, Window
from campaign.schedule.release import Release, Spot
from campaign.schedule.service_day import find_day
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say

WITHDRAWN, RULE = "F6", "G4"


def audit_playlist(playlist: Playlist, *, release: Release) -> tuple[Finding, ...]:
    """Errors only; loops shorter than the channel's are one, so that spots that cannot fill them are noticed."""
    spots = {spot.material: spot for spot in release.spots}
    found: list[Finding] = [*_audit_lengths(playlist)]
    for window in playlist.windows:
        day = find_day(playlist.channel, window.span.start)
        found += _audit_items(playlist, window.items, spots=spots, day=day)
    return (*found, *_audit_items(playlist, playlist.fallback, spots=spots, day=playlist.day))


def _audit_lengths(playlist: Playlist) -> Iterator[Finding]:
    """One finding for the channel: how many loops, and the one that is furthest off."""
    channel = playlist.channel
    slot, wanted, frame = channel.slot_seconds, channel.loop_seconds, 1 / channel.profile.fps
    lengths = [
        (sum(-int(-(item.seconds - frame / 2) // slot) * slot for item in loop), window)
        for window in playlist.windows
        for loop in window.loops
    ]
    wrong = [(length, window) for length, window in lengths if length != wanted]
    if wrong:
        worst, window = max(wrong, key=lambda one: abs(one[0] - wanted))
        yield _report(
            playlist,
            say(
                "%(count)d of %(all)d loops do not last as long as the channel's, e.g. from %(start)s.",
                count=len(wrong),
                all=len(lengths),
                start=_write(window, playlist),
            ),
            say("Make the channel's loop a multiple of its spots, or approve a still that fills the gap."),
            measured=f"{worst} s",
            allowed=f"{wanted} s",
        )


def _audit_items(
    playlist: Playlist, items: Sequence[PlaylistItem], *, spots: dict[str, Spot], day: date
) -> Iterator[Finding]:
    for item in dict.fromkeys(items):
        if item.material == MATERIAL:
            continue
        spot = spots.get(item.material)
        mend = say("Build the playlist again from the release.")
        if spot is None or spot.channel != playlist.channel.id or spot.name != item.name:
            yield _report(playlist, say("What plays is not of this channel's release."), mend, item=item)
        elif playlist.revoked.covers(spot):
            yield _report(playlist, say("What plays was withdrawn."), mend, item=item, rule=WITHDRAWN)
        elif spot.since is not None and day < spot.since:
            yield _report(playlist, say("What plays may not be shown yet."), mend, item=item, allowed=str(spot.since))
        elif spot.until is not None and spot.until < day:
            yield _report(playlist, say("What plays has expired."), mend, item=item, allowed=spot.until.isoformat())


def _report(
    playlist: Playlist,
    message: Message,
    hint: Message,
    *,
    rule: str = RULE,
    item: PlaylistItem | None = None,
    measured: str = "",
    allowed: str = "",
) -> Finding:
    name = f"{item.campaign}/{item.item}" if item else ""
    place = Place(item=name, channel=playlist.channel.id, language=item.language if item else "")
    return Finding(rule, Severity.ERROR, message, hint, place, measured=measured, allowed=allowed)


def _write(window: Window, playlist: Playlist) -> str:
    start: datetime = window.span.start.astimezone(ZoneInfo(playlist.channel.timezone))
    return start.isoformat(timespec="minutes")
