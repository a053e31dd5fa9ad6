"""What is shown on changed terms, by whatever way they were changed: at the next poll, in processes that keep much."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from campaign.data.convert import read_agreement
from campaign.data.models import Consent, Item, Release
from campaign.services import consents, releases
from tests.factories.day import Day, make_day
from tests.factories.rows import make_person

pytestmark = pytest.mark.django_db
AFTERNOON = datetime(2026, 11, 25, 13, 7, 59, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def day(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Day:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_day(tmp_path, clock=AFTERNOON, monkeypatch=monkeypatch)


def shows(day: Day, item: str) -> bool:
    """Whether any feed of the tram, or the address of a file that no other channel of theirs shows, gives the item."""
    day.clock += SECOND
    names = day.find_files_on(item, ["tram"])
    texts = [day.poll("tram", feed).body for feed in ("playlist.json", "playlist.m3u8", "playlist.csv")]
    told = any(name.encode() in text for name in names for text in texts)
    return told or any(day.fetch(name) == 200 for name in names - day.find_files_on(item, ["metro"]))


def find_row(slug: str = "mila") -> Consent:
    return Consent.objects.get(slug=slug)


def test_a_pack_that_ends_an_item_takes_it_off(day: Day) -> None:
    before = shows(day, "mila")
    story = day.pack / "stories" / "mila.yaml"
    story.write_text("until: 2026-11-24\n" + story.read_text())
    day.take()
    assert (before, shows(day, "mila")) == (True, False)
    assert {day.fetch(name) for name in day.find_files("mila")} == {404}


def test_a_story_that_no_consent_covers_any_more_leaves_though_its_template_is_gone(
    day: Day, settings: Settings, tmp_path: Path
) -> None:
    settings.TEMPLATES_FOLDER = tmp_path / "nothing"
    before = shows(day, "mila")
    consents.change(find_row(), read_agreement(find_row()), items=(), by=make_person("staff"), now=day.clock)
    assert (before, shows(day, "mila")) == (True, False)


def test_an_item_without_a_version_is_still_on_its_persons_terms(day: Day) -> None:
    consents.withdraw(find_row(), by=make_person("staff"), now=day.clock)
    Item.objects.filter(slug="mila").update(current=None)
    row = find_row("boris")
    Item.objects.filter(slug="boris").update(current=None)
    consents.change(row, replace(read_agreement(row), channels=("metro",)), by=make_person("staff"), now=day.clock)
    assert [shows(day, item) for item in ("mila", "boris")] == [False, False]


def test_neither_an_old_release_nor_a_new_one_brings_a_person_back(day: Day) -> None:
    consents.withdraw(find_row(), by=make_person("staff"), now=day.clock)
    gone = [shows(day, "mila")]
    number = Release.objects.get().number
    releases.roll_back(to=number, by=make_person("lead"), now=day.clock, why="Назад.")
    gone.append(shows(day, "mila"))
    day.approve()
    day.release()
    gone.append(shows(day, "mila"))
    assert gone == [False, False, False]


@pytest.mark.parametrize("last", [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)])
def test_the_last_day_ends_at_closing_on_days_of_23_and_of_25_hours(day: Day, last: date) -> None:
    """Closing is at half past midnight in Sofia, before the clock is moved, or a day later."""
    row = find_row()
    consents.change(row, replace(read_agreement(row), until=last), by=make_person("staff"), now=day.clock)
    summer = date(2027, 3, 28) <= last < date(2027, 10, 31)
    closing = datetime(last.year, last.month, last.day, 21 if summer else 22, 30, tzinfo=UTC)
    seen = []
    for moment in (closing - 2 * SECOND, closing):
        day.clock = moment - SECOND
        seen.append(shows(day, "mila"))
    assert seen == [True, False]


@pytest.mark.parametrize("change", [{"channels": ("metro",)}, {"until": date(2026, 11, 24)}, {"purposes": ("print",)}])
def test_a_pack_that_mends_a_word_does_not_open_what_was_narrowed(day: Day, change: dict[str, Any]) -> None:
    consents.change(find_row(), replace(read_agreement(find_row()), **change), by=make_person("staff"), now=day.clock)
    story = day.pack / "stories" / "mila.yaml"
    story.write_text(story.read_text().replace("на хартия", "на хартия, подписано"))
    day.take()
    day.approve()
    agreed = read_agreement(find_row())
    assert (agreed.given_how, shows(day, "mila")) == ("на хартия, подписано", False)


def test_a_consent_given_later_is_taken_from_a_pack_as_it_is(day: Day) -> None:
    narrow = replace(read_agreement(find_row()), channels=("metro",))
    consents.change(find_row(), narrow, by=make_person("staff"), now=day.clock)
    story = day.pack / "stories" / "mila.yaml"
    story.write_text(story.read_text().replace("given_on: 2026-10-01", "given_on: 2026-11-25"))
    day.take()
    assert read_agreement(find_row()).channels == ("tram", "metro")
