"""`campaign doctor` finds each thing that can be wrong, says how to mend it, and is quiet once it is mended."""

import json
import socket
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from pytest_django import Settings
from typer.testing import CliRunner

from campaign.cli import app
from campaign.commands import doctor as command
from campaign.commands import doctor_parts
from campaign.commands.doctor import Part
from campaign.data.models import Mail, Material, Player, Rendering, StoredFile
from campaign.playlists.key_list import KeyList, ListedKey
from campaign.services import audit, audit_chain, beats, diagnosis, dispatch, players, settings_check
from campaign.services.audit import Act
from campaign.services.changes import mark_change
from campaign.services.seeds import NoSigningKey
from campaign.services.storage import get_store
from campaign.settings import _read_number
from campaign.spec.errors import CampaignError, InvalidValue
from campaign.spec.message import say
from tests.audit_log import set_aside
from tests.factories.rows import keep_file, make_channel, make_material
from tests.factories.screens import make_screen

pytestmark = pytest.mark.django_db
SECRET = "0123456789abcdef" * 4


def tell(found: Iterable[CampaignError]) -> list[str]:
    ailments = list(found)
    assert all(one.hint for one in ailments)
    return [str(one.message) for one in ailments]


@pytest.fixture
def sound(settings: Settings, tmp_path: Path) -> Settings:
    """An installation for a city."""
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://campaign.example.org", ["campaign.example.org"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.BEHIND_PROXY = True
    settings.SECRET_KEY, settings.MAIL = SECRET, "smtp://mail.example.org"
    settings.HOME = tmp_path
    tmp_path.chmod(0o700)
    return settings


def test_sound_settings_are_sound(sound: Settings) -> None:
    assert tell(settings_check.check_settings()) == []
    assert tell(settings_check.check_secrets()) == []


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "DEBUG is on"),
        ("ALLOWED_HOSTS", ["other.example.org"], "which is not in CAMPAIGN_HOSTS"),
        ("ALLOWED_HOSTS", ["*"], "allows every name"),
        ("PUBLIC_URL", "http://campaign.example.org", "is not https"),
        ("SESSION_COOKIE_SECURE", False, "without https"),
        ("BEHIND_PROXY", False, "CAMPAIGN_BEHIND_PROXY is not set"),
        ("PRIVATE_STORE", "file:/same", "everybody is served from"),
        ("MAIL", "file:/somewhere", "files that nobody gets"),
    ],
)
def test_settings_that_contradict_are_told(sound: Settings, name: str, value: object, words: str) -> None:
    sound.STORE = "file:/same"
    setattr(sound, name, value)
    [told] = tell(settings_check.check_settings())
    assert words in told


@pytest.mark.parametrize("secret", ["short", "a" * 64, "django-insecure-0123456789abcdefghijklmnopqrstuvw"])
def test_a_secret_that_is_guessed_is_told(sound: Settings, secret: str) -> None:
    sound.SECRET_KEY = secret
    [told] = tell(settings_check.check_secrets())
    assert "easily guessed" in told
    assert secret not in told


def test_a_home_that_others_read_is_told(sound: Settings) -> None:
    Path(sound.HOME).chmod(0o755)
    [told] = tell(settings_check.check_secrets())
    assert "Others on this machine" in told


def test_an_address_that_is_none_and_a_grace_that_is_too_short_are_told(sound: Settings) -> None:
    sound.GRACE_DAYS = 3
    assert tell(settings_check.check_settings()) == ["CAMPAIGN_GRACE_DAYS is 3: players may still come for files."]
    sound.PUBLIC_URL = "campaign.example.org"
    assert "not an address" in tell(settings_check.check_settings())[0]


def test_several_hosts_need_more_in_common_than_one(sound: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.delenv("CAMPAIGN_SECRET_KEY", raising=False)
    sound.STORE = sound.PRIVATE_STORE = "s3://bucket/"
    assert tell(settings_check.check_hosts(now=now)) == []
    beats.note("celery@another", queues="stills", now=now)
    told = tell(settings_check.check_hosts(now=now))
    assert any("CAMPAIGN_BROKER" in one for one in told)
    assert any("CAMPAIGN_SECRET_KEY" in one for one in told)
    assert not any("CAMPAIGN_STORE" in one for one in told)
    sound.STORE = "file:/here"
    assert any("CAMPAIGN_STORE" in one for one in tell(settings_check.check_hosts(now=now)))


def test_clocks_that_differ_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    monkeypatch.setattr(beats, "find_drift", lambda _: 0.2)
    beats.note("celery@near", queues="stills", now=now)
    assert tell(diagnosis.check_clocks(now=now)) == []
    monkeypatch.setattr(beats, "find_drift", lambda _: -3600.0)
    beats.note("celery@far", queues="stills", now=now)
    told = tell(diagnosis.check_clocks(now=now))
    assert told == [
        "This host's clock is -3600 seconds off that of PostgreSQL.",
        "The clock of celery@far is -3600 seconds off.",
    ]


def test_workers_that_lack_and_a_sweep_that_stopped_are_told() -> None:
    now = timezone.now()
    assert tell(diagnosis.check_work(now=now)) == [
        "Nobody has ever swept: lost work stays lost.",
        "No worker serves: imports, stills, loops, publish, housekeeping.",
    ]
    beats.note("celery@here", queues=",".join(dispatch.QUEUES), now=now)
    beats.note(beats.SWEEP, now=now - timedelta(minutes=5))
    assert tell(diagnosis.check_work(now=now)) == ["Nobody has swept for 5 minutes: lost work stays lost."]
    beats.note(beats.SWEEP, now=now)
    assert tell(diagnosis.check_work(now=now)) == []


def test_work_that_waits_and_renders_that_stand_still_or_failed_are_told() -> None:
    now, material = timezone.now(), make_material()
    renders = Rendering.objects.filter(pk=material.still_id)
    beats.note("celery@here", queues=",".join(dispatch.QUEUES), now=now)
    beats.note(beats.SWEEP, now=now)
    renders.update(state="queued", queued_at=now - timedelta(hours=1))
    assert tell(diagnosis.check_work(now=now)) == ["Work in the queue “stills” waits for 60 minutes."]
    renders.update(state="running", heartbeat_at=now - timedelta(minutes=5))
    assert tell(diagnosis.check_renders(now=now)) == ["1 renders stand still: their worker is gone."]
    renders.update(state="failed")
    assert tell(diagnosis.check_renders(now=now)) == ["1 materials could not be rendered."]


def test_files_that_are_gone_or_changed_are_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    gone, short, other, good = (keep_file(data) for data in (b"one", b"two", b"three", b"four"))
    get_store().remove(gone.name)
    paths = {path.name: path for path in (tmp_path / "store").rglob("*") if path.is_file()}
    for file, data in ((short, b"tw"), (other, b"THREE")):
        paths[file.name].chmod(0o600)
        paths[file.name].write_bytes(data)
    quick, deep = tell(diagnosis.check_files(deep=False)), tell(diagnosis.check_files(deep=True))
    assert quick == [
        f"1 files are gone from the store: {gone.name}.",
        f"1 files are not what they were: {short.name}.",
    ]
    assert "2 files are not what they were" in deep[1]
    assert other.name in deep[1]
    assert good.name not in " ".join((*quick, *deep))
    assert StoredFile.objects.count() == 4


def test_an_approval_of_something_else_and_a_file_that_lacks_are_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    assert tell(diagnosis.check_approvals()) == []
    row = Material.objects.filter(state="approved").first()
    assert row is not None
    row.approvals.update(key="0" * 64)
    assert tell(diagnosis.check_approvals()) == [f"Material {row.pk} is approved, but not in the form it has now."]
    Rendering.objects.filter(pk=row.shown.pk).update(file=None)
    assert f"Material {row.pk} is approved, and its file was never made." in tell(diagnosis.check_approvals())


def test_a_release_without_a_fallback_is_told(tmp_path: Path, settings: Settings) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    make_screen(tmp_path / "schedules")
    now = timezone.now()
    assert tell(diagnosis.check_release(now=now)) == []
    Material.objects.update(state="withdrawn")
    mark_change(now=now)
    assert tell(diagnosis.check_release(now=now)) == ["Channels without a fallback that may be shown: tram."]


def test_screens_that_fell_silent_are_told() -> None:
    now = timezone.now()
    make_channel("tram")
    player = players.create(channel="tram", name="door").player
    assert tell(diagnosis.check_screens(now=now)) == []
    Player.objects.filter(pk=player.pk).update(seen_at=now - timedelta(hours=2))
    assert tell(diagnosis.check_screens(now=now)) == ["1 players are silent (tram: 1)."]


def sort_until(end: datetime) -> Callable[..., list[ListedKey]]:
    """As if every key ended then."""
    sort = KeyList.sort_signers
    return lambda keys, *, at: sort(keys, at=at) if at < end else []


def test_keys_that_end_soon_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    now = timezone.now()
    assert tell(diagnosis.check_keys(now=now)) == []
    monkeypatch.setattr("campaign.playlists.key_list.KeyList.sort_signers", sort_until(now + timedelta(days=13)))
    assert tell(diagnosis.check_keys(now=now)) == ["No key signs playlists any more in 14 days."]


def test_a_key_that_cannot_be_opened_is_told(settings: Settings) -> None:
    assert tell(diagnosis.check_keys(now=timezone.now())) == []
    settings.SECRET_KEY = SECRET[::-1]
    with pytest.raises(NoSigningKey):
        tell(diagnosis.check_keys(now=timezone.now()))


def test_letters_that_a_server_refused_are_told() -> None:
    Mail.objects.create(address="a@example.org", kind="x", subject="", due_at=timezone.now(), tries=3)
    assert tell(diagnosis.check_letters()) == ["1 letters were refused several times."]


def test_an_audit_log_that_was_changed_is_told() -> None:
    audit.note(Act.RELEASED, by=None, kind="release", ref=1)
    audit_chain.seal()
    assert tell(diagnosis.check_audit()) == []
    with set_aside():
        type(audit.list_all().get()).objects.update(ref="2")
    assert len(tell(diagnosis.check_audit())) == 1


def test_litter_and_little_room_are_told(tmp_path: Path) -> None:
    assert tell(doctor_parts._check_litter(tmp_path, free=10**12, old=0)) == []
    assert len(tell(doctor_parts._check_litter(tmp_path, free=10**6, old=3))) == 2


def run(monkeypatch: pytest.MonkeyPatch, *looks: Callable[[], str], flags: tuple[str, ...] = ()) -> tuple[int, str]:
    monkeypatch.setattr(command, "PARTS", tuple(Part(f"Part {at}", look) for at, look in enumerate(looks)))
    monkeypatch.setattr(doctor_parts, "list_running", lambda **_: ())
    result = CliRunner().invoke(app, ["doctor", *flags])
    return result.exit_code, result.output


def test_it_ends_with_0_when_all_is_well_and_1_when_something_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise diagnosis.Ailment(say("It is broken."), hint=say("Mend it."))

    def burst() -> str:
        raise RuntimeError("[boom]")

    assert run(monkeypatch, lambda: "fine")[0] == 0
    code, text = run(monkeypatch, lambda: "fine", fail, burst)
    assert code == 1
    assert "It is broken." in text
    assert "→ Mend it." in text
    assert "RuntimeError: [boom]" in text
    code, text = run(monkeypatch, lambda: "fine", fail, flags=("--json",))
    first, second = map(json.loads, text.splitlines())
    assert (first["well"], second["well"]) == (True, False)
    assert second["ailments"] == [{"message": "It is broken.", "hint": "Mend it."}]


def test_a_database_of_an_older_version_is_told_and_what_asks_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["0009_garbage"])

    def ask() -> str:
        raise AssertionError("asked nevertheless")

    monkeypatch.setattr(command, "PARTS", (Part(command.DATABASE, command._look_at_database),))
    monkeypatch.setattr(doctor_parts, "list_running", lambda **_: (Part("Hosts", ask, asks=True),))
    result = CliRunner().invoke(app, ["doctor", "--json"])
    database, hosts = map(json.loads, result.output.splitlines())
    assert result.exit_code == 1
    assert "python -m django migrate" in database["ailments"][0]["hint"]
    assert (hosts["well"], hosts["ailments"]) == (None, [])


def test_a_database_that_is_away_is_told_with_its_mend() -> None:
    def ask() -> str:
        raise OperationalError("connection refused")

    told = command.examine(Part("Database", ask)).ailments[0]
    assert told.hint is not None
    assert "DATABASE_URL" in str(told.hint)


def test_a_mail_server_that_is_away_and_forms_without_a_store_are_told(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))  # and never listens
        settings.MAIL = f"smtp://127.0.0.1:{line.getsockname()[1]}"
        assert "takes no letters" in str(command.examine(Part("Mail", command._look_at_mail)).ailments[0].message)
    settings.PRIVATE_STORE = settings.STORE
    assert command.examine(Part("Private", command._look_at_private_store)).ailments


@pytest.mark.parametrize("given", ["a week", "-1", "nan"])
def test_a_number_that_is_none_is_told_by_the_name_of_its_setting(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("CAMPAIGN_PROOF_DAYS", given)
    with pytest.raises(InvalidValue, match="CAMPAIGN_PROOF_DAYS"):
        _read_number("CAMPAIGN_PROOF_DAYS", default=2557)
