"""Withdrawals in the studio: who sees them, who confirms, what is told of the screens."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Acknowledgement, Player, Withdrawal
from campaign.services import players, withdrawals
from campaign.services.rights import Role
from tests.factories.rows import make_organisation, make_person
from tests.factories.screens import Screen, make_screen

SignIn = Callable[[str], Client]
WHY = "Майката помоли."


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    players.create(channel="tram", name="Трамвай 5")
    return screen


@pytest.fixture
def withdrawal(screen: Screen) -> Withdrawal:
    return stop("item", "together/ana")


def stop(scope: str, ref: str) -> Withdrawal:
    return withdrawals.withdraw(scope=scope, ref=ref, by=make_person("lead"), why=WHY, now=timezone.now())


def read(client: Client, name: str, *args: object, language: str = "en", **headers: str) -> str:
    client.cookies["django_language"] = language
    answer: Any = client.get(reverse(name, args=args), headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def confirm(client: Client, withdrawal: Withdrawal, **data: str | int) -> int:
    return client.post(reverse("confirm-withdrawal", args=[withdrawal.pk]), data).status_code


def count_confirmed() -> int:
    return Acknowledgement.objects.exclude(confirmed_at=None).count()


def test_an_operator_is_asked_on_the_home_page_and_no_more_once_all_is_confirmed(
    withdrawal: Withdrawal, sign_in: SignIn
) -> None:
    client = sign_in("operator")
    assert "You must confirm for 2 screens" in read(client, "home")
    assert confirm(client, withdrawal, channel="tram") == 302
    assert "You must confirm for" not in read(client, "home")
    assert {row.confirmed_by.username for row in withdrawal.acknowledgements.all() if row.confirmed_by} == {"operator"}


def test_one_player_is_confirmed_by_itself(withdrawal: Withdrawal, sign_in: SignIn) -> None:
    player = Player.objects.get(name="Трамвай 5")
    assert confirm(sign_in("operator"), withdrawal, player=player.pk) == 302
    assert Acknowledgement.objects.get(player=player).confirmed_at is not None
    assert count_confirmed() == 1


@pytest.mark.parametrize("data", [{}, {"player": "0"}, {"player": "9" * 40}, {"player": "²"}, {"channel": "metro"}])
def test_a_confirmation_of_what_was_not_asked_does_nothing(
    data: dict[str, str], withdrawal: Withdrawal, sign_in: SignIn
) -> None:
    assert confirm(sign_in("operator"), withdrawal, **data) == 302
    assert count_confirmed() == 0


@pytest.mark.parametrize("role", ["staff", "lead", "designer"])
def test_nobody_else_confirms(role: str, withdrawal: Withdrawal, sign_in: SignIn) -> None:
    client = sign_in(role)
    assert confirm(client, withdrawal, channel="tram") == 403
    assert count_confirmed() == 0


def test_a_confirmation_needs_the_forms_token(withdrawal: Withdrawal, log_lines: list[Any]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("operator"))
    assert confirm(client, withdrawal, channel="tram") == 403
    assert count_confirmed() == 0
    log_lines.clear()  # Django notes the refusal


def test_a_lifted_withdrawal_asks_nobody(withdrawal: Withdrawal, sign_in: SignIn) -> None:
    withdrawals.lift(withdrawal, by=make_person("lead"), now=timezone.now())
    client = sign_in("operator")
    assert "You must confirm for" not in read(client, "home")
    assert confirm(client, withdrawal, channel="tram") == 302
    assert "was lifted" in read(client, "withdrawal", withdrawal.pk)
    assert count_confirmed() == 0


def test_operators_read_what_and_where_but_not_why(withdrawal: Withdrawal, sign_in: SignIn) -> None:
    pages = {role: read(sign_in(role), "withdrawal", withdrawal.pk) for role in ("operator", "lead", "staff")}
    assert {role: WHY in page for role, page in pages.items()} == {"operator": False, "lead": True, "staff": True}
    assert WHY not in read(sign_in("operator"), "withdrawals")


@pytest.mark.parametrize(
    ("scope", "ref"), [("item", "together/ana"), ("campaign", "together"), ("material", ""), ("everything", "")]
)
def test_another_organisation_sees_only_that_everything_was_stopped(scope: str, ref: str, screen: Screen) -> None:
    withdrawal = stop(scope, ref or (str(screen.ana.pk) if scope == "material" else ""))
    seen = {}
    for role in (Role.STAFF, Role.LEAD):
        client = Client()
        client.force_login(make_person(role, name=f"stranger-{role}", organisation="other"))
        seen[role] = client.get(reverse("withdrawal", args=[withdrawal.pk])).status_code
    expected = 200 if scope == "everything" else 404
    assert seen == {Role.STAFF: expected, Role.LEAD: expected}


def test_a_person_of_no_organisation_sees_none(withdrawal: Withdrawal) -> None:
    person = make_person("lead", name="nobody")
    person.organisation = None
    person.save()
    client = Client()
    client.force_login(person)
    assert client.get(reverse("withdrawal", args=[withdrawal.pk])).status_code == 404
    assert make_organisation() is not None


def test_screens_not_heard_of_are_named_with_how_long(withdrawal: Withdrawal, sign_in: SignIn) -> None:
    Player.objects.filter(name="Трамвай 4").update(seen_at=timezone.now() - timedelta(hours=3, minutes=1))
    client = sign_in("lead")
    page = read(client, "withdrawals")
    assert page.count("not heard of for 3 hours") == 2  # beside the withdrawal, and among all screens
    assert page.count("never heard of") == 2
    Player.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert "heard of 2 minutes ago" in read(client, "withdrawals")
    assert "All of them have asked" in read(client, "withdrawals")


def test_the_page_tells_who_fetched_when_and_asks_again_by_itself(
    screen: Screen, withdrawal: Withdrawal, sign_in: SignIn
) -> None:
    client = sign_in("lead")
    part = read(client, "withdrawal", withdrawal.pk, **{"HX-Request": "true"})
    assert ("<html" in part, "0 of 2" in part, 'hx-trigger="every 5s"' in part) == (False, True, True)
    assert Client().get(screen.address()).status_code == 200
    assert "1 of 2" in read(client, "withdrawal", withdrawal.pk, **{"HX-Request": "true"})
    Acknowledgement.objects.update(polled_at=timezone.now(), confirmed_at=timezone.now())
    part = read(client, "withdrawal", withdrawal.pk, **{"HX-Request": "true"})
    assert ("every 5s" in part, "Every player has fetched a list without it" in part) == (False, True)


def test_a_list_of_many_costs_as_many_queries_as_one(
    screen: Screen, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    for scope, ref in (("item", "together/ana"), ("item", "together/boris"), ("material", str(screen.ana.pk))):
        stop(scope, ref)
    client = sign_in("lead")
    with django_assert_max_num_queries(11):
        read(client, "withdrawals")
