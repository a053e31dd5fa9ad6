"""Emergency messages in the studio: who may, what is asked, what is told, what happens."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Emergency, EmergencyReceipt, Player
from campaign.services import emergencies, players
from campaign.services.announcing import FIELDS
from tests.factories.rows import make_person
from tests.factories.screens import Screen, make_screen

SignIn = Callable[[str], Client]
WORDS = {"headline-bg": "Станцията е затворена", "advice-bg": "Излезте спокойно", "sender-bg": "Община"}


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, db: None) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    depot = players.create(channel="tram", name="Депо").player
    depot.screens, depot.seen_at = 12, timezone.now()
    depot.save()
    return screen


def post(client: Client, name: str, *args: object, language: str = "en", **data: object) -> Any:
    client.cookies["django_language"] = language
    return client.post(reverse(name, args=args), data)


def read(client: Client, name: str, *args: object, **headers: str) -> str:
    client.cookies["django_language"] = "en"
    answer: Any = client.get(reverse(name, args=args), headers=headers)
    assert answer.status_code == 200
    return str(answer.content.decode())


def begin(by: str = "lead", **words: str) -> Emergency:
    headline = {"headline": {"bg": words.get("headline", "Станцията е затворена")}}
    person = make_person(by)
    return emergencies.start(headline, channels=["tram"], minutes=30, by=person, why="Пожар", now=timezone.now())


def test_the_question_says_how_many_screens_and_changes_nothing(screen: Screen, sign_in: SignIn) -> None:
    answer = post(sign_in("lead"), "emergency-start", **WORDS, channel="tram", minutes="30")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Show this on 13 screens now?" in page
    assert page.count("data:image/webp;base64,") == 1
    assert "Трамвай 4" in page  # never heard of
    assert "Депо" not in page
    assert Emergency.objects.count() == 0


def test_once_sure_it_shows_and_its_page_tells_who_knows(screen: Screen, sign_in: SignIn) -> None:
    client = sign_in("operator")
    asked = post(client, "emergency-start", **WORDS, channel="all", minutes="60", why="Пожар").content.decode()
    carried = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', asked.split("alarm")[-2]))
    hidden = {name: value for name, value in carried.items() if name not in ("csrfmiddlewaretoken", "next")}
    assert hidden == {**WORDS, "channel": "all", "minutes": "60", "why": "Пожар", "sure": "1"}
    answer = post(client, "emergency-start", **hidden)
    message = Emergency.objects.get()
    assert answer.url == reverse("emergency-message", args=[message.pk])
    assert (message.why, message.by.username) == ("Пожар", "operator")
    page = read(client, "emergency-message", message.pk)
    assert "0 of 13" in page
    assert "Shows now" in page
    EmergencyReceipt.objects.filter(player__name="Депо").update(shown_at=timezone.now())
    assert "12 of 13" in read(client, "emergency-message", message.pk, **{"HX-Request": "true"})


def test_what_a_player_says_that_it_shows_is_told(screen: Screen, sign_in: SignIn) -> None:
    message = begin()
    playing = f"emergency-{message.pictures.get().pk}"
    Player.objects.filter(name="Депо").update(health={"playing": playing}, health_at=timezone.now())
    assert "say that they show it" in read(sign_in("lead"), "emergency-message", message.pk)
    old = timezone.now() - timedelta(hours=1)
    Player.objects.filter(name="Депо").update(health_at=old)
    assert "say that they show it" not in read(sign_in("lead"), "emergency-message", message.pk)


def test_everybody_reads_on_every_page_that_a_message_shows(screen: Screen, sign_in: SignIn) -> None:
    begin()
    assert "Станцията е затворена" in read(sign_in("designer"), "home")
    assert reverse("emergency-message", args=[1]) not in read(sign_in("designer"), "home")
    assert reverse("emergency-message", args=[Emergency.objects.get().pk]) in read(sign_in("staff"), "channels")


def test_the_way_to_it_is_on_every_page_of_those_who_may(screen: Screen, sign_in: SignIn) -> None:
    link = f'href="{reverse("emergency")}"'
    has = {role: link in read(sign_in(role), "channels") for role in ("staff", "designer", "lead", "operator")}
    assert has == {"staff": True, "designer": False, "lead": True, "operator": True}


def test_staff_may_take_down_but_not_put_up(screen: Screen, sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "emergency")
    assert 'id="message"' not in page
    assert reverse("takedown") in page
    assert post(sign_in("staff"), "emergency-start", **WORDS, channel="tram", sure="1").status_code == 403
    assert Emergency.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"channel": "tram"}, "The message says nothing yet."),
        (WORDS, "No screens are chosen."),
        ({**WORDS, "channel": "ship"}, "There is no channel “ship”."),
        ({"headline-bg": "а" * 61, "channel": "tram"}, "1 characters too long"),
        ({"advice-en": "Leave", "headline-bg": "Станция", "channel": "tram"}, "There is no headline in English."),
    ],
)
def test_what_is_wrong_is_said_over_the_form_and_nothing_typed_is_lost(
    data: dict[str, str], told: str, screen: Screen, sign_in: SignIn
) -> None:
    answer = post(sign_in("lead"), "emergency-start", **data)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert told in page
    for name, value in data.items():
        if name.partition("-")[0] in FIELDS:
            assert value in page


def test_a_message_that_does_not_fit_is_shown_and_refused(screen: Screen, sign_in: SignIn) -> None:
    answer = post(sign_in("lead"), "emergency-start", **{"headline-bg": "Ж" * 58, "channel": "tram"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "This message cannot be shown yet" in page
    assert 'name="sure"' not in page


def test_pictures_come_while_one_writes(screen: Screen, sign_in: SignIn) -> None:
    client = sign_in("lead")
    assert "data:image/webp" in post(client, "emergency-pictures", **WORDS).content.decode()
    empty = post(client, "emergency-pictures").content.decode()
    assert "appear here as you write" in empty
    assert "says nothing" not in empty


def test_a_second_message_says_which_one_it_covers(screen: Screen, sign_in: SignIn) -> None:
    begin(headline="Първото")
    page = post(sign_in("lead"), "emergency-start", **WORDS, channel="tram").content.decode()
    assert "“Първото” shows there until" in page


def test_it_is_ended_and_prolonged_from_its_page(screen: Screen, sign_in: SignIn) -> None:
    message, client = begin(), sign_in("operator")
    assert post(client, "emergency-prolong", message.pk, minutes="120").status_code == 302
    message.refresh_from_db()
    assert message.until - timezone.now() > timedelta(minutes=119)
    assert post(client, "emergency-end", message.pk).status_code == 302
    message.refresh_from_db()
    assert message.lifted_by is not None
    assert "Ended early" in read(client, "emergency-message", message.pk)
    post(client, "emergency-prolong", message.pk, minutes="120")
    assert "This message has ended." in read(client, "emergency")


@pytest.mark.parametrize("minutes", ["0", "99999", "²", "-3", ""])
def test_a_length_nobody_offered_is_refused_or_the_usual_one(minutes: str, screen: Screen, sign_in: SignIn) -> None:
    answer = post(sign_in("lead"), "emergency-start", **WORDS, channel="tram", minutes=minutes, sure="1")
    assert answer.status_code == (302 if minutes in {"²", "-3", ""} else 409)


def test_another_language_on_the_way_begins_anew(screen: Screen, sign_in: SignIn) -> None:
    answer: Any = sign_in("lead").get(reverse("emergency-start"))
    assert answer.url == reverse("emergency")


def test_a_message_that_is_none_is_not_found(screen: Screen, sign_in: SignIn) -> None:
    assert sign_in("lead").get(reverse("emergency-message", args=[99])).status_code == 404


def test_the_channels_page_shows_what_the_message_covers(screen: Screen, sign_in: SignIn) -> None:
    begin()
    client = sign_in("lead")
    client.cookies["django_language"] = "en"
    page = read(client, "channel", "tram")
    assert ("Emergency message" in page, "Fallback" in page) == (True, False)


def test_in_bulgarian_it_reads_too(screen: Screen, sign_in: SignIn) -> None:
    answer = post(sign_in("lead"), "emergency-start", language="bg", **WORDS, channel="tram")
    assert answer.status_code == 200
