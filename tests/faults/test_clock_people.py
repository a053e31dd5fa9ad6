"""A server's clock that was set by an hour, and the people who use it: nobody is shut out, nothing used works again."""

from datetime import timedelta

import pyotp
import pytest

from campaign.services import second_factor, sessions, sign_in
from tests.factories.rows import NOON, make_person

pytestmark = pytest.mark.django_db

HOUR, STEP = timedelta(hours=1), timedelta(seconds=30)


def test_a_code_that_was_used_does_not_work_again_and_later_ones_do() -> None:
    maria = make_person("staff", name="maria")
    totp = pyotp.parse_uri(second_factor.offer(maria).address)
    assert isinstance(totp, pyotp.TOTP)
    spare = second_factor.confirm(maria, code=totp.at(NOON), now=NOON)
    back = NOON - HOUR
    assert [second_factor.check(maria, code=totp.at(at), now=back) for at in (NOON, back)] == [False, False]
    assert second_factor.check(maria, code=spare[0], now=back) is True, "the spare codes let people in meanwhile"
    assert second_factor.check(maria, code=totp.at(NOON + 2 * STEP), now=NOON + 2 * STEP) is True


@pytest.mark.parametrize("shift", [-HOUR, HOUR])
def test_a_session_lasts_under_a_clock_that_was_set(shift: timedelta) -> None:
    session = {sessions.SINCE: int(NOON.timestamp()), sessions.SEEN: int(NOON.timestamp())}
    assert sessions.is_over(session, now=NOON + shift) is False
    assert sessions.is_over(session, now=NOON + sessions.IDLE + HOUR) is True


def test_the_brake_on_guessing_holds_and_ends_by_itself() -> None:
    visitor = sign_in.Visitor("192.0.2.7")
    for _ in range(sign_in.BY_NAME):
        sign_in.take_try("maria", visitor=visitor, now=NOON)
    with pytest.raises(sign_in.TooManyTries) as told:
        sign_in.take_try("maria", visitor=visitor, now=NOON - HOUR)
    assert told.value.wait <= sign_in.WINDOW + HOUR
    sign_in.take_try("maria", visitor=visitor, now=NOON + sign_in.WINDOW + timedelta(seconds=1))
