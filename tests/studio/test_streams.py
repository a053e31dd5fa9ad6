"""Streams of events: few at a time, each for a while, nothing told twice."""

from collections.abc import Callable, Iterator

import pytest

from campaign.studio import streams
from campaign.studio.streams import Places, Stream, write_event

LASTS = 50.0


@pytest.fixture(autouse=True)
def short_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here they last, by a clock of the test's own."""
    monkeypatch.setattr(streams, "LASTS", LASTS)


class Clock:
    """Time that goes on while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def __call__(self) -> float:
        return self.now


def make(texts: list[str], *, last_id: str = "", places: Places | None = None) -> Stream:
    """One that finds the next text at each look, and the last one for ever."""
    clock, looks = Clock(), iter(texts)
    now = {"text": ""}

    def read_mark() -> str:
        now["text"] = next(looks, now["text"])
        return now["text"]

    places = places or Places()
    seat = places.take(1)
    assert seat is not None
    return Stream(seat, read_mark, lambda: now["text"], last_id, places, clock, clock.sleep)


def list_events(stream: Stream) -> list[str]:
    return [part.decode() for part in stream if part.startswith(b"id:")]


def find_id(event: str) -> str:
    return event.split("\n", maxsplit=1)[0].removeprefix("id: ")


def test_each_change_is_told_once_and_the_stream_ends_by_itself() -> None:
    events = list_events(make(["a", "a", "b\nc", "b\nc"]))
    assert [event.split("\n", 1)[1] for event in events] == ["data: a\n\n", "data: b\ndata: c\n\n"]


def test_who_comes_back_is_told_nothing_that_it_knows() -> None:
    (known,) = list_events(make(["a"]))
    assert list_events(make(["a"], last_id=find_id(known))) == []
    assert len(list_events(make(["b"], last_id=find_id(known)))) == 1


def test_while_nothing_changes_a_beat_shows_that_the_line_holds() -> None:
    parts = list(make(["a"]))
    assert parts.count(b": still here\n\n") == (LASTS - 1) // streams.BEAT


def test_it_ends_for_whom_may_not_look_any_more() -> None:
    clock_parts = list(make(["a", ""]))
    assert [part[:6] for part in clock_parts] == [b"retry:", b"id: " + clock_parts[1][4:6]]


def test_places_are_few_and_come_back_also_of_streams_that_nobody_read() -> None:
    places = Places(most=2)
    first, second = places.take(1), places.take(2)
    assert first is not None
    assert (second is None, places.take(3)) == (False, None)
    unread = Stream(first, str, str, places=places)
    unread.close()
    unread.close()
    assert (places.take(3) is None, places.take(4)) == (False, None)


def test_a_new_page_takes_the_place_of_the_person_s_oldest_one() -> None:
    places = Places(most_each=2)
    others = places.take(2)
    oldest = make(["a", "b", "c"], places=places)
    parts = iter(oldest)
    assert [next(parts)[:6], next(parts)[:3]] == [b"retry:", b"id:"]
    newer = [places.take(1), places.take(1)]
    assert list(parts) == []
    assert [seat is not None and seat.wanted for seat in (others, *newer)] == [True, True, True]


@pytest.mark.parametrize("end", [list, lambda parts: next(parts) and parts.close()])
def test_a_place_comes_back_when_a_stream_ends_or_breaks_off(end: Callable[[Iterator[bytes]], object]) -> None:
    places = Places(most=1)
    stream = make(["a"], places=places)
    assert places.take(2) is None
    end(iter(stream))
    stream.close()
    assert places.take(2) is not None


def test_an_event_of_several_lines_is_one_event() -> None:
    assert write_event("<p>\n\n</p>", id_="x") == b"id: x\ndata: <p>\ndata: \ndata: </p>\n\n"
