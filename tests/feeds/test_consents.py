"""People take back what they agreed to, in the middle of a running day, and every feed of every channel follows."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.data.convert import read_agreement
from campaign.data.models import Acknowledgement, Consent, JoinedLoop, Material, Withdrawal
from campaign.playlists.formats import MEDIA_TYPES
from campaign.services import consents, review
from campaign.services.withdrawals import lift
from campaign.spec.errors import NotAllowed
from tests.factories.day import CHANNELS, FEEDS, Answer, Day, make_day
from tests.factories.rows import make_person
from workers.publish import refresh

pytestmark = pytest.mark.django_db
AFTERNOON = datetime(2026, 11, 25, 13, 7, 59, tzinfo=UTC)  # a Wednesday, seven past three in Sofia
SECOND = timedelta(seconds=1)
LISTS = tuple(f"playlist.{kind}" for kind in MEDIA_TYPES)
AGREED = ("tram", "metro")
"""Where Mila, and the pair, agreed to be shown."""


@pytest.fixture
def day(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Day:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_day(tmp_path, clock=AFTERNOON, monkeypatch=monkeypatch)


def find_row(slug: str) -> Consent:
    return Consent.objects.get(slug=slug)


def list_showing(answers: dict[tuple[str, str], Answer], day: Day, item: str) -> set[tuple[str, str]]:
    """The feeds whose text names a file of the item, and the films that were joined with one."""
    names = day.find_files(item)
    films = {f'"{row.name.partition(".")[0]}"' for row in JoinedLoop.objects.all() if names.intersection(row.spots)}
    told = {key for key, answer in answers.items() if any(name.encode() in answer.body for name in names)}
    return told | {key for key, answer in answers.items() if answer.tag in films}


def list_feeds(channels: tuple[str, ...], *, feeds: tuple[str, ...] = (*LISTS, "loop.mp4")) -> set[tuple[str, str]]:
    return {(channel, feed) for channel in channels for feed in feeds}


def read_revoked(answer: Answer) -> dict[str, list[str]]:
    revoked: dict[str, list[str]] = json.loads(answer.body)["revoked"]
    return revoked


def list_states(item: str, channels: tuple[str, ...] = AGREED) -> set[str]:
    rows = Material.objects.filter(version__item__slug=item, channel__slug__in=channels)
    return set(rows.values_list("state", flat=True))


def test_a_withdrawal_in_the_middle_of_the_day_is_in_every_feed_at_the_next_poll(day: Day) -> None:
    before = day.poll_all()
    shown = list_feeds(AGREED)
    files = day.find_files_on("mila", AGREED)
    fetched = [day.fetch(name) for name in files]

    consents.withdraw(find_row("mila"), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    after = day.poll_all()

    assert (list_showing(before, day, "mila"), list_showing(after, day, "mila")) == (shown, set())
    assert {answer.status for key, answer in before.items() if key in shown} == {200}
    for key in shown:
        assert after[key].tag != before[key].tag, key
        assert after[key].changed > before[key].changed, key  # the same day: as text they are in order
    untouched = {key for key in before if key not in shown}
    assert {key: after[key].body for key in untouched} == {key: before[key].body for key in untouched}
    assert (fetched, [day.fetch(name) for name in files]) == ([200] * len(files), [404] * len(files))
    assert {day.fetch(name) for item in ("boris", "citizens") for name in day.find_files(item)} == {200}
    assert (list_states("mila", CHANNELS), list_states("boris", AGREED)) == ({"withdrawn"}, {"approved"})


def test_no_tag_or_date_of_before_is_answered_with_304(day: Day) -> None:
    before = day.poll_all()
    consents.withdraw(find_row("mila"), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    fresh = {}
    for channel, feed in list_feeds(CHANNELS, feeds=LISTS) | list_feeds(AGREED):
        old = before[channel, feed]
        by_tag = day.poll(channel, feed, **{"If-None-Match": old.tag}).status
        by_date = day.poll(channel, feed, **{"If-Modified-Since": old.changed}).status
        fresh[channel, feed] = (by_tag, by_date)
    shown = list_feeds(AGREED)
    assert {key: status for key, status in fresh.items() if key in shown} == dict.fromkeys(shown, (200, 200))
    assert {by_tag for key, (by_tag, _) in fresh.items() if key not in shown} == {304}


def test_players_that_had_it_are_told_and_asked_and_no_others(day: Day) -> None:
    consents.withdraw(find_row("mila"), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    revoked = {channel: read_revoked(day.poll(channel, "playlist.json")) for channel in CHANNELS}
    assert {channel: told["items"] for channel, told in revoked.items()} == {
        "tram": ["neighbours/mila"],
        "metro": ["neighbours/mila"],
        "stops": [],
        "bus": [],
    }
    ids = Material.objects.filter(version__item__slug="mila", channel__slug="tram").values_list("pk", flat=True)
    assert revoked["tram"]["materials"] == [str(pk) for pk in ids]
    assert {row.player.channel.slug for row in Acknowledgement.objects.all()} == set(AGREED)


def test_one_of_two_people_is_enough_and_all_that_rests_on_a_consent_goes(day: Day) -> None:
    consents.withdraw(find_row("vera"), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    answers = day.poll_all()
    gone = [bool(list_showing(answers, day, item)) for item in ("pair", "boris", "mila")]
    assert gone == [False, True, True]
    consents.withdraw(find_row("boris"), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    answers = day.poll_all()
    assert [bool(list_showing(answers, day, item)) for item in ("pair", "boris", "mila")] == [False, False, True]


def test_a_new_consent_plays_only_after_a_new_approval(day: Day) -> None:
    staff, row = make_person("staff"), find_row("mila")
    consents.withdraw(row, by=staff, now=day.clock)
    day.clock += timedelta(hours=1)
    anew = replace(read_agreement(row), given_on=date(2026, 11, 25))
    consents.restore(row, anew, by=staff, now=day.clock, today=day.clock.date())
    day.clock += SECOND
    waiting, states = list_showing(day.poll_all(), day, "mila"), list_states("mila")
    day.approve()
    day.clock += SECOND
    assert (waiting, states, list_showing(day.poll_all(), day, "mila")) == (set(), {"draft"}, list_feeds(AGREED))


def test_lifting_the_stop_by_hand_is_no_way_round_it(day: Day) -> None:
    consents.withdraw(find_row("mila"), by=make_person("staff"), now=day.clock)
    with pytest.raises(NotAllowed, match="withdrew the consent"):
        lift(Withdrawal.objects.get(), by=make_person("lead"), now=day.clock)
    assert list_states("mila") == {"withdrawn"}


def test_what_nobody_agrees_to_any_more_leaves_that_channel_at_once(day: Day) -> None:
    row = find_row("mila")
    before = day.poll_all()
    consents.change(row, replace(read_agreement(row), channels=("metro",)), by=make_person("staff"), now=day.clock)
    day.clock += SECOND
    after = day.poll_all()
    assert list_showing(after, day, "mila") == list_feeds(("metro",))
    assert {key: after[key].body for key in list_feeds(("metro",))} == {
        key: before[key].body for key in list_feeds(("metro",))
    }


def test_a_consent_ends_with_its_service_day_past_midnight_and_nobody_does_anything(day: Day) -> None:
    row = find_row("mila")
    consents.change(row, replace(read_agreement(row), until=date(2026, 11, 25)), by=make_person("staff"), now=day.clock)
    closing = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)  # half past midnight in Sofia
    [name] = day.find_files_on("mila", AGREED)
    seen = {}
    for moment in (closing - timedelta(minutes=20), closing - SECOND, closing, closing + timedelta(hours=9)):
        day.clock = moment
        feeds = {
            (channel, feed): day.poll(channel, feed) for channel in AGREED for feed in ("playlist.m3u8", "loop.mp4")
        }
        seen[moment] = (bool(list_showing(feeds, day, "mila")), day.fetch(name))
    assert list(seen.values()) == [(True, 200), (True, 200), (False, 404), (False, 404)]
    lists = {(channel, feed): day.poll(channel, feed) for channel in CHANNELS for feed in LISTS}
    assert list_showing(lists, day, "mila") == set()


def test_the_clock_then_tells_players_and_operators_and_a_longer_consent_brings_drafts(day: Day) -> None:
    row = find_row("mila")
    agreed = replace(read_agreement(row), until=date(2026, 11, 25))
    consents.change(row, agreed, by=make_person("staff"), now=day.clock)
    day.clock = datetime(2026, 11, 25, 22, 30, tzinfo=UTC)
    refresh()
    refresh()
    acts = [(event.act, event.by) for event in row.events.filter(act="expired")]
    assert (acts, list_states("mila")) == ([("expired", None)], {"expired"})
    assert read_revoked(day.poll("tram", "playlist.json"))["items"] == ["neighbours/mila"]
    assert {ask.player.channel.slug for ask in Acknowledgement.objects.all()} == set(AGREED)
    consents.change(row, replace(agreed, until=date(2026, 12, 31)), by=make_person("staff"), now=day.clock)
    assert (list_states("mila"), Withdrawal.objects.filter(lifted_at=None).count()) == ({"draft"}, 0)


def test_a_consent_that_begins_later_neither_plays_nor_is_approved_before(day: Day) -> None:
    staff, row = make_person("staff"), find_row("mila")
    consents.change(row, replace(read_agreement(row), since=date(2026, 11, 26)), by=staff, now=day.clock)
    day.clock += SECOND
    feeds = {(channel, feed): day.poll(channel, feed) for channel in AGREED for feed in ("playlist.m3u8", "loop.mp4")}
    assert list_showing(feeds, day, "mila") == set()
    material = Material.objects.get(version__item__slug="mila", channel__slug="tram")
    with pytest.raises(NotAllowed, match="The consent begins on 2026-11-26"):
        review.approve(material, by=make_person("lead"), key=material.shown.key, reason="Прегледано.")


def test_a_pack_taken_again_brings_nothing_back(day: Day) -> None:
    consents.withdraw(find_row("mila"), by=make_person("staff"), now=day.clock)
    story = day.pack / "stories" / "mila.yaml"
    story.write_text(story.read_text().replace("Расла съм тук.", "Тук съм расла."))
    day.clock += SECOND
    assert day.take().changed == ("mila",)
    day.approve()
    assert (find_row("mila").withdrawn_at is not None, list_showing(day.poll_all(), day, "mila")) == (True, set())


def test_the_page_of_the_web_player_names_nobody(day: Day) -> None:
    pages = [day.poll(channel, "player").body.decode() for channel in CHANNELS]
    assert [name in page for page in pages for name in ("mila", "Мила")] == [False] * 8
    assert "player" in FEEDS
