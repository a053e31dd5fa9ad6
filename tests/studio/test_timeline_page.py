"""The timeline: bars by channel, how full loops are, a move that is tried, saved and undone; and a day that plays."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pytest_django import Settings

from campaign.data.models import FlightChange
from campaign.services import content, drafts, flights
from campaign.studio.flight_words import say_days
from tests.factories.rows import make_person
from tests.factories.schedules import CHANNELS, FLIGHTS, write_schedules
from tests.factories.screens import make_screen
from tests.factories.values import make_channel
from tests.studio.test_flights import read, send

SignIn = Callable[[str], Client]
MORE = """  - {id: morning-story, title: {bg: Сутрин, en: In the morning}, item: together/boris, channels: [tram],
     since: SINCE, until: UNTIL, weekdays: [mon, tue], share: 60, dayparts: [morning]}
"""
METRO = CHANNELS.partition("channels:")[2].replace("tram", "metro").replace("Трамвай", "Метро").replace("Tram", "Metro")
TODAY = timezone.localdate()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())
"""The next one: conflicts are told of the weeks ahead."""
ON: dict[str, Any] = {"on": MONDAY.isoformat()}


def day(shift: int) -> str:
    """So many days after that Monday."""
    return (MONDAY + timedelta(days=shift)).isoformat()


def say(*shifts: tuple[int, int]) -> str:
    """Stretches of days as the pages say them."""
    with override("en"):
        days = [[MONDAY + timedelta(days=shift) for shift in pair] for pair in shifts]
        return ", ".join(say_days(since, until) for since, until in days)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings, db: None) -> Path:
    """A tram with a flight of half its loop all year, and one of 60 % on some mornings; a metro with neither."""
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    content.import_channels(
        {"tram": make_channel(), "metro": replace(make_channel("metro"), title={"bg": "Метро", "en": "Metro"})}
    )
    more = MORE.replace("SINCE", day(0)).replace("UNTIL", day(11))
    text = FLIGHTS.replace("fallbacks:", more + "fallbacks:")
    settings.SCHEDULES_FOLDER = write_schedules(screen.folder, flights=text, channels=CHANNELS + METRO)
    return screen.folder


def find_bars(page: str, flight: str) -> list[str]:
    """Where each bar of the flight begins and how wide it is, as the drawing has it."""
    bars = re.findall(
        rf'id="bar-(\w+)-{flight}".*?class="whole-bar" x="([\d.]+%)" y="\d+" width="([\d.]+%)"', page, re.S
    )
    return [" ".join(bar) for bar in bars]


def test_bars_stand_where_flights_run_and_say_so_in_words(sign_in: SignIn) -> None:
    page = read(sign_in("operator"), "timeline", zoom="month", **ON)
    assert find_bars(page, "morning-story") == ["tram 0.0000% 34.2857%"]  # 12 of 35 days, from the first Monday on
    assert f"In the morning, Tram, {say((0, 11))}, 60 % of the loop" in page
    runs = re.findall(r'class="run hue-\d" x="([\d.]+%)" y="40" width="([\d.]+%)"', page)
    assert runs == [("0.0000%", "5.7143%"), ("20.0000%", "5.7143%")]  # two Mondays with their Tuesdays
    assert "Oversold:" in page


def test_a_loop_that_was_sold_twice_says_when(sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "timeline", zoom="month", **ON)
    assert say((0, 1), (7, 8)) in page
    assert ["50 to 110 % promised" in page, "0 % promised" in page, 'class="over"' in page] == [True, True, True]


def test_a_day_is_drawn_by_hours(sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "timeline", zoom="day", on=day(0))
    (bar,) = find_bars(page, "morning-story")
    assert bar == "tram 10.0000% 15.0000%"  # from 7 to 10, of the 20 hours from 5 to 1
    assert "07:00–10:00: 110 % promised, 100 % planned" in page
    assert find_bars(read(sign_in("staff"), "timeline", zoom="day", on=day(2)), "morning-story") == []


def test_only_leads_can_move_and_everybody_can_look(sign_in: SignIn) -> None:
    address = reverse("move-flight", args=["morning-story"])
    assert address not in read(sign_in("designer"), "timeline", flight="morning-story", **ON)
    assert send(sign_in("designer"), "move-flight", "morning-story", save="1").status_code == 403
    assert send(sign_in("staff"), "undo-move", "morning-story").status_code == 403
    assert address in read(sign_in("lead"), "timeline", flight="morning-story", **ON)


def test_a_move_is_tried_and_nothing_is_kept(sign_in: SignIn) -> None:
    """To the metro, a week later: what spoke against it is gone, and the page says how full both get."""
    days = {"since": day(7), "until": day(18)}
    tried: dict[str, Any] = {"flight": "morning-story", "from": "tram", "to": "metro", **days}
    page = read(sign_in("lead"), "timeline", **tried, **ON)
    assert find_bars(page, "morning-story") == ["metro 20.0000% 34.2857%"]
    said = ("Tram → Metro", "No objection any more:", "not saved yet", 'class="booking was"')
    assert [text for text in said if text not in page] == []
    shifts = re.findall(r"<td>(\w+)</td><td[^>]*>(\d+) %</td><td[^>]*><strong>(\d+) %", page)
    assert shifts == [("Tram", "110", "50"), ("Metro", "0", "60")]
    assert not FlightChange.objects.exists()


def test_a_move_that_sells_a_loop_twice_says_so_before_it_is_saved(sign_in: SignIn, folder: Path) -> None:
    """The same days on the metro, which has a flight of half its loop by then."""
    body = {"id": "half", "campaign": "together", "channels": ["metro"], "since": day(0), "until": day(20), "share": 50}
    flights.add(body, by=make_person("lead", name="other"), why="", folder=folder)
    moved: dict[str, Any] = {"flight": "morning-story", "from": "tram", "to": "metro"}
    page = read(sign_in("lead"), "timeline", **moved, **ON)
    assert ["New objections:" in page, "On Metro a loop of 60 s is oversold" in page] == [True, True]
    assert f"Oversold: {say((0, 1), (7, 8))}" in page


def test_a_move_is_saved_with_its_reason_and_undone(sign_in: SignIn, folder: Path) -> None:
    lead = sign_in("lead")
    stamp = flights.list_flights(folder).entries["morning-story"].stamp
    moved: dict[str, Any] = {"since": day(7), "until": day(18), "from": "tram", "to": "metro", "stamp": stamp}
    answer = send(lead, "move-flight", "morning-story", save="1", why="Ремонт", zoom="week", **moved, **ON)
    assert answer.status_code == 302
    made = FlightChange.objects.get()
    body: Any = made.body
    assert (made.why, body["since"], body["channels"]) == ("Ремонт", day(7), ["metro"])
    page = lead.get(answer.headers["Location"]).content.decode()
    assert ["zoom=week" in answer.headers["Location"], reverse("undo-move", args=["morning-story"]) in page] == [
        True,
        True,
    ]
    send(lead, "undo-move", "morning-story", change=made.pk, **ON)
    found = {flight.id: flight for flight in drafts.read_schedules(folder).flights}
    assert found["morning-story"].channels == ("tram",)


def test_buttons_move_it_without_a_pointer_and_nothing_is_kept(sign_in: SignIn) -> None:
    answer = send(sign_in("lead"), "move-flight", "morning-story", step="7", **ON)
    assert (answer.status_code, f'value="{day(7)}"' in answer.content.decode()) == (200, True)
    assert not FlightChange.objects.exists()


def test_who_was_slower_is_told_and_may_save_once_more(sign_in: SignIn, folder: Path) -> None:
    began = flights.list_flights(folder).entries["morning-story"].stamp
    flights.end("morning-story", last=MONDAY, by=make_person("lead", name="other"), why="", folder=folder)
    lead, mine = sign_in("lead"), {"since": day(7), "until": day(18), "why": "Ремонт", "save": "1"}
    answer = send(lead, "move-flight", "morning-story", **mine, stamp=began, **ON)
    page = answer.content.decode()
    assert (answer.status_code, "Somebody else changed this flight" in page) == (409, True)
    assert [text for text in (f'value="{day(18)}"', "Ремонт") if text not in page] == []
    fresh = re.findall(r'name="stamp" value="(\w+)"', page)[0]
    assert send(lead, "move-flight", "morning-story", **mine, stamp=fresh, **ON).status_code == 302
    found = {flight.id: flight for flight in drafts.read_schedules(folder).flights}
    assert found["morning-story"].since == MONDAY + timedelta(days=7)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"since": day(12), "until": day(8)}, "ends before it begins"),
        ({"until": "30 февруари"}, "is not a date"),
        ({"from": "tram"}, "has no channel"),
        ({"to": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(typed: dict[str, str], told: str, sign_in: SignIn) -> None:
    answer = send(sign_in("lead"), "move-flight", "morning-story", save="1", why="Ремонт", **typed, **ON)
    page = answer.content.decode()
    assert (answer.status_code, told in page, "Ремонт" in page) == (422, True, True)
    assert not FlightChange.objects.exists()


@pytest.mark.parametrize(
    "query",
    ["zoom=%00&on=x&page=-1&channel=%27&campaign=%00&flight=%00", "on=9999-12-31", "on=2199-12-31&zoom=quarter",
     "on=2000-01-01&zoom=day", "page=99999999999&zoom=day", "flight=together&since=%00&step=9999999999",
     "flight=together&since=9999-12-31&step=7&from=tram&to=tram", "flight=together&saved=%C2%B2"],
)  # fmt: skip
def test_no_address_breaks_however_odd(query: str, sign_in: SignIn) -> None:
    assert sign_in("lead").get(f"{reverse('timeline')}?{query}").status_code == 200


def test_it_is_narrowed_to_a_channel_a_campaign_and_to_trouble(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    assert 'data-channel="metro"' not in read(lead, "timeline", channel="tram", **ON)
    assert find_bars(read(lead, "timeline", campaign="nobody", **ON), "together") == []
    assert find_bars(read(lead, "timeline", troubled="1", **ON), "together") != []


def test_a_trial_costs_few_queries(sign_in: SignIn, django_assert_max_num_queries: Any) -> None:
    lead = sign_in("lead")
    with django_assert_max_num_queries(45):
        read(lead, "timeline", flight="morning-story", since=day(7), until=day(18), to="metro", **ON)


def test_what_would_change_on_the_screens_is_shown_to_everybody(sign_in: SignIn) -> None:
    page = read(sign_in("operator"), "upcoming")
    assert ["In the morning" in page, reverse("propose") in page] == [True, False]
    assert reverse("propose") in read(sign_in("lead"), "upcoming")


def test_a_day_plays_as_it_is_released_and_as_it_would_be(sign_in: SignIn) -> None:
    """In the morning the draft has a spot that what plays has not there."""
    asked: dict[str, Any] = {"on": day(0), "at": "08:00"}
    drafted = read(sign_in("staff"), "play-day", "tram", by="draft", **asked)
    assert ["By the schedule as it stands" in drafted, "From 07:00" in drafted, "07:00–10:00" in drafted] == [True] * 3
    released = read(sign_in("staff"), "play-day", "tram", **asked)
    assert ["After release 1" in released, "From 05:00" in released] == [True, True]
    assert "As release 1 alone has it" in read(sign_in("staff"), "play-day", "tram", by="1", **asked)
    assert set(re.findall(r'data-seconds="([\d.]+)"', drafted)) == {"10.0"}


def test_no_loop_breaks_however_odd(sign_in: SignIn) -> None:
    lead = sign_in("lead")
    for query in (
        "on=%00&at=25:00&by=x",
        "at=24:00",
        "at=08:00:00%2B25:00",
        "by=999999999999",
        "on=2027-03-28&at=03:30",
    ):
        assert lead.get(f"{reverse('play-day', args=['tram'])}?{query}").status_code in (200, 404)
    assert lead.get(reverse("play-day", args=["metro"])).status_code == 200  # in no release yet
    assert lead.get(reverse("play-day", args=["nowhere"])).status_code == 404
    assert "That is no day." in read(lead, "play-day", "tram", on="утре")


def test_releases_are_marked_on_the_days_they_begin(sign_in: SignIn) -> None:
    page = read(sign_in("staff"), "timeline", on=(timezone.localdate() + timedelta(days=400)).isoformat())
    assert 'id="sign-1"' not in page
