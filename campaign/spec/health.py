"""How a player is. In: the heartbeat it sent, any JSON. Out: a frozen value; in words, what is wrong with the player.

A newer player may say more, an older one less: unknown names are passed over, missing ones are unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from campaign.spec.errors import InvalidValue, Place
from campaign.spec.message import Message, say

DRIFT = timedelta(seconds=30)
"""A clock that is off by more shows wrong times in a device's own records; our player goes by the server's."""
LITTLE = 200_000_000
"""Bytes: a week's new files hardly fit into less."""
REFUSED = "refused: "
"""So begins what a player says that was given an unsigned list, a wrong one or an old one (docs/signing.md)."""
WAITING = 20_000
"""Plays: about three days of a screen with spots of ten seconds."""
LONGEST = 200
LARGEST = 2**53


@dataclass(frozen=True)
class Health:
    """`clock` is the device's own; `playlist` the tag of the list it plays, of that `release`; `playing` a material.
    `free_bytes` None: it cannot tell. `kept` of `wanted` files are on its disk, `waiting` plays are not yet reported.
    `error` is the last thing that went wrong, `player` its name and version, `screen` which one of a group it is."""

    clock: datetime | None = None
    playlist: str = ""
    release: int = 0
    playing: str = ""
    free_bytes: int | None = None
    kept: int = 0
    wanted: int = 0
    waiting: int = 0
    error: str = ""
    player: str = ""
    screen: str = ""


WHOLE = ("release", "free_bytes", "kept", "wanted", "waiting")


def read_health(body: object) -> Health:
    """Raises InvalidValue naming the field; long texts are cut, not refused."""
    if not isinstance(body, Mapping):
        raise _refuse("", body)
    known = {field.name for field in fields(Health)}
    return Health(**{name: _read(name, value) for name, value in body.items() if name in known and value is not None})


def list_troubles(health: Health, *, heard: datetime) -> Iterator[Message]:
    """What an operator should look into; `heard` is when it said so."""
    if health.clock is not None and abs(heard - health.clock) > DRIFT:
        off = round((health.clock - heard).total_seconds())
        if off > 0:
            yield say("Its clock is %(seconds)d seconds fast.", seconds=off)
        else:
            yield say("Its clock is %(seconds)d seconds slow.", seconds=-off)
    if health.kept < health.wanted:
        yield say("It has kept %(kept)d of %(wanted)d files.", kept=health.kept, wanted=health.wanted)
    if health.free_bytes is not None and health.free_bytes < LITTLE:
        yield say("It has room for %(megabytes)d MB only.", megabytes=health.free_bytes // 1_000_000)
    if health.waiting > WAITING:
        yield say("It has not reported %(plays)d plays.", plays=health.waiting)
    if health.error.startswith(REFUSED):
        yield say("It was given what is not ours, and plays on what it has: %(error)s", error=health.error)
    elif health.error:
        yield say("It says: %(error)s", error=health.error)


def _read(name: str, value: Any) -> Any:
    if name == "clock":
        return _read_clock(value)
    if name in WHOLE:
        if isinstance(value, float) and value.is_integer():
            value = int(value)  # 1.0 is a whole number in JSON (JSON Schema 2020-12, 6.1.1)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST:
            return value
        raise _refuse(name, value)
    if not isinstance(value, str):
        raise _refuse(name, value)
    # neither PostgreSQL nor a page takes everything that JSON can write
    return "".join(letter for letter in value if letter.isprintable())[:LONGEST]


def _read_clock(value: object) -> datetime:
    try:
        clock = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        clock = None
    if clock is None or clock.tzinfo is None:
        raise _refuse("clock", value)
    return clock


def _refuse(name: str, value: object) -> InvalidValue:
    return InvalidValue(
        say("A heartbeat cannot say “%(value)s” here.", value=str(value)[:LONGEST]),
        place=Place(field=name),
        hint=say("Send JSON as docs/players.md shows it."),
    )
