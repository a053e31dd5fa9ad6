"""How a channel's players are: on its page, for who looks after them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import override

from campaign.data import convert
from campaign.data.models import Channel, Player
from campaign.services import players
from campaign.spec.health import Health
from campaign.studio.fleet import MOST, Door, show_fleet
from tests.factories.rows import NOON, make_channel, make_person
from tests.studio.rows import make_material

pytestmark = pytest.mark.django_db
WELL = Health(kept=3, wanted=3, player="web 1")


def add_player(name: str, health: Health | None = WELL, *, ago: timedelta = timedelta(minutes=1)) -> Player:
    make_channel()
    player = players.create(channel="tram", name=name).player
    player.seen_at = player.health_at = NOON - ago
    player.health = None if health is None else convert.write_body(health)
    player.save()
    return player


def show() -> list[Door]:
    return list(show_fleet(Player.objects.select_related("channel"), now=NOON).doors)


def test_troubles_come_first_then_names() -> None:
    add_player("b")
    add_player("c", Health(kept=2, wanted=3))
    add_player("a")
    with override("en"):
        doors = show()
    assert [(door.screen.name, door.troubles) for door in doors] == [
        ("c", ("It has kept 2 of 3 files.",)),
        ("a", ()),
        ("b", ()),
    ]


def test_what_it_shows_is_called_by_its_title() -> None:
    material = make_material(author=make_person())
    add_player("a", Health(playing=str(material.pk)))
    add_player("b", Health(playing="99999"))
    assert [door.shows for door in show()] == [material.version.body["title"]["bg"], ""]


def test_of_a_player_that_fell_silent_its_old_words_are_not_shown() -> None:
    add_player("a", Health(kept=1, wanted=3, error="quota"), ago=timedelta(hours=2))
    (door,) = show()
    assert (door.screen.quiet, door.troubles, door.kept, door.is_well) == (True, (), "", False)


def test_a_player_that_tells_nothing_of_itself_is_well_while_it_asks() -> None:
    add_player("smil", None)
    (door,) = show()
    assert (door.is_well, door.kept) == (True, "")


def test_what_no_material_is_called_has_no_title() -> None:
    add_player("forger", Health(playing="9" * 30))
    (door,) = show()
    assert door.shows == ""


def test_of_many_only_so_many_are_listed_but_every_one_that_is_ill() -> None:
    channel = Channel.objects.get(pk=make_channel().pk)
    rows = [Player(channel=channel, name=f"{n}", token_sha256=f"{n}", seen_at=NOON) for n in range(MOST + 5)]
    Player.objects.bulk_create(rows)
    fleet = show_fleet(Player.objects.select_related("channel"), now=NOON)
    assert (len(fleet.doors), fleet.left, fleet.ill, fleet.total) == (MOST, 5, 0, MOST + 5)
    Player.objects.update(seen_at=None)
    fleet = show_fleet(Player.objects.select_related("channel"), now=NOON)
    assert (len(fleet.doors), fleet.left, fleet.ill) == (MOST + 5, 0, MOST + 5)


def test_the_page_shows_it_to_operators_and_leads_and_not_to_designers(sign_in: Callable[[str], Client]) -> None:
    add_player("Трамвай 4", Health(error="<b>quota</b>"))
    Player.objects.update(seen_at=timezone.now(), health_at=timezone.now())
    pages = {role: sign_in(role).get("/channels/tram").content.decode() for role in ("operator", "lead", "designer")}
    assert {role: 'id="players"' in page for role, page in pages.items()} == {
        "operator": True,
        "lead": True,
        "designer": False,
    }
    assert "&lt;b&gt;quota" in pages["operator"]
    assert "<b>quota" not in pages["operator"]


def test_revoked_players_are_not_shown(sign_in: Callable[[str], Client]) -> None:
    players.revoke(add_player("Трамвай 4"), now=NOON)
    assert "Трамвай 4" not in sign_in("operator").get("/channels/tram").content.decode()
