"""Channels and their players by what people call them."""

from dataclasses import replace

import pytest

from campaign.data import models
from campaign.data.convert import write_body
from campaign.data.screens import count_screens, sum_screens
from campaign.services import players
from campaign.services.channels import find_channel, find_channels, find_players
from campaign.spec.errors import InvalidValue, UnknownName
from tests.factories.rows import NOON
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _channels() -> None:
    """Two lines of the metro in one group, and a tram."""
    for place, (slug, groups) in enumerate((("tram", ()), ("line-1", ("metro",)), ("line-2", ("metro",)))):
        body = write_body(replace(make_channel(slug), groups=groups))
        models.Channel.objects.create(slug=slug, body=body, position=place)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("line-2", "tram"), ["tram", "line-2"]),
        (("metro",), ["line-1", "line-2"]),
        (("metro", "line-1"), ["line-1", "line-2"]),
        (("all",), ["tram", "line-1", "line-2"]),
    ],
)
def test_channels_are_found_by_slug_group_or_all_each_once(names: tuple[str, ...], found: list[str]) -> None:
    assert [row.slug for row in find_channels(names)] == found


def test_what_is_unknown_is_told_with_what_there_is() -> None:
    with pytest.raises(UnknownName) as group:
        find_channels(("ship",))
    assert str(group.value.hint) == "Use one of: all, line-1, line-2, metro, tram."
    with pytest.raises(UnknownName) as single:
        find_channel("metro")
    assert str(single.value.hint) == "Use one of: tram, line-1, line-2."
    with pytest.raises(InvalidValue):
        find_channels(())


def test_screens_are_those_of_players_that_may_fetch() -> None:
    players.create(channel="line-1", name="Депо", screens=12)
    players.create(channel="line-2", name="Станция")
    players.revoke(players.create(channel="line-2", name="Стар", screens=5).player, now=NOON)
    assert count_screens() == {"line-1": 12, "line-2": 1}
    assert sum_screens(find_players(find_channels(("metro",)))) == 13
    assert sum_screens(models.Player.objects.none()) == 0
