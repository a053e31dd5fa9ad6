"""How all players are. In: which of them, and the moment. Out: a condition for each, and sums by channel.

What a player said of itself counts while it is new (services.health); of one that fell silent only that is told. One
that says nothing of itself, as SMIL players, is judged by when it asked last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from campaign.data import queries
from campaign.data.models import Acknowledgement, Player
from campaign.services.health import find_new
from campaign.services.hearing import is_quiet
from campaign.spec.health import Health, list_troubles
from campaign.spec.message import Message, say

LATE = timedelta(minutes=10)
"""So long after a release took over a player may still say that it plays the one before: it asks once a minute, fetches
the files, and says how it is every five minutes."""


class State(StrEnum):
    """The worst comes first; NEVER was never heard of: nobody has connected it yet."""

    SILENT = "silent"
    ILL = "ill"
    NEVER = "never"
    WELL = "well"
    REVOKED = "revoked"


@dataclass(frozen=True)
class InForce:
    """The release that decides now: 0 before the first; `since` when it took over."""

    number: int = 0
    since: datetime | None = None


@dataclass(frozen=True)
class Condition:
    """One player. `health` is empty where it said nothing that is new; `release` is the one it plays, 0 where it does
    not tell; `current` is whether that is the one in force, None where nothing tells. `drift` is its clock against
    ours, in seconds, above 0 when it is fast. `owed` are withdrawals that it has not fetched."""

    player: Player
    state: State
    health: Health
    release: int
    current: bool | None
    drift: float | None
    owed: int
    troubles: tuple[Message, ...]


@dataclass(frozen=True)
class Sum:
    """Players and screens, and how many players are in each state."""

    players: int
    screens: int
    states: Mapping[State, int]


def find_in_force(*, now: datetime) -> InForce:
    row = queries.find_current_release(at=now)
    return InForce(row.number, row.starts_at or row.released_at) if row else InForce()


def judge(players: Iterable[Player], *, now: datetime) -> list[Condition]:
    """In the order of the players; a few queries, however many they are."""
    in_force, owed = find_in_force(now=now), _count_owed()
    return [judge_one(player, in_force=in_force, owed=owed.get(player.pk, 0), now=now) for player in players]


def judge_one(player: Player, *, in_force: InForce, owed: int, now: datetime) -> Condition:
    """How this player is."""
    health = find_new(player, now=now)
    heard = player.health_at or now
    current = _is_current(player, health, in_force=in_force)
    troubles = [*list_troubles(health, heard=heard)]
    if current is False and health.release:
        troubles.insert(
            0, say("It still plays release %(old)d instead of %(new)d.", old=health.release, new=in_force.number)
        )
    if owed:
        troubles.insert(0, say("It has not yet fetched a list without what was withdrawn."))
    return Condition(
        player,
        _name_state(player, troubles, now=now),
        health,
        health.release,
        current,
        (health.clock - heard).total_seconds() if health.clock else None,
        owed,
        tuple(troubles),
    )


def sum_up(conditions: Sequence[Condition]) -> Sum:
    """Of these; every state is in it."""
    states = dict.fromkeys(State, 0)
    for condition in conditions:
        states[condition.state] += 1
    return Sum(len(conditions), sum(condition.player.screens for condition in conditions), states)


def sum_by_channel(conditions: Iterable[Condition]) -> dict[int, Sum]:
    """By the channel's row, for those that have players."""
    parts: dict[int, list[Condition]] = {}
    for condition in conditions:
        parts.setdefault(condition.player.channel_id, []).append(condition)
    return {channel: sum_up(part) for channel, part in parts.items()}


def sort_by_need(conditions: Iterable[Condition]) -> list[Condition]:
    """Silent ones first, the longest silent before the others; then those with troubles; then by name."""
    order = list(State)
    return sorted(
        conditions,
        key=lambda one: (
            order.index(one.state),
            one.player.seen_at.timestamp() if one.state is State.SILENT and one.player.seen_at else 0,
            one.player.name.casefold(),
            one.player.pk,
        ),
    )


def _name_state(player: Player, troubles: Sequence[Message], *, now: datetime) -> State:
    if player.revoked_at is not None:
        return State.REVOKED
    if player.seen_at is None:
        return State.NEVER
    if is_quiet(player, now=now):
        return State.SILENT
    return State.ILL if troubles else State.WELL


def _is_current(player: Player, health: Health, *, in_force: InForce) -> bool | None:
    """By what it says it plays; else by whether it asked since."""
    if health.release:
        behind = health.release < in_force.number
        return not (behind and _is_late(player.health_at, since=in_force.since))
    if player.seen_at is None or in_force.since is None:
        return None
    return True if player.seen_at >= in_force.since else None


def _is_late(heard: datetime | None, *, since: datetime | None) -> bool:
    return heard is not None and (since is None or heard - since > LATE)


def _count_owed() -> dict[int, int]:
    """Player → withdrawals that it was to fetch and has not."""
    rows = Acknowledgement.objects.filter(polled_at=None, confirmed_at=None, withdrawal__lifted_at=None)
    owed: dict[int, int] = {}
    for player in rows.values_list("player", flat=True):
        owed[player] = owed.get(player, 0) + 1
    return owed
