"""A copy brought back into an empty installation serves the same bytes, and nobody comes back who was erased."""

import json
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import boto3
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.adapters.dumps import DumpFailed, Place, dump, load
from campaign.adapters.stored import hash_file
from campaign.data.models import Consent as ConsentRow
from campaign.data.models import PlaylistKey, PlayTotal, StoredFile, User, Withdrawal
from campaign.services import accounts, backups, documents, players, signing, signing_keys, stops
from campaign.services.erasure import Ground, erase
from campaign.services.restoring import apply_stops, list_trusted_still
from campaign.services.storage import get_store
from campaign.services.withdrawals import lift, withdraw
from campaign.spec.consent import PUBLIC_SCREENS, Consent
from campaign.spec.errors import BrokenMedia, InvalidDocument, NotAllowed, UnknownName
from tests.factories.rows import NOON, keep_file, make_consent, make_person
from tests.factories.schedules import ALWAYS_OPEN
from tests.factories.screens import Screen, make_screen
from tests.services.conftest import BUCKET
from tests.services.copies import empty_installation, forget_keys, keep_drawn_keys, restore

FILM = bytes(range(256)) * 36_000
"""9 MB: into a bucket it goes in pieces."""
anywhere = pytest.mark.parametrize("place", ["folders", "bucket"], indirect=True)


@pytest.fixture
def screen(tmp_path: Path, settings: Settings, place: str) -> Screen:
    """A released channel with two stories, each with a person's consent and her form."""
    settings.HOME = tmp_path / "home"
    settings.SIGNING_KEY = "ab" * 32
    made = make_screen(tmp_path / "schedules", channels=ALWAYS_OPEN)
    for material, name in ((made.ana, "Ана Петрова"), (made.boris, "Борис Тайнов")):
        agreed = Consent(person=name, wording="Да.", purposes=(PUBLIC_SCREENS,), channels=("tram",))
        row = make_consent(material.version, agreed)
        documents.keep_document(row, f"%PDF-1.7\n{name}\n%%EOF\n".encode(), by=make_person("lead"), now=NOON)
    PlayTotal.objects.create(day=NOON.date(), channel="tram", planned=7, played=5)
    return made


def list_media(screen: Screen) -> list[str]:
    files = [one.loop.file for one in (screen.ana, screen.boris) if one.loop]
    return [file.name for file in files if file]


def copy(to: Path, **words: int) -> backups.Backup:
    return backups.make_backup(to, now=timezone.now(), tell=lambda done: None, **words)


def look(screen: Screen, environment: dict[str, str], *tokens: str) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.services.restored", screen.token, *list_media(screen), *tokens]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout)
    return found


def keep_film(path: Path) -> None:
    """As a worker keeps what it has made."""
    path.write_bytes(FILM)
    name = f"{hash_file(path)}.mp4"
    get_store().put(path, name=name)
    StoredFile.objects.create(sha256=name[:64], name=name, size=len(FILM), media_type="video/mp4")


def check_pools(made: backups.Backup) -> None:
    """Every file that a row names lies in the copy, with the bytes that its name promises, and no other."""
    facts = json.loads((made.folder / backups.LIST).read_text())
    assert sorted(facts["files"]) == sorted(StoredFile.objects.values_list("name", flat=True))
    assert sorted(facts["private"]) == sorted(ConsentRow.objects.values_list("document", flat=True))
    for pool, names in (("store", facts["files"]), ("private", facts["private"])):
        paths = [path for path in (made.folder.parent / pool).rglob("*") if path.is_file()]
        assert sorted(f"{hash_file(path)}{path.suffix}" for path in paths) == sorted(names)


@anywhere
@pytest.mark.django_db(transaction=True)
def test_an_empty_installation_serves_the_same_bytes_and_refuses_a_second_copy(
    screen: Screen, place: str, tmp_path: Path
) -> None:
    keep_film(tmp_path / "film")
    made = copy(tmp_path / "safe")
    assert (made.missing, made.new, made.files) == ((), made.files, made.files)
    check_pools(made)
    playlist = Client(headers={"host": "localhost"}).get(screen.address("csv")).content.decode()
    with empty_installation(tmp_path / "new") as environment:
        done = restore(tmp_path / "safe", environment)
        assert (done.returncode, done.stderr.strip()) == (0, "")
        assert f"{made.files} files; 0 stops" in done.stdout
        kept = {path.name: hash_file(path) for path in (tmp_path / "new" / "store").glob("*/*")}
        assert kept == {name: name[:64] for name in StoredFile.objects.values_list("name", flat=True)}
        names = list_media(screen)
        assert all(name in playlist for name in names)
        assert look(screen, environment) == {
            "playlist": playlist,
            "media": {name: name.partition(".")[0] for name in names},
            "erased": [],
            "persons": ["Ана Петрова", "Борис Тайнов"],
            "totals": 1,
            "sessions": 0,
            "off": [],
            "revoked": [],
        }
        if place == "folders":  # where the files came from makes no difference here
            again = restore(tmp_path / "safe", environment)
            assert (again.returncode, again.stderr.splitlines()[0]) == (1, "This database holds something already.")


@pytest.mark.django_db(transaction=True)
def test_who_was_erased_and_what_was_stopped_after_a_copy_stays_so(screen: Screen, tmp_path: Path) -> None:
    copy(tmp_path / "safe")
    boris = screen.boris.version.item.consents.get()
    erase(boris, by=make_person("lead"), ground=Ground.WITHDRAWN, now=timezone.now())
    withdraw(scope="item", ref="together/ana", by=make_person("lead"), why="Not now", now=timezone.now())
    with empty_installation(tmp_path / "new") as environment:
        done = restore(tmp_path / "safe", environment, "--stops", str(stops.find_file()))
        assert (done.returncode, done.stderr.strip()) == (0, "")
        found = look(screen, environment)
    assert (found["erased"], found["persons"]) == (["boris"], ["", "Ана Петрова"])
    assert found["media"] == dict.fromkeys(list_media(screen), 404)
    assert not any(word in str(found["playlist"]) for word in (*list_media(screen), "together/ana", "together/boris"))
    kept = [path for path in (tmp_path / "new").rglob("*") if path.is_file()]
    assert not [path for path in kept if "Тайнов".encode() in path.read_bytes()]


@pytest.mark.django_db(transaction=True)
def test_nobody_comes_in_by_what_was_ended_after_a_copy(screen: Screen, settings: Settings, tmp_path: Path) -> None:
    keep_drawn_keys(settings)
    revoked, rotated = (players.create(channel="tram", name=name) for name in ("Stolen", "Moved"))
    thief = make_person("staff", name="thief")
    Client().force_login(thief)
    stolen = signing.find_key(at=timezone.now()).public
    copy(tmp_path / "safe")
    players.revoke(revoked.player, now=timezone.now())
    moved = players.rotate(rotated.player, now=timezone.now())
    accounts.switch(thief, on=False, by=make_person("administrator"))
    signing_keys.revoke(stolen, root=None, now=timezone.now())
    tokens = (revoked.token, rotated.token, moved.token)
    with empty_installation(tmp_path / "new") as environment:
        forget_keys(environment)
        done = restore(tmp_path / "safe", environment, "--stops", str(stops.find_file()))
        assert (done.returncode, done.stderr.strip()) == (0, "")
        assert "4 stops since then done again" in done.stdout
        found = look(screen, environment, *tokens)
    assert isinstance(found["media"], dict)
    assert [found["media"][token] for token in tokens] == [404, 404, 404]
    assert (found["sessions"], found["off"], found["revoked"]) == (0, ["thief"], [stolen])
    assert screen.ana.loop
    assert screen.ana.loop.file
    assert screen.ana.loop.file.name in str(found["playlist"])


@pytest.mark.django_db(transaction=True)
def test_every_copy_carries_what_was_ended_before_it(screen: Screen, tmp_path: Path) -> None:
    stolen = signing.find_key(at=timezone.now()).public
    player = players.create(channel="tram", name="Stolen").player
    thief = make_person("staff", name="thief")
    players.revoke(player, now=NOON)
    accounts.switch(thief, on=False, by=make_person("administrator"))
    signing_keys.revoke(stolen, root=None, now=NOON)
    stops.find_file().unlink()  # another host's
    copy(tmp_path / "safe")
    copy(tmp_path / "safe")
    listed = [(one.kind, one.ref) for one in stops.read_stops(tmp_path / "safe" / stops.FILE)]
    assert sorted(listed) == [
        ("key-revoked", stolen),
        ("person-switched-off", str(thief.pk)),
        ("player-ended", player.token_sha256),
    ]


@pytest.mark.django_db
def test_a_key_that_only_the_root_can_take_from_players_is_named(screen: Screen) -> None:
    signing_keys.rotate(root=None, now=NOON, ahead=timedelta(0))
    stolen = signing.find_key(at=NOON).public
    signing.get_root_path().unlink()
    known = [stops.Stop(stops.KEY, NOON.isoformat(), ref=stolen)]
    assert (apply_stops(known, now=NOON), list_trusted_still(known)) == (1, [stolen])
    assert not PlaylistKey.objects.exclude(sealed="").exists()
    assert apply_stops(known, now=NOON) == 0


@pytest.mark.django_db
def test_who_was_let_in_again_before_the_copy_or_came_after_the_stop_stays(screen: Screen) -> None:
    back, lead = make_person("staff", name="back"), make_person("administrator")
    accounts.switch(back, on=False, by=lead)
    known = stops.list_stops()
    accounts.switch(back, on=True, by=lead)
    new = stops.Stop(stops.PERSON, (timezone.now() - timedelta(days=9)).isoformat(), ref=str(lead.pk))
    assert apply_stops([*known, new], now=timezone.now()) == 0
    assert not User.objects.filter(is_active=False).exists()


@pytest.mark.django_db(transaction=True)
def test_the_next_copy_takes_the_erased_out_of_the_files_of_all(screen: Screen, tmp_path: Path) -> None:
    copy(tmp_path / "safe")
    boris = screen.boris.version.item.consents.get()
    names = {list_media(screen)[1], boris.document}
    before = {path.name for path in (tmp_path / "safe").rglob("*") if path.is_file()}
    erase(boris, by=make_person("lead"), ground=Ground.WITHDRAWN, now=timezone.now())
    second = copy(tmp_path / "safe")
    after = {path.name for path in (tmp_path / "safe").rglob("*") if path.is_file()}
    assert (names <= before, names & after, second.new) == (True, set(), 0)
    listed = list(stops.read_stops(tmp_path / "safe" / stops.FILE))
    assert [(one.kind, one.consent) for one in listed if one.kind == stops.ERASED] == [("erased", "together/boris")]


@pytest.mark.django_db(transaction=True)
def test_nobody_else_reads_a_copy(screen: Screen, tmp_path: Path) -> None:
    copy(tmp_path / "safe")
    modes = {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "safe").glob("*/*")}
    modes |= {stat.S_IMODE(path.stat().st_mode) & 0o077 for path in (tmp_path / "safe").iterdir()}
    assert modes == {0}


@pytest.mark.django_db(transaction=True)
def test_old_copies_go_with_the_files_that_only_they_had_and_the_newest_stays(screen: Screen, tmp_path: Path) -> None:
    keep_file(b"only for a while")
    now = timezone.now()
    old = backups.make_backup(tmp_path / "safe", now=now - timedelta(days=40), tell=lambda done: None)
    StoredFile.objects.filter(size=len(b"only for a while")).delete()
    new = backups.make_backup(tmp_path / "safe", now=now, tell=lambda done: None)
    assert (old.folder.exists(), new.folder.exists(), new.dropped) == (False, True, 2)
    assert backups.find_newest(tmp_path / "safe") == new.folder


@anywhere
@pytest.mark.django_db(transaction=True)
def test_files_that_the_store_has_lost_or_that_have_other_bytes_are_named(
    screen: Screen, place: str, settings: Settings, tmp_path: Path
) -> None:
    lost, changed = list_media(screen)
    get_store().remove(lost)
    if place == "bucket":
        client = boto3.client("s3", endpoint_url=settings.STORE_ENDPOINT)
        client.put_object(Bucket=BUCKET, Key=f"{tmp_path.name}/kept/{changed}", Body=b"something else")
    else:
        (tmp_path / "store" / changed[:2] / changed).write_bytes(b"something else")
    made = copy(tmp_path / "safe")
    assert sorted(made.missing) == sorted((lost, changed))
    assert not [path for path in (tmp_path / "safe" / "store").rglob("*") if path.name in (lost, changed)]


@pytest.mark.django_db(transaction=True)
def test_a_damaged_copy_is_refused(screen: Screen, tmp_path: Path) -> None:
    made = copy(tmp_path / "safe")
    (made.folder / backups.DATABASE).write_bytes(b"half")
    with pytest.raises(BrokenMedia, match="damaged"):
        backups.bring_database(made.folder)


def test_a_folder_without_copies_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match="no copy"):
        backups.find_newest(tmp_path)


def test_a_database_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "one")) as database:
        database.execute("CREATE TABLE something (number)")
    place = Place("sqlite", str(tmp_path / "one"))
    dump(place, out=tmp_path / "copy")
    with pytest.raises(NotAllowed, match="holds something"):
        load(place, file=tmp_path / "copy")
    with pytest.raises(DumpFailed):
        dump(Place("sqlite", str(tmp_path / "none")), out=tmp_path / "other")


@pytest.mark.django_db
def test_what_the_copy_knows_to_be_lifted_is_not_stopped_again(screen: Screen) -> None:
    row = withdraw(scope="item", ref="together/ana", by=make_person("lead"), why="", now=NOON)
    known = stops.list_stops()
    lift(row, by=make_person("lead"), now=NOON)
    assert (len(known), apply_stops(known, now=NOON), Withdrawal.objects.filter(lifted_at=None).count()) == (1, 0, 0)


def test_a_line_cut_off_by_a_power_cut_is_left_out_and_others_are_named(tmp_path: Path) -> None:
    whole = stops.write_stops([stops.Stop("withdrawn", NOON.isoformat(), scope="everything")])
    (tmp_path / "cut").write_bytes(whole + whole[:20])
    assert len(list(stops.read_stops(tmp_path / "cut"))) == 1
    (tmp_path / "bad").write_bytes(b"{}\n" + whole)
    with pytest.raises(InvalidDocument, match="not one of a list of stops"):
        list(stops.read_stops(tmp_path / "bad"))
