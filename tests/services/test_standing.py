"""What decides what plays: read once for each change, however many ask for it at once, and never older than it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from threading import Barrier, Event

import pytest
from django.db import connection
from django.db.models.signals import post_init
from pytest_django import Settings

from campaign.data.models import Item
from campaign.services import standing
from campaign.services.changes import mark_change, read_stamp
from campaign.services.standing import Standing, find_standing
from tests.factories.rows import NOON, make_version
from tests.factories.screens import Screen, make_screen
from tests.factories.values import make_item

CROWD = 8


@pytest.fixture
def screen(transactional_db: None, tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


def find_in_a_thread() -> Standing:
    try:
        return find_standing(at=NOON)
    finally:
        connection.close()


@pytest.mark.usefixtures("screen")
def test_of_a_crowd_that_comes_after_a_change_one_reads_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    here, load = Barrier(CROWD), standing._load

    def load_slowly(stamp: int, *, at: datetime) -> Standing:
        read.append(stamp)
        Event().wait(0.2)
        return load(stamp, at=at)

    def ask(_number: int) -> Standing:
        here.wait()
        return find_in_a_thread()

    monkeypatch.setattr(standing, "_load", load_slowly)
    stamp = mark_change(now=NOON)
    with ThreadPoolExecutor(CROWD) as threads:
        found = list(threads.map(ask, range(CROWD)))
    assert read == [stamp]
    assert all(one is found[0] for one in found)


@pytest.mark.usefixtures("screen")
def test_nobody_waits_long_for_one_who_is_held_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing, "PATIENCE", 0.01)
    standing.forget()
    with standing._turn:
        assert find_standing(at=NOON).stamp == read_stamp()


@pytest.mark.usefixtures("screen")
def test_a_change_while_somebody_reads_is_seen_at_the_next_look(monkeypatch: pytest.MonkeyPatch) -> None:
    load, changes = standing._load, iter([True])

    def load_while_it_changes(stamp: int, *, at: datetime) -> Standing:
        if next(changes, False):
            mark_change(now=NOON)
        return load(stamp, at=at)

    standing.forget()
    before = read_stamp()
    monkeypatch.setattr(standing, "_load", load_while_it_changes)
    assert [find_standing(at=NOON).stamp, find_standing(at=NOON).stamp] == [before, read_stamp()]


@pytest.mark.usefixtures("screen")
def test_stories_that_no_release_names_are_not_read() -> None:
    """However many a campaign has: each change costs what plays."""
    for number in range(5):
        make_version(make_item(f"other-{number}"))
    read: list[str] = []

    def note(instance: Item, **_signal: object) -> None:
        read.append(instance.slug)

    standing.forget()
    post_init.connect(note, sender=Item)
    try:
        find_standing(at=NOON)
    finally:
        post_init.disconnect(note, sender=Item)
    assert set(read) == {"ana", "boris"}
