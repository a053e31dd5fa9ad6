"""Proof of play. In: a player's rows, at any time and in any order. Out: each one accepted or refused, and sums.

A row that was accepted is kept for as long as another report of it may come, its sums for ever. Refused rows are
counted by player and reason: that tells a broken clock, or somebody who forges.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from campaign.data.models import Play, Player, PlayReach, PlayRefusal, PlayTotal
from campaign.playlists.lanes import Lane, Lanes
from campaign.playlists.proof import Reason, Row, Shown, judge
from campaign.playlists.reported import MOST_ROWS, Unreadable
from campaign.playlists.timetable import Timetable
from campaign.services import hearing, standing
from campaign.services.patience import wait_at_most
from campaign.services.timetables import Evidence, find_evidence, find_timetables

PATIENCE = 2_000
"""Milliseconds that a report may wait for SQLite's one writer; then the player keeps it and comes back."""
LONGEST = timedelta(hours=1)
"""Of a play that was accepted: spots are shorter than loops, loops shorter than this."""
ACCEPTED, KNOWN, REFUSED = "accepted", "known", "refused"


@dataclass(frozen=True)
class Result:
    """What became of one row; `seconds` are those that count."""

    name: str
    status: str
    reason: str = ""
    seconds: float = 0


def take(token: str, rows: Sequence[Row | Unreadable], *, now: datetime) -> tuple[Result, ...] | None:
    """Judge the rows of the player with this token, and keep what counts; in their order, None for any other token.
    Raises OperationalError while the database is busy."""
    current = standing.find_standing(at=now)
    player = standing.find_player(current, token=token)
    if player is None:
        return None
    hearing.note_poll(current, player, at=now, fetched=False)
    evidence = find_evidence(now=now)
    results: list[Result] = []
    for start in range(0, len(rows), MOST_ROWS):
        part = rows[start : start + MOST_ROWS]
        tables = _prepare(evidence, player.channel, part, now=now)
        with wait_at_most(PATIENCE):
            results += _take(player.pk, part, evidence=evidence, tables=tables, now=now)
    return tuple(results)


def _prepare(
    evidence: Evidence, channel: str, rows: Iterable[Row | Unreadable], *, now: datetime
) -> Mapping[datetime, tuple[Timetable, ...]]:
    """The timetables of every row that is neither of the future nor too old: made before the database is held."""
    starts = {row.span.start for row in rows if isinstance(row, Row)}
    return {at: find_timetables(evidence, channel, at=at) for at in starts if evidence.reaches(at, now=now)}


@transaction.atomic
def _take(
    pk: int,
    rows: Sequence[Row | Unreadable],
    *,
    evidence: Evidence,
    tables: Mapping[datetime, tuple[Timetable, ...]],
    now: datetime,
) -> list[Result]:
    """Whoever else reports for the same player waits."""
    player = Player.objects.select_for_update().select_related(None).get(pk=pk)
    readable = [row for row in rows if isinstance(row, Row)]
    known = dict(player.plays.filter(name__in=[row.name for row in readable]).values_list("name", "seconds"))
    lanes = Lanes(screens=max(1, player.screens), taken=_list_taken(player, readable))
    shown: dict[str, Shown] = {}
    judged: dict[int, Result] = {}
    order = sorted(range(len(rows)), key=lambda at: _find_start(rows[at], now))
    for at in order:
        row = rows[at]
        if isinstance(row, Unreadable):
            judged[at] = Result(row.name, REFUSED, Reason.INVALID)
        elif row.name in known:
            judged[at] = Result(row.name, KNOWN, Reason.KNOWN, known[row.name])
        else:
            verdict = judge(
                row, now=now, find_timetables=lambda at: tables.get(at, ()), stops=evidence.stops, lanes=lanes
            )
            judged[at] = _tell(row, verdict)
            if isinstance(verdict, Shown):
                shown[row.name] = verdict
                known[row.name] = judged[at].seconds
    _keep(player, {row.name: row for row in readable}, shown)
    _count_refused(player, judged.values(), now=now)
    return [judged[at] for at in range(len(rows))]


def _find_start(row: Row | Unreadable, now: datetime) -> datetime:
    return row.span.start if isinstance(row, Row) else now


def _list_taken(player: Player, rows: Sequence[Row]) -> Iterable[Lane]:
    if not rows:
        return ()
    first, last = min(row.span.start for row in rows), max(row.span.start for row in rows)
    near = player.plays.filter(started_at__gt=first - LONGEST, started_at__lt=last + LONGEST)
    return (
        Lane(at.timestamp(), at.timestamp() + seconds, screen)
        for at, seconds, screen in near.values_list("started_at", "seconds", "screen").iterator()
    )


def _tell(row: Row, verdict: Shown | Reason) -> Result:
    if isinstance(verdict, Reason):
        return Result(row.name, REFUSED, verdict)
    return Result(row.name, ACCEPTED, seconds=_measure(verdict))


def _measure(shown: Shown) -> float:
    return round(shown.span.length.total_seconds(), 3)


def _keep(player: Player, rows: Mapping[str, Row], shown: Mapping[str, Shown]) -> None:
    """The rows, and their sums with those of before."""
    channel = player.channel.slug
    plays = [_make_play(player, channel, rows[name], found) for name, found in shown.items()]
    _count_screens(player, channel, plays)
    Play.objects.bulk_create(plays)
    for (day, *names), (played, seconds) in sorted(_sum_up(plays).items()):  # in one order: no two reports lock up
        flight, campaign, item, language = names
        total, _ = PlayTotal.objects.get_or_create(
            day=day, channel=channel, flight=flight, campaign=campaign, item=item, language=language
        )
        PlayTotal.objects.filter(pk=total.pk).update(played=F("played") + played, seconds=F("seconds") + seconds)


def _sum_up(plays: Iterable[Play]) -> Mapping[tuple[date, str, str, str, str], tuple[int, float]]:
    """Whole plays and seconds by service day, flight, campaign, item and language."""
    sums: dict[tuple[date, str, str, str, str], tuple[int, float]] = {}
    for play in plays:
        key = (play.day, play.flight, play.campaign, play.item, play.language)
        played, seconds = sums.get(key, (0, 0.0))
        sums[key] = (played + play.whole, seconds + play.seconds)
    return sums


def _make_play(player: Player, channel: str, row: Row, shown: Shown) -> Play:
    return Play(
        player=player,
        name=row.name,
        screen=row.screen,
        material=row.material,
        campaign=shown.spot.campaign if shown.spot else "",
        item=shown.spot.item if shown.spot else "",
        language=shown.spot.language if shown.spot else "",
        flight=shown.flight,
        channel=channel,
        release=shown.release,
        day=shown.day,
        started_at=shown.span.start,
        seconds=_measure(shown),
        whole=shown.whole,
    )


def _count_screens(player: Player, channel: str, plays: Sequence[Play]) -> None:
    """Screens that show a flight for the first time in a service day."""
    new = {(play.day, play.flight, play.screen) for play in plays}
    if not new:
        return
    days = {day for day, _, _ in new}
    had = player.plays.filter(
        started_at__gt=min(play.started_at for play in plays) - timedelta(days=2),
        started_at__lt=max(play.started_at for play in plays) + timedelta(days=2),
        day__in=days,
    )
    new -= set(had.values_list("day", "flight", "screen").distinct())
    counts = Counter((day, flight) for day, flight, _ in new)
    for day, flight in sorted(counts):
        reach, _ = PlayReach.objects.get_or_create(day=day, channel=channel, flight=flight)
        PlayReach.objects.filter(pk=reach.pk).update(screens=F("screens") + counts[day, flight])


def _count_refused(player: Player, results: Iterable[Result], *, now: datetime) -> None:
    counts = Counter(result.reason for result in results if result.reason)
    for reason in sorted(counts):
        row, _ = PlayRefusal.objects.get_or_create(player=player, day=localdate(now), reason=reason)
        PlayRefusal.objects.filter(pk=row.pk).update(count=F("count") + counts[reason])
