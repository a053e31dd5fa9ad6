"""Renderings with the real engine, a real store, and small pictures."""

import errno
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest
from pytest_django import Settings

from campaign.adapters import drawing
from campaign.data.convert import read_error
from campaign.data.models import Rendering
from campaign.render.folder import load_template
from campaign.services import making, rendering, runs
from campaign.services.storage import get_store
from campaign.spec.channels import Medium
from campaign.spec.consent import Consent
from campaign.spec.errors import StoreFailed
from campaign.spec.message import say
from tests.factories.jobs import TEMPLATES, make_job

pytestmark = pytest.mark.django_db

State = Rendering.State
TOO_LONG = "Всички сме съседи в един и същи град от много отдавна. " * 40


@pytest.fixture(autouse=True)
def _own_store(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    settings.TEMPLATES_FOLDER = TEMPLATES


def read_problem(key: str) -> str:
    return str(read_error(Rendering.objects.get(key=key)))


def test_the_same_content_is_one_rendering() -> None:
    keys = {rendering.plan_rendering(make_job()).key for _ in range(3)}
    assert (len(keys), Rendering.objects.count()) == (1, 1)


def test_other_words_are_another_rendering() -> None:
    assert rendering.plan_rendering(make_job("Едно")).key != rendering.plan_rendering(make_job("Друго")).key


def test_no_person_goes_into_the_queue() -> None:
    job = make_job()
    agreed = replace(job, item=replace(job.item, consents=(Consent(person="Ана Петрова"),)))
    row = rendering.plan_rendering(agreed)
    assert "Петрова" not in str(row.job)
    assert row.key == rendering.plan_rendering(job).key


def test_a_run_puts_the_picture_into_the_store() -> None:
    row = rendering.plan_rendering(make_job())
    rendering.run(row.key)
    row.refresh_from_db()
    assert row.file is not None
    assert (row.state, row.error, row.progress) == (State.DONE, None, 1.0)
    assert (row.file.media_type, row.file.width, row.file.height) == ("image/png", 320, 180)
    assert list(get_store().names()) == [row.file.name]


def test_running_again_renders_nothing() -> None:
    row = rendering.plan_rendering(make_job())
    rendering.run(row.key)
    rendering.run(row.key)
    row.refresh_from_db()
    assert (row.state, row.attempt) == (State.DONE, 1)


def test_what_fails_keeps_what_is_wrong_and_what_to_do_and_the_rest_go_on() -> None:
    bad, good = rendering.plan_rendering(make_job(TOO_LONG)), rendering.plan_rendering(make_job())
    for row in (bad, good):
        rendering.run(row.key)
        row.refresh_from_db()
    problem = read_error(bad)
    assert problem is not None
    assert (bad.state, good.state) == (State.FAILED, State.DONE)
    assert problem.place.item == "neighbours"
    assert problem.place.field == "headline"
    assert str(problem.hint) != ""


def test_what_failed_is_due_again_after_a_retry() -> None:
    row = rendering.plan_rendering(make_job(TOO_LONG))
    assert rendering.retry(row.key) is False
    rendering.run(row.key)
    assert rendering.retry(row.key) is True
    row.refresh_from_db()
    assert (row.state, row.error) == (State.DUE, None)


def test_only_what_failed_for_the_machines_sake_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    wordy, unlucky = rendering.plan_rendering(make_job(TOO_LONG)), rendering.plan_rendering(make_job())
    rendering.run(wordy.key)
    with monkeypatch.context() as broken:
        broken.setattr(making, "draw_still", lambda *_, **__: 1 / 0)
        rendering.run(unlucky.key)
    assert rendering.retry_broken({wordy.key, unlucky.key}) == 1
    wordy.refresh_from_db()
    unlucky.refresh_from_db()
    assert (wordy.state, unlucky.state) == (State.FAILED, State.DUE)


def test_a_template_that_changed_since_is_not_rendered_under_the_old_key() -> None:
    job = make_job()
    row = rendering.plan_rendering(replace(job, template=replace(job.template, digest="0" * 64)))
    rendering.run(row.key)
    assert read_problem(row.key).startswith("The template “plain”, the engine or the encoder changed")


def test_a_template_that_was_changed_back_is_rendered_after_all(tmp_path: Path, settings: Settings) -> None:
    row = rendering.plan_rendering(make_job())
    settings.TEMPLATES_FOLDER = shutil.copytree(TEMPLATES, tmp_path / "templates")
    with (tmp_path / "templates" / "plain" / "style.css").open("a") as file:
        file.write("\n/* being edited */\n")
    rendering.run(row.key)
    assert Rendering.objects.get(key=row.key).state == State.FAILED
    assert rendering.plan_rendering(make_job()).state == State.DUE


def test_a_template_that_is_gone_is_named(tmp_path: Path, settings: Settings) -> None:
    row = rendering.plan_rendering(make_job())
    settings.TEMPLATES_FOLDER = tmp_path
    rendering.run(row.key)
    assert read_problem(row.key).startswith("There is no template “plain”.")


def test_a_full_disk_is_said_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_up(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    row = rendering.plan_rendering(make_job())
    monkeypatch.setattr(making, "draw_still", fill_up)
    rendering.run(row.key)
    assert read_problem(row.key) == (
        "The worker's disk is full. Free some space on the worker's machine; it is tried again by itself."
    )
    assert list(get_store().names()) == []


def test_a_full_store_is_tried_again_and_then_named(monkeypatch: pytest.MonkeyPatch) -> None:
    row = rendering.plan_rendering(make_job())

    def fill_up(*_: object, **__: object) -> None:
        raise StoreFailed(say("The disk of the store is full."))

    monkeypatch.setattr("campaign.adapters.file_store.FileStore.put", fill_up)
    with pytest.raises(StoreFailed):
        rendering.run(row.key, last_try=False)
    assert Rendering.objects.get(key=row.key).state == State.QUEUED
    rendering.run(row.key, last_try=True)
    assert read_problem(row.key) == "The disk of the store is full."


def test_a_render_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def take_for_ever(*_: object, **__: object) -> None:
        raise TimeoutError

    row = rendering.plan_rendering(make_job())
    monkeypatch.setattr(making, "draw_still", take_for_ever)
    rendering.run(row.key)
    assert read_problem(row.key).startswith("The render took longer than it may.")


def test_a_worker_that_was_replaced_meanwhile_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    row = rendering.plan_rendering(make_job())

    def lose_run(*_: object, **__: object) -> bytes:
        Rendering.objects.filter(key=row.key).update(attempt=7)
        raise ValueError("late")

    monkeypatch.setattr(making, "draw_still", lose_run)
    rendering.run(row.key)
    row.refresh_from_db()
    assert (row.state, row.attempt, row.error) == (State.RUNNING, 7, None)
    assert runs.claim(row.key) is None


@pytest.mark.parametrize(
    "payload", ["{% set marks = scale([1, 2], ticks=10 ** 9) %}", "<div>" * 20_000], ids=["a function", "the engine"]
)
@pytest.mark.parametrize("medium", list(Medium))
def test_a_page_that_never_ends_costs_its_own_material_only(
    payload: str, medium: Medium, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BEAT", 60.0)  # the test's transaction holds the database
    monkeypatch.setattr(drawing, "STILL_SECONDS", 1.0)
    monkeypatch.setattr(drawing, "LOOP_SILENCE", 1.0)
    bad = plan_broken(payload, root=tmp_path / "templates", medium=medium, settings=settings)
    began = time.monotonic()
    rendering.run(bad.key)
    assert time.monotonic() - began < 20
    bad.refresh_from_db()
    assert (bad.state, bad.attempt) == (State.FAILED, 1)
    assert read_problem(bad.key).startswith("Rendering took longer than 1 seconds and was stopped.")
    assert list(get_store().names()) == []


def plan_broken(payload: str, *, root: Path, medium: Medium, settings: Settings) -> Rendering:
    """A rendering whose template holds the payload."""
    settings.TEMPLATES_FOLDER = shutil.copytree(TEMPLATES, root)
    page = root / "plain" / "template.html"
    page.write_text(page.read_text().replace("{% endblock %}", payload + "{% endblock %}"))
    return rendering.plan_rendering(replace(make_job(medium=medium), template=load_template(root / "plain")))


def test_a_file_that_the_channel_may_not_play_is_not_kept(tmp_path: Path) -> None:
    job = make_job()
    row = rendering.plan_rendering(replace(job, profile=replace(job.profile, max_bytes=1000)))
    rendering.run(row.key)
    assert read_problem(row.key).startswith("It broke rule G2: The file has ")
    assert list(get_store().names()) == []


def test_a_loop_over_the_channels_bit_rate_is_not_kept() -> None:
    job = make_job(medium=Medium.LOOP)
    row = rendering.plan_rendering(replace(job, profile=replace(job.profile, max_kbps=1)))
    rendering.run(row.key)
    assert Rendering.objects.get(key=row.key).state == State.FAILED
    assert read_problem(row.key).startswith("The loop needs ")
