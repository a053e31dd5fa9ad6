"""Packs as ZIP files: what is in them comes out, and nothing that a stranger may have thought of."""

import io
import stat
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from campaign.adapters import pack_zip
from campaign.adapters.pack_zip import unpack
from campaign.spec.errors import BrokenMedia, CampaignError, InvalidDocument

PACK = {"campaign.yaml": b"id: a", "stories/ana.yaml": b"id: ana", "media/ana.jpg": b"jpeg"}


def make_zip(path: Path, files: Mapping[str, bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", kind) as file:
        for name, data in files.items():
            file.writestr(name, data)
    return path


def read_folder(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "pack"
    made.mkdir()
    return made


@pytest.mark.parametrize("root", ["", "my campaign/"])
def test_a_pack_comes_out_whole_without_the_folder_around_it(root: str, tmp_path: Path, folder: Path) -> None:
    shares: list[float] = []
    archive = make_zip(tmp_path / "a.zip", {f"{root}{name}": data for name, data in PACK.items()})
    unpack(archive, folder, on_share=shares.append)
    assert read_folder(folder) == PACK
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_what_computers_leave_beside_files_is_left_out(tmp_path: Path, folder: Path) -> None:
    litter = {
        "__MACOSX/stories/._ana.yaml": b"x",
        "media/.DS_Store": b"x",
        "Thumbs.db": b"x",
        "media/desktop.ini": b"x",
    }
    unpack(make_zip(tmp_path / "a.zip", {**PACK, **litter}), folder)
    assert read_folder(folder) == PACK


def test_names_in_the_code_page_of_windows_are_read_as_they_were_written(tmp_path: Path, folder: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {**PACK, "media/XXXX.jpg": b"x"})
    archive.write_bytes(archive.read_bytes().replace(b"XXXX", "Мама".encode("cp866")))
    unpack(archive, folder)
    assert (folder / "media" / "Мама.jpg").read_bytes() == b"x"


@pytest.mark.parametrize(
    "name",
    ["../evil.yaml", "stories/../../evil.yaml", "/etc/evil", "C:/evil", "media/a:b.jpg", "media\\evil.jpg", "media//a"],
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path, folder: Path) -> None:
    entry = zipfile.ZipInfo("X")
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("campaign.yaml", "id: a")
        entry.filename = name
        file.writestr(entry, "x")
    with pytest.raises(CampaignError):
        unpack(tmp_path / "a.zip", folder)
    assert read_folder(folder) == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip", "pack"]


def test_a_link_is_refused(tmp_path: Path, folder: Path) -> None:
    entry = zipfile.ZipInfo("media/passwd.jpg")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as file:
        file.writestr("campaign.yaml", "id: a")
        file.writestr(entry, "/etc/passwd")
    with pytest.raises(CampaignError, match="link") as raised:
        unpack(tmp_path / "a.zip", folder)
    assert [single.place.file for single in raised.value.singles] == ["media/passwd.jpg"]


def test_every_wrong_name_is_told_with_its_place(tmp_path: Path, folder: Path) -> None:
    files = {**PACK, "media/deep/er.jpg": b"x", "media/ANA.JPG": b"x", "media/ana.JPG": b"y"}
    with pytest.raises(CampaignError) as raised:
        unpack(make_zip(tmp_path / "a.zip", files), folder)
    assert [single.place.file for single in raised.value.singles] == [
        "media/deep/er.jpg",
        "media/ANA.JPG",
        "media/ana.JPG",
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"readme.txt": b""}, "There is no campaign.yaml in it."),
        ({"a/campaign.yaml": b"", "b/campaign.yaml": b""}, "There are several campaigns in it."),
        ({"a/campaign.yaml": b"", "other.txt": b""}, "This lies outside the campaign’s folder."),
    ],
)
def test_a_pack_is_one_folder_with_campaign_yaml(
    files: dict[str, bytes], told: str, tmp_path: Path, folder: Path
) -> None:
    with pytest.raises(InvalidDocument if "outside" not in told else CampaignError) as raised:
        unpack(make_zip(tmp_path / "a.zip", files), folder)
    assert raised.value.message.text == told


def test_a_bomb_is_refused_before_anything_is_written(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pack_zip, "MOST_UNPACKED", 1_000_000)
    archive = make_zip(tmp_path / "a.zip", {**PACK, "media/bomb.jpg": bytes(2_000_000)})
    assert archive.stat().st_size < 10_000
    with pytest.raises(BrokenMedia, match="too large"):
        unpack(archive, folder)
    assert read_folder(folder) == {}


def test_more_than_the_table_promises_does_not_come_out(tmp_path: Path, folder: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"campaign.yaml": b"id: a", "media/bomb.jpg": bytes(3_000_000)})
    data = bytearray(archive.read_bytes())
    size = struct.pack("<L", 3_000_000)
    while (place := data.find(size)) >= 0:  # in the entry's own head, and in the table
        data[place : place + 4] = struct.pack("<L", 1000)
    archive.write_bytes(data)
    with pytest.raises(BrokenMedia):
        unpack(archive, folder)
    assert sum(len(data) for data in read_folder(folder).values()) <= 2 * pack_zip.PIECE


def test_a_table_of_countless_files_is_refused_unread(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = make_zip(tmp_path / "a.zip", PACK | {f"media/{number}.jpg": b"" for number in range(20)})
    monkeypatch.setattr(pack_zip, "MOST_TABLE", 500)
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_: pytest.fail("the table was read"))
    with pytest.raises(BrokenMedia, match="too many files"):
        unpack(archive, folder)


def test_what_is_no_zip_broken_or_locked_is_told_so(tmp_path: Path, folder: Path) -> None:
    whole = make_zip(tmp_path / "whole.zip", PACK).read_bytes()
    locked = bytearray(whole)
    for place in (6, whole.index(b"PK\x01\x02") + 8):  # bit 0 of the flags
        locked[place] |= 1
    for data, told in ((b"hello", "not a ZIP"), (whole[:-30], "ZIP"), (bytes(locked), "password"), (b"", "not a ZIP")):
        (tmp_path / "a.zip").write_bytes(data)
        with pytest.raises(CampaignError, match=told):
            unpack(tmp_path / "a.zip", folder)


def test_a_damaged_file_is_told_so(tmp_path: Path, folder: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as file:
        for name, data in PACK.items():
            file.writestr(name, data)
    (tmp_path / "a.zip").write_bytes(out.getvalue().replace(b"id: ana", b"id: bna"))
    with pytest.raises(BrokenMedia, match="damaged"):
        unpack(tmp_path / "a.zip", folder)


def test_a_name_that_is_a_file_here_and_a_folder_there_is_told_so(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(BrokenMedia, match="damaged"):
        unpack(make_zip(tmp_path / "a.zip", {"campaign.yaml": b"", "media": b"x", "media/a.jpg": b"x"}), folder)
