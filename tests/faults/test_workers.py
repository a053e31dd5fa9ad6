"""Workers killed or cut off in the middle of their work: it is done once, and nothing of it is left lying."""

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


def test_a_worker_killed_in_the_middle_of_everything_loses_nothing(farm: Farm) -> None:
    """Of a pack, a still, an upload and a long loop at once."""
    injuries.kill_in_everything(farm)
    toll = farm.settle()
    assert (toll.asked, toll.total) == (4, 0), (toll, farm.player.refused, farm.player.wrong)
    assert {attempt for _, attempt in farm.read().values()} <= {1, 2}, "each began again once at the most"


def test_what_is_killed_while_it_looks_again_looks_once_more(farm: Farm) -> None:
    injuries.kill_in_recheck(farm)
    toll = farm.settle()
    assert toll.total == 0, (toll, farm.player.refused, farm.player.wrong)


def test_a_host_that_comes_back_late_changes_nothing(farm: Farm) -> None:
    """It stands still with two renders, while a process of it has just been killed over a third."""
    injuries.kill_pool_process(farm)
    injuries.cut_off_worker(farm)
    toll = farm.settle()
    assert toll.total == 0, (toll, farm.player.refused, farm.player.wrong)
