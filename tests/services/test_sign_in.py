"""The brake on guessing: it ends by itself, tells nothing, and does not keep the rightful person out."""

from datetime import timedelta

import pytest

from campaign.data.models import SignInTry
from campaign.services import sign_in
from campaign.services.sign_in import BY_ADDRESS, BY_NAME, WINDOW, TooManyTries, Visitor, take_try
from tests.factories.rows import NOON, make_person

pytestmark = pytest.mark.django_db

HOME, ELSEWHERE = Visitor("192.0.2.1"), Visitor("198.51.100.7")


def fail(name: str, *, times: int, visitor: Visitor = ELSEWHERE) -> None:
    for _ in range(times):
        take_try(name, visitor=visitor, now=NOON)


def test_a_name_is_guessed_at_so_often_and_no_more_from_wherever() -> None:
    for number in range(BY_NAME):
        take_try("maria", visitor=Visitor(f"192.0.2.{number}"), now=NOON)
    with pytest.raises(TooManyTries) as refused:
        take_try(" MARIA ", visitor=HOME, now=NOON)
    assert refused.value.wait == WINDOW
    take_try("ivan", visitor=HOME, now=NOON)


def test_the_brake_ends_by_itself_and_what_it_refused_does_not_count() -> None:
    fail("maria", times=BY_NAME)
    for minute in range(1, 15):
        with pytest.raises(TooManyTries) as refused:
            take_try("maria", visitor=ELSEWHERE, now=NOON + timedelta(minutes=minute))
        assert refused.value.wait == WINDOW - timedelta(minutes=minute)
    take_try("maria", visitor=ELSEWHERE, now=NOON + WINDOW)


def test_an_address_has_its_own_measure_and_a_household_of_version_6_is_one() -> None:
    for number in range(BY_ADDRESS):
        take_try(f"name-{number}", visitor=Visitor(f"2001:db8:1:2::{number:x}"), now=NOON)
    with pytest.raises(TooManyTries):
        take_try("another", visitor=Visitor("2001:db8:1:2:ffff::1"), now=NOON)
    take_try("another", visitor=Visitor("2001:db8:1:3::1"), now=NOON)


def test_who_was_right_begins_anew() -> None:
    fail("maria", times=BY_NAME - 1)
    take_try("maria", visitor=HOME, now=NOON).forgive()
    fail("maria", times=BY_NAME)


def test_a_browser_that_was_let_in_before_is_not_kept_out_by_others() -> None:
    maria, ivan = make_person("staff", name="maria"), make_person("lead", name="ivan")
    fail("maria", times=BY_NAME)
    for number in range(BY_ADDRESS):
        take_try(f"name-{number}", visitor=HOME, now=NOON)
    take_try("maria", visitor=Visitor(HOME.address, sign_in.make_mark(maria)), now=NOON).forgive()
    for mark in (sign_in.make_mark(ivan), "forged", sign_in.make_mark(maria)[:-1]):
        with pytest.raises(TooManyTries):
            take_try("maria", visitor=Visitor("192.0.2.1", mark), now=NOON)


def test_a_known_browser_has_a_measure_too() -> None:
    known = Visitor("192.0.2.1", sign_in.make_mark(make_person("staff", name="maria")))
    fail("maria", times=BY_NAME, visitor=known)
    with pytest.raises(TooManyTries):
        take_try("maria", visitor=known, now=NOON)


def test_nobody_is_named_in_the_table_and_old_tries_go() -> None:
    fail("maria", times=1)
    kept = " ".join(SignInTry.objects.values_list("who", flat=True))
    assert ("maria" in kept, ELSEWHERE.address in kept, len(kept)) == (False, False, 2 * 64 + 1)
    assert sign_in.remove_old(now=NOON) == 0
    assert sign_in.remove_old(now=NOON + WINDOW + timedelta(seconds=1)) == 2
