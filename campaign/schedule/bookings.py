"""What a flight asks for, looked at by itself. In: a flight as written. Out: what cannot be meant, with place and mend.

Whatever can never come true on any screen is a fault of the file: a day that never comes, no promise or two, a gap
between more plays than an hour holds, the same calendar wanted and shunned.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from campaign.schedule.dayparts import WEEK
from campaign.schedule.faults import Path, fault
from campaign.schedule.flight import PROMISES, WHOLE, Flight, Priority
from campaign.schedule.promises import HOUR
from campaign.spec.document import Document
from campaign.spec.errors import CampaignError
from campaign.spec.message import say

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""Beyond them a date is a slip of the pen."""


def find_booking_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    """Every fault of the flight at that place of the file."""
    yield from _find_selection_faults(document, flight, path)
    yield from _find_time_faults(document, flight, path)
    yield from _find_promise_faults(document, flight, path)
    yield from _find_gap_faults(document, flight, path)
    yield from _find_calendar_faults(document, flight, path)


def find_ref_faults(document: Document, path: Path, ref: str) -> Iterator[CampaignError]:
    """An item is named by its campaign and its own id."""
    campaign, slash, item = ref.partition("/")
    if not (campaign and slash and item) or "/" in item:
        yield fault(
            document,
            path,
            say("“%(ref)s” names no item.", ref=ref),
            say("Write campaign/item, as in conet-sofia/neighbours."),
        )


def _find_selection_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    if sum(map(bool, (flight.campaign, flight.item, flight.tag, flight.material))) != 1:
        yield fault(
            document,
            path,
            say("The flight “%(id)s” does not say what it shows.", id=flight.id),
            say("Name exactly one of campaign, item, tag and material."),
        )
    if flight.item:
        yield from find_ref_faults(document, (*path, "item"), flight.item)
    if flight.material and not flight.material.isdecimal():
        yield fault(
            document,
            (*path, "material"),
            say("“%(given)s” is no material's number.", given=flight.material),
            say("Write the number that the material's page shows, in quotes."),
        )


def _find_time_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    wrong = [name for name in ("since", "until") if not FIRST_YEAR <= getattr(flight, name).year <= LAST_YEAR]
    for name in wrong:
        yield fault(
            document,
            (*path, name),
            say("The year %(year)s is not one of ours.", year=getattr(flight, name).year),
            say("Write a year from %(first)s to %(last)s.", first=FIRST_YEAR, last=LAST_YEAR),
        )
    if flight.until < flight.since:
        yield fault(
            document,
            (*path, "until"),
            say("The flight “%(id)s” ends before it begins.", id=flight.id),
            say("“until” is its last day, “since” its first; for one day write the same date twice."),
        )
    if not flight.weekdays:
        yield fault(
            document,
            (*path, "weekdays"),
            say("The flight “%(id)s” has no weekday.", id=flight.id),
            say("Add one of: %(known)s.", known=", ".join(WEEK)),
        )
    elif not wrong and flight.since <= flight.until and not _has_day(flight):
        yield fault(
            document,
            (*path, "weekdays"),
            say("None of the weekdays of “%(id)s” comes between its first and its last day.", id=flight.id),
            say("Add a weekday, or move “since” or “until”."),
        )


def _has_day(flight: Flight) -> bool:
    """Whether one of its weekdays comes, which in a week of any flight that lasts so long is sure."""
    days = min((flight.until - flight.since).days + 1, len(WEEK))
    return any(WEEK[(flight.since + timedelta(days=shift)).weekday()] in flight.weekdays for shift in range(days))


def _find_promise_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    """A number that is written counts as written, 0 too."""
    written = [name for name in PROMISES if name in document.find(path)]
    is_emergency = flight.priority is Priority.EMERGENCY
    if is_emergency and written:
        yield fault(
            document,
            (*path, written[0]),
            say("“%(id)s” is an emergency: it takes the whole loop, whatever it is promised.", id=flight.id),
            say("Take this line out, or make the flight urgent."),
        )
    elif not is_emergency and len(written) != 1:
        yield fault(
            document,
            path,
            say("The flight “%(id)s” does not say how much it is promised.", id=flight.id),
            say("Write exactly one of: %(known)s.", known=", ".join(PROMISES)),
        )
    yield from _find_amount_faults(document, flight, path, written)


def _find_amount_faults(
    document: Document, flight: Flight, path: Path, written: Sequence[str]
) -> Iterator[CampaignError]:
    if "share" in written and not 0 < flight.share <= WHOLE:
        yield fault(
            document,
            (*path, "share"),
            say("A share of %(share)g %% is impossible.", share=flight.share),
            say("Write per cent of the loop: more than 0, at most 100."),
        )
    if "plays_per_hour" in written and not 0 < flight.plays_per_hour <= HOUR:
        yield fault(
            document,
            (*path, "plays_per_hour"),
            say("%(plays)g plays an hour are impossible.", plays=flight.plays_per_hour),
            say("Write how often it plays on each screen in an hour, e.g. 12."),
        )
    if "plays" in written and flight.plays <= 0:
        yield fault(
            document,
            (*path, "plays"),
            say("%(plays)s plays by the end are none.", plays=flight.plays),
            say("Write how often it plays until its last day, on all screens together."),
        )


def _find_gap_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    if flight.gap_seconds < 0:
        yield fault(
            document,
            (*path, "gap_seconds"),
            say("A gap of %(gap)s s is impossible.", gap=flight.gap_seconds),
            say("Write the seconds from one start to the next, or take the line out."),
        )
    elif 0 < flight.plays_per_hour <= HOUR and flight.gap_seconds * flight.plays_per_hour > HOUR:
        yield fault(
            document,
            (*path, "gap_seconds"),
            say(
                "%(plays)g plays an hour are %(between)g s apart, so none can wait %(gap)s s.",
                plays=flight.plays_per_hour,
                between=HOUR / flight.plays_per_hour,
                gap=flight.gap_seconds,
            ),
            say("Shorten the gap, or write fewer plays."),
        )


def _find_calendar_faults(document: Document, flight: Flight, path: Path) -> Iterator[CampaignError]:
    for place, name in enumerate(flight.only_on):
        if name in flight.excludes:
            yield fault(
                document,
                (*path, "only_on", place),
                say("“%(id)s” runs only on the days of “%(calendar)s” and never on them.", id=flight.id, calendar=name),
                say("Take the calendar out of “only_on” or of “excludes”."),
            )
