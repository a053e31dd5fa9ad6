"""Promises that would fit. In: flights that were promised more than the loop, and what. Out: less for each, as written.

Each gives up the same part. Shares are whole per cents where there is one for each, the largest remainders first;
plays an hour are whole plays.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor

from campaign.schedule.flight import Flight
from campaign.schedule.shares import Sold


def fit_promises(flights: Sequence[Flight], sold: Sequence[Sold]) -> tuple[str, ...]:
    """A flight and its promise each: “parents 12 %”, “parents 30/h”; together at most the loop."""
    amounts = fit_shares(flights, sold)
    return tuple(
        f"{flight.id} {_write(amount)}{'/h' if flight.plays_per_hour else ' %'}"
        for flight, amount in zip(flights, amounts, strict=True)
    )


def fit_shares(flights: Sequence[Flight], sold: Sequence[Sold]) -> tuple[Fraction, ...]:
    """In the order of the flights: plays an hour for those promised so, per cent for the others."""
    scale = 1 / sum((one.share for one in sold), Fraction())
    by_hour = {
        place: _round_down(Fraction(str(flight.plays_per_hour)) * scale)
        for place, flight in enumerate(flights)
        if flight.plays_per_hour
    }
    taken = sum(
        (sold[place].share * plays / Fraction(str(flights[place].plays_per_hour)) for place, plays in by_hour.items()),
        Fraction(),
    )
    others = [place for place in range(len(flights)) if place not in by_hour]
    wanted = sum((sold[place].share for place in others), Fraction())
    exact = [sold[place].share / wanted * (1 - taken) * 100 for place in others]
    by_share = dict(zip(others, _round_fairly(exact), strict=True))
    return tuple({**by_hour, **by_share}[place] for place in range(len(flights)))


def _round_fairly(exact: Sequence[Fraction]) -> Iterator[Fraction]:
    """Whole numbers of at most the same sum, or tenths, hundredths…, where one would get none."""
    unit = 1
    while any(amount * unit < 1 for amount in exact):
        unit *= 10
    floors = [floor(amount * unit) for amount in exact]
    spare = floor(sum(exact, Fraction()) * unit) - sum(floors)
    order = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place] * unit)
    lucky = set(order[:spare])
    return (Fraction(whole + (place in lucky), unit) for place, whole in enumerate(floors))


def _round_down(plays: Fraction) -> Fraction:
    """Whole plays, or tenths, hundredths…, where that would be none."""
    unit = 1
    while plays * unit < 1:
        unit *= 10
    return Fraction(floor(plays * unit), unit)


def _write(amount: Fraction) -> str:
    return f"{float(amount):g}"
