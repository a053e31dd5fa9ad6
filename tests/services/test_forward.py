"""The moment by which screens are served: what ended does not begin again with a clock that was set back."""

from datetime import timedelta

from campaign.services.forward import MOST, Forward
from tests.factories.rows import NOON

HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def test_it_goes_with_the_clock() -> None:
    forward = Forward()
    moments = [NOON, NOON + SECOND, NOON + HOUR, NOON + timedelta(days=400)]
    assert [forward.tell(moment) for moment in moments] == moments


def test_it_waits_for_a_clock_that_was_set_back_an_hour() -> None:
    forward = Forward()
    forward.tell(NOON)
    assert [forward.tell(NOON - HOUR), forward.tell(NOON - SECOND)] == [NOON, NOON]
    assert forward.tell(NOON + SECOND) == NOON + SECOND


def test_a_clock_that_was_far_ahead_is_believed_once_it_is_right() -> None:
    forward = Forward()
    forward.tell(NOON + MOST + SECOND)
    assert [forward.tell(NOON), forward.tell(NOON + SECOND)] == [NOON, NOON + SECOND]
