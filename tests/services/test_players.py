"""Players: a token is seen once, and stops at once when it is revoked."""

import pytest

from campaign.data.models import Player
from campaign.services import players
from campaign.spec.errors import UnknownName
from tests.factories.rows import NOON, make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture
def new() -> players.NewPlayer:
    make_channel()
    return players.create(channel="tram", name="Трамвай 4")


def test_a_token_opens_its_players_channel_and_is_not_kept(new: players.NewPlayer) -> None:
    found = players.authenticate(new.token)
    assert found is not None
    assert (found.pk, found.channel.slug) == (new.player.pk, "tram")
    assert new.token not in str(Player.objects.values().get())
    assert len(new.token) == 43


@pytest.mark.parametrize("token", ["", "x", "\udcff", "a" * 5000])
def test_other_tokens_open_nothing(new: players.NewPlayer, token: str) -> None:
    assert players.authenticate(token) is None


def test_a_hash_is_no_token(new: players.NewPlayer) -> None:
    assert players.authenticate(new.player.token_sha256) is None


def test_rotating_ends_the_old_token(new: players.NewPlayer) -> None:
    fresh = players.rotate(new.player, now=NOON)
    assert players.authenticate(new.token) is None
    assert players.authenticate(fresh.token) == new.player


def test_a_revoked_player_opens_nothing_until_rotated(new: players.NewPlayer) -> None:
    players.revoke(new.player, now=NOON)
    assert players.authenticate(new.token) is None
    assert players.authenticate(players.rotate(new.player, now=NOON).token) == new.player


def test_a_player_needs_a_channel_that_exists() -> None:
    make_channel()
    with pytest.raises(UnknownName, match=r"There is no channel “bus”. Use one of: tram\."):
        players.create(channel="bus", name="Автобус")
