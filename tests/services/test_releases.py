"""Releases: frozen, numbered, by two people, kept for ever."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from campaign.data.convert import read_release, write_body
from campaign.data.models import Channel, Material, Release
from campaign.schedule.release import Missing
from campaign.services import changes, drafts, publishing, releases, review, withdrawals
from campaign.services.verdicts import keep_pixel_findings
from campaign.spec.errors import Faults, InvalidDocument, NotAllowed, UnknownName
from campaign.spec.findings import Severity
from tests.factories.rows import (
    NOON,
    make_channel,
    make_finding,
    make_material,
    make_person,
    make_rendering,
    make_version,
)
from tests.factories.schedules import FLIGHTS, write_schedules
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_channel()
    return write_schedules(tmp_path / "schedules")


def propose(folder: Path, *, by: str = "lead") -> releases.Proposal:
    return releases.propose(by=make_person("lead", name=by), now=NOON, schedules=folder, why="Пролет")


def publish(folder: Path) -> Release:
    return releases.release(propose(folder).row, by=make_person("lead", name="second"), now=NOON)


def test_a_proposal_freezes_what_is_approved(folder: Path) -> None:
    material = make_material(state="approved")
    make_material(make_version(make_item("boris")), state="submitted")
    proposal = propose(folder)
    frozen = read_release(proposal.row)
    assert [(spot.ref, spot.key, spot.material) for spot in frozen.spots] == [
        ("together/ana", material.shown.key, str(material.pk))
    ]
    assert (frozen.number, frozen.why, proposal.row.digest) == (1, "Пролет", frozen.digest)
    assert (proposal.missing, proposal.refused, proposal.row.released_at) == ((), (), None)


def test_nothing_plays_before_somebody_else_releases_it(folder: Path) -> None:
    make_material(state="approved")
    row = propose(folder).row
    assert publishing.current_release(at=NOON) is None
    with pytest.raises(NotAllowed, match="Nobody releases their own proposal"):
        releases.release(row, by=make_person("lead"), now=NOON)
    releases.release(row, by=make_person("lead", name="second"), now=NOON)
    current = publishing.current_release(at=NOON)
    assert current is not None
    assert current.number == 1


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_only_leads_propose_release_and_roll_back(folder: Path, role: str) -> None:
    make_material(state="approved")
    row = publish(folder)
    person = make_person(role, name="who")
    with pytest.raises(NotAllowed):
        releases.propose(by=person, now=NOON, schedules=folder, why="Пролет")
    with pytest.raises(NotAllowed):
        releases.release(row, by=person, now=NOON)
    with pytest.raises(NotAllowed):
        releases.roll_back(to=1, by=person, now=NOON, why="Обратно")


def test_the_same_schedule_again_is_no_new_release(folder: Path) -> None:
    make_material(state="approved")
    row = publish(folder)
    again = propose(folder)
    assert (again.same, again.row.pk, Release.objects.count()) == (True, row.pk, 1)


def test_a_release_that_is_out_or_overtaken_is_refused(folder: Path) -> None:
    make_material(state="approved")
    second = make_person("lead", name="second")
    first = propose(folder).row
    newer = propose(folder).row
    releases.release(newer, by=second, now=NOON)
    with pytest.raises(NotAllowed, match="Release 2 is newer"):
        releases.release(first, by=second, now=NOON)
    with pytest.raises(NotAllowed, match="is out already"):
        releases.release(newer, by=second, now=NOON)


def test_going_back_is_a_new_number_with_the_old_schedule(folder: Path) -> None:
    make_material(state="approved")
    old = publish(folder)
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 30"))
    publish(folder)
    row = releases.roll_back(to=old.number, by=make_person("lead"), now=NOON, why="Обратно")
    current = publishing.current_release(at=NOON)
    assert current == replace(read_release(old), number=3, why="Обратно")
    assert (row.number, Release.objects.count()) == (3, 3)


def test_going_back_to_what_was_never_out_is_refused(folder: Path) -> None:
    propose(folder)
    for number, said in ((1, "Release 1 was never out"), (7, "There is no release 7")):
        with pytest.raises(UnknownName, match=said):
            releases.roll_back(to=number, by=make_person("lead"), now=NOON, why="Обратно")


def refuse(folder: Path) -> str:
    made = drafts.draft(now=NOON, schedules=folder)
    assert made.release.spots == ()
    return str(made.refused[0])


def test_a_doubtful_figure_is_refused_at_publication(folder: Path) -> None:
    make_material(make_version(make_item(doubt="Година неизвестна")), state="approved")
    assert refuse(folder) == (
        "together/ana · tram · bg: A figure in it is not verified (rule E7). "
        "Verify the figure, take the doubt out of the item, and let it be reviewed."
    )


def test_another_rendering_than_the_approved_one_is_refused(folder: Path) -> None:
    material = make_material(state="approved")
    material.loop = make_rendering("changed", moving=True)
    material.save()
    assert refuse(folder).startswith("together/ana · tram · bg: What it shows now was not approved.")


def test_an_error_found_later_is_refused(folder: Path) -> None:
    make_material(state="approved", findings=(make_finding("F1", severity=Severity.ERROR),))
    assert refuse(folder) == "together/ana · tram · bg: Something about it. Mend it."


def test_what_is_past_is_refused(folder: Path) -> None:
    make_material(make_version(make_item(until=date(2026, 11, 22))), state="approved")
    assert refuse(folder).startswith("together/ana · tram · bg: Its last day has passed.")


def test_what_is_superseded_is_left_out(folder: Path) -> None:
    make_material(state="approved")
    Material.objects.update(current=False)
    assert drafts.draft(now=NOON, schedules=folder).release.spots == ()


def test_what_flights_and_channels_lack_is_named(folder: Path) -> None:
    assert drafts.draft(now=NOON, schedules=folder).missing == (Missing("tram", "together"), Missing("tram"))


def test_a_channel_changed_since_the_renders_is_refused(folder: Path) -> None:
    body = Channel.objects.get().body
    Channel.objects.update(body={**body, "loop_seconds": 120})
    with pytest.raises(NotAllowed, match="The channel “tram” is new or has changed"):
        propose(folder)


def test_faults_in_the_files_are_named_and_nothing_is_proposed(folder: Path) -> None:
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: much"))
    with pytest.raises((Faults, InvalidDocument), match=r"schedules/flights.yaml:\d+"):
        propose(folder)
    (folder / "dayparts.yaml").unlink()
    with pytest.raises(InvalidDocument, match=r"schedules/dayparts.yaml: This schedule file cannot be read"):
        propose(folder)
    assert Release.objects.count() == 0


def test_a_release_moves_the_stamp_and_a_proposal_does_not(folder: Path) -> None:
    make_material(state="approved")
    before = changes.read_stamp()
    row = propose(folder).row
    assert changes.read_stamp() == before
    releases.release(row, by=make_person("lead", name="second"), now=NOON + timedelta(hours=1))
    assert changes.read_stamp() > before


def test_a_withdrawn_item_is_not_in_the_next_release(folder: Path) -> None:
    make_material(state="approved")
    withdrawals.withdraw(scope="campaign", ref="together", by=make_person("lead"), why="Проверка", now=NOON)
    assert drafts.draft(now=NOON, schedules=folder).release.spots == ()


def fall_into_doubt() -> None:
    """A new version of the item whose figure is in doubt, as an import makes it."""
    make_version(make_item(doubt="Източникът оттегли числото"))


def list_playing() -> set[str]:
    """The items on the tram at noon."""
    return {item.item for item in publishing.loop_at("tram", at=NOON, base_url="") if item.item}


def test_a_figure_that_fell_into_doubt_is_not_released_nor_rolled_back_to(folder: Path) -> None:
    make_material(state="approved")
    old = publish(folder)
    write_schedules(folder, flights=FLIGHTS.replace("share: 50", "share: 30"))
    waiting = propose(folder).row
    fall_into_doubt()
    with pytest.raises(NotAllowed, match=r"not verified any more \(rule E7\): together/ana"):
        releases.release(waiting, by=make_person("lead", name="second"), now=NOON)
    with pytest.raises(NotAllowed, match=r"not verified any more \(rule E7\): together/ana"):
        releases.roll_back(to=old.number, by=make_person("lead"), now=NOON, why="Обратно")
    assert publishing.current_release(at=NOON) == read_release(old)


def test_an_error_found_since_is_not_released_nor_rolled_back_to(folder: Path) -> None:
    make_material(state="approved")
    publish(folder)
    Material.objects.update(findings=write_body((make_finding("F3", severity=Severity.ERROR),)))
    row = Release.objects.create(number=2, body=Release.objects.get().body, digest="2", proposed_by=make_person("lead"))
    with pytest.raises(NotAllowed, match=r"found since: together/ana \(F3\)"):
        releases.release(row, by=make_person("lead", name="second"), now=NOON)
    with pytest.raises(NotAllowed, match=r"found since: together/ana \(F3\)"):
        releases.roll_back(to=1, by=make_person("lead"), now=NOON, why="Назад")
    assert list(Release.objects.exclude(released_at=None).values_list("number", flat=True)) == [1]


def test_what_turns_out_wrong_is_off_the_playlists_at_the_next_poll(folder: Path) -> None:
    material = make_material(state="approved")
    publish(folder)
    assert list_playing() == {"ana"}
    error = make_finding("C1", severity=Severity.ERROR)
    keep_pixel_findings(material.shown.key, (error,), checked=1, now=NOON)
    assert list_playing() == set()
    keep_pixel_findings(material.shown.key, (), checked=1, now=NOON)
    assert list_playing() == set()  # a lead looks at it first
    review.approve(material, by=make_person("lead"), key=material.shown.key)
    assert list_playing() == {"ana"}


def test_going_back_brings_nothing_back_that_was_withdrawn(folder: Path) -> None:
    make_material(state="approved")
    old = publish(folder)
    fall_into_doubt()
    withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("lead"), why="Съмнение", now=NOON)
    releases.roll_back(to=old.number, by=make_person("lead"), now=NOON, why="Обратно")
    assert list_playing() == set()


def test_what_was_withdrawn_and_brought_back_plays_again_only_once_approved(folder: Path) -> None:
    material = make_material(state="approved")
    publish(folder)
    assert list_playing() == {"ana"}
    row = withdrawals.withdraw(scope="item", ref="together/ana", by=make_person("lead"), why="Жалба", now=NOON)
    withdrawals.lift(row, by=make_person("staff"), now=NOON)
    assert list_playing() == set()
    review.submit(material, by=make_person("staff"))
    review.approve(material, by=make_person("lead"), key=material.shown.key)
    assert list_playing() == {"ana"}
