"""What a day's windows promise is what a player that plays all of it would report."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.playlists.lanes import Lanes
from campaign.playlists.proof import Row, Shown, judge
from campaign.playlists.tally import Due, Part, tally
from campaign.playlists.timetable import make_timetable
from campaign.schedule.reigns import Reign
from campaign.spec.spans import Span
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

TRAM = make_screen(opens="08:00", closes="09:00")
EIGHT = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # in Sofia
PLAN = make_release(
    channels=[TRAM],
    dayparts=[make_daypart("part", "08:10", "08:33")],
    flights=[
        make_flight("one", item="together/ana", share=50),
        make_flight("two", item="together/boris", share=25, dayparts=("part",)),
    ],
    spots=make_spots("together/ana", "together/boris", "together/project", seconds=10),
)
WINDOWS = build_playlist((Reign(PLAN),), channel="tram", at=EIGHT, revoked=Revoked(), base_url="", days=1).windows


def test_what_is_due_is_what_a_perfect_player_reports() -> None:
    due = tally(WINDOWS, until=EIGHT + timedelta(hours=1))
    table, lanes = make_timetable(PLAN, TRAM, date(2026, 11, 23), emergencies=()), Lanes(screens=1)
    played: Counter[Part] = Counter()
    for window in WINDOWS:
        at = window.span.start
        while at < window.span.end:
            for item in window.items:
                if at >= window.span.end:
                    break
                row = Row("r", item.material, Span(at, at + timedelta(seconds=item.seconds)))
                shown = judge(
                    row, now=at + timedelta(days=1), find_timetables=lambda _: (table,), stops=(), lanes=lanes
                )
                assert isinstance(shown, Shown)
                assert shown.spot is not None
                spot = shown.spot
                played[Part(shown.flight, spot.campaign, spot.item, spot.language)] += 1
                at += timedelta(seconds=item.seconds)
    assert {part: each.plays for part, each in due.parts.items()} == played
    assert sum(each.seconds for each in due.parts.values()) == 3600
    assert due.times == {"one": 3600, "two": 23 * 60, "": 3600}


def test_only_what_has_begun_is_due() -> None:
    due = tally(WINDOWS, until=EIGHT + timedelta(minutes=5, seconds=3))
    assert sum(each.seconds for each in due.parts.values()) == 303
    assert due.times == {"one": 303, "": 303}
    assert tally(WINDOWS, until=EIGHT) == type(due)()


def test_a_spot_that_is_cut_off_counts_by_its_greater_part() -> None:
    whole = tally(WINDOWS[:1], until=EIGHT + timedelta(seconds=8)).parts
    part = tally(WINDOWS[:1], until=EIGHT + timedelta(seconds=7)).parts
    assert (sum(each.plays for each in whole.values()), sum(each.plays for each in part.values())) == (1, 0)
    assert list(part.values()).count(Due(0, 7.0)) == 1
