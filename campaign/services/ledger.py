"""Sums of a time. In: service days, and what they are narrowed to. Out: planned and played, by channel and item.

Days that are settled (services.settling) are summed in the database; of the last ones the plan is reckoned anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max, QuerySet, Sum

from campaign.data import convert
from campaign.data.models import Channel, PlayReach, PlayTotal
from campaign.playlists.tally import Part
from campaign.schedule.service_day import find_day
from campaign.services.planned import count_screens, find_unsettled, list_planned
from campaign.spec.report import Scope


@dataclass
class Entry:
    """An item for a flight on a channel, on all its screens together."""

    planned: int = 0
    planned_seconds: float = 0
    played: int = 0
    seconds: float = 0

    def add(self, other: "Entry") -> None:
        self.planned += other.planned
        self.planned_seconds += other.planned_seconds
        self.played += other.played
        self.seconds += other.seconds


@dataclass
class Reach:
    """A flight on a channel; screens are those of the day on which there were most."""

    due_seconds: float = 0
    due_screens: int = 0
    screens: int = 0


@dataclass
class Ledger:
    """`entries` are by channel and item, `reaches` by channel and flight; `days` are planned and played plays."""

    entries: dict[tuple[str, Part], Entry] = field(default_factory=dict)
    reaches: dict[tuple[str, str], Reach] = field(default_factory=dict)
    days: dict[date, tuple[int, int]] = field(default_factory=dict)

    def add(self, channel: str, part: Part, entry: Entry) -> None:
        self.entries.setdefault((channel, part), Entry()).add(entry)

    def extend(self, channel: str, flight: str, reach: Reach) -> None:
        known = self.reaches.setdefault((channel, flight), Reach())
        known.due_seconds += reach.due_seconds
        known.due_screens = max(known.due_screens, reach.due_screens)
        known.screens = max(known.screens, reach.screens)

    def count(self, day: date, *, planned: int = 0, played: int = 0) -> None:
        before = self.days.get(day, (0, 0))
        self.days[day] = (before[0] + planned, before[1] + played)


def read_ledger(scope: Scope, *, campaigns: frozenset[str] | None, now: datetime) -> Ledger:
    """`campaigns` are those that count, None for all and for what belongs to none."""

    def counts(part: Part) -> bool:
        return (campaigns is None or part.campaign in campaigns) and scope.flight in ("", part.flight)

    ledger = Ledger()
    _read_totals(ledger, scope, counts)
    for channel, day, screens, times, parts in _list_unsettled(scope, now=now):
        for flight, seconds in times.items():
            ledger.extend(channel, flight, Reach(seconds * screens, screens))
        for part, plays, seconds in parts:
            if counts(part):
                ledger.add(channel, part, Entry(plays * screens, seconds * screens))
                ledger.count(day, planned=plays * screens if part.flight else 0)
    return ledger


def _read_totals(ledger: Ledger, scope: Scope, counts: Callable[[Part], bool]) -> None:
    totals = _narrow(PlayTotal.objects.all(), scope)
    sums = (Sum("planned"), Sum("planned_seconds"), Sum("played"), Sum("seconds"))
    for channel, *names, planned, planned_seconds, played, seconds in totals.values_list(
        "channel", *Part._fields
    ).annotate(*sums):
        if counts(part := Part(*names)):
            ledger.add(channel, part, Entry(planned, planned_seconds, played, seconds))
    by_day = totals.exclude(flight="").values_list("day", *Part._fields).annotate(Sum("planned"), Sum("played"))
    for day, *names, planned, played in by_day:
        if counts(Part(*names)):
            ledger.count(day, planned=planned, played=played)
    reaches = _narrow(PlayReach.objects.all(), scope).values_list("channel", "flight")
    for channel, flight, due, of, screens in reaches.annotate(Sum("due_seconds"), Max("due_screens"), Max("screens")):
        ledger.extend(channel, flight, Reach(due, of, screens))


def _narrow(rows: QuerySet, scope: Scope) -> QuerySet:  # type: ignore[type-arg]  # of totals or of reaches
    rows = rows.filter(day__range=(scope.since, scope.until)).order_by()
    return rows.filter(channel=scope.channel) if scope.channel else rows


def _list_unsettled(
    scope: Scope, *, now: datetime
) -> Iterator[tuple[str, date, int, dict[str, float], list[tuple[Part, int, float]]]]:
    """Channel, day, screens, and what was due on one of them, of the days without a plan in the totals."""
    start = find_unsettled()
    if start is None:
        return
    for row in Channel.objects.filter(slug=scope.channel) if scope.channel else Channel.objects.all():
        channel = convert.read_channel(row)
        since, until = max(scope.since, start), min(scope.until, find_day(channel, now))
        if since > until:
            continue
        for day, due in list_planned(channel, since=since, until=until, now=now):
            parts = [(part, each.plays, each.seconds) for part, each in due.parts.items()]
            yield row.slug, day, count_screens(row.slug, on=day), dict(due.times), parts
