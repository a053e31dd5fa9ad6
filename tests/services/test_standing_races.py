"""What was read at another moment decides nothing: in a transaction that is taken back, for another day, by a thread
that was slower."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, get_ident
from typing import NoReturn

import pytest
from django.db import OperationalError, connection
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Channel, EmergencyReceipt
from campaign.services import consents, dayplans, editing, emergencies, lasting, publishing, standing, withdrawals
from campaign.services.changes import read_stamp
from campaign.services.editing import Sheet
from campaign.services.patience import wait_at_most
from campaign.services.standing import Standing
from campaign.spec.errors import UnknownName
from tests.factories.items import CONSENT
from tests.factories.rows import NOON, make_consent, make_person
from tests.factories.screens import Screen, make_screen


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def list_media(screen: Screen, *, at: datetime = NOON) -> list[str]:
    """What the player is given to show, by the numbers of materials, messages by a name of theirs."""
    served = publishing.playlist_for(screen.token, at=at, kind="json", base_url="http://media.example")
    assert served is not None
    return sorted(json.loads(served.body)["media"])


@pytest.mark.django_db(transaction=True)
def test_a_change_that_was_taken_back_hides_no_withdrawal_that_takes_its_stamp(screen: Screen) -> None:
    row, staff = make_consent(screen.ana.version, CONSENT), make_person("staff")
    consents.withdraw(row, by=staff, now=NOON)
    before, given = read_stamp(), replace(CONSENT, given_on=NOON.date())
    assert str(screen.boris.pk) in list_media(screen)
    with pytest.raises(UnknownName):  # the second half of it fails, so the first is taken back
        editing.renew(row, Sheet(given, ("nobody",)), by=staff, now=NOON, today=NOON.date())
    assert read_stamp() == before
    withdrawals.withdraw(scope="item", ref="together/boris", by=staff, why="Съгласие", now=NOON)
    assert list_media(screen) == ["blank"]


@pytest.mark.django_db
@pytest.mark.parametrize("days", [2, 60])
def test_whoever_looks_ahead_first_takes_no_message_off_the_screens(screen: Screen, days: int) -> None:
    """And that it was fetched is noted."""
    words = {"headline": {"bg": "Станцията е затворена"}}
    emergencies.start(words, channels=["tram"], minutes=30, by=make_person("lead"), why="Пожар", now=NOON)
    channel = convert.read_channel(Channel.objects.get(slug="tram"))
    dayplans.read_day(channel, NOON.date() + timedelta(days=days), now=NOON)
    assert any(name.startswith("emergency-") for name in list_media(screen, at=NOON + timedelta(seconds=1)))
    assert EmergencyReceipt.objects.get().shown_at == NOON + timedelta(seconds=1)


@pytest.mark.django_db
def test_a_day_long_ago_is_shown_with_its_message_whoever_looked_at_today(screen: Screen) -> None:
    words = {"headline": {"bg": "Станцията е затворена"}}
    emergencies.start(words, channels=["tram"], minutes=30, by=make_person("lead"), why="Пожар", now=NOON)
    later = NOON + timedelta(days=60)
    list_media(screen, at=later)
    plan = dayplans.read_day(convert.read_channel(Channel.objects.get(slug="tram")), NOON.date(), now=later)
    assert any(window.items[0].flight == "emergency" for window in plan.windows)


@pytest.mark.django_db(transaction=True)
def test_a_slower_poll_that_began_before_a_withdrawal_tells_nobody_else_what_it_read(
    screen: Screen, monkeypatch: pytest.MonkeyPatch, log_lines: list[logging.LogRecord]
) -> None:
    """Neither whoever asks meanwhile, nor who asks later while the database is away."""
    here, was_read, goes_on = get_ident(), Event(), Event()
    find, slow = standing.find_standing, list[Future[list[str]]]()

    def find_slowly(*, at: datetime) -> Standing:
        found = find(at=at)
        if get_ident() != here:
            was_read.set()
            assert goes_on.wait(30)
        return found

    @contextmanager
    def let_the_other_end_first(milliseconds: int) -> Iterator[None]:
        with wait_at_most(milliseconds):
            yield
        if get_ident() == here:
            goes_on.set()
            slow[0].result(30)

    def poll_slowly() -> list[str]:
        try:
            return list_media(screen)
        finally:
            connection.close()

    monkeypatch.setattr(standing, "find_standing", find_slowly)
    monkeypatch.setattr(lasting, "wait_at_most", let_the_other_end_first)
    with ThreadPoolExecutor(1) as threads:
        slow.append(threads.submit(poll_slowly))
        assert was_read.wait(30)
        withdrawals.withdraw(scope="campaign", ref="together", by=make_person("lead"), why="Съгласие", now=NOON)
        assert list_media(screen) == ["blank"]
    with connection.execute_wrapper(go_away):
        assert list_media(screen) == ["blank"]
    log_lines.clear()


def go_away(*_: object) -> NoReturn:
    raise OperationalError("the server is gone")
