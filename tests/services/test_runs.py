"""The record of runs: one worker at a time, silent ones replaced, late ones refused."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from campaign.data.convert import read_error
from campaign.data.models import Rendering, StoredFile
from campaign.services import runs
from campaign.services.made import Made
from campaign.spec.errors import CannotFit
from campaign.spec.message import say

pytestmark = pytest.mark.django_db

KEY = "a" * 64
State = Rendering.State


@pytest.fixture
def row() -> Rendering:
    return Rendering.objects.create(key=KEY, queue="stills", job={})


def make_file() -> StoredFile:
    return StoredFile.objects.create(sha256="b" * 64, name=f"{'b' * 64}.png", media_type="image/png", size=1)


def let_time_pass(*, seconds: float = 60) -> None:
    """As if the last heartbeat had been so long ago."""
    Rendering.objects.filter(key=KEY).update(heartbeat_at=timezone.now() - timedelta(seconds=seconds))


def read_state() -> tuple[str, int]:
    row = Rendering.objects.get(key=KEY)
    return row.state, row.attempt


def test_the_first_who_claims_gets_it_and_the_second_nothing(row: Rendering) -> None:
    assert (runs.claim(KEY), runs.claim(KEY)) == (1, None)


def test_what_does_not_exist_cannot_be_claimed() -> None:
    assert runs.claim(KEY) is None


def test_what_is_done_or_failed_is_not_claimed_again(row: Rendering) -> None:
    for state in (State.DONE, State.FAILED):
        Rendering.objects.filter(key=KEY).update(state=state)
        assert runs.claim(KEY) is None


def test_a_living_run_is_left_alone_however_long_it_takes(row: Rendering) -> None:
    runs.claim(KEY)
    let_time_pass(seconds=8)
    assert (runs.give_back_lost(), runs.claim(KEY)) == (0, None)


def test_a_silent_run_is_due_again_and_says_why(row: Rendering) -> None:
    runs.claim(KEY)
    let_time_pass()
    assert (runs.give_back_lost(), read_state()) == (1, (State.DUE, 1))
    problem = read_error(Rendering.objects.get(key=KEY))
    assert problem is not None
    assert problem.kind == "WorkerLost"


def test_a_silent_run_may_be_taken_over_by_whom_its_message_reaches(row: Rendering) -> None:
    runs.claim(KEY)
    let_time_pass()
    assert runs.claim(KEY) == 2


def test_what_a_late_worker_writes_is_refused(row: Rendering) -> None:
    late = runs.claim(KEY)
    let_time_pass()
    fresh = runs.claim(KEY)
    assert late is not None
    assert fresh is not None
    error = CannotFit(say("Too long."))
    assert runs.finish(KEY, attempt=late, made=Made(make_file())) is False
    assert runs.fail(KEY, attempt=late, error=error) is False
    assert runs.give_back(KEY, attempt=late) is False
    assert (read_state(), Rendering.objects.get(key=KEY).file) == ((State.RUNNING, 2), None)


def test_finishing_forgets_what_went_wrong_before(row: Rendering) -> None:
    runs.claim(KEY)
    let_time_pass()
    runs.give_back_lost()
    attempt = runs.claim(KEY)
    assert attempt is not None
    assert runs.finish(KEY, attempt=attempt, made=Made(make_file())) is True
    row.refresh_from_db()
    assert (row.state, row.error, row.progress, row.heartbeat_at) == (State.DONE, None, 1.0, None)


def test_one_that_kills_its_workers_is_given_up(row: Rendering) -> None:
    states = []
    for _ in range(runs.LOST_AT_MOST):
        runs.claim(KEY)
        let_time_pass()
        runs.give_back_lost()
        states.append(read_state()[0])
    assert states == [State.DUE, State.DUE, State.FAILED]
    problem = read_error(Rendering.objects.get(key=KEY))
    assert str(problem).startswith("The worker stopped in the middle of this 3 times.")


def test_all_running_work_is_due_at_once_when_no_worker_can_be_left(row: Rendering) -> None:
    runs.claim(KEY)
    assert (runs.restart_all(), read_state()) == (1, (State.DUE, 1))


def test_telling_a_run_that_is_lost_stops_it() -> None:
    pulse = runs.Pulse()
    pulse.tell(0.5)
    pulse.lost = True
    with pytest.raises(runs.RunLost):
        pulse.tell(0.6)
    assert pulse.progress == 0.5


@pytest.mark.django_db(transaction=True)
def test_a_run_beats_while_the_render_does_not_come_back(row: Rendering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT", 0.02)
    attempt = runs.claim(KEY)
    assert attempt is not None
    let_time_pass()
    with runs.keep_beating(KEY, attempt=attempt) as pulse:
        pulse.tell(0.25)
        wait_until(lambda: Rendering.objects.get(key=KEY).progress == 0.25)
        assert runs.give_back_lost() == 0


@pytest.mark.django_db(transaction=True)
def test_a_run_learns_that_it_was_given_to_another(row: Rendering, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BEAT", 0.02)
    attempt = runs.claim(KEY)
    assert attempt is not None
    Rendering.objects.filter(key=KEY).update(attempt=attempt + 1)
    with runs.keep_beating(KEY, attempt=attempt) as pulse:
        wait_until(lambda: pulse.lost)


def test_a_database_that_is_busy_for_a_moment_does_not_end_the_beat(monkeypatch: pytest.MonkeyPatch) -> None:
    def be_busy(*_: object, **__: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(runs, "_ours", be_busy)
    monkeypatch.setattr(connection, "close", lambda: None)
    pulse = runs.Pulse()
    runs.beat_once(KEY, attempt=1, pulse=pulse)
    assert pulse.lost is False


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.01)
