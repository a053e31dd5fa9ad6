"""Gaps that cannot be kept. In: who runs beside whom, and what each was promised. Out: conflicts S10.

So many plays of a flight in a loop lie at most so far apart, in whole slots; a longer gap would cost it its share.
"""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict, merge_subjects
from campaign.schedule.conflicts.deals import Deal
from campaign.schedule.conflicts.overselling import find_end
from campaign.schedule.flight import Flight
from campaign.schedule.outlook import Company, Outlook
from campaign.schedule.promises import HOUR
from campaign.schedule.shares import Books, Sold
from campaign.spec.message import Message, say


def find_gaps(outlook: Outlook, books: Books, deals: Iterable[Deal]) -> Iterator[Conflict]:
    """One conflict for a flight and the gap that is possible, however many channels have it."""
    alike: dict[tuple[str, int, int], list[Subject]] = {}
    told: dict[tuple[str, int, int], tuple[Flight, Sold]] = {}
    for deal in deals:
        company, sold = deal.company, books[deal.company.channel.id]
        for promise in deal.promises:
            flight, slot = promise.flight, company.channel.slot_seconds
            if not flight.gap_seconds:
                continue
            best = find_best_gap(sold[flight.id].seconds, promise.share, slot=slot)
            if sold[flight.id].seconds and best < flight.gap_seconds:
                subject = _find_subject(company, flight, outlook)
                alike.setdefault((flight.id, best, slot), []).append(subject)
                told[flight.id, best, slot] = flight, sold[flight.id]
    for (name, best, slot), subjects in alike.items():
        yield _explain(*told[name, best, slot], merge_subjects(subjects), best=best, slot=slot)


def find_best_gap(seconds: Fraction, share: Fraction, *, slot: int) -> int:
    """The longest time that all starts of a flight can lie apart: plays of so many seconds in that part of the loop."""
    return int(seconds / share // slot) * slot


def _find_subject(company: Company, flight: Flight, outlook: Outlook) -> Subject:
    return Subject((flight.id,), (company.channel.id,), company.since, find_end(company, (flight,), outlook))


def _explain(flight: Flight, sold: Sold, subject: Subject, *, best: int, slot: int) -> Conflict:
    return make_conflict(
        "S10",
        subject,
        say(
            "“%(flight)s” plays so often on %(channels)s that its starts are %(best)s s apart at most, not %(gap)s s.",
            flight=flight.id,
            channels=join_names(subject.channels),
            best=best,
            gap=flight.gap_seconds,
        ),
        _propose(flight, sold, best=best, slot=slot),
        measured=f"{best} s",
        allowed=f"{flight.gap_seconds} s",
    )


def _propose(flight: Flight, sold: Sold, *, best: int, slot: int) -> Message:
    """The most that leaves the gap, as the flight counts."""
    whole = ceil(Fraction(flight.gap_seconds, slot)) * slot
    if flight.plays_per_hour:
        return say("Promise at most %(plays)g plays an hour, or a gap of %(best)s s.", plays=HOUR // whole, best=best)
    if flight.share:
        share = float(int(sold.seconds / whole * 1000)) / 10
        return say("Promise at most %(share)g %%, or a gap of %(best)s s.", share=share, best=best)
    return say("Shorten the gap to %(best)s s, or let the flight run longer.", best=best)
