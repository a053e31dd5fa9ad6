"""Packs through the studio: taken whole by a worker, or every fault is kept and nothing is changed."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import Settings

from campaign.data.models import Campaign, Item, Material, PackImport, User
from campaign.services import import_runs, imports
from campaign.services.storage import get_private_store
from campaign.spec.errors import NotAllowed, RenderFailed
from campaign.spec.message import say
from tests.factories.packs import write_file, write_pack
from tests.factories.rows import NOON, make_channel, make_organisation, make_person

pytestmark = pytest.mark.django_db(transaction=True)
State = PackImport.State


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    monkeypatch.setattr(import_runs, "BEAT", 60)


def hand_in(folder: Path, *, by: User | None = None, organisation: str = "ngo") -> PackImport:
    archive = Path(shutil.make_archive(str(folder.parent / "handed"), "zip", folder))
    by = by or make_person()
    return imports.take_upload(
        archive, name="Съседи.zip", by=by, organisation=make_organisation(organisation), now=timezone.now()
    )


def run(row: PackImport) -> PackImport:
    imports.run(row.pk)
    row.refresh_from_db()
    return row


def list_kept() -> list[str]:
    return list(get_private_store().names())


def test_a_pack_is_taken_in_and_its_file_is_gone(tmp_path: Path) -> None:
    make_channel()
    row = hand_in(write_pack(tmp_path / "pack"))
    assert (row.state, list_kept()) == (State.WAITING, [row.file])
    row = run(row)
    outcome = imports.read_outcome(row)
    assert outcome is not None
    assert (row.state, row.campaign, sorted(outcome.made), outcome.problems) == (
        State.DONE,
        "neighbours",
        ["citizens", "mila"],
        (),
    )
    assert outcome.materials == Material.objects.count() > 0
    assert (row.file, row.stage, list_kept()) == ("", "", [])
    assert Item.objects.get(slug="mila").current.author.username == "staff"  # type: ignore[union-attr]


def test_the_same_pack_again_changes_nothing(tmp_path: Path) -> None:
    make_channel()
    folder = write_pack(tmp_path / "pack")
    run(hand_in(folder))
    outcome = imports.read_outcome(run(hand_in(folder)))
    assert outcome is not None
    assert (outcome.made, outcome.changed, outcome.materials) == ((), (), 0)


def test_every_fault_is_kept_with_file_and_line_and_nothing_is_taken(tmp_path: Path) -> None:
    folder = write_pack(tmp_path / "pack")
    write_file(folder, "stories/mila.yaml", (folder / "stories/mila.yaml").read_text().replace("mila.jpg", "away.jpg"))
    write_file(folder, "statistics/citizens.yaml", "id: [")
    row = run(hand_in(folder))
    assert (row.state, Campaign.objects.count(), list_kept()) == (State.FAILED, 0, [])
    places = sorted((problem.place.file, problem.place.line) for problem in imports.read_problems(row))
    assert [file for file, _ in places] == ["statistics/citizens.yaml", "stories/mila.yaml"]
    assert all(line for _, line in places)


def test_what_is_no_pack_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "pack").mkdir()
    write_file(tmp_path / "pack", "letter.txt", "hello")
    row = run(hand_in(tmp_path / "pack"))
    assert [problem.place.file for problem in imports.read_problems(row)] == ["campaign.yaml"]


def test_nobody_takes_in_for_another_organisation(tmp_path: Path) -> None:
    make_channel()
    folder = write_pack(tmp_path / "pack")
    with pytest.raises(NotAllowed):
        hand_in(folder, by=make_person("staff", name="stranger", organisation="other"))
    with pytest.raises(NotAllowed):
        hand_in(folder, by=make_person("designer"))
    run(hand_in(folder))
    row = run(hand_in(folder, by=make_person("lead", name="b", organisation="other"), organisation="other"))
    assert (row.state, len(imports.read_problems(row))) == (State.FAILED, 1)
    assert Campaign.objects.get().organisation.slug == "ngo"


def test_who_may_no_longer_write_when_its_turn_comes_takes_nothing_in(tmp_path: Path) -> None:
    row = hand_in(write_pack(tmp_path / "pack"))
    User.objects.update(role="designer")
    assert (run(row).state, Campaign.objects.count()) == (State.FAILED, 0)


def test_imports_are_seen_by_their_organisation_and_by_administrators(tmp_path: Path) -> None:
    row = hand_in(write_pack(tmp_path / "pack"))
    people = [
        make_person("lead"),
        make_person("administrator"),
        make_person("lead", name="x", organisation="other"),
        make_person("designer"),
    ]
    seen = [list(imports.find_visible(person)) for person in people]
    assert seen == [[row], [row], [], []]


def test_of_two_workers_one_takes_it(tmp_path: Path) -> None:
    row = hand_in(write_pack(tmp_path / "pack"))
    assert (import_runs.claim(row.pk), import_runs.claim(row.pk)) == (1, None)


def test_what_a_silent_worker_held_waits_again_and_its_late_words_count_nothing(tmp_path: Path) -> None:
    row = hand_in(write_pack(tmp_path / "pack"))
    import_runs.claim(row.pk)
    assert import_runs.give_back_lost() == 0
    PackImport.objects.update(heartbeat_at=NOON - timedelta(days=300))
    assert import_runs.give_back_lost() == 1
    row.refresh_from_db()
    assert (row.state, row.queued_at, import_runs.claim(row.pk)) == (State.WAITING, None, 2)
    import_runs.fail(row, attempt=1, error=RenderFailed(say("Too late.")))
    with pytest.raises(import_runs.ImportLost):
        import_runs.enter(row, PackImport.Stage.READING, attempt=1)
    row.refresh_from_db()
    assert (row.state, list_kept()) == (State.RUNNING, [row.file])


def test_an_import_that_takes_workers_along_is_given_up(tmp_path: Path) -> None:
    row = hand_in(write_pack(tmp_path / "pack"))
    for _ in range(import_runs.LOST_AT_MOST):
        import_runs.claim(row.pk)
        PackImport.objects.update(heartbeat_at=NOON - timedelta(days=300))
        import_runs.give_back_lost()
    row.refresh_from_db()
    assert (row.state, row.file, list_kept()) == (State.FAILED, "", [])


def test_the_list_forgets_old_imports(tmp_path: Path) -> None:
    old = run(hand_in(write_pack(tmp_path / "pack")))
    PackImport.objects.filter(pk=old.pk).update(at=NOON - timedelta(days=300))
    new = hand_in(tmp_path / "pack")
    assert list(PackImport.objects.all()) == [new]
