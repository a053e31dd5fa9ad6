"""The broker killed, robbed of its files and emptied, everything told thrice, two clocks at once: all is made once."""

from collections.abc import Iterator

import pytest

from tests.faults import injuries
from tests.faults.farm import Farm, open_farm

# with the start of everything; a loaded machine takes its time
pytestmark = [pytest.mark.first, pytest.mark.timeout(500)]


@pytest.fixture(scope="module")
def farm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Farm]:
    with open_farm(tmp_path_factory.mktemp("farm")) as running:
        yield running


def settle(farm: Farm) -> None:
    toll = farm.settle()
    assert toll.total == 0, (toll, farm.player.refused, farm.player.wrong)


def test_a_broker_that_is_killed_over_work_in_flight_loses_nothing(farm: Farm) -> None:
    injuries.kill_broker(farm)
    settle(farm)


def test_a_broker_whose_files_are_gone_is_told_again(farm: Farm) -> None:
    injuries.lose_broker(farm)
    settle(farm)


def test_a_broker_that_was_emptied_is_told_again_while_people_ask_on(farm: Farm) -> None:
    injuries.empty_broker(farm)
    settle(farm)


def test_what_is_told_three_times_is_made_once(farm: Farm) -> None:
    before = farm.read().keys()
    injuries.tell_twice(farm)
    settle(farm)
    assert {row for key, row in farm.read().items() if key not in before} == {("done", 1)}


def test_two_clocks_and_two_sweeps_do_everything_once(farm: Farm) -> None:
    injuries.run_two_clocks(farm)
    settle(farm)
    letters = [path.name.rpartition("letter-")[2] for path in (farm.home / "mail").glob("*.eml")]
    assert len(letters) == len(set(letters)) == injuries.LETTERS
