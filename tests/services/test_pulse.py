"""Work that goes on: each sees their own, and whether anything moved costs one question."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaign.data.models import Material, Rendering, User
from campaign.services import pulse
from tests.factories import values
from tests.factories.rows import NOON, make_material, make_person, make_version

pytestmark = pytest.mark.django_db
State = Rendering.State
MINUTE = timedelta(minutes=1)


def make(slug: str, state: State, **facts: object) -> Material:
    """Its loop is in the state, its still is done long ago."""
    row = make_material(make_version(values.make_item(slug)))
    Rendering.objects.filter(pk=row.still_id).update(done_at=NOON - timedelta(days=3))
    Rendering.objects.filter(pk=row.loop_id).update(state=state, **facts)
    return row


@pytest.fixture
def lead(db: None) -> User:
    return make_person("lead")


def test_what_runs_waits_and_failed_is_told_with_the_material_it_is_for(lead: User) -> None:
    running = make("runs", State.RUNNING, progress=0.4, started_at=NOON - MINUTE, heartbeat_at=NOON)
    waiting = [make("due", State.DUE), make("queued", State.QUEUED, queued_at=NOON)]
    failed = make("fails", State.FAILED)
    make("done", State.DONE, done_at=NOON - MINUTE)
    work = pulse.read_work(lead, now=NOON)
    assert [(piece.material, piece.seconds, piece.rendering.progress) for piece in work.running] == [
        (running, 60.0, 0.4)
    ]
    assert {piece.material for piece in work.waiting} == set(waiting)
    assert [piece.material for piece in work.failed] == [failed]
    assert (work.runs, work.waits, work.fails, work.done, work.is_quiet) == (1, 2, 1, 1, False)


def test_of_another_organisation_nobody_sees_anything_and_operators_only_what_is_approved(lead: User) -> None:
    make("runs", State.RUNNING)
    stranger = make_person("lead", name="stranger", organisation="other")
    assert pulse.read_work(stranger, now=NOON).is_quiet
    assert pulse.read_counts(make_person("operator")) == pulse.Counts(0, 0, 0)
    assert pulse.read_counts(make_person("administrator")) == pulse.Counts(1, 0, 0)


def test_nobody_makes_another_organisation_s_renders_start_anew(lead: User) -> None:
    row = make("fails", State.FAILED)
    assert row.loop is not None
    stranger = make_person("lead", name="stranger", organisation="other")
    assert (pulse.retry(stranger), pulse.retry(stranger, key=row.loop.key)) == (0, 0)
    assert pulse.retry(lead, key=row.loop.key) == 1
    row.loop.refresh_from_db()
    assert row.loop.state == State.DUE


def test_all_that_failed_is_tried_again_at_once(lead: User) -> None:
    for slug in ("a", "b", "c"):
        make(slug, State.FAILED)
    assert (pulse.retry(lead), pulse.retry(lead)) == (3, 0)


def test_how_long_it_takes_is_reckoned_from_the_last_ones(lead: User) -> None:
    make("waits", State.DUE)
    assert pulse.read_work(lead, now=NOON).seconds_left is None
    for number, seconds in enumerate((20, 40)):
        make(f"done{number}", State.DONE, started_at=NOON - timedelta(seconds=seconds), done_at=NOON)
    assert pulse.read_work(lead, now=NOON).seconds_left == 30.0
    make("runs", State.RUNNING)
    make("too", State.RUNNING)
    assert pulse.read_work(lead, now=NOON).seconds_left == 45.0


def test_the_mark_changes_with_every_step_and_costs_two_queries(lead: User) -> None:
    row = make("a", State.DUE)
    marks = [pulse.read_mark()]
    for facts in (
        {"state": State.QUEUED, "queued_at": NOON},
        {"state": State.RUNNING, "attempt": 1, "heartbeat_at": NOON},
        {"heartbeat_at": NOON + timedelta(seconds=1)},
        {"state": State.DONE},
    ):
        Rendering.objects.filter(pk=row.loop_id).update(**facts)
        marks.append(pulse.read_mark())
    assert len(set(marks)) == len(marks)
    with CaptureQueriesContext(connection) as queries:
        assert pulse.read_mark() == marks[-1]
    assert len(queries) == 2


def test_the_page_costs_the_same_however_much_there_is(lead: User) -> None:
    make("a", State.FAILED)
    with CaptureQueriesContext(connection) as few:
        pulse.read_work(lead, now=NOON)
    for number in range(6):
        make(f"b{number}", (State.FAILED, State.RUNNING, State.DUE)[number % 3])
    with CaptureQueriesContext(connection) as many:
        pulse.read_work(lead, now=NOON)
    assert len(many) <= len(few) + 6
