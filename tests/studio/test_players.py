"""Players in the studio: the map, the page of one, and its address, which is shown once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Player
from campaign.services import players
from campaign.spec.health import Health
from campaign.studio.player_cards import MOST, say_bytes, say_drift
from campaign.studio.views.players import A_PAGE
from tests.factories.rows import make_channel

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]


def make(name: str = "Трамвай 4", **rest: Any) -> Player:
    make_channel()
    return players.create(channel="tram", name=name, **rest).player


def read(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return answer.content.decode()


def find_tokens(page: str) -> set[str]:
    return set(re.findall(r"/feeds/([-\w]{43})/", page))


def add(client: Client, **typed: str) -> Any:
    make_channel()
    return client.post(reverse("add-player"), {"channel": "tram", "name": "Трамвай 4", "screens": "1", **typed})


def test_an_operator_adds_a_player_and_sees_its_address_once(sign_in: SignIn) -> None:
    client = sign_in("operator")
    answer = add(client, screens="3")
    (token,) = find_tokens(answer.content.decode())
    player = players.authenticate(token)
    assert player is not None
    assert (player.name, player.screens, player.channel.slug) == ("Трамвай 4", 3, "tram")
    assert ("no-store" in answer.headers["Cache-Control"], answer.headers["Referrer-Policy"]) == (True, "same-origin")
    later = read(client, reverse("player", args=[player.pk]))
    assert (token in later, find_tokens(later)) == (False, set())


def test_its_address_is_read_by_a_camera_too(sign_in: SignIn, settings: Settings) -> None:
    settings.PUBLIC_URL = "https://screens.example.org"
    page = add(sign_in("operator")).content.decode()
    assert page.count("<path") >= 2
    assert f"https://screens.example.org/feeds/{find_tokens(page).pop()}/player" in page


def test_a_form_sent_twice_makes_no_second_player(sign_in: SignIn) -> None:
    client = sign_in("operator")
    answers = [add(client), add(client)]
    assert [answer.status_code for answer in answers] == [200, 409]
    assert Player.objects.count() == 1
    assert 'href="#id_name"' in answers[1].content.decode()


@pytest.mark.parametrize(
    ("typed", "wrong"),
    [({"name": ""}, "id_name"), ({"screens": "0"}, "id_screens"), ({"channel": "moon"}, "id_channel")],
)
def test_what_is_wrong_is_told_at_its_input_and_what_was_typed_stays(
    typed: dict[str, str], wrong: str, sign_in: SignIn
) -> None:
    answer = add(sign_in("operator"), **{"name": "Автобус 9", **typed})
    page = answer.content.decode()
    assert (answer.status_code, f'href="#{wrong}"' in page, f'id="{wrong}_error"' in page) == (409, True, True)
    assert ("Автобус 9" in page) == ("name" not in typed)
    assert Player.objects.count() == 0


def test_a_new_address_ends_the_old_one_and_sent_twice_changes_nothing(sign_in: SignIn) -> None:
    make_channel()
    new, client = players.create(channel="tram", name="a"), sign_in("operator")
    address = reverse("rotate-player", args=[new.player.pk])
    stamp = re.findall(r'name="stamp" value="(\w+)"', read(client, address))[0]
    (token,) = find_tokens(client.post(address, {"stamp": stamp}).content.decode())
    assert players.authenticate(new.token) is None
    again = client.post(address, {"stamp": stamp}, follow=True)
    assert find_tokens(again.content.decode()) == set()
    assert players.authenticate(token) == new.player
    new.player.refresh_from_db()
    assert new.player.rotated_at is not None


def test_ending_an_address_asks_first(sign_in: SignIn) -> None:
    make_channel()
    new, client = players.create(channel="tram", name="a", screens=7), sign_in("operator")
    address = reverse("revoke-player", args=[new.player.pk])
    assert "7 " in read(client, address)
    assert players.authenticate(new.token) == new.player
    client.post(address)
    assert players.authenticate(new.token) is None
    assert "a</a>" not in read(client, reverse("players"))
    assert "a</a>" in read(client, reverse("players"), state="revoked")


def test_a_player_is_called_otherwise_and_moved_under_the_same_address(sign_in: SignIn) -> None:
    make_channel("bus")
    make_channel()
    new, client = players.create(channel="tram", name="a"), sign_in("operator")
    typed = {"channel": "bus", "name": "b", "screens": "2"}
    client.post(reverse("change-player", args=[new.player.pk]), typed)
    found = players.authenticate(new.token)
    assert found is not None
    assert (found.name, found.screens, found.channel.slug) == ("b", 2, "bus")


@pytest.mark.parametrize("role", ["staff", "lead"])
def test_others_see_how_players_are_and_are_given_no_address(role: str, sign_in: SignIn) -> None:
    player, client = make(), sign_in(role)
    page = read(client, reverse("players")) + read(client, reverse("player", args=[player.pk]))
    assert reverse("add-player") not in page
    assert reverse("rotate-player", args=[player.pk]) not in page
    acts: list[tuple[str, list[int]]] = [
        ("add-player", []),
        ("rotate-player", [player.pk]),
        ("revoke-player", [player.pk]),
    ]
    assert [client.post(reverse(name, args=args)).status_code for name, args in acts] == [403, 403, 403]


def test_the_map_is_narrowed_by_state_channel_and_words_in_any_case(sign_in: SignIn) -> None:
    silent, well = make("ТРАМВАЙ 1"), make("Тотем")
    Player.objects.filter(pk=silent.pk).update(seen_at=timezone.now() - timedelta(hours=3))
    Player.objects.filter(pk=well.pk).update(seen_at=timezone.now())
    client, address = sign_in("operator"), reverse("players")

    def find(**query: str) -> list[int]:
        return [int(pk) for pk in re.findall(r'href="/players/(\d+)"', read(client, address, **query))]

    assert find() == [silent.pk, well.pk]
    assert find(state="silent") == [silent.pk]
    assert find(search="трамвай") == [silent.pk]
    assert find(channel="bus") == []
    assert find(state="nonsense", page="-4", channel="'") == []


def test_thousands_of_players_are_summed_and_paged_in_few_queries(sign_in: SignIn) -> None:
    channel, client, now = make_channel(), sign_in("operator"), timezone.now()
    said = convert.write_body(Health(release=1, clock=now, kept=3, wanted=3, free_bytes=5_000_000_000, player="web 1"))
    Player.objects.bulk_create(
        Player(channel=channel, name=f"{n}", token_sha256=f"{n}", seen_at=now, health=said, health_at=now)
        for n in range(1000)
    )
    with CaptureQueriesContext(connection) as queries:
        page = read(client, reverse("players"))
    assert len(queries) <= 20
    assert page.count('class="cell is-well"') == A_PAGE
    each = -(-1000 // MOST)
    assert page.count("h8v8h-8z") == -(-1000 // each)
    assert len(page) < 150_000


def test_a_script_gets_the_part_that_changes_alone(sign_in: SignIn) -> None:
    make()
    part = sign_in("operator").get(reverse("players"), headers={"X-Part": "players"}).content.decode()
    assert part.lstrip().startswith('<div id="fleet"')


def test_what_a_player_says_is_shown_as_words_never_as_a_page(sign_in: SignIn) -> None:
    player, now = make(), timezone.now()
    said = Health(error="<b>quota</b>", free_bytes=150_000_000, clock=now, player="web 1")
    Player.objects.filter(pk=player.pk).update(health=convert.write_body(said), health_at=now, seen_at=now)
    for address in (reverse("players"), reverse("player", args=[player.pk])):
        page = read(sign_in("operator"), address)
        assert "&lt;b&gt;quota" in page
        assert "<b>quota" not in page


def test_of_a_silent_player_its_page_tells_what_it_said_last(sign_in: SignIn) -> None:
    player, then = make(), timezone.now() - timedelta(days=2)
    said = Health(error="quota", free_bytes=150_000_000, clock=then, kept=3, wanted=4)
    Player.objects.filter(pk=player.pk).update(health=convert.write_body(said), health_at=then, seen_at=then)
    assert "3/4" in read(sign_in("operator"), reverse("player", args=[player.pk]))
    assert "3/4" not in read(sign_in("operator"), reverse("players"))


@pytest.mark.parametrize(
    ("language", "seconds", "words"),
    [
        ("en", 0.4, "on time"),
        ("en", -2.0, "on time"),
        ("en", 45.2, "45 seconds fast"),
        ("en", -45.2, "45 seconds slow"),
        ("en", 7200.0, "120 minutes fast"),
    ],
)
def test_a_clock_is_told_as_exactly_as_it_is_worth_knowing(language: str, seconds: float, words: str) -> None:
    with override(language):
        assert say_drift(seconds) == words


def test_free_space_is_told_in_the_reader_s_own_way() -> None:
    with override("bg"):
        assert say_bytes(3_240_000_000).startswith("3,2")
    with override("en"):
        assert (say_bytes(3_240_000_000), say_bytes(140_999_999)) == ("3.2 GB", "140 MB")


def test_how_to_connect_shows_every_way_that_the_channel_has(sign_in: SignIn) -> None:
    make_channel()
    page = read(sign_in("staff"), reverse("connect", args=["tram"]))
    assert re.findall(r'id="way-(\w+)"', page) == ["browser", "smil", "desktop", "film", "cms", "stick"]
    assert "/feeds/KEY/playlist.smil" in page
    assert sign_in("staff").get(reverse("connect", args=["moon"])).status_code == 404
