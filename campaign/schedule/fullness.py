"""How full loops are, promised against planned. In: a release and days. Out: parts of the loop, by channel and time.

Promised is what was sold; planned is what flights get that have something to show, after those of a higher priority.
What is neither is free, and shows the fallback. An emergency has the whole loop and was sold nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeAlias

from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import Company, look_ahead
from campaign.schedule.promises import add_shares
from campaign.schedule.release import Release
from campaign.schedule.service_day import Minutes
from campaign.schedule.shares import Sold, open_books, read_shares
from campaign.schedule.voice import share_loop


@dataclass(frozen=True)
class Fullness:
    """Of one loop at one time: `sold` is all that was promised, `planned` is what of it will be shown, both as parts of
    1; `flights` is flight → (promised, planned). `over` where flights of one priority were promised more than a loop
    holds: more than that alone may be meant so."""

    sold: Fraction
    planned: Fraction
    over: bool
    flights: Mapping[str, tuple[Fraction, Fraction]]

    @property
    def free(self) -> Fraction:
        """What nobody was promised."""
        return max(Fraction(0), 1 - self.sold)


EMPTY = Fullness(Fraction(0), Fraction(0), False, {})
Hours: TypeAlias = tuple[tuple[Minutes, Fullness], ...]
"""The stretches of a service day in which somebody runs, in their order."""


@dataclass(frozen=True)
class Ledger:
    """Channel → day → its stretches; days on which nobody runs are not in it."""

    channels: Mapping[str, Mapping[date, Hours]]

    def read_day(self, channel: str, day: date) -> Hours:
        return self.channels.get(channel, {}).get(day, ())

    def find_fullest(self, channel: str, day: date) -> Fullness:
        """The stretch of the day that was sold most of; an oversold one before any other."""
        stretches = [fullness for _minutes, fullness in self.read_day(channel, day)]
        return max(stretches, key=lambda one: (one.over, one.sold), default=EMPTY)


def measure_fullness(release: Release, *, first: date, days: int) -> Ledger:
    """Every channel of the release, on so many days from the first on."""
    outlook, books = look_ahead(release, today=first, days=days), open_books(release)
    found: dict[str, dict[date, list[tuple[Minutes, Fullness]]]] = {}
    for company in outlook.companies:
        fullness = _measure(company, books[company.channel.id])
        channel = found.setdefault(company.channel.id, {})
        for day, minutes in company.times:
            channel.setdefault(day, []).append((minutes, fullness))
    return Ledger(
        {
            channel: {day: tuple(sorted(pieces, key=lambda piece: piece[0])) for day, pieces in by_day.items()}
            for channel, by_day in found.items()
        }
    )


def _measure(company: Company, sold: Mapping[str, Sold]) -> Fullness:
    able = [flight for flight in company.flights if sold[flight.id].seconds]
    given = {one.flight.id: one.share for one in share_loop(able, shares=read_shares(sold))}
    promised = {flight.id: _find_promised(flight, sold[flight.id]) for flight in company.flights}
    return Fullness(
        sold=add_shares(promised.values()),
        planned=add_shares(given.values()),
        over=any(_is_over(company.flights, promised, priority) for priority in (Priority.NORMAL, Priority.URGENT)),
        flights={flight.id: (promised[flight.id], given.get(flight.id, Fraction(0))) for flight in company.flights},
    )


def _find_promised(flight: Flight, sold: Sold) -> Fraction:
    return Fraction(0) if flight.priority is Priority.EMERGENCY else sold.share


def _is_over(flights: Sequence[Flight], promised: Mapping[str, Fraction], priority: Priority) -> bool:
    """As rule S1 has it: flights by a number of plays take what is left, and oversell nothing."""
    return add_shares(promised[one.id] for one in flights if one.priority is priority and not one.plays) > 1
