"""Work that hangs or crashes is stopped in time, and errors cross whole."""

import os
import threading
import time
from collections.abc import Callable

import blitz_py
import pytest

from campaign.adapters.limits import Standby, run_limited
from campaign.spec.errors import Faults, InvalidValue, Place, RenderFailed
from campaign.spec.message import say


def add(one: int, other: int) -> int:
    return one + other


def fail_twice() -> None:
    raise Faults([InvalidValue(say("%(n)d is wrong.", n=number), place=Place(field="a")) for number in (1, 2)])


def fail_oddly() -> None:
    class OddError(Exception):
        pass

    raise OddError("odd")


def spin() -> None:
    while True:
        pass


def hang_the_engine() -> None:
    """Native code that never returns: no exception reaches it."""
    float_beside_text = "<div style='width:60px'><i style='float:left;width:80px;height:9px'></i>текст</div>"
    html = f"<html><body id=root>{float_beside_text}</body></html>"
    blitz_py.Template(html, width=50, height=50, base_url="file:///tmp/").render_rgba(time=0)
    time.sleep(170)


def make_megabytes(size: int) -> bytes:
    return b"x" * size


def test_the_result_comes_back_however_large() -> None:
    assert run_limited(add, 1, 2, seconds=60) == 3
    assert len(run_limited(make_megabytes, 30_000_000, seconds=60)) == 30_000_000


@pytest.mark.parametrize("work", [spin, hang_the_engine])
def test_what_never_ends_is_stopped_in_time(work: object) -> None:
    run_limited(add, 1, 2, seconds=60)
    start = time.monotonic()
    with pytest.raises(RenderFailed, match=r"longer than 0\.4 seconds"):
        run_limited(work, seconds=0.4)  # type: ignore[arg-type]  # a plain function, from the parameters
    assert time.monotonic() - start < 30


def test_a_crash_is_an_error_and_the_next_work_goes_on() -> None:
    with pytest.raises(RenderFailed, match="crashed"):
        run_limited(os.abort, seconds=60)
    assert run_limited(add, 2, 2, seconds=60) == 4


def test_several_faults_cross_whole() -> None:
    with pytest.raises(Faults) as caught:
        run_limited(fail_twice, seconds=60)
    assert [str(error) for error in caught.value.errors] == ["a: 1 is wrong.", "a: 2 is wrong."]


def test_an_error_that_cannot_cross_is_told_in_words() -> None:
    with pytest.raises(RenderFailed, match="odd"):
        run_limited(fail_oddly, seconds=60)


def test_many_threads_may_ask_at_once() -> None:
    results: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(run_limited(add, n, 0, seconds=60))) for n in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [0, 1, 2, 3, 4, 5]


def count_slowly(tell: Callable[[float], None]) -> int:
    for step in range(4):
        time.sleep(0.6)
        tell(step / 4)
    return 4


def tell_once_then_hang(tell: Callable[[float], None]) -> None:
    tell(0.5)
    spin()


def eat_memory() -> int:
    return len(b"x" * 20_000_000_000)


def test_the_limit_counts_anew_from_every_word() -> None:
    shares: list[float] = []
    run_limited(add, 1, 2, seconds=60)
    assert run_limited(count_slowly, seconds=2, on_progress=shares.append) == 4
    assert shares == [0.0, 0.25, 0.5, 0.75]


def test_what_stands_still_after_a_word_is_stopped() -> None:
    with pytest.raises(RenderFailed, match=r"longer than 0\.4 seconds"):
        run_limited(tell_once_then_hang, seconds=0.4, on_progress=lambda _: None)


def test_who_listens_may_end_it() -> None:
    def give_up(_: float) -> None:
        raise ValueError("not ours any more")

    with pytest.raises(ValueError, match="not ours"):
        run_limited(count_slowly, seconds=60, on_progress=give_up)


def test_memory_has_a_limit_with_a_name() -> None:
    with pytest.raises(RenderFailed, match="more than 4096 MB"):
        run_limited(eat_memory, seconds=60)


def test_a_child_that_stays_answers_one_after_the_other_and_remembers() -> None:
    standby = Standby()
    first = standby.run(os.getpid, seconds=60)

    assert standby.run(os.getpid, seconds=60) == first != os.getpid()
    with pytest.raises(Faults):
        standby.run(fail_twice, seconds=60)
    assert standby.run(os.getpid, seconds=60) == first
    standby.close()
    assert standby.run(os.getpid, seconds=60) != first
    standby.close()


def test_a_child_that_stays_is_replaced_when_it_hangs_or_has_answered_often() -> None:
    standby = Standby(most=2)
    first = standby.run(os.getpid, seconds=60)
    with pytest.raises(RenderFailed):
        standby.run(time.sleep, 170, seconds=0.2)
    second = standby.run(os.getpid, seconds=60)
    assert second != first
    assert standby.run(os.getpid, seconds=60) == second
    assert standby.run(os.getpid, seconds=60) != second
    standby.close()
