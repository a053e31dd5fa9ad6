"""Frames pass one by one: nobody draws far ahead of a child that is slow."""

import shutil
from collections.abc import Iterator

import pytest

from campaign.adapters.feeder import QUEUED_FRAMES, FedChild

SLEEP, CAT, FALSE = (shutil.which(name) or "" for name in ("sleep", "cat", "false"))
FRAME = bytes(4_000_000)  # more than the pipe holds


def ignore(_: int) -> None:
    """Nobody watches."""


def test_memory_stays_the_same_for_any_length() -> None:
    drawn = 0

    def draw() -> Iterator[bytes]:
        nonlocal drawn
        for _ in range(1000):
            drawn += 1
            yield FRAME

    assert FedChild([SLEEP, "0.5"], limit=10).feed(draw(), on_frame=ignore) == 0
    # one in the pipe, some in the queue, one waiting for a place in it
    assert drawn == QUEUED_FRAMES + 2


def test_a_child_gets_all_its_frames_and_tells_its_code() -> None:
    assert FedChild([CAT], limit=10).feed(iter([FRAME] * 20), on_frame=ignore) == 0


def test_a_child_that_fails_at_once_is_no_broken_pipe() -> None:
    assert FedChild([FALSE], limit=10).feed(iter([FRAME] * 20), on_frame=ignore) == 1


def test_an_interrupted_feed_ends_the_child() -> None:
    def draw() -> Iterator[bytes]:
        yield FRAME
        raise KeyboardInterrupt

    child = FedChild([SLEEP, "60"], limit=60)
    with pytest.raises(KeyboardInterrupt):
        child.feed(draw(), on_frame=ignore)
    assert child.ended
