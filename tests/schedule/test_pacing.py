"""How fast a flight goes towards its number of plays: what is left, over the hours, screens and loop that are left."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest

from campaign.schedule.conflicts.lateness import find_late
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.outlook import look_ahead
from campaign.schedule.pacing import find_paces
from campaign.schedule.promises import Pace
from campaign.schedule.release import Release
from campaign.schedule.service_day import measure_minutes
from campaign.schedule.shares import open_books, read_shares
from campaign.schedule.voice import share_loop
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

SOFIA = ZoneInfo("Europe/Sofia")
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
DAWN = datetime(2026, 11, 23, 4, tzinfo=SOFIA)
NOON_TO_FOUR = make_daypart("afternoon", "12:00", "16:00")
SPOTS = make_spots("together/ana", "together/project")


def make_paced(plays: int = 720, *, id_: str = "paced", dayparts: tuple[str, ...] = ("afternoon",)) -> Flight:
    """From Monday to Tuesday, from noon to four: 8 hours, 2,880 plays of 10 seconds."""
    return make_flight(id_, plays=plays, since=MONDAY, until=TUESDAY, dayparts=dayparts)


def freeze(*flights: Flight, screens: int = 1) -> Release:
    release = make_release(dayparts=(NOON_TO_FOUR,), flights=flights, spots=SPOTS)
    return replace(release, screens={"tram": screens})


def find_pace(release: Release, *, now: datetime = DAWN, played: int = 0) -> Pace:
    return find_paces(release, now=now, played={"paced": played})["paced"]


def test_before_the_first_day_the_wanted_plays_are_spread_over_all_hours() -> None:
    assert find_pace(freeze(make_paced())) == Pace(0, 25, 0, 720)


def test_twice_the_screens_need_half_the_share() -> None:
    assert find_pace(freeze(make_paced(), screens=2)).share == 12.5


def test_screens_that_nobody_has_named_count_as_one() -> None:
    assert find_pace(freeze(make_paced(), screens=0)).share == 25


def test_what_was_not_played_in_the_first_half_is_played_in_the_second() -> None:
    now = datetime(2026, 11, 23, 20, tzinfo=SOFIA)
    assert find_pace(freeze(make_paced()), now=now, played=360) == Pace(360, 25, 360, 720)
    assert find_pace(freeze(make_paced()), now=now, played=180) == Pace(180, 37.5, 360, 720)


def test_a_day_that_runs_counts_from_now_on() -> None:
    now = datetime(2026, 11, 24, 14, tzinfo=SOFIA)
    assert find_pace(freeze(make_paced()), now=now, played=540).share == 25


def test_who_has_reached_the_number_gets_no_share() -> None:
    assert find_pace(freeze(make_paced()), played=720) == Pace(720, 0, 0, 720)


def test_a_flight_that_is_over_has_no_pace() -> None:
    assert find_paces(freeze(make_paced()), now=datetime(2026, 11, 26, 4, tzinfo=SOFIA), played={}) == {}


def test_the_night_after_the_last_day_still_belongs_to_it() -> None:
    night = make_flight("paced", plays=90, since=MONDAY, until=MONDAY)
    now = datetime(2026, 11, 24, 0, 15, tzinfo=SOFIA)  # a quarter of an hour before the tram's day ends: 90 plays
    assert find_pace(freeze(night), now=now).share == 100


def test_hours_that_happen_twice_count_twice_and_skipped_ones_not_at_all() -> None:
    def find_share(day: date) -> float:
        screen = make_screen(opens="00:00", closes="00:00")
        flight = make_flight("paced", plays=360, since=day, until=day)
        release = make_release(channels=(screen,), flights=(flight,), spots=SPOTS)
        return find_paces(release, now=datetime(2026, 1, 1, tzinfo=UTC), played={})["paced"].share

    shares = [find_share(day) for day in (date(2026, 3, 29), date(2026, 3, 30), date(2026, 10, 25))]
    assert shares == pytest.approx([100 / 23, 100 / 24, 100 / 25], abs=0.0001)


def test_a_share_that_others_do_not_leave_is_made_up_for_in_other_hours() -> None:
    rival = make_flight("rival", share=90, since=MONDAY, until=MONDAY)
    # On Monday 10 % of 1,440 plays are left, so Tuesday gives the other 576 of its 1,440.
    assert find_pace(freeze(rival, make_paced())) == Pace(0, 40, 0, 720)


def test_the_second_of_two_such_flights_finds_what_the_first_leaves() -> None:
    release = freeze(make_paced(2160), make_paced(1440, id_="second"))
    paces = find_paces(release, now=DAWN, played={})
    assert (paces["paced"], paces["second"]) == (Pace(0, 75, 0, 2160), Pace(0, 25, 0, 720))


def test_the_more_urgent_one_goes_first() -> None:
    urgent = replace(make_paced(2160, id_="second"), priority=Priority.URGENT)
    paces = find_paces(freeze(make_paced(1440), urgent), now=DAWN, played={})
    assert (paces["paced"].reach, paces["second"].reach) == (720, 2160)


def test_days_on_which_nothing_of_it_may_be_shown_do_not_count() -> None:
    spots = make_spots("together/ana", until=MONDAY)
    release = make_release(dayparts=(NOON_TO_FOUR,), flights=(make_paced(),), spots=spots)
    assert find_paces(release, now=DAWN, played={})["paced"].share == 50


def test_longer_plays_need_a_larger_share() -> None:
    spots = make_spots("together/ana", seconds=20)
    release = make_release(dayparts=(NOON_TO_FOUR,), flights=(make_paced(),), spots=spots)
    assert find_paces(release, now=DAWN, played={})["paced"].share == 50


def test_a_number_out_of_reach_is_told_with_the_day_on_which_it_would_be_reached() -> None:
    rival = make_flight("rival", share=90)
    release = freeze(rival, make_paced())
    release = replace(release, paces=find_paces(release, now=DAWN, played={}))
    (found,) = find_late(release, today=MONDAY)
    assert (found.finding.rule, found.flights, found.channels) == ("S12", ("paced",), ("tram",))
    assert str(found.finding.message) == (
        "“paced” had 0 plays and reaches about 288 by 2026-11-24, not the wanted 720."
    )
    assert str(found.finding.hint) == (
        "Let it run until 2026-11-27, add channels, screens or dayparts, or lower the number to 288."
    )


def test_a_flight_that_can_show_nothing_is_told_without_a_day() -> None:
    release = make_release(dayparts=(NOON_TO_FOUR,), flights=(make_paced(),))
    release = replace(release, paces=find_paces(release, now=DAWN, played={}))
    (found,) = find_late(release, today=MONDAY)
    assert str(found.finding.hint) == "Add channels, screens or dayparts, or promise the others less."


@pytest.mark.parametrize(("played", "rules"), [(323, ["S12"]), (324, [])])
def test_a_flight_is_behind_below_nine_tenths_of_what_was_due(played: int, rules: list[str]) -> None:
    release = freeze(make_paced())
    now = datetime(2026, 11, 23, 20, tzinfo=SOFIA)  # 360 were due by then
    release = replace(release, paces=find_paces(release, now=now, played={"paced": played}))
    assert [one.finding.rule for one in find_late(release, today=TUESDAY)] == rules


def test_what_a_pace_promises_is_what_the_loops_give() -> None:
    """Shares as schedule.voice gives them, summed over the hours, make the wanted number."""
    rival = make_flight("rival", share=80, since=MONDAY, until=MONDAY)
    release = freeze(rival, make_paced(1000), make_paced(700, id_="second", dayparts=()), screens=3)
    release = replace(release, paces=find_paces(release, now=DAWN, played={}))
    shares = read_shares(open_books(release)["tram"])
    plays = dict.fromkeys(("rival", "paced", "second"), Fraction())
    for company in look_ahead(release, today=MONDAY, days=2).companies:
        seconds = sum(measure_minutes(day, minutes, zone="Europe/Sofia") for day, minutes in company.times)
        for promise in share_loop(company.flights, shares=shares):
            plays[promise.flight.id] += 3 * seconds * promise.share / 10
    assert [round(plays[name]) for name in ("paced", "second")] == [1000, 700]
