"""Pictures are drawn by turns, and one that hangs holds nobody up for long."""

import threading
import time

from campaign.adapters.turns import Turns
from campaign.preview.shelf import Shelf


def test_no_more_are_drawn_at_once_than_there_are_cores() -> None:
    turns, most, now, lock = Turns(2), 0, 0, threading.Lock()

    def draw() -> None:
        nonlocal most, now
        with turns.take():
            with lock:
                now += 1
                most = max(most, now)
            time.sleep(0.02)
            with lock:
                now -= 1

    threads = [threading.Thread(target=draw) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_one_that_takes_long_gives_its_turn_away_once() -> None:
    turns = Turns(1, patience=0.05)
    with turns.take():
        started = time.monotonic()
        with turns.take():
            assert time.monotonic() - started < 1
    with turns.take():
        pass  # a turn given twice would raise here


def test_the_shelf_drops_what_nobody_asked_for_longest() -> None:
    shelf: Shelf[bytes] = Shelf(6, weigh=len)
    shelf.put("a", b"aa")
    shelf.put("b", b"bb")
    shelf.put("c", b"cc")
    assert shelf.get("a") == b"aa"
    shelf.put("d", b"dd")
    assert [shelf.get(key) for key in "abcd"] == [b"aa", None, b"cc", b"dd"]
