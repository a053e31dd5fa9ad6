"""Work on its way, with the real broker, and without one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings
from redis import Redis

from campaign.adapters.broker import locate_socket, start_broker
from campaign.data.models import PackImport, Rendering
from campaign.services import dispatch, import_runs, runs
from tests.factories.rows import make_organisation, make_person

pytestmark = pytest.mark.django_db

State = Rendering.State


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.HOME = tmp_path
    settings.BROKER_URL = ""
    dispatch.get_app.cache_clear()
    yield
    dispatch.get_app().close()
    dispatch.get_app.cache_clear()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator["Redis"]:
    running = start_broker(tmp_path)
    with Redis(unix_socket_path=str(locate_socket(tmp_path))) as client:
        yield client
    running.stop()


def add_due(*keys: str, queue: str = "stills") -> None:
    for key in keys:
        Rendering.objects.create(key=key, queue=queue, job={})


def list_states() -> list[str]:
    return list(Rendering.objects.order_by("key").values_list("state", flat=True))


def wait_long() -> None:
    """As if everything had been queued a minute ago."""
    Rendering.objects.update(queued_at=timezone.now() - timedelta(minutes=1))


def test_what_is_due_goes_to_its_queue_once(broker: "Redis") -> None:
    add_due("a", "b")
    add_due("c", queue="loops")
    assert (dispatch.queue_due(), dispatch.queue_due()) == (3, 0)
    assert (broker.llen("stills"), broker.llen("loops")) == (2, 1)
    assert list_states() == [State.QUEUED] * 3


def test_while_the_broker_is_down_work_is_kept_and_sent_later(tmp_path: Path) -> None:
    add_due("a", "b")
    assert (dispatch.queue_due(), list_states()) == (0, [State.DUE, State.DUE])
    running = start_broker(tmp_path)
    try:
        assert (dispatch.queue_due(), list_states()) == (2, [State.QUEUED, State.QUEUED])
    finally:
        running.stop()


def test_a_sweep_sends_what_a_silent_worker_left(broker: "Redis") -> None:
    add_due("a")
    runs.claim("a")
    Rendering.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    assert (dispatch.sweep(), list_states(), broker.llen("stills")) == (1, [State.QUEUED], 1)


def test_a_sweep_leaves_alone_what_waits_in_its_queue(broker: "Redis") -> None:
    add_due("a")
    dispatch.queue_due()
    wait_long()
    assert (dispatch.sweep(), broker.llen("stills")) == (0, 1)


def test_what_an_emptied_broker_has_forgotten_is_sent_again_at_once_though_others_send_on(broker: "Redis") -> None:
    add_due("a", "b")
    row = add_import()
    assert (dispatch.queue_due(), dispatch.queue_imports()) == (2, 1)
    broker.flushall()
    add_due("c")
    assert dispatch.queue_due() == 3
    assert (broker.llen("stills"), list_states()) == (3, [State.QUEUED] * 3)
    row.refresh_from_db()
    assert (row.queued_at, dispatch.queue_imports(), broker.llen("imports")) == (None, 1, 1)
    assert (dispatch.sweep(), broker.llen("stills")) == (0, 3), "and once only"


def test_a_sweep_sends_again_a_message_that_never_came(broker: "Redis") -> None:
    add_due("a")
    dispatch.queue_due()
    broker.delete("stills")
    assert dispatch.sweep() == 0, "a message may still be on its way"
    wait_long()
    assert (dispatch.sweep(), broker.llen("stills")) == (1, 1)


def test_a_sweep_without_a_broker_keeps_everything() -> None:
    add_due("a")
    Rendering.objects.update(state=State.QUEUED)
    wait_long()
    assert (dispatch.sweep(), list_states()) == (0, [State.QUEUED])


def test_a_broker_that_does_not_answer_is_given_up_quickly(settings: Settings) -> None:
    settings.BROKER_URL = "redis://127.0.0.1:1/0"
    dispatch.get_app.cache_clear()
    add_due("a")
    began = timezone.now()
    assert dispatch.queue_due() == 0
    assert timezone.now() - began < timedelta(seconds=4)


def add_import() -> PackImport:
    return PackImport.objects.create(
        by=make_person(), organisation=make_organisation(), name="a.zip", file="0" * 64 + ".zip", at=timezone.now()
    )


def test_a_pack_that_was_handed_in_goes_to_its_queue_once(broker: "Redis") -> None:
    add_import()
    assert (dispatch.queue_imports(), dispatch.queue_imports(), broker.llen("imports")) == (1, 0, 1)


def test_while_the_broker_is_down_a_pack_waits_and_a_sweep_sends_it(tmp_path: Path) -> None:
    row = add_import()
    assert dispatch.queue_imports() == 0
    row.refresh_from_db()
    assert row.queued_at is None
    running = start_broker(tmp_path)
    try:
        dispatch.sweep()
        row.refresh_from_db()
        assert row.queued_at is not None
    finally:
        running.stop()


def test_a_pack_whose_message_or_worker_was_lost_is_sent_again(broker: "Redis") -> None:
    row = add_import()
    dispatch.queue_imports()
    broker.delete("imports")
    PackImport.objects.update(queued_at=timezone.now() - timedelta(minutes=1))
    dispatch.sweep()
    assert broker.llen("imports") == 1
    import_runs.claim(row.pk)
    PackImport.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))
    dispatch.sweep()
    assert broker.llen("imports") == 2
