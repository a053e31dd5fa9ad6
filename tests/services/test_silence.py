"""Clocks that differ, jump or stand still: who lives keeps its work, who is gone loses it in time."""

import time
from datetime import timedelta
from itertools import count

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from campaign.data.models import PackImport, Rendering
from campaign.services import dispatch, import_runs, runs, silence
from tests.factories.rows import make_organisation, make_person

pytestmark = pytest.mark.django_db

State = Rendering.State
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _new_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(silence, "_clock", silence.Clock())
    monkeypatch.setattr(silence, "_writing", silence._Writing())


def add_running(*, beat: timedelta) -> Rendering:
    """Its last heartbeat as long from now."""
    stamp = timezone.now() + beat
    return Rendering.objects.create(
        key="a", queue="stills", job={}, state=State.RUNNING, attempt=1, heartbeat_at=stamp, queued_at=stamp
    )


def read_beat(row: Rendering) -> timedelta:
    """How long ago the heartbeat is."""
    row.refresh_from_db()
    assert row.heartbeat_at is not None
    return timezone.now() - row.heartbeat_at


def test_the_time_is_that_of_all_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    real = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: real() - HOUR)
    off = abs(silence.tell_time() - real())
    assert (off < MINUTE) == (connection.vendor == "postgresql"), "one host: its clock is everybody's"


@pytest.mark.parametrize("ahead", [timedelta(seconds=20), HOUR, timedelta(days=400)])
def test_a_heartbeat_of_a_clock_that_was_set_back_counts_from_now(ahead: timedelta) -> None:
    row = add_running(beat=ahead)
    assert silence.mend_stamps() == 1
    assert timedelta() <= read_beat(row) < MINUTE
    Rendering.objects.update(heartbeat_at=timezone.now() - MINUTE)
    assert runs.give_back_lost() == 1, "and who does not beat again is gone"


def test_after_a_jump_ahead_who_lives_keeps_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    row = add_running(beat=-timedelta(seconds=1))
    assert (silence.mend_stamps(), runs.give_back_lost()) == (0, 0)
    real = timezone.now
    monkeypatch.setattr(silence, "tell_time", lambda: real() + HOUR)
    monkeypatch.setattr(runs, "tell_time", silence.tell_time)
    assert (silence.mend_stamps(), runs.give_back_lost()) == (1, 0)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (State.RUNNING, 1)


def test_without_a_jump_who_is_silent_is_not_given_more_time() -> None:
    row = add_running(beat=-MINUTE)
    assert (silence.mend_stamps(), silence.mend_stamps()) == (0, 0)
    assert read_beat(row) >= MINUTE
    assert runs.give_back_lost() == 1


def test_after_seconds_in_which_nobody_could_write_who_lives_keeps_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sweep and the heartbeats waited for the same, and the sweep came first."""
    row = add_running(beat=-MINUTE)
    steady = count(step=4)
    monkeypatch.setattr(time, "monotonic", lambda: next(steady))
    silence._clock = silence.Clock()
    assert (silence.mend_stamps(), runs.give_back_lost()) == (1, 0)
    assert read_beat(row) < MINUTE / 2


def test_after_a_sweep_that_could_not_write_who_lives_keeps_the_run_once(monkeypatch: pytest.MonkeyPatch) -> None:
    row = add_running(beat=-MINUTE)

    def fail() -> None:
        raise OperationalError("database is locked")

    with monkeypatch.context() as locked:
        locked.setattr(silence, "tell_time", fail)
        with pytest.raises(OperationalError):
            silence.mend_stamps()
    assert (silence.mend_stamps(), runs.give_back_lost()) == (1, 0)
    assert read_beat(row) < MINUTE / 2
    Rendering.objects.update(heartbeat_at=timezone.now() - MINUTE)
    assert (silence.mend_stamps(), runs.give_back_lost()) == (0, 1), "and who does not beat again is gone"


def test_imports_and_messages_are_mended_too() -> None:
    later = timezone.now() + HOUR
    facts = {"by": make_person(), "organisation": make_organisation(), "file": "0" * 64 + ".zip", "at": timezone.now()}
    taken = PackImport.objects.create(name="a", state=PackImport.State.RUNNING, attempt=1, heartbeat_at=later, **facts)
    sent = PackImport.objects.create(name="b", queued_at=later, **facts)
    queued = Rendering.objects.create(key="a", queue="stills", job={}, state=State.QUEUED, queued_at=later)
    assert silence.mend_stamps() == 3
    for row, field in ((taken, "heartbeat_at"), (sent, "queued_at"), (queued, "queued_at")):
        row.refresh_from_db()
        assert getattr(row, field) <= timezone.now()


@pytest.mark.parametrize(
    ("said", "passed", "jumped"), [(5, 5, False), (5, 6, False), (3605, 5, True), (-3595, 5, True)]
)
def test_a_jump_is_told_by_a_clock_that_nobody_sets(said: float, passed: float, jumped: bool) -> None:
    clock, now = silence.Clock(), timezone.now()
    assert clock.has_jumped(now, steady=100) is False, "nothing to compare with"
    assert clock.has_jumped(now + timedelta(seconds=said), steady=100 + passed) is jumped


def test_a_sleeping_machine_wakes_with_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """The steady clock stands still while it sleeps, the other does not."""
    monkeypatch.setattr(dispatch, "_ask_broker", lambda _: None)
    row = add_running(beat=-timedelta(seconds=1))
    dispatch.sweep()
    real = timezone.now
    for module in (silence, runs, import_runs):
        monkeypatch.setattr(module, "tell_time", lambda: real() + 8 * HOUR)
    dispatch.sweep()
    row.refresh_from_db()
    assert (row.state, row.attempt) == (State.RUNNING, 1)
