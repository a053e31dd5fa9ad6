"""Numbers of plays that are not kept. In: a release with its paces. Out: conflicts S12: out of reach, or behind."""

from collections.abc import Iterator
from datetime import date, timedelta
from math import ceil

from campaign.schedule.conflicts.conflict import Conflict, Subject, make_conflict
from campaign.schedule.flight import Flight
from campaign.schedule.pacing import LONGEST
from campaign.schedule.promises import Pace
from campaign.schedule.release import Release
from campaign.spec.message import Message, say
from campaign.spec.rules.schedule import BEHIND


def find_late(release: Release, *, today: date) -> Iterator[Conflict]:
    """Conflicts S12 of flights that are not over: what cannot be reached, and what is behind."""
    for flight in release.flights:
        pace = release.paces.get(flight.id)
        if pace is None or pace.reach is None or flight.until < today:
            continue
        subject = Subject((flight.id,), flight.channels, max(today, flight.since), flight.until)
        if pace.reach < flight.plays:
            yield _explain(flight, pace, subject, _tell_short(flight, pace), _propose_more(flight, pace, today))
        elif pace.played < pace.due * BEHIND.value:
            yield _explain(flight, pace, subject, _tell_behind(flight, pace), _propose_pace(pace))


def _explain(flight: Flight, pace: Pace, subject: Subject, message: Message, hint: Message) -> Conflict:
    return make_conflict("S12", subject, message, hint, measured=str(pace.reach), allowed=str(flight.plays))


def _tell_short(flight: Flight, pace: Pace) -> Message:
    return say(
        "“%(flight)s” had %(played)s plays and reaches about %(reach)s by %(until)s, not the wanted %(plays)s.",
        flight=flight.id,
        played=pace.played,
        reach=pace.reach or 0,
        until=flight.until.isoformat(),
        plays=flight.plays,
    )


def _propose_more(flight: Flight, pace: Pace, today: date) -> Message:
    """How much longer it would take at the same pace."""
    coming = (pace.reach or 0) - pace.played
    days = (flight.until - max(today, flight.since)).days + 1
    more = ceil(days * (flight.plays - (pace.reach or 0)) / coming) if coming else 0
    if not 0 < more <= LONGEST:
        return say("Add channels, screens or dayparts, or promise the others less.")
    return say(
        "Let it run until %(day)s, add channels, screens or dayparts, or lower the number to %(reach)s.",
        day=(flight.until + timedelta(days=more)).isoformat(),
        reach=pace.reach or 0,
    )


def _tell_behind(flight: Flight, pace: Pace) -> Message:
    return say(
        "“%(flight)s” is behind: it had %(played)s plays, and %(due)s were due of the %(plays)s until %(until)s.",
        flight=flight.id,
        played=pace.played,
        due=pace.due,
        plays=flight.plays,
        until=flight.until.isoformat(),
    )


def _propose_pace(pace: Pace) -> Message:
    return say(
        "Releasing this schedule gives it %(share)g %% of the loop, which brings the rest in time; look whether the "
        "screens were on.",
        share=round(pace.share, 1),
    )
