"""Moments and days as people type them. In: text. Out: moments with their zone, and days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import typer


def read_moment(text: str, *, now: datetime, zone: str) -> datetime:
    """A moment as people write it, in the channel's own time unless it says otherwise. Raises BadParameter."""
    if not text:
        return now.astimezone(ZoneInfo(zone))
    try:
        moment = datetime.fromisoformat(text)
        if not 2000 <= moment.year < 2200:  # beside the ends of the calendar no day has a day before or after it
            raise ValueError(text)
    except ValueError:
        raise typer.BadParameter("write it as 2026-12-01T08:30", param_hint="--at") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))


def read_day(text: str, *, option: str) -> date | None:
    """None without a text. Raises BadParameter."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write it as 2026-11-01", param_hint=option) from None
