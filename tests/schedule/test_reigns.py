"""Which release is in force at a moment, and until when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from campaign.schedule.reigns import Reign, find_reign, list_terms
from tests.factories.schedule import make_release

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
FIRST, NEXT, LAST = (
    Reign(replace(make_release(), number=number), since)
    for number, since in ((1, None), (2, NOON), (3, NOON + timedelta(days=1)))
)
ALL = (FIRST, NEXT, LAST)


def test_a_release_takes_over_at_its_very_moment() -> None:
    moments = (NOON - SECOND, NOON, NOON + timedelta(days=1) - SECOND, NOON + timedelta(days=1))
    assert [find_reign(ALL, moment).release.number for moment in moments] == [1, 2, 2, 3]


def test_before_the_first_that_one_counts() -> None:
    assert find_reign((NEXT, LAST), NOON - SECOND) == NEXT


def test_each_lasts_until_the_next_begins() -> None:
    assert list(list_terms(ALL)) == [(FIRST, NEXT.since), (NEXT, LAST.since), (LAST, None)]
