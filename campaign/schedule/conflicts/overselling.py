"""Loops that were sold twice. In: who runs beside whom, and what each was promised. Out: conflicts S1, S6 and S11.

Among flights of one priority more than the whole loop is an error, for nobody could keep it; what higher priorities
take from those below is meant so, and told. Flights by a number of plays take what is left, so they oversell nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby

from campaign.schedule.conflicts.conflict import Conflict, Subject, join_names, make_conflict, merge_subjects
from campaign.schedule.conflicts.deals import Deal
from campaign.schedule.conflicts.fitting import fit_promises
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import Company, Outlook
from campaign.schedule.shares import Books, Sold
from campaign.spec.channels import Channel
from campaign.spec.message import say


@dataclass(frozen=True)
class Crowd:
    """Steady flights of one priority on a channel that were promised more than its loop."""

    channel: Channel
    flights: tuple[Flight, ...]
    sold: tuple[Sold, ...]
    since: date
    until: date

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(flight.id for flight in self.flights)

    @property
    def subject(self) -> Subject:
        return Subject(self.names, (self.channel.id,), self.since, self.until)


def find_overselling(outlook: Outlook, books: Books, deals: Sequence[Deal]) -> Iterator[Conflict]:
    """All of them; one conflict for all channels on which it is the same."""
    crowds = [crowd for company in outlook.companies for crowd in _find_crowds(company, books, outlook)]
    yield from _explain_crowds(_leave_out_smaller(crowds))
    yield from _find_squeezed(outlook, books, deals)
    yield from _find_emergencies(outlook)


def _find_crowds(company: Company, books: Books, outlook: Outlook) -> Iterator[Crowd]:
    for priority in (Priority.NORMAL, Priority.URGENT):
        flights = tuple(one for one in company.flights if one.priority is priority and not one.plays)
        sold = tuple(books[company.channel.id][flight.id] for flight in flights)
        if sum(one.share for one in sold) > 1:
            yield Crowd(company.channel, flights, sold, company.since, find_end(company, flights, outlook))


def find_end(company: Company, flights: Iterable[Flight], outlook: Outlook) -> date:
    """The last day on which they run together, also when it lies beyond what was looked at."""
    ends = company.until + timedelta(weeks=1) > outlook.last
    return min(flight.until for flight in flights) if ends else company.until


def _leave_out_smaller(crowds: Sequence[Crowd]) -> Iterator[Crowd]:
    """A crowd within a larger one of the same channel is mended with it; its days count as the larger one's."""
    by_channel: dict[str, list[Crowd]] = {}
    for crowd in crowds:
        by_channel.setdefault(crowd.channel.id, []).append(crowd)
    for crowd in crowds:
        names, peers = set(crowd.names), by_channel[crowd.channel.id]
        if any(names < set(one.names) for one in peers):
            continue
        within = [one for one in peers if set(one.names) <= names]
        since, until = min(one.since for one in within), max(one.until for one in within)
        yield Crowd(crowd.channel, crowd.flights, crowd.sold, since, until)


def _explain_crowds(crowds: Iterable[Crowd]) -> Iterator[Conflict]:
    alike: dict[object, list[Crowd]] = {}
    for crowd in crowds:
        alike.setdefault((crowd.names, crowd.channel.loop_seconds, crowd.sold), []).append(crowd)
    for group in alike.values():
        first, subject = group[0], merge_subjects(crowd.subject for crowd in group)
        total, loop = sum(one.share for one in first.sold), first.channel.loop_seconds
        yield make_conflict(
            "S1",
            subject,
            say(
                "On %(channels)s a loop of %(loop)s s is oversold by %(seconds)g s from %(since)s to %(until)s: "
                "%(flights)s.",
                channels=join_names(subject.channels),
                loop=loop,
                seconds=round(float((total - 1) * loop), 1),
                since=str(subject.since),
                until=str(subject.until),
                flights=join_names(_write_sold(first), most=20),
            ),
            say("Promises that would fit: %(shares)s.", shares=", ".join(fit_promises(first.flights, first.sold))),
            measured=f"{round(float(total * 100), 1):g} %",
            allowed="100 %",
        )


def _write_sold(crowd: Crowd) -> Iterator[str]:
    for flight, sold in zip(crowd.flights, crowd.sold, strict=True):
        yield f"{flight.id} {round(float(sold.share * 100), 1):g} %"


def _find_squeezed(outlook: Outlook, books: Books, deals: Iterable[Deal]) -> Iterator[Conflict]:
    """Emergencies are no news here: whoever starts one wants nothing else to play."""
    alike: dict[tuple[str, tuple[str, ...], Fraction, Fraction, Fraction], list[Subject]] = {}
    for deal in deals:
        company, sold = deal.company, books[deal.company.channel.id]
        given = {one.flight.id: one.share for one in deal.promises}
        above: list[Flight] = []
        ranked = sorted(company.flights, key=lambda flight: -flight.priority.rank)
        for _, group in groupby(ranked, key=lambda flight: flight.priority):
            peers = list(group)
            own = sum((sold[flight.id].share for flight in peers if not flight.plays), Fraction())
            for flight in peers:
                share = sold[flight.id].share / max(own, Fraction(1))
                got = given.get(flight.id, Fraction())
                if above and got < share and not flight.plays and above[0].priority is not Priority.EMERGENCY:
                    names = tuple(one.id for one in above)
                    until = find_end(company, (flight, *above), outlook)
                    subject = Subject((flight.id, *names), (company.channel.id,), company.since, until)
                    alike.setdefault((flight.id, names, share, got, 1 - min(own, Fraction(1))), []).append(subject)
            above += [flight for flight in peers if given.get(flight.id)]
    for (name, names, share, got, free), subjects in alike.items():
        yield _explain_squeezed(name, names, merge_subjects(subjects), share=share, got=got, free=free)


def _explain_squeezed(
    name: str, above: tuple[str, ...], subject: Subject, *, share: Fraction, got: Fraction, free: Fraction
) -> Conflict:
    return make_conflict(
        "S6",
        subject,
        say(
            "From %(since)s to %(until)s the higher priority of %(above)s leaves “%(flight)s” less than it was "
            "promised on %(channels)s.",
            since=str(subject.since),
            until=str(subject.until),
            above=join_names(above),
            flight=name,
            channels=join_names(subject.channels),
        ),
        say(
            "Promise those above %(share)g %% together at most, or accept it for as long as they run.",
            share=round(float(free * 100), 1),
        ),
        measured=f"{round(float(got * 100), 1):g} %",
        allowed=f"{round(float(share * 100), 1):g} %",
    )


def _find_emergencies(outlook: Outlook) -> Iterator[Conflict]:
    alike: dict[tuple[str, ...], list[Subject]] = {}
    first: dict[tuple[str, ...], tuple[Flight, ...]] = {}
    for company in outlook.companies:
        flights = tuple(flight for flight in company.flights if flight.priority is Priority.EMERGENCY)
        names = tuple(flight.id for flight in flights)
        if len(names) > 1:
            subject = Subject(names, (company.channel.id,), company.since, find_end(company, flights, outlook))
            alike.setdefault(names, []).append(subject)
            first[names] = flights
    for names, subjects in alike.items():
        subject = merge_subjects(subjects)
        last = max(first[names], key=lambda flight: flight.since)
        yield make_conflict(
            "S11",
            subject,
            say(
                "The emergencies %(flights)s run at once on %(channels)s from %(since)s to %(until)s, so each has only "
                "a part of the loop.",
                flights=join_names(names),
                channels=join_names(subject.channels),
                since=str(subject.since),
                until=str(subject.until),
            ),
            say(
                "End the others before “%(flight)s” begins on %(day)s, or keep one.",
                flight=last.id,
                day=last.since.isoformat(),
            ),
        )
