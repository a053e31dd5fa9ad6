"""An emergency message is on every feed of its channels at the next poll, and gone when its time is over."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytest_django import Settings

from campaign.data.models import Emergency, EmergencyReceipt, User
from campaign.services import announcing, assembly, content, emergencies, players, publishing, withdrawals
from campaign.services.storage import get_store
from campaign.spec.channels import StillType
from campaign.spec.errors import CampaignError, CannotFit, Faults, InvalidValue, MissingGlyph, NotAllowed, UnknownName
from tests.factories.films import read_frames
from tests.factories.rows import NOON, make_person
from tests.factories.screens import Screen, make_screen
from tests.factories.spots import make_film_screen
from tests.factories.values import make_channel

pytestmark = pytest.mark.django_db
WORDS = {"headline": {"bg": "Станцията е затворена", "en": "The station is closed"}}
MESSAGE = "Станцията е затворена."


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def start(
    words: announcing.Words = WORDS,
    *,
    minutes: int = 30,
    channels: tuple[str, ...] = ("tram",),
    role: str = "lead",
    seconds: float = 0,
) -> Emergency:
    return emergencies.start(
        words, channels=channels, minutes=minutes, by=make_person(role), why="Пожар", now=later(seconds)
    )


def later(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def fetch(screen: Screen, *, seconds: float = 1, kind: str = "json", fetched: bool = True, token: str = "") -> bytes:
    served = publishing.playlist_for(
        token or screen.token, at=later(seconds), kind=kind, base_url="http://media.example", fetched=fetched
    )
    assert served is not None
    return served.body


def read(screen: Screen, **asked: Any) -> Any:
    return json.loads(fetch(screen, **asked))


def list_shown(screen: Screen, *, seconds: float = 1) -> list[str]:
    """What the loop that runs then says, spot by spot."""
    at = later(seconds)
    return [item.alt for item in publishing.loop_at("tram", at=at, base_url="")]


def find_receipt(name: str = "Трамвай 4") -> tuple[float | None, float | None]:
    """Seconds after noon at which the player fetched the message, and that it was ended."""
    row = EmergencyReceipt.objects.get(player__name=name)
    return tuple(None if at is None else (at - NOON).total_seconds() for at in (row.shown_at, row.cleared_at))  # type: ignore[return-value]


def test_it_plays_alone_on_its_channels_in_every_language_it_is_written_in(screen: Screen) -> None:
    content.import_channels({"metro": make_channel("metro")})
    before = publishing.playlist("metro", at=NOON, kind="json", base_url="").body
    start()
    assert list_shown(screen) == [MESSAGE, "The station is closed."]
    windows = [window for window in read(screen)["windows"] if window["items"][0]["flight"] == "emergency"]
    assert [(window["start"], window["end"]) for window in windows] == [
        ("2026-11-23T12:00:00+02:00", "2026-11-23T12:30:00+02:00")
    ]
    assert json.loads(publishing.playlist("metro", at=NOON, kind="json", base_url="").body) == json.loads(before)


def test_after_its_time_what_is_scheduled_plays_again_by_the_clock_alone(screen: Screen) -> None:
    scheduled = list_shown(screen)
    start(minutes=30)
    assert list_shown(screen, seconds=30 * 60 - 1) == [MESSAGE, "The station is closed."]
    assert list_shown(screen, seconds=30 * 60) == scheduled


@pytest.mark.parametrize("kind", ["m3u8", "xspf"])
def test_lists_of_the_moment_change_with_their_date_when_it_ends_by_itself(screen: Screen, kind: str) -> None:
    start(minutes=30)
    during = publishing.playlist("tram", at=later(60), kind=kind, base_url="")
    after = publishing.playlist("tram", at=later(30 * 60), kind=kind, base_url="")
    assert during.body != after.body
    assert during.changed < after.changed
    assert after.changed % 2 == 0


@pytest.mark.parametrize("kind", ["json", "smil"])
def test_lists_of_a_week_stay_the_same_when_it_ends_by_itself(screen: Screen, kind: str) -> None:
    start(minutes=30)
    tags = {publishing.playlist("tram", at=later(at), kind=kind, base_url="").etag for at in (1, 1799, 1800, 7200)}
    assert len(tags) == 1


def test_its_pictures_may_be_fetched_by_anybody(screen: Screen) -> None:
    start()
    media = read(screen)["media"]
    names = [entry["name"] for material, entry in media.items() if material.startswith("emergency-")]
    assert len(names) == 2
    for name in names:
        row = publishing.find_public_file(name, at=later(1))
        assert row is not None
        assert get_store().size(name) == row.size


def test_it_lasts_to_the_full_minute(screen: Screen) -> None:
    assert start(minutes=15, seconds=20).until == NOON + timedelta(minutes=16)
    assert start(minutes=15).until == NOON + timedelta(minutes=15)


def test_of_two_the_newer_shows_and_the_older_goes_on_after_it(screen: Screen) -> None:
    start(minutes=30)
    start({"headline": {"bg": "Напуснете влака"}}, minutes=5, seconds=60)
    assert list_shown(screen, seconds=90) == ["Напуснете влака."]
    assert list_shown(screen, seconds=6 * 60) == [MESSAGE, "The station is closed."]


def test_it_ends_when_somebody_ends_it(screen: Screen) -> None:
    scheduled = list_shown(screen)
    message = start()
    assert emergencies.end(message, by=make_person("operator"), now=later(90))
    assert list_shown(screen, seconds=91) == scheduled
    assert not emergencies.end(message, by=make_person("lead"), now=later(95))
    ended = Emergency.objects.get()
    assert (ended.lifted_at, ended.lifted_by) == (later(90), User.objects.get(username="operator"))


def test_ended_within_the_second_it_never_was(screen: Screen) -> None:
    before = read(screen)
    emergencies.end(start(), by=make_person("lead"), now=later(0.5))
    assert read(screen) == before


def test_it_can_be_prolonged_while_it_shows(screen: Screen) -> None:
    message = start(minutes=5)
    emergencies.prolong(message, minutes=30, by=make_person("lead"), now=later(240))
    assert list_shown(screen, seconds=33 * 60) == [MESSAGE, "The station is closed."]
    with pytest.raises(NotAllowed):
        emergencies.prolong(message, minutes=30, by=make_person("lead"), now=later(34 * 60))


def test_stopping_everything_ends_it_and_one_that_comes_after_is_shown(screen: Screen) -> None:
    start()
    withdrawals.withdraw(scope="everything", by=make_person("lead"), why="Грешка", now=later(60))
    assert list_shown(screen, seconds=61) == [""]
    start(seconds=120)
    assert list_shown(screen, seconds=121) == [MESSAGE, "The station is closed."]


def test_what_is_withdrawn_of_campaigns_leaves_it_alone(screen: Screen) -> None:
    start()
    withdrawals.withdraw(scope="campaign", ref="together", by=make_person("lead"), why="Спор", now=later(60))
    assert list_shown(screen, seconds=61) == [MESSAGE, "The station is closed."]


def test_the_first_fetch_of_each_player_is_noted(screen: Screen) -> None:
    start()
    assert find_receipt() == (None, None)
    fetch(screen, seconds=20, fetched=False)
    assert find_receipt() == (None, None)
    fetch(screen, seconds=30)
    fetch(screen, seconds=40)
    assert find_receipt() == (30, None)


def test_that_it_was_ended_is_noted_of_players_that_had_it(screen: Screen) -> None:
    late = players.create(channel="tram", name="Трамвай 5").token
    message = start()
    fetch(screen, seconds=30)
    emergencies.end(message, by=make_person("lead"), now=later(60))
    fetch(screen, seconds=70)
    fetch(screen, seconds=75, token=late)
    assert find_receipt() == (30, 70)
    assert find_receipt("Трамвай 5") == (None, None)


def test_a_fetch_after_its_time_is_none_of_it(screen: Screen) -> None:
    start(minutes=5)
    fetch(screen, seconds=600)
    assert find_receipt() == (None, None)


def test_players_of_other_channels_and_revoked_ones_are_not_waited_for(screen: Screen) -> None:
    content.import_channels({"metro": make_channel("metro")})
    players.create(channel="metro", name="Метро")
    players.revoke(players.create(channel="tram", name="Стар").player, now=NOON)
    assert [row.player.name for row in start().receipts.select_related("player")] == ["Трамвай 4"]


@pytest.mark.parametrize("role", ["lead", "administrator", "operator"])
def test_leads_and_operators_may(screen: Screen, role: str) -> None:
    assert start(role=role).by.role == role


@pytest.mark.parametrize("role", ["staff", "designer"])
def test_others_may_not(screen: Screen, role: str) -> None:
    with pytest.raises(NotAllowed):
        start(role=role)
    message = start()
    with pytest.raises(NotAllowed):
        emergencies.end(message, by=make_person(role), now=NOON)


REFUSED: list[tuple[announcing.Words, type[CampaignError]]] = [
    ({}, InvalidValue),
    ({"headline": {"bg": "   "}}, InvalidValue),
    ({"headline": {"bg": "\u200b\u00ad"}}, InvalidValue),
    ({"headline": {"bg": "…!"}, "advice": {"bg": "Излезте"}}, InvalidValue),
    ({"headline": {"bg": "\u202eоненеровтаЗ"}}, InvalidValue),
    ({"headline": {"bg": "Затворено"}, "advice": {"en": "Leave"}}, InvalidValue),
    ({"headline": {"bg": "а" * 61}}, InvalidValue),
    ({"headline": {"xx": "Затворено"}}, UnknownName),
    ({"headline": {"bg": "Затворено 😀"}}, MissingGlyph),
    ({"headline": {"bg": "Ж" * 58}}, CannotFit),
    ({"headline": {"bg": "ЕГН 7523169263 да се обади"}}, NotAllowed),
    ({"headline": {"bg": "а" * 61, "en": "b" * 61}}, Faults),
]


@pytest.mark.parametrize(("words", "error"), REFUSED)
def test_what_cannot_be_shown_takes_no_screen_over(
    screen: Screen, words: announcing.Words, error: type[CampaignError]
) -> None:
    before = fetch(screen)
    with pytest.raises(error):
        start(words)
    assert fetch(screen, seconds=2) == before
    assert Emergency.objects.count() == 0


@pytest.mark.parametrize("minutes", [0, -5, 24 * 60 + 1])
def test_a_length_that_makes_no_sense_is_refused(screen: Screen, minutes: int) -> None:
    with pytest.raises(InvalidValue):
        start(minutes=minutes)


@pytest.mark.parametrize(("channels", "error"), [((), InvalidValue), (("ship",), UnknownName)])
def test_channels_that_are_none_are_refused(
    screen: Screen, channels: tuple[str, ...], error: type[CampaignError]
) -> None:
    with pytest.raises(error):
        start(channels=channels)


def test_a_loop_in_one_file_films_the_message(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_film_screen(tmp_path / "schedules")
    start()
    joined = assembly.loop("tram", at=later(1))
    assert joined.file.seconds == 20
    get_store().fetch(joined.file.name, to=tmp_path / "joined.mp4")
    corner = read_frames(tmp_path / "joined.mp4")[::250, 2, 160]
    assert np.abs(corner - np.array([255, 183, 3])).max() < 30  # the yellow of its ground


def test_long_words_stand_longer(screen: Screen) -> None:
    advice = " ".join(["на изход две"] * 9)
    start({"headline": {"bg": "Напуснете станцията"}, "advice": {"bg": advice}})
    media = read(screen)["media"]
    assert [entry["duration"] for name, entry in media.items() if name.startswith("emergency-")] == [20]


def test_one_picture_is_drawn_for_all_channels_of_a_size(screen: Screen) -> None:
    content.import_channels({"bus": make_channel("bus")})
    message = start(channels=("tram", "bus"))
    assert message.pictures.count() == 4
    assert len({picture.file_id for picture in message.pictures.all()}) == 2


def test_a_preview_shows_also_what_is_refused() -> None:
    channel = make_channel()
    words = announcing.read_words({"headline": {"bg": "Ж" * 58, "en": "Closed"}})
    long, short = announcing.preview(words, [channel], today=NOON.date())
    assert short.data.startswith(b"RIFF")
    assert short.media_type == f"image/{StillType.WEBP.value}"
    assert ([type(fault) for fault in long.faults], short.faults) == ([CannotFit], ())


def test_a_button_pressed_twice_puts_it_up_once(screen: Screen) -> None:
    first = start()
    assert start(seconds=2) == first
    assert start({"headline": {"bg": "Друго"}}, seconds=3) != first
    emergencies.end(first, by=make_person("lead"), now=later(4))
    assert start(seconds=5) != first


def test_old_messages_are_no_longer_read(screen: Screen) -> None:
    start()
    at = datetime(2027, 1, 10, 10, tzinfo=UTC)
    publishing.forget()
    assert b"emergency" not in publishing.playlist("tram", at=at, kind="json", base_url="").body
