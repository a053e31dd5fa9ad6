"""Looking again: what is due, what comes of it, and that nothing unlawful stays on screens unnoticed."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from django.db import connection
from pytest_django import Settings

from campaign.checks import revision
from campaign.data.convert import read_findings, write_body
from campaign.data.models import Material, Rendering, Reopening
from campaign.services import changes, dispatch, examining, rechecking, review, standing
from campaign.services.making import PlanChanged
from campaign.services.verdicts import keep_pixel_findings
from campaign.spec.errors import NotAllowed
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import say
from tests.factories.jobs import TEMPLATES
from tests.factories.rows import NOON, make_finding, make_material, make_person, make_version
from tests.factories.values import make_item

TODAY = date(2026, 11, 23)
ERROR, WARNING = make_finding("B3", severity=Severity.ERROR), make_finding("B6")

pytestmark = pytest.mark.django_db


def find(*findings: Finding) -> Callable[[Rendering], tuple[Finding, ...]]:
    """A look that always finds these."""
    return lambda _: findings


def read(material: Material) -> Material:
    return Material.objects.get(pk=material.pk)


def recheck(material: Material, *findings: Finding) -> None:
    rechecking.recheck_pixels(material.shown.key, now=NOON, look=find(*findings))


def list_due() -> set[str]:
    return set(rechecking.list_due_pixels(now=NOON).values_list("key", flat=True))


# pixels


def test_what_other_rules_were_held_against_is_due_until_it_was_looked_at() -> None:
    material = make_material()
    assert list_due() == {material.still_id, material.loop_id}
    recheck(material, WARNING)
    assert list_due() == {material.still_id}
    assert [finding.rule for finding in read_findings(read(material))] == ["B6"]


def test_new_rules_make_everything_due_and_render_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    material = make_material(state="approved")
    before = set(Rendering.objects.values_list("key", "state", "attempt", "file"))
    Rendering.objects.update(checked=revision.number_pixel_rules())
    assert list_due() == set()
    monkeypatch.setattr(revision, "REVISION", revision.REVISION + 1)
    assert list_due() == {material.still_id, material.loop_id}
    recheck(material)
    assert set(Rendering.objects.values_list("key", "state", "attempt", "file")) == before


def test_nobody_looks_at_what_nobody_shows_or_what_is_not_done() -> None:
    make_material()
    Material.objects.update(current=False)
    make_material(make_version(make_item("boris")), rendering="due")
    assert list_due() == set()


def test_a_look_is_asked_for_once_and_again_when_nothing_is_heard() -> None:
    key = make_material().still_id
    assert [rechecking.claim_pixels(key, now=NOON) for _ in range(2)] == [True, False]
    assert key not in list_due()
    assert rechecking.claim_pixels(key, now=NOON + timedelta(minutes=11))


def test_the_sweep_asks_the_queue_that_made_it(monkeypatch: pytest.MonkeyPatch) -> None:
    material, sent = make_material(), []

    def send(task: str, *args: str, queue: str) -> bool:
        sent.append((task, *args, queue))
        return True

    monkeypatch.setattr(dispatch, "_send", send)
    assert (dispatch.queue_looks(), dispatch.queue_looks()) == (2, 0)
    assert sent == [
        ("stills.recheck", material.still_id, "stills"),
        ("loops.recheck", material.loop_id, "loops"),
    ]


def test_without_a_broker_it_stays_due(monkeypatch: pytest.MonkeyPatch) -> None:
    material = make_material()
    monkeypatch.setattr(dispatch, "_send", lambda *_, **__: False)
    assert dispatch.queue_looks() == 0
    assert list_due() == {material.still_id, material.loop_id}


def test_what_a_changed_template_made_keeps_its_findings_and_is_not_asked_for_ever() -> None:
    material = make_material()
    recheck(material, WARNING)
    Rendering.objects.update(checked=0)

    def refuse(_: Rendering) -> tuple[Finding, ...]:
        raise PlanChanged(say("The template changed."))

    assert rechecking.recheck_pixels(material.shown.key, now=NOON, look=refuse) is None
    assert (material.shown.key in list_due(), len(read_findings(read(material)))) == (False, 1)


# what comes of it


def test_an_approved_material_with_a_new_error_leaves_the_screens_and_says_why() -> None:
    material = make_material(state="approved")
    assert standing.read_revoked().materials == frozenset()
    stamp = changes.read_stamp()
    recheck(material, ERROR, WARNING)
    assert (read(material).state, read(material).errors, read(material).warnings) == ("submitted", 1, 1)
    assert standing.read_revoked().materials == {str(material.pk)}
    assert changes.read_stamp() > stamp
    [reopening] = Reopening.objects.all()
    assert (reopening.at, [found["rule"] for found in reopening.findings]) == (NOON, ["B3"])


def test_a_new_warning_on_an_approved_one_is_counted_and_takes_nothing_down() -> None:
    material = make_material(state="approved")
    recheck(material, WARNING)
    assert (read(material).state, read(material).warnings) == ("approved", 1)
    assert (standing.read_revoked().materials, Reopening.objects.count()) == (frozenset(), 0)


def test_a_look_that_finds_the_same_changes_nothing_at_all() -> None:
    material = make_material(state="submitted")
    recheck(material, WARNING)
    review.approve(material, by=make_person("lead"), key=material.shown.key, reason="Може.")
    stamp = changes.read_stamp()
    recheck(material, WARNING)
    assert (read(material).state, read(material).warnings, changes.read_stamp()) == ("approved", 0, stamp)


def test_every_material_that_shows_the_rendering_is_settled() -> None:
    first = make_material(state="approved")
    second = make_material(make_version(make_item("boris")), state="approved")
    Material.objects.filter(pk=second.pk).update(still=first.still, loop=first.loop)
    recheck(first, ERROR)
    assert [read(first).state, read(second).state] == ["submitted", "submitted"]


def test_a_reopened_one_is_approved_again_once_the_error_is_gone() -> None:
    material = make_material(state="approved")
    recheck(material, ERROR)
    with pytest.raises(NotAllowed):
        review.approve(material, by=make_person("lead"), key=material.shown.key, reason="Все пак.")
    recheck(material)
    review.approve(material, by=make_person("lead"), key=material.shown.key)
    assert (read(material).state, standing.read_revoked().materials) == ("approved", frozenset())


# an approval and a look at the same moment


MEANWHILE = 1.0
"""Seconds that one leaves the other to finish, which it must not: what it waits for is held."""


def run_both(first: Callable[[], object], second: Callable[[], object]) -> None:
    """Each in a thread with a connection of its own."""

    def run(act: Callable[[], object]) -> None:
        try:
            act()
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


@pytest.mark.django_db(transaction=True)
def test_an_error_found_while_somebody_approves_is_not_overlooked(monkeypatch: pytest.MonkeyPatch) -> None:
    material, lead = make_material(state="submitted"), make_person("lead")
    looked, found = Event(), Event()
    find_obstacles = review.find_obstacles

    def look_slowly(*args: object, **others: object) -> tuple[NotAllowed, ...]:
        obstacles = find_obstacles(*args, **others)  # type: ignore[arg-type]  # passed through
        looked.set()  # the lead has seen that nothing is wrong, and now something is …
        found.wait(MEANWHILE)
        return obstacles

    def find_error() -> None:
        looked.wait(20)
        keep_pixel_findings(material.shown.key, (ERROR,), checked=1, now=NOON)
        found.set()

    monkeypatch.setattr(review, "find_obstacles", look_slowly)
    run_both(lambda: review.approve(material, by=lead, key=material.shown.key), find_error)
    assert (read(material).state, read(material).approvals.count()) == ("submitted", 1)
    assert standing.read_revoked().materials == {str(material.pk)}


@pytest.mark.django_db(transaction=True)
def test_nobody_approves_what_is_found_at_that_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    material, lead = make_material(state="submitted"), make_person("lead")
    held, approved = Event(), Event()
    refused: list[NotAllowed] = []

    def write_slowly(findings: tuple[Finding, ...]) -> object:
        held.set()
        approved.wait(MEANWHILE)
        return write_body(findings)

    def approve() -> None:
        held.wait(20)
        try:
            review.approve(material, by=lead, key=material.shown.key)
        except NotAllowed as error:
            refused.append(error)
        approved.set()

    monkeypatch.setattr("campaign.services.verdicts.convert.write_body", write_slowly)
    run_both(lambda: keep_pixel_findings(material.shown.key, (ERROR,), checked=1, now=NOON), approve)
    assert [error.message for error in refused] == [ERROR.message]
    assert read(material).state == "submitted"


# content


@pytest.fixture
def say_of_content(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Makes the rules on content find just these."""
    settings.TEMPLATES_FOLDER = TEMPLATES

    def set_found(*findings: Finding) -> None:
        monkeypatch.setattr(examining, "check_content", lambda **_: findings)

    set_found()
    return set_found


def recheck_content(*, today: date = TODAY) -> int:
    return rechecking.recheck_due(today=today, now=NOON)


def test_content_is_asked_about_once_a_day_and_whenever_the_rules_change(
    say_of_content: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_material()
    assert [recheck_content(), recheck_content()] == [1, 0]
    assert recheck_content(today=TODAY + timedelta(days=1)) == 1
    monkeypatch.setattr(revision, "REVISION", revision.REVISION + 1)
    assert recheck_content(today=TODAY + timedelta(days=1)) == 1


def test_an_error_that_comes_with_the_day_takes_an_approved_material_down(say_of_content: Callable[..., None]) -> None:
    material = make_material(state="approved")
    recheck_content()
    say_of_content(make_finding("F3", severity=Severity.ERROR))
    recheck_content(today=TODAY + timedelta(days=1))
    assert (read(material).state, read(material).errors) == ("submitted", 1)
    assert standing.read_revoked().materials == {str(material.pk)}


def test_an_item_whose_consent_changed_is_asked_about_at_once(say_of_content: Callable[..., None]) -> None:
    material, other = make_material(), make_material(make_version(make_item("boris")))
    say_of_content(WARNING)
    assert rechecking.recheck_items([material.version.item_id], today=TODAY, now=NOON) == 1
    assert [read(material).warnings, read(other).warnings] == [1, 0]


def test_what_plays_is_asked_about_though_something_newer_waits(
    say_of_content: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    playing, forgotten = make_material(state="approved"), make_material(make_version(make_item("boris")))
    Material.objects.update(current=False)
    monkeypatch.setattr(rechecking, "_list_on_screens", lambda **_: {playing.pk})
    say_of_content(ERROR)
    assert recheck_content() == 1
    assert [read(playing).state, read(forgotten).errors] == ["submitted", 0]


def test_what_cannot_be_asked_about_keeps_what_is_known(
    say_of_content: Callable[..., None], settings: Settings, tmp_path: Path
) -> None:
    material = make_material(findings=(WARNING,))
    settings.TEMPLATES_FOLDER = tmp_path / "gone"
    assert [recheck_content(), recheck_content()] == [1, 0]
    assert [finding.rule for finding in read_findings(read(material))] == ["B6"]
