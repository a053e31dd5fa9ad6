"""Changes made by several at once take their turns."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from campaign.services.changes import mark_change, read_stamp
from tests.factories.rows import NOON


def mark(step: int) -> int:
    try:
        return mark_change(now=NOON + timedelta(milliseconds=step))
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_changes_at_once_each_get_a_second_of_their_own() -> None:
    with ThreadPoolExecutor(4) as threads:
        stamps = list(threads.map(mark, range(12)))
    first = int(NOON.timestamp()) + 1
    assert sorted(stamps) == [first + 2 * step for step in range(12)]
    assert read_stamp() == max(stamps)


@pytest.mark.django_db
def test_before_any_change_there_is_a_stamp() -> None:
    assert read_stamp() == 1


@pytest.mark.django_db
def test_a_clock_set_back_still_moves_the_stamp_on() -> None:
    later = mark_change(now=NOON)
    assert mark_change(now=NOON - timedelta(days=1)) == later + 2
