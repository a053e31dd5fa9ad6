"""The clock that sends what comes round again, when the machine's clock is set."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from workers.app import EXPIRES, app
from workers.clock import SteadyScheduler


class Sending(SteadyScheduler):
    """It notes what it would send."""

    producer = None  # type: ignore[assignment]  # no broker is needed

    def __init__(self, **facts: Any) -> None:
        self.sent: list[str] = []
        super().__init__(**facts)

    def apply_async(self, entry: Any, *_: Any, **__: Any) -> None:
        self.sent.append(entry.name)


@pytest.fixture
def clock(tmp_path: Path) -> Iterator[Sending]:
    sending = Sending(app=app, schedule_filename=str(tmp_path / "beat"), lazy=True)
    sending.setup_schedule()
    for name in set(sending.schedule) - {"sweep"}:
        del sending.schedule[name]
    yield sending
    sending.close()


def set_clock(by: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    real = type(app).now
    monkeypatch.setattr(type(app), "now", lambda self: real(self) + by)


def send(clock: Sending) -> list[str]:
    """What is sent by a few looks one after the other."""
    clock.sent.clear()
    for _ in range(3):
        assert 0 <= clock.tick() <= 5
    return clock.sent


@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=365)])
def test_set_back_it_goes_on_within_its_beat(clock: Sending, back: timedelta, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.schedule["sweep"].last_run_at = app.now() + back
    assert send(clock) == []
    assert 0 < clock.schedule["sweep"].is_due()[1] <= 5
    set_clock(timedelta(seconds=5), monkeypatch)
    assert send(clock) == ["sweep"]


def test_set_forward_it_sends_once(clock: Sending, monkeypatch: pytest.MonkeyPatch) -> None:
    clock.schedule["sweep"].last_run_at = app.now()
    set_clock(timedelta(hours=1), monkeypatch)
    assert send(clock) == ["sweep"]


def test_the_workers_clock_is_this_one_and_what_it_sends_outlives_clocks_that_differ() -> None:
    assert app.conf.beat_scheduler == "workers.clock:SteadyScheduler"
    ours = [one["options"] for one in app.conf.beat_schedule.values() if "options" in one]
    assert (len(ours) > 5, {options["expires"] for options in ours}) == (True, {EXPIRES})
    assert timedelta(seconds=EXPIRES) > timedelta(hours=1)
    assert isinstance(app.now(), datetime)
