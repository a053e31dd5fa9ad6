"""What nothing needs goes after its grace, and nothing that is needed ever does."""

import hashlib
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.utils import timezone
from pytest_django import Settings

from campaign.adapters.file_store import FileStore
from campaign.data.models import (
    Approval,
    Consent,
    Draft,
    Invitation,
    JoinedLoop,
    Material,
    PackImport,
    Rendering,
    StoredFile,
)
from campaign.services import ageing, garbage, rendering, runs, storage, strays, tidying
from campaign.services.clearance import check_content
from campaign.services.made import Made
from campaign.services.needs import Needs
from campaign.services.storage import get_private_store, get_store, keep_row
from campaign.spec.errors import NotAllowed
from tests.factories.jobs import make_job
from tests.factories.rows import keep_file, make_material, make_organisation, make_person, make_version
from tests.factories.schedule import make_flight, make_release, make_screen, make_spots
from tests.factories.values import make_item
from tests.services.conftest import BUCKET

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=31)


@pytest.fixture(autouse=True)
def _own_stores(place: str) -> None:
    """Folders, unless a test asks for a bucket."""


def tidy(now: datetime) -> tidying.Tidied:
    return tidying.tidy_all(now=now)


def leave_unneeded() -> StoredFile:
    """A film that is shown by nothing but a material that was replaced before anybody approved it."""
    material = make_material()
    Material.objects.filter(pk=material.pk).update(current=False)
    assert material.loop is not None
    assert material.loop.file is not None
    return material.loop.file


def test_what_nothing_needs_is_marked_and_goes_with_all_beside_it_after_the_grace() -> None:
    file = leave_unneeded()
    first, soon = tidy(NOW), tidy(NOW + timedelta(days=29))
    assert (first.files.marked, first.files.removed, soon.files.removed) == (3, 0, 0)  # loop, still and edges
    assert get_store().exists(file.name)
    last = tidy(LATER)
    assert (last.files.removed, last.files.bytes > 0, list(get_store().names())) == (3, True, [])
    assert not StoredFile.objects.exists()
    assert {(row.state, row.file) for row in Rendering.objects.all()} == {("gone", None)}
    assert Material.objects.count() == 1  # the history stays


@pytest.mark.parametrize("state", ["draft", "submitted", "approved", "withdrawn", "expired"])
def test_what_a_current_material_shows_stays(state: str) -> None:
    make_material(state=state)
    tidy(NOW)
    assert (tidy(LATER).files, len(list(get_store().names()))) == (garbage.Swept(), 3)


def test_what_was_approved_is_kept_as_long_as_proof_may_be_asked_for(settings: Settings) -> None:
    material = make_material(state="approved")
    Material.objects.filter(pk=material.pk).update(current=False, state="withdrawn")
    Approval.objects.update(at=NOW)
    tidy(NOW)
    assert tidy(LATER).files.removed == 0
    settings.PROOF_DAYS = 100
    tidy(NOW + timedelta(days=101))
    assert tidy(NOW + timedelta(days=132)).files.removed == 3


def test_sources_of_versions_drafts_and_campaigns_stay() -> None:
    version = make_version()
    photo, tried, logo = (keep_file(word) for word in (b"photo", b"tried", b"logo"))
    version.files.add(photo)
    person = make_person()
    campaign = version.item.campaign
    draft = Draft.objects.create(campaign=campaign, kind="story", by=person, changed_by=person, changed_at=NOW)
    draft.files.add(tried)
    campaign.media = {"logo.png": logo.sha256}
    campaign.save()
    tidy(NOW)
    tidy(LATER)
    assert StoredFile.objects.count() == 3


def test_a_logo_in_pictures_that_are_looked_at_again_stays_though_the_campaign_has_another() -> None:
    logo, material = keep_file(b"old logo"), make_material()
    Rendering.objects.filter(pk=material.still_id).update(job={"media": {"logo.png": logo.name}})
    tidy(NOW)
    tidy(LATER)
    assert get_store().exists(logo.name)


def render(key: str) -> str:
    """As a worker does; the name of its file."""
    attempt = runs.claim(key)
    assert attempt is not None
    data = key.encode()
    runs.finish(key, attempt=attempt, made=Made(keep_file(data)))
    return f"{keep_file(data).sha256}.png"


def test_what_is_planned_again_before_it_went_stays_and_after_it_went_is_due(settings: Settings) -> None:
    settings.GRACE_DAYS = 14
    row = rendering.plan_rendering(make_job())
    name = render(row.key)
    tidy(NOW)
    assert StoredFile.objects.exclude(unneeded_since=None).count() == 1
    assert rendering.plan_rendering(make_job()).state == "done"
    assert StoredFile.objects.filter(unneeded_since=None).count() == 1
    tidy(NOW + timedelta(days=1))
    tidy(NOW + timedelta(days=16))
    assert not get_store().exists(name)
    again = rendering.plan_rendering(make_job())
    assert (again.state, render(again.key), get_store().exists(name)) == ("due", name, True)


def test_whoever_keeps_a_file_that_was_going_has_its_bytes_put_again() -> None:
    data = b"the same photo"
    file = keep_file(data)
    StoredFile.objects.update(unneeded_since=NOW)
    get_store().remove(file.name)  # a removal died before it took the row along
    row = keep_row(file.sha256, name=file.name, size=len(data), put=lambda: get_store().put_bytes(data, name=file.name))
    assert (row.unneeded_since, get_store().exists(file.name)) == (None, True)
    assert not StoredFile.objects.exclude(unneeded_since=None).exists()


def test_a_removal_asks_once_more_while_it_holds_the_file() -> None:
    """Somebody begins to need the file after the sweep has listed it."""
    file = leave_unneeded()
    StoredFile.objects.update(unneeded_since=NOW)
    needs = Needs(LATER)
    assert file in list(needs.list_unneeded(StoredFile.objects.all()))
    make_version().files.add(file)
    assert garbage._remove(file.pk, file.size, needs, limit=LATER) == garbage.Swept()
    assert get_store().exists(file.name)


def test_files_without_a_row_get_one_and_go_like_others_but_not_those_just_put(tmp_path: Path) -> None:
    store = get_store()
    assert isinstance(store, FileStore)
    names = [f"{digit * 64}.png" for digit in "a0"]
    for name in names:
        store.locate(name).parent.mkdir(parents=True)
        store.locate(name).write_bytes(b"stray")
    before = (timezone.now() - timedelta(days=2)).timestamp()
    os.utime(store.locate(names[0]), (before, before))
    now = timezone.now()
    marked = tidying.tidy_all(now=now).files.marked
    removed = tidying.tidy_all(now=now + timedelta(hours=1)).files.removed
    late = garbage.sweep(now=now + timedelta(days=31), part="a")
    assert (marked, removed, late.removed, list(store.names())) == (1, 0, 1, [names[1]])


def begin_upload(client: Any, key: str) -> None:
    """One in pieces that is never ended."""
    begun = client.create_multipart_upload(Bucket=BUCKET, Key=key)
    client.upload_part(Bucket=BUCKET, Key=key, UploadId=begun["UploadId"], PartNumber=1, Body=b"half")


def list_bucket(client: Any, prefix: str) -> set[str]:
    """All keys below, and those of uploads in pieces."""
    kept = client.list_objects_v2(Bucket=BUCKET, Prefix=prefix).get("Contents", ())
    halves = client.list_multipart_uploads(Bucket=BUCKET, Prefix=prefix).get("Uploads", ())
    return {one["Key"].removeprefix(prefix) for one in kept} | {
        f"half {one['Key'].removeprefix(prefix)}" for one in halves
    }


@pytest.mark.parametrize("place", ["bucket"], indirect=True)
def test_of_a_bucket_just_what_nothing_needs_goes_and_what_others_keep_in_it_stays(
    settings: Settings, tmp_path: Path
) -> None:
    client = boto3.client("s3", endpoint_url=settings.STORE_ENDPOINT)
    prefix, now = f"{tmp_path.name}/", timezone.now()
    make_material(make_version(make_item("boris")))
    needed = {f"kept/{name}" for name in get_store().names()}
    leave_unneeded()
    words = ("stray", "form", "nobody's form", "begun", "theirs")
    names = {word: f"{hashlib.sha256(word.encode()).hexdigest()}.mp4" for word in words}
    get_store().put_bytes(b"stray", name=names["stray"])
    for word in ("form", "nobody's form"):
        get_private_store().put_bytes(word.encode(), name=names[word])
    Consent.objects.create(campaign=make_version().item.campaign, slug="one", document=names["form"])
    others = {f"kept/archive/{names['stray']}", "kept/notes.txt", f"private/old/{names['form']}"}
    for key in others:
        client.put_object(Bucket=BUCKET, Key=prefix + key, Body=b"theirs")
    begin_upload(client, f"{prefix}kept/{names['begun']}")
    begin_upload(client, f"{prefix}private/{names['begun']}")
    begin_upload(client, f"{prefix}kept/archive/{names['theirs']}")
    stays = needed | others | {f"private/{names['form']}", f"half kept/archive/{names['theirs']}"}
    before = list_bucket(client, prefix)
    assert tidy(now).files == garbage.Swept(marked=2)  # what both keep of their edges is one file
    assert list_bucket(client, prefix) == before
    soon = now + timedelta(days=2)
    second = tidy(soon)
    assert (second.files, second.strays) == (garbage.Swept(marked=1, halves=1), 1)
    late = soon + timedelta(days=31)
    foreseen, last = tidying.foresee(now=late).files, tidy(late).files
    assert (last.marked, last.removed, last.left, last.halves) == (0, 3, 0, 0)
    assert foreseen == garbage.Waiting((0, 0), (0, 0), (last.removed, last.bytes))
    assert list_bucket(client, prefix) == stays
    assert {f"kept/{name}" for name in StoredFile.objects.values_list("name", flat=True)} == needed
    assert (tidy(late).files, tidy(late).strays) == (garbage.Swept(), 0)


def test_a_grace_shorter_than_players_may_be_away_is_refused(settings: Settings) -> None:
    settings.GRACE_DAYS = 13
    with pytest.raises(NotAllowed, match="CAMPAIGN_GRACE_DAYS is 13"):
        tidy(NOW)


def test_what_would_go_is_foreseen_and_left_alone() -> None:
    leave_unneeded()
    before = tidying.foresee(now=NOW).files
    tidy(NOW)
    between, due = tidying.foresee(now=NOW + timedelta(days=1)).files, tidying.foresee(now=LATER).files
    counts = [(one.unmarked[0], one.waiting[0], one.due[0]) for one in (before, between, due)]
    assert counts == [(3, 0, 0), (0, 3, 0), (0, 0, 3)]
    assert len(list(get_store().names())) == 3


def test_each_hour_looks_at_a_sixteenth_and_a_day_at_all() -> None:
    leave_unneeded()
    steps = [tidying.tidy_step(now=NOW + timedelta(hours=hour)).files.marked for hour in range(16)]
    assert (sum(steps), max(steps) < 3 or steps.count(0) == 15) == (3, True)


def test_a_store_that_does_not_answer_keeps_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    leave_unneeded()
    tidy(NOW)

    def refuse(self: FileStore, name: str) -> None:
        raise OSError(5, "gone for a moment")

    with monkeypatch.context() as patch:
        patch.setattr(FileStore, "remove", refuse)
        assert (tidy(LATER).files.left, StoredFile.objects.count()) == (3, 3)
    assert (tidy(LATER).files.removed, StoredFile.objects.count()) == (3, 0)


def test_a_release_of_which_pictures_are_gone_cannot_be_gone_back_to() -> None:
    flight = make_flight("ana", item="together/ana", channels=("tram",), share=10)
    frozen = make_release(channels=(make_screen(),), flights=(flight,), spots=make_spots("together/ana"))
    with pytest.raises(NotAllowed, match="kept no longer: together/ana"):
        check_content(frozen)


def test_private_files_without_a_row_go_after_a_day_and_named_ones_stay() -> None:
    version = make_version()
    store = get_private_store()
    assert isinstance(store, FileStore)
    names = {}
    for word in ("form", "pack", "pending", "stray", "fresh"):
        names[word] = f"{hashlib.sha256(word.encode()).hexdigest()}.pdf"
        store.put_bytes(word.encode(), name=names[word])
        if word != "fresh":
            os.utime(store.locate(names[word]), (1, 1))
    campaign = version.item.campaign
    Consent.objects.create(campaign=campaign, slug="one", document=names["form"])
    Consent.objects.create(campaign=campaign, slug="two", proof={"pending_form": names["pending"]})
    PackImport.objects.create(
        by=make_person(), organisation=make_organisation(), name="a.zip", file=names["pack"], at=NOW
    )
    assert strays.remove_strays(now=timezone.now()) == 1
    assert set(store.names()) == {names[word] for word in ("form", "pack", "pending", "fresh")}


def test_rows_that_are_over_go_after_their_time_and_others_stay() -> None:
    person, home = make_person("lead"), make_organisation()
    draft = {"campaign": make_version().item.campaign, "kind": "story", "by": person, "changed_by": person}
    for days in (10, 100):
        at = NOW - timedelta(days=days)
        for state in ("waiting", "done"):
            PackImport.objects.create(by=person, organisation=home, name=f"{days}.zip", at=at, state=state)
        Invitation.objects.create(email="a@example.org", role="staff", token_sha256=f"{days}", by=person, until=at)
        Draft.objects.create(**draft, changed_at=at, settled_at=at)
        Draft.objects.create(**draft, changed_at=at)
        Rendering.objects.create(key=f"gone {days}", queue="stills", job={}, state="gone", done_at=at)
    foreseen, removed = ageing.count_old(now=NOW), ageing.remove_old(now=NOW)
    expected = {"imports": 1, "invitations": 1, "drafts": 1, "readers of drafts": 0, "refused rows": 0, "renderings": 1}
    assert (foreseen, removed) == ({**expected, "joined loops": 0, "letters": 0},) * 2
    assert (PackImport.objects.count(), Draft.objects.count(), Rendering.objects.count()) == (3, 3, 1)


def test_joined_films_that_no_player_fetches_any_more_go_with_their_files() -> None:
    names = []
    for days in (10, 100):
        file = f"film {days}".encode()
        names.append(f"{hashlib.sha256(file).hexdigest()}.mp4")
        get_store().put_bytes(file, name=names[-1])
        JoinedLoop.objects.create(name=names[-1], spots=[], used_at=NOW - timedelta(days=days))
    assert ageing.remove_old(now=NOW)["joined loops"] == 1
    assert (list(get_store().names()), JoinedLoop.objects.count()) == ([names[0]], 1)


def test_letters_in_a_folder_go_after_a_month(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL = f"file:{tmp_path / 'mail'}"
    (tmp_path / "mail").mkdir()
    for name, age in (("old.eml", 40), ("new.eml", 1), ("notes.txt", 40)):
        (tmp_path / "mail" / name).write_text("letter")
        moment = (NOW - timedelta(days=age)).timestamp()
        os.utime(tmp_path / "mail" / name, (moment, moment))
    ageing.remove_old(now=NOW)
    assert sorted(path.name for path in (tmp_path / "mail").iterdir()) == ["new.eml", "notes.txt"]


def test_what_is_needed_again_says_how_many_had_a_mark() -> None:
    files = [keep_file(word) for word in (b"one", b"two")]
    StoredFile.objects.filter(pk=files[0].pk).update(unneeded_since=NOW)
    assert storage.need_again(*(file.pk for file in files)) == 1
