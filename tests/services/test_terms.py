"""On what terms items are shown: the days and channels that all the people in them agreed to, at every edge."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.data.convert import find_first_day, find_last_day
from campaign.playlists.build import build_playlist
from campaign.playlists.items import Revoked
from campaign.schedule.reigns import Reign
from campaign.schedule.release import Spot
from campaign.schedule.service_day import find_day
from campaign.services.terms import Terms, bar, list_agreed, shorten
from campaign.spec.consent import Consent
from tests.factories.items import CONSENT
from tests.factories.rows import make_consent, make_version
from tests.factories.schedule import make_flight, make_release, make_spots
from tests.factories.values import make_item

DAY = date(2026, 11, 23)
DAYS = st.dates(DAY - timedelta(days=9), DAY + timedelta(days=9))
FLIGHTS = (make_flight(share=100),)
MAYBE = st.none() | DAYS


def make(spot: Spot, **changes: date | None) -> Spot:
    return replace(spot, since=changes.get("since"), until=changes.get("until"))


@given(MAYBE, MAYBE, MAYBE, MAYBE, DAYS)
def test_a_spot_runs_on_the_days_that_release_and_people_both_allow(
    since: date | None, until: date | None, first: date | None, last: date | None, day: date
) -> None:
    spot = make_spots("together/ana")[0]
    release = make_release(flights=FLIGHTS, spots=(make(spot, since=since, until=until),))
    [now] = shorten(release, {"together/ana": Terms(first, last, None)}).spots
    allowed = [edge is None or edge <= day for edge in (since, first)]
    allowed += [edge is None or day <= edge for edge in (until, last)]
    assert now.may_run(day) == all(allowed)


@given(MAYBE, MAYBE, st.integers(0, 36 * 60))
def test_what_plays_at_a_moment_may_be_shown_on_its_service_day(
    since: date | None, until: date | None, minutes: int
) -> None:
    """From noon of one day to midnight of the next, past every closing."""
    at = datetime(2026, 11, 23, 10, tzinfo=UTC) + timedelta(minutes=minutes)
    spots = tuple(make(spot, since=since, until=until) for spot in make_spots("together/ana"))
    release = make_release(flights=FLIGHTS, spots=(*spots, *make_spots("together/project")))
    playlist = build_playlist([Reign(release)], channel="tram", at=at, revoked=Revoked(), base_url="")
    today = find_day(playlist.channel, at)
    allowed = (since is None or since <= today) and (until is None or today <= until)
    playing = {item.item for item in playlist.now}
    inside = any(window.span.holds(at) for window in playlist.windows)
    assert ("ana" in playing) <= allowed
    assert not (inside and allowed) or "ana" in playing


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("dates", "first", "last"),
    [
        ([], None, None),
        ([(None, None)], None, None),
        ([(DAY, None), (DAY + timedelta(days=1), None)], DAY + timedelta(days=1), None),
        ([(None, DAY), (None, DAY - timedelta(days=1))], None, DAY - timedelta(days=1)),
    ],
)
def test_the_days_of_several_people_are_those_that_all_agreed_to(
    dates: list[tuple[date | None, date | None]], first: date | None, last: date | None
) -> None:
    version = make_version(make_item())
    for index, (since, until) in enumerate(dates):
        make_consent(version, Consent(since=since, until=until), slug=f"c-{index}")
    assert (find_first_day(version), find_last_day(version)) == (first, last)


@pytest.mark.parametrize(
    ("changes", "agreed"),
    [
        ({}, {"tram"}),
        ({"channels": ()}, set()),
        ({"purposes": ("training",)}, set()),
        ({"withdrawn_on": DAY}, set()),
    ],
)
def test_a_channel_is_agreed_to_by_name_for_screens_and_while_it_stands(
    changes: dict[str, object], agreed: set[str]
) -> None:
    values = {name: getattr(CONSENT, name) for name in CONSENT.__dataclass_fields__} | changes
    assert list_agreed(Consent(**values)) == agreed


def test_materials_on_a_channel_nobody_agreed_to_are_barred_and_no_others() -> None:
    spots = make_spots("together/ana", "together/ivo")
    terms = {"together/ana": Terms(None, None, frozenset({"elsewhere"})), "together/ivo": Terms(None, None, None)}
    barred = bar(Revoked(), release=make_release(flights=FLIGHTS, spots=spots), terms=terms)
    assert {spot.item for spot in spots if barred.covers(spot)} == {"ana"}
