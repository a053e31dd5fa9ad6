"""Sticks that come from anybody: whatever lies on them, nothing of other people's is changed, and none crashes us."""

import os
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from campaign.adapters.bundles import open_bundle
from campaign.adapters.file_store import FileStore
from campaign.adapters.proving import prove
from campaign.adapters.stick import JOURNAL, Exported, export_folder
from campaign.playlists.bundle import Bundle, Part
from campaign.playlists.signature import PublicKey, SigningKey
from campaign.playlists.sums import NAME, SIGNATURE, write_sums
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import NotAllowed
from tests.factories.rows import NOON

KEY = SigningKey(b"k" * 32)
FILM = b"film" * 100
FILM_NAME = f"{hash_bytes(FILM)}.mp4"
FILES = {"README.txt": b"hello", f"media/{FILM_NAME}": FILM}
NO_BUNDLE, DAMAGED = "This is no bundle, or its export has not ended.", "This file is damaged."


def make_bundle(files: Mapping[str, bytes] = FILES) -> Bundle:
    sums = write_sums({path: hash_bytes(data) for path, data in files.items()})
    whole = {**files, NAME: sums, SIGNATURE: KEY.sign(sums, comment="tram")}
    parts = [Part(path, hash_bytes(data), len(data), data) for path, data in whole.items()]
    film = Part(f"media/{FILM_NAME}", hash_bytes(FILM), len(FILM))
    return Bundle("tram", 1, tuple(film if part.path == film.path else part for part in parts))


def export(folder: Path, tmp_path: Path, bundle: Bundle | None = None) -> Exported:
    store = FileStore(tmp_path / "store")
    store.put_bytes(FILM, name=FILM_NAME)
    return export_folder(bundle or make_bundle(), folder, store=store)


def list_faults(path: Path) -> list[tuple[str, str]]:
    with open_bundle(path) as files:
        proof = prove(files, key=PublicKey(KEY.public), now=NOON)
    return [(fault.place.file, str(fault.message)) for fault in proof.faults if fault.place.file != "playlist.json"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Somebody's folder with a file of theirs."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "thesis.txt").write_text("work of years")
    return tmp_path / "home"


def test_a_list_on_a_stick_does_not_reach_through_a_link(home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    (stick / "windows").symlink_to(home)
    (stick / JOURNAL).write_bytes(write_sums({"windows/thesis.txt": "0" * 64}))
    with pytest.raises(NotAllowed, match="a link to elsewhere"):
        export(stick, tmp_path)
    assert (home / "thesis.txt").read_text() == "work of years"


@pytest.mark.parametrize("half", [f"media/.{FILM_NAME}.part", ".README.txt.part"])
def test_a_half_that_is_a_link_is_not_written_through(half: str, home: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    (stick / "media").mkdir(parents=True)
    (stick / JOURNAL).write_bytes(write_sums({"README.txt": "0" * 64}))
    (stick / half).symlink_to(home / "thesis.txt")
    with pytest.raises(NotAllowed, match="a link to elsewhere"):
        export(stick, tmp_path)
    assert (home / "thesis.txt").read_text() == "work of years"


def test_a_folder_with_checksums_of_others_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "iso").mkdir()
    (tmp_path / "iso" / "debian.iso").write_text("theirs")
    (tmp_path / "iso" / NAME).write_text(f"{'0' * 64} *debian.iso\n")
    with pytest.raises(NotAllowed, match="other things"):
        export(tmp_path / "iso", tmp_path)
    assert sorted(path.name for path in (tmp_path / "iso").iterdir()) == [NAME, "debian.iso"]


def test_what_no_bundle_holds_is_never_removed_though_a_list_names_it(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    export(stick, tmp_path)
    (stick / "photos").mkdir()
    (stick / "photos" / "cat.jpg").write_text("theirs")
    gone = f"media/{'1' * 64}.mp4"
    (stick / gone).write_text("ours, of last week")
    (stick / JOURNAL).write_bytes(write_sums({"photos/cat.jpg": "0" * 64, gone: "1" * 64, "README.txt": "0" * 64}))
    assert export(stick, tmp_path).removed == 1
    assert ((stick / "photos" / "cat.jpg").exists(), (stick / gone).exists()) == (True, False)


@pytest.mark.parametrize("last", [NAME, SIGNATURE])
def test_a_stick_pulled_out_at_the_very_end_is_mended(
    last: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"

    def pull(path: Path, data: bytes) -> None:
        if path.name == last:
            raise OSError(5, "Input/output error")
        path.write_bytes(data)

    monkeypatch.setattr("campaign.adapters.stick.write_whole", pull)
    with pytest.raises(NotAllowed, match="Input/output error"):
        export(stick, tmp_path)
    monkeypatch.undo()
    assert list_faults(stick) != []
    export(stick, tmp_path)
    assert list_faults(stick) == []


@pytest.mark.parametrize("name", [NAME, SIGNATURE, "README.txt"])
@pytest.mark.parametrize("kind", ["link", "folder", "pipe"])
def test_a_file_that_is_none_proves_nothing(name: str, kind: str, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    export(stick, tmp_path)
    (stick / name).rename(tmp_path / name)
    if kind == "link":
        (stick / name).symlink_to(tmp_path / name)
    elif kind == "pipe":
        os.mkfifo(stick / name)
    else:
        (stick / name).mkdir()
        (stick / name / "inner").write_bytes(b"")
    told = dict(list_faults(stick))
    missing = "This file is missing." if name == "README.txt" else NO_BUNDLE
    expected = {name: missing} if kind == "folder" else {name if name == "README.txt" else NAME: DAMAGED}
    assert expected.items() <= told.items()


def spoil(data: bytes, how: str) -> bytes:
    spoilt = bytearray(data)
    if how == "bytes":
        spoilt[data.index(b"  README.txt") - 1] ^= 1
    for mark, flags, method in ((b"PK\x01\x02", 8, 10), (b"PK\x03\x04", 6, 8)):
        at = data.find(mark)
        while at >= 0:
            if how == "encrypted":
                spoilt[at + flags] |= 1
            elif how == "method":
                spoilt[at + method] = 97
            at = data.find(mark, at + 4)
    return bytes(spoilt)


@pytest.mark.parametrize("how", ["bytes", "encrypted", "method"])
def test_a_zip_that_cannot_be_read_proves_nothing(how: str, tmp_path: Path) -> None:
    export(tmp_path / "stick", tmp_path)
    path = write_zip(tmp_path, {})
    assert list_faults(path) == []
    path.write_bytes(spoil(path.read_bytes(), how))
    assert list_faults(path) == [(NAME, DAMAGED)]


def test_names_that_lead_out_of_a_zip_and_names_that_are_there_twice_are_told(tmp_path: Path) -> None:
    export(tmp_path / "stick", tmp_path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # zipfile's, of the name that is there twice
        path = write_zip(tmp_path, {"../../etc/passwd": b"x", "README.txt": b"hello"})
    assert list_faults(path) == [
        ("../../etc/passwd", "This file does not belong to the bundle."),
        ("README.txt", "This file is there twice."),
    ]
    assert not (tmp_path.parent.parent / "etc").exists()


def write_zip(tmp_path: Path, more: Mapping[str, bytes]) -> Path:
    stick = tmp_path / "stick"
    with zipfile.ZipFile(tmp_path / "bundle.zip", "w") as archive:
        for path in sorted(stick.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(stick).as_posix())
        for name, data in more.items():
            archive.writestr(name, data)
    return tmp_path / "bundle.zip"
