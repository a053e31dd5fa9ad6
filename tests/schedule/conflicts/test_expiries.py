"""Consents and items that end, or begin, inside a flight."""

from dataclasses import replace
from datetime import date

from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.conflicts.expiries import find_expiries
from campaign.schedule.release import Spot
from tests.factories.schedule import make_flight, make_release, make_spots

SUNDAY, FRIDAY = date(2026, 11, 22), date(2026, 11, 27)
CHRISTMAS, SILVESTER = date(2026, 12, 24), date(2026, 12, 31)


def find(*spots: Spot, until: date = SILVESTER) -> list[Conflict]:
    release = make_release(flights=(make_flight(until=until),), spots=spots)
    return list(find_expiries(release, today=SUNDAY))


def test_what_lasts_as_long_as_its_flight_is_fine() -> None:
    assert find(*make_spots("together/ana", until=SILVESTER), *make_spots("together/project")) == []


def test_a_flight_that_is_over_is_not_looked_at() -> None:
    assert find(*make_spots("together/ana", until=date(2026, 11, 1)), until=date(2026, 11, 21)) == []


def test_a_flight_that_is_left_with_nothing_is_told_from_when_on() -> None:
    (found,) = find(*make_spots("together/ana", until=FRIDAY), *make_spots("together/boris", until=CHRISTMAS))[:1]
    assert (found.finding.rule, found.flights, found.channels) == ("S7", ("flight",), ("tram",))
    assert (found.since, found.until) == (date(2026, 12, 25), SILVESTER)
    assert str(found.finding.hint) == "Ask for longer consents, extend the items, or end the flight on 2026-12-24."


def test_an_item_that_ends_while_others_go_on_is_told() -> None:
    (found,) = find(*make_spots("together/ana", until=FRIDAY), *make_spots("together/boris"))
    assert (found.since, found.until) == (date(2026, 11, 28), SILVESTER)
    assert str(found.finding.message) == (
        "Of “flight” these may be shown until 2026-11-27 only, but it runs until 2026-12-31: together/ana."
    )


def test_a_flight_that_begins_before_anything_may_be_shown_is_told() -> None:
    spots = [replace(spot, since=FRIDAY) for spot in make_spots("together/ana")]
    (found,) = find(*spots)
    assert (found.since, found.until) == (SUNDAY, date(2026, 11, 26))
    assert str(found.finding.hint) == "Begin the flight on 2026-11-27, or ask for consents that begin earlier."
