"""A clock that is set by an hour, back and forward: work goes on, who lives keeps it, and players see the same."""

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


@pytest.mark.parametrize("set_clock", [injuries.set_clock_back, injuries.set_clock_forward])
def test_work_goes_on_under_a_clock_that_was_set(farm: Farm, set_clock: injuries.Injury) -> None:
    set_clock(farm)
    toll = farm.settle()
    assert toll.total == 0, (toll, farm.player.refused, farm.player.wrong)
