"""What a release changes, in words. In: a comparison. Out: rows for the templates: who gains, who loses, since when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaign.forms.words import pick_text
from campaign.schedule.channels import ALL
from campaign.schedule.diff import Change, Kind
from campaign.schedule.release import Release
from campaign.services.comparison import DAYS, Comparison
from campaign.studio.flight_words import say_weekdays, write_day
from campaign.studio.objections import Glossary, read_glossary


@dataclass(frozen=True)
class Row:
    """One change; `before` and `after` are plays a day on each screen, None where plays are not the point. `way` is
    "more", "fewer", "new" or "gone"."""

    what: str
    kind: str
    where: str
    days: str
    way: str
    before: int | None = None
    after: int | None = None
    gain: str = ""


@dataclass(frozen=True)
class Changes:
    """`beside` is the number of the release that it is compared with, 0 before the first; `days` were looked at."""

    beside: int
    rows: tuple[Row, ...]
    days: int = DAYS


def tell_changes(comparison: Comparison) -> Changes:
    before, after = comparison.before, comparison.after
    stories = {one.name for one in comparison.changes if one.kind in (Kind.STORY, Kind.PICTURE)}
    known = {channel.id: channel for channel in (*before.channels, *after.channels)}
    booked = {flight.id: flight for flight in (*before.flights, *after.flights)}
    glossary = read_glossary(known.values(), booked.values(), refs=stories)
    rows = tuple(_tell(one, glossary, after=after) for one in comparison.changes)
    return Changes(before.number, rows)


def _tell(change: Change, glossary: Glossary, *, after: Release) -> Row:
    counts = change.kind in (Kind.FLIGHT, Kind.FALLBACK, Kind.STORY)
    return Row(
        what=_name(change, glossary),
        kind=_tell_kind(change),
        where=_say_where(change.channels, glossary, after),
        days=_say_days(change.since, change.until, change.weekdays),
        way=_find_way(change),
        before=change.before if counts else None,
        after=change.after if counts else None,
        gain=f"{'+' if change.gain > 0 else '−'}\N{NO-BREAK SPACE}{abs(change.gain)}" if counts else "",
    )


def _name(change: Change, glossary: Glossary) -> str:
    if change.kind is Kind.FLIGHT:
        return glossary.flights.get(change.name, change.name)
    if change.kind is Kind.CHANNEL:
        return glossary.channels.get(change.name, change.name)
    return glossary.items.get(change.name, change.name) if change.name else _("Fallback")


def _tell_kind(change: Change) -> str:
    if change.kind is Kind.CHANNEL:
        if not change.before:
            return _("A new channel")
        return _("Other hours, loop, languages or format") if change.after else _("Taken out of the schedule")
    if change.kind is Kind.PICTURE:
        return _("Another picture")
    return _("Story") if change.kind is Kind.STORY else ""


def _find_way(change: Change) -> str:
    if change.kind in (Kind.PICTURE, Kind.CHANNEL) and change.before and change.after:
        return "other"
    if not change.before or not change.after:
        return "new" if change.after else "gone"
    return "more" if change.gain > 0 else "fewer"


def _say_where(names: Iterable[str], glossary: Glossary, release: Release) -> str:
    """Channels by their titles; groups by those of their channels."""
    titles: list[str] = []
    for name in names:
        if name == ALL:
            return _("On all channels")
        members = [channel for channel in release.channels if name in channel.groups]
        titles += [pick_text(one.title) for one in members] or [glossary.channels.get(name, name)]
    return " · ".join(titles)


def _say_days(since: date, until: date | None, weekdays: Iterable[str]) -> str:
    days = {"since": write_day(since), "until": write_day(until) if until else ""}
    said = _("from %(since)s to %(until)s") % days if until else _("from %(since)s") % days
    short = say_weekdays(weekdays)
    return f"{said}, {short}" if short else said
