"""Who asks too often waits; nobody else does."""

from campaign.services.pace import BURST, RATE, Pace


def count(pace: Pace, token: str, *, times: int, now: float = 0, every: float = 0) -> int:
    """How many of the askings were answered."""
    return sum(pace.ask(token, now=now + at * every) == 0 for at in range(times))


def test_a_burst_is_answered_and_then_as_many_as_the_rate() -> None:
    pace = Pace()
    assert count(pace, "a", times=1000) == BURST
    assert count(pace, "a", times=1000, now=10) == 10 * RATE


def test_a_hundred_a_second_for_a_minute_leave_little_more_than_the_rate() -> None:
    assert count(Pace(), "a", times=6000, every=0.01) in range(int(BURST + 59 * RATE), int(BURST + 60 * RATE) + 2)


def test_who_waits_as_long_as_told_is_answered() -> None:
    pace = Pace()
    count(pace, "a", times=1000)
    wait = pace.ask("a", now=0)
    assert wait >= 1
    assert pace.ask("a", now=wait) == 0


def test_others_notice_nothing() -> None:
    pace = Pace()
    count(pace, "hasty", times=1000)
    assert count(pace, "calm", times=60, every=1) == 60


def test_a_player_that_polls_each_minute_with_all_it_does_never_waits() -> None:
    pace = Pace()
    minutes = [[pace.ask("a", now=minute * 60) for _ in range(8)] for minute in range(1440)]
    assert {wait for minute in minutes for wait in minute} == {0}


def test_an_address_of_many_screens_may_ask_for_all_of_them() -> None:
    pace = Pace()
    pace.ask("group", now=0)
    pace.widen("group", screens=600)
    every = 60 / 600
    assert count(pace, "group", times=6000, every=every / 2) == 6000  # a HEAD and a GET of each, for five minutes


def test_a_clock_that_stands_or_goes_back_gives_nothing_away() -> None:
    pace = Pace()
    count(pace, "a", times=1000, now=50)
    assert pace.ask("a", now=49) > 0


def test_of_too_many_tokens_those_that_slept_longest_are_forgotten() -> None:
    pace = Pace(most=2)
    count(pace, "a", times=1000)
    for token in ("b", "c"):
        pace.ask(token, now=0)
    assert pace.ask("a", now=0) == 0


def test_addresses_of_thousands_of_letters_take_no_more_memory_than_ours() -> None:
    pace = Pace()
    for letter in "abc":
        pace.ask(letter * 4_000, now=0)
    assert sorted(map(len, pace._buckets)) == [64, 64, 64]


def test_what_costs_as_much_as_many_askings_is_waited_for_as_long() -> None:
    pace = Pace()
    pace.ask("mine", now=0)
    pace.charge("mine", askings=BURST - 1 + 20 * RATE)
    pace.charge("nobody's", askings=1)
    assert (pace.ask("mine", now=0), pace.ask("mine", now=21), pace.ask("other", now=0)) == (21, 0, 0)
