"""Spots by flight: the same as asking each flight of each spot."""

from dataclasses import replace

from campaign.schedule.release import is_selected
from campaign.schedule.selection import select_spots
from tests.factories.schedule import make_flight, make_spot

SPOTS = (
    make_spot("together/ana", tags=("school",)),
    make_spot("together/ivo", language="en"),
    make_spot("other/maria", tags=("school", "together")),
)
FLIGHTS = (
    make_flight("campaign", campaign="together"),
    make_flight("item", item="together/ivo"),
    make_flight("tag", tag="school"),
    make_flight("tag-like-a-campaign", tag="together"),
    replace(make_flight("material"), campaign="", material="tram.other.maria.bg"),
    make_flight("nothing", campaign="unknown"),
)


def test_every_flight_gets_the_spots_that_it_selects_in_their_order() -> None:
    shown = select_spots(FLIGHTS, SPOTS)
    assert shown == {one.id: tuple(spot for spot in SPOTS if is_selected(spot, one)) for one in FLIGHTS}
    assert [len(spots) for spots in shown.values()] == [2, 1, 2, 1, 1, 0]
