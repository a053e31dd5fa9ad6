"""Players and their tokens. In: a channel, or a token from an address. Out: rows; a token is seen once.

A token has 256 random bits, so its plain SHA-256 is enough, and looking the hash up in an index tells an
attacker's clock nothing about the token.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from campaign.data.models import Player, User
from campaign.services import stops
from campaign.services.audit import Act, note
from campaign.services.changes import mark_change
from campaign.services.channels import find_channel
from campaign.services.pace import PACE
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import UnknownName
from campaign.spec.message import say


@dataclass(frozen=True)
class NewPlayer:
    """The row, and the token that is in its address: shown now and never again."""

    player: Player
    token: str


def hash_token(token: str) -> str:
    """What the database keeps of a token."""
    return hash_bytes(token.encode("utf-8", "surrogatepass"))


@transaction.atomic
def create(
    *, channel: str, name: str, screens: int = 1, by: User | None = None, now: datetime | None = None
) -> NewPlayer:
    """A player for a channel, by its slug, or a group of so many screens at one address; here and below `by` is None
    for the command line. Raises UnknownName."""
    row = find_channel(channel)
    token = secrets.token_urlsafe(32)
    player = Player.objects.create(channel=row, name=name, token_sha256=hash_token(token), screens=screens)
    note(Act.PLAYER_MADE, by=by, now=now, kind="player", ref=player.pk, detail=row.slug)
    return NewPlayer(player, token)


def authenticate(token: str) -> Player | None:
    """The player of this token, unless revoked."""
    rows = Player.objects.select_related("channel").filter(token_sha256=hash_token(token), revoked_at=None)
    player = rows.first()
    if player is not None:
        PACE.widen(token, screens=player.screens)
    return player


def list_players(*, channel: str = "", revoked: bool = False) -> QuerySet[Player]:
    """By channel and name; those of one channel (its slug), and only those whose address works, unless asked for.
    Raises UnknownName."""
    rows = Player.objects.select_related("channel").order_by("channel__position", "channel__slug", "name", "pk")
    rows = rows.filter(channel=find_channel(channel)) if channel else rows
    return rows if revoked else rows.filter(revoked_at=None)


def find(number: int) -> Player:
    """Raises UnknownName."""
    row = Player.objects.select_related("channel").filter(pk=number).first()
    if row is None:
        raise UnknownName(
            say("There is no player %(number)d.", number=number), hint=say("`campaign player list` names them all.")
        )
    return row


@transaction.atomic
def rotate(player: Player, *, now: datetime, by: User | None = None) -> NewPlayer:
    """A new token for the player; the old one stops working at once."""
    token = secrets.token_urlsafe(32)
    stops.note_ended(stops.PLAYER, player.token_sha256, now=now)
    player.token_sha256 = hash_token(token)
    player.revoked_at, player.rotated_at = None, now
    player.save(update_fields=["token_sha256", "revoked_at", "rotated_at"])
    note(Act.PLAYER_ROTATED, by=by, now=now, kind="player", ref=player.pk)
    mark_change(now=now)
    return NewPlayer(player, token)


@transaction.atomic
def change(player: Player, *, channel: str, name: str, screens: int, now: datetime, by: User | None = None) -> Player:
    """Call it otherwise, or let it play another channel under the same address. Raises UnknownName."""
    row = find_channel(channel)
    moved = row.pk != player.channel_id
    player.channel, player.name, player.screens = row, name, screens
    player.save(update_fields=["channel", "name", "screens"])
    detail = f"channel {row.slug}" if moved else ""
    note(Act.PLAYER_CHANGED, by=by, now=now, kind="player", ref=player.pk, detail=detail)
    if moved:
        mark_change(now=now)  # what every process keeps about tokens goes with the stamp
    return player


@transaction.atomic
def revoke(player: Player, *, now: datetime, by: User | None = None) -> None:
    """Its address answers like one that never was."""
    player.revoked_at = now
    player.save(update_fields=["revoked_at"])
    stops.note_ended(stops.PLAYER, player.token_sha256, now=now)
    note(Act.PLAYER_REVOKED, by=by, now=now, kind="player", ref=player.pk)
    mark_change(now=now)  # what every process keeps about tokens goes with the stamp


def keep(token: str, *, which: str) -> NewPlayer | None:
    """A player whose token lies in a folder of its own, if the token still works and it is the one asked for: by its
    number, or by its channel's slug."""
    player = authenticate(token)
    if player is None or which not in (str(player.pk), player.channel.slug):
        return None
    return NewPlayer(player, token)
