"""A channel's week as a ZIP that is not written down, as a folder, and what proves them."""

import shutil
import subprocess
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import imageio_ffmpeg
import pytest
from django.utils import timezone
from pytest_django import Settings

from campaign.adapters import bundle_zip, stick
from campaign.adapters.bundle_zip import export_zip
from campaign.adapters.bundles import open_bundle
from campaign.adapters.files import settle_file
from campaign.adapters.stick import Exported, export_folder
from campaign.playlists.signature import SigningKey
from campaign.services.signing import find_key
from campaign.services.storage import get_store
from campaign.spec.errors import CampaignError, NotAllowed
from tests.factories.browser import open_browser
from tests.factories.rows import NOON
from tests.factories.screens import Screen
from tests.factories.spots import make_film_screen
from tests.services.sticks import export, make, name_faults, plan_zip, prove_at, withdraw_ana

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_film_screen(tmp_path / "schedules")


def test_an_export_is_whole_ours_and_says_what_it_is(screen: Screen, tmp_path: Path) -> None:
    bundle = make()
    assert export(tmp_path / "stick", bundle) == Exported(len(bundle.parts), 0, 0)
    proof = prove_at(tmp_path / "stick")
    assert (proof.faults, proof.comment) == ((), "tram release 2 bundle 2026-11-23")
    assert proof.week is not None
    assert (proof.week.channel, proof.week.release) == ("tram", 2)
    assert proof.week.until == datetime.fromisoformat("2026-11-30T00:30:00+02:00")


@pytest.mark.minisign
def test_the_stock_tools_prove_a_stick_too(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make())
    for command in (
        ["minisign", "-V", "-P", find_key(at=NOON).public, "-m", "SHA256SUMS"],
        ["sha256sum", "--check", "--quiet", "--strict", "SHA256SUMS"],
    ):
        subprocess.run(command, cwd=tmp_path / "stick", check=True, capture_output=True)


def test_a_second_export_copies_nothing(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make())
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "stick").rglob("*")}
    assert export(tmp_path / "stick", make()) == Exported(0, len(make().parts), 0)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "stick").rglob("*")} == before


def test_after_a_change_only_what_differs_is_copied_and_what_is_gone_removed(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make())
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "stick" / "media").iterdir()}
    withdraw_ana()
    done = export(tmp_path / "stick", make())
    after = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "stick" / "media").iterdir()}
    ana, boris = (material.loop.file.name for material in (screen.ana, screen.boris))  # type: ignore[union-attr]
    assert (ana in before, ana in after) == (True, False)
    assert after[boris] == before[boris]  # what stays is not written again
    assert (done.removed, done.kept > 1) == (1, True)
    assert prove_at(tmp_path / "stick").faults == ()


def test_a_stick_that_is_pulled_out_proves_nothing_and_goes_on(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(tmp_path / "stick", make())
    withdraw_ana()
    bundle = make()
    differing = [part for part in bundle.parts if part.path.startswith(("playlist", "windows"))]
    whole, pulled = settle_file, 0

    def pull(part: Path, *, out: Path) -> None:
        nonlocal pulled
        pulled += 1
        if pulled > 3:
            raise OSError(5, "Input/output error")
        whole(part, out=out)

    monkeypatch.setattr(stick, "settle_file", pull)
    with pytest.raises(NotAllowed, match="Input/output error"):
        export(tmp_path / "stick", bundle)
    monkeypatch.undo()
    assert name_faults(prove_at(tmp_path / "stick")) == [
        ("SHA256SUMS", "This is no bundle, or its export has not ended.")
    ]
    done = export(tmp_path / "stick", bundle)
    assert done.kept >= 3
    assert done.copied < len(differing) + 3
    assert prove_at(tmp_path / "stick").faults == ()
    assert [path.name for path in (tmp_path / "stick").rglob(".*")] == []


def test_a_film_that_broke_off_goes_on_where_it_ended(screen: Screen, tmp_path: Path) -> None:
    bundle = make()
    film = max(bundle.parts, key=lambda part: part.size if part.data is None else 0)
    half = tmp_path / "stick" / "media" / f".{film.name}.part"
    half.parent.mkdir(parents=True)
    with get_store().open(film.name) as file:
        half.write_bytes(file.read(film.size // 2))
    (tmp_path / "stick" / stick.JOURNAL).write_bytes(bundle.sums)
    told: list[int] = []
    export_folder(bundle, tmp_path / "stick", store=get_store(), on_bytes=told.append)
    assert film.size // 2 in told
    assert sum(told) == bundle.size - sum(part.size for part in bundle.parts[-2:])
    assert prove_at(tmp_path / "stick").faults == ()


def test_a_wrong_beginning_is_written_anew(screen: Screen, tmp_path: Path) -> None:
    bundle = make()
    film = next(part for part in bundle.parts if part.data is None)
    half = tmp_path / "stick" / "media" / f".{film.name}.part"
    half.parent.mkdir(parents=True)
    half.write_bytes(b"another film")
    (tmp_path / "stick" / stick.JOURNAL).write_bytes(bundle.sums)
    export(tmp_path / "stick", bundle)
    assert prove_at(tmp_path / "stick").faults == ()


def test_a_folder_of_other_things_is_left_alone(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("work of years")
    with pytest.raises(NotAllowed, match="other things"):
        export(tmp_path, make())
    assert (tmp_path / "thesis.txt").read_text() == "work of years"


def test_what_somebody_put_beside_a_bundle_stays_and_is_named(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make())
    (tmp_path / "stick" / "photos" / "empty").mkdir(parents=True)
    (tmp_path / "stick" / "photos" / ".draft.part").write_text("theirs")
    withdraw_ana()
    export(tmp_path / "stick", make())
    assert sorted(path.name for path in (tmp_path / "stick" / "photos").iterdir()) == [".draft.part", "empty"]
    assert name_faults(prove_at(tmp_path / "stick")) == [
        ("photos/.draft.part", "This file does not belong to the bundle.")
    ]


def test_what_systems_leave_on_a_stick_is_nobodys(screen: Screen, tmp_path: Path) -> None:
    (tmp_path / "stick" / "System Volume Information").mkdir(parents=True)
    (tmp_path / "stick" / "System Volume Information" / "IndexerVolumeGuid").write_text("{}")
    (tmp_path / "stick" / "._playlist.json").write_text("")
    export(tmp_path / "stick", make())
    assert prove_at(tmp_path / "stick").faults == ()


def test_a_link_out_of_the_folder_is_not_followed(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make())
    (tmp_path / "elsewhere").mkdir()
    shutil.rmtree(tmp_path / "stick" / "media")
    (tmp_path / "stick" / "media").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotAllowed, match="a link to elsewhere"):
        export(tmp_path / "stick", make())
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_too_small_a_stick_is_told_before_anything_changes(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stick.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10, 9, 1))  # type: ignore[attr-defined]
    with pytest.raises(NotAllowed, match="too little room"):
        export(tmp_path / "stick", make())
    assert list((tmp_path / "stick").iterdir()) == []


@pytest.fixture
def whole(screen: Screen, tmp_path: Path) -> Path:
    export(tmp_path / "stick", make())
    return tmp_path / "stick"


def test_a_missing_a_damaged_and_a_foreign_file_are_each_named(whole: Path) -> None:
    one, other = sorted((whole / "media").iterdir())[:2]
    one.unlink()
    other.write_bytes(other.read_bytes()[:-1] + b"\0")
    (whole / "media" / "advert.mp4").write_bytes(b"buy")
    assert name_faults(prove_at(whole)) == [
        (f"media/{one.name}", "This file is missing."),
        ("media/advert.mp4", "This file does not belong to the bundle."),
        (f"media/{other.name}", "This file is damaged."),
    ]


def test_a_file_with_new_checksums_is_not_signed(whole: Path) -> None:
    sums = (whole / "SHA256SUMS").read_text()
    (whole / "SHA256SUMS").write_text(sums + f"{'0' * 64}  media/advert.mp4\n")
    assert name_faults(prove_at(whole)) == [("SHA256SUMS.minisig", "It is not signed with this key.")]


def test_a_bundle_of_somebody_else_is_not_ours(whole: Path) -> None:
    other = SigningKey(b"x" * 32).public
    assert name_faults(prove_at(whole, key=other)) == [("SHA256SUMS.minisig", "It is not signed with this key.")]


def test_a_bundle_ends_with_its_last_window(whole: Path) -> None:
    end = datetime.fromisoformat("2026-11-30T00:30:00+02:00")
    assert prove_at(whole, now=end - timedelta(seconds=1)).faults == ()
    assert name_faults(prove_at(whole, now=end)) == [
        ("playlist.json", "It has ended: its last window closed on 2026-11-30.")
    ]


def test_a_link_instead_of_a_file_is_damage(whole: Path) -> None:
    film = next((whole / "media").iterdir())
    moved = film.rename(whole.parent / film.name)
    film.symlink_to(moved)
    assert name_faults(prove_at(whole)) == [(f"media/{film.name}", "This file is damaged.")]


def test_the_zip_is_the_same_bundle(screen: Screen, tmp_path: Path) -> None:
    assert export_zip(plan_zip(), tmp_path / "week.zip") == (tmp_path / "week.zip").stat().st_size
    assert prove_at(tmp_path / "week.zip").faults == ()
    with zipfile.ZipFile(tmp_path / "week.zip") as archive:
        assert archive.namelist() == [part.path for part in make().parts]
        archive.extractall(tmp_path / "stick")
    assert export(tmp_path / "stick", make()) == Exported(0, len(make().parts), 0)


def test_a_zip_that_broke_off_goes_on_and_a_whole_one_is_left(
    screen: Screen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, out = plan_zip(), tmp_path / "week.zip"

    def pull(part: Path, *, out: Path) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(bundle_zip, "settle_file", pull)
    with pytest.raises(NotAllowed, match="Input/output error"):
        export_zip(plan, out)
    monkeypatch.undo()
    (half,) = tmp_path.glob(".*.part")
    with half.open("rb+") as file:
        file.truncate(plan.size // 3)
    assert export_zip(plan, out) == plan.size - plan.size // 3
    assert (export_zip(plan, out), list(tmp_path.glob(".*.part"))) == (0, [])


def test_a_damaged_beginning_of_a_zip_is_written_anew(screen: Screen, tmp_path: Path) -> None:
    plan, out = plan_zip(), tmp_path / "week.zip"
    (tmp_path / f".week.zip.{plan.digest[:16]}.part").write_bytes(b"PK\3\4 but not this")
    (tmp_path / ".week.zip.0123456789abcdef.part").write_bytes(b"another week")
    assert export_zip(plan, out) == plan.size
    assert prove_at(out).faults == ()
    assert list(tmp_path.glob(".*.part")) == []


def test_what_is_no_zip_and_what_is_not_there_are_told(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_text("hello")
    for name in ("no.zip", "nothing"):
        with pytest.raises(CampaignError), open_bundle(tmp_path / name):
            pass


@pytest.mark.parametrize("stored", [0, 1])
def test_a_file_that_is_twice_in_a_zip_is_named(screen: Screen, tmp_path: Path, stored: int) -> None:
    out = tmp_path / "week.zip"
    export_zip(plan_zip(), out)
    name = next(part.path for part in make().parts if (part.data is None) == bool(stored))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(name, b"buy")
    assert (name, "This file is there twice.") in name_faults(prove_at(out))


def test_ffmpeg_reads_every_file_of_a_stick(screen: Screen, tmp_path: Path) -> None:
    withdraw_ana()  # whose place the plain picture takes
    export(tmp_path / "stick", make())
    files = sorted((tmp_path / "stick" / "media").iterdir())
    assert {file.suffix for file in files} == {".mp4", ".png"}
    for file in files:
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-xerror", "-i", str(file), "-f", "null", "-"]
        told = subprocess.run(command, capture_output=True, text=True, check=True)
        assert told.stderr == ""


@pytest.mark.chromium
def test_a_browser_plays_a_stick_from_its_folder(screen: Screen, tmp_path: Path) -> None:
    export(tmp_path / "stick", make(at=timezone.now()))
    with open_browser() as browser:
        page = browser.new_page()
        page.goto(f"file://{tmp_path}/stick/index.html")
        shown = page.wait_for_selector("#screen > .front", timeout=60_000)
        assert shown is not None
        source = str(shown.get_attribute("src"))
    assert source.startswith("media/")
    assert (tmp_path / "stick" / source).is_file()
