"""Plays as our own players tell them. In: bytes of JSON. Out: rows, and what is none.

`{"plays": [{"id": "<uuid>", "material": "12", "start": "2026-11-22T08:00:10+02:00", "seconds": 10.0, "screen": ""}]}`:
the start with its offset from UTC (RFC 3339), `screen` only where several share an address. Keys that are not known are
left aside, so that newer players may say more.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from campaign.playlists.proof import Row
from campaign.spec.errors import InvalidDocument
from campaign.spec.message import say
from campaign.spec.spans import Span

MOST_ROWS = 500
MOST_SECONDS = 24 * 3600
"""Of one play: what claims more is a broken clock."""
LONGEST_NAME, LONGEST_SCREEN, LONGEST_MATERIAL = 64, 40, 40
YEARS = range(2000, 2200)
"""Beside the ends of the calendar no day has a day before or after it."""


@dataclass(frozen=True)
class Unreadable:
    """A row that says nothing that can be meant; its name where it has one."""

    name: str = ""


def read_rows(data: bytes) -> tuple[Row | Unreadable, ...]:
    """In the order of the document. Raises InvalidDocument for what is no list of plays, or too long a one."""
    try:
        body: Any = json.loads(data)
        plays = body["plays"]
    except (ValueError, RecursionError, KeyError, TypeError):
        raise _refuse() from None
    if not isinstance(plays, list):
        raise _refuse()
    if len(plays) > MOST_ROWS:
        raise InvalidDocument(
            say("There are more than %(most)d plays in one report.", most=MOST_ROWS),
            hint=say("Send them in parts."),
        )
    return tuple(_read_row(play) for play in plays)


def make_row(*, name: str, material: str, start: datetime, seconds: float, screen: str = "") -> Row | Unreadable:
    """A row of values that were read; Unreadable where they cannot be meant."""
    sizes = ((name, LONGEST_NAME), (material, LONGEST_MATERIAL), (screen or "-", LONGEST_SCREEN))
    fits = all(0 < len(text) <= most and text.isprintable() for text, most in sizes)
    known = start.tzinfo is not None and start.year in YEARS
    if not (fits and known and math.isfinite(seconds) and 0 < seconds <= MOST_SECONDS):
        return Unreadable(name if 0 < len(name) <= LONGEST_NAME and name.isprintable() else "")
    begins = start.astimezone(UTC)
    return Row(name, material, Span(begins, begins + timedelta(seconds=max(seconds, 1e-3))), screen)


def read_moment(text: str) -> datetime | None:
    """A moment with its offset; None for anything else."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _read_row(play: Any) -> Row | Unreadable:
    if not isinstance(play, Mapping):
        return Unreadable()
    name, screen = _read_text(play.get("id")), _read_text(play.get("screen", ""))
    material, start, seconds = (play.get(key) for key in ("material", "start", "seconds"))
    nothing = Unreadable(name if name and len(name) <= LONGEST_NAME and name.isprintable() else "")
    moment = read_moment(start) if isinstance(start, str) else None
    if name is None or screen is None or moment is None or isinstance(seconds, bool):
        return nothing
    if not isinstance(seconds, (int, float)) or not isinstance(material, (str, int)):
        return nothing
    try:
        return make_row(name=name, material=str(material), start=moment, seconds=float(seconds), screen=screen)
    except OverflowError:
        return nothing


def _read_text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _refuse() -> InvalidDocument:
    return InvalidDocument(
        say("This is no report of plays."),
        hint=say("Send JSON: {“plays”: [{“id”, “material”, “start”, “seconds”}]}."),
    )
