"""What each gets where several run at once. In: companies of flights, and what was sold. Out: the loop, divided."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from campaign.schedule.outlook import Company
from campaign.schedule.shares import Books, read_shares
from campaign.schedule.voice import Promise, share_loop


@dataclass(frozen=True)
class Deal:
    """A company with what each of its flights gets of the loop; who gets nothing is not in it."""

    company: Company
    promises: tuple[Promise, ...]


def make_deals(companies: Iterable[Company], books: Books) -> Iterator[Deal]:
    """One for each company; alike ones, on other channels, are reckoned once."""
    known: dict[object, tuple[Promise, ...]] = {}
    for company in companies:
        shares = read_shares(books[company.channel.id])
        key = tuple((flight.id, shares[flight.id]) for flight in company.flights)
        if key not in known:
            known[key] = share_loop(company.flights, shares=shares)
        yield Deal(company, known[key])
