"""Archives and folders whose names lead elsewhere, or that hold more than they say."""

import io
import zipfile
from pathlib import Path

import pytest

from campaign.adapters.folders import find_media
from campaign.adapters.installing import write_files
from campaign.adapters.pack_zip import unpack
from campaign.adapters.template_zip import unpack_files
from campaign.playlists.sums import read_sums
from campaign.spec.errors import BrokenMedia, CampaignError, NotAllowed
from tests.factories.packs import write_file

NAMES = {
    "up": "media/../../evil.txt",
    "up by Windows' stroke": "media\\..\\..\\evil.txt",
    "a drive": "C:/evil.txt",
    "a stream of Windows": "media/a.jpg:evil",
    "from the root": "/evil.txt",
    "another machine": "//server/share/evil.txt",
    "a control character": "media/a\x1b[2J.jpg",
    "a line end": "media/a\n.jpg",
    "turned round": "media/a\u202egpj.exe",
    "nothing but dots": "media/...",
    "too long for any disk": "media/" + "я" * 149 + ".jpg",
    "folders without end": "a/" * 400 + "a",
}
MEDIA = (
    "../a.jpg", "..\\a.jpg", "/etc/passwd", "C:\\a.jpg", "a\0.jpg", "a.jpg\n", "~/a.jpg", "$HOME", "%2e%2e%2fa.jpg",
    ".a.jpg", "", ".", "..", "a/b.jpg", "a:b.jpg", "|id", "-rf", "http://127.0.0.1/a.jpg", "file:a.jpg", "a" * 300,
)  # fmt: skip
SUMS = ("../a", "/a", "a/../../b", "a//b", "a/./b", "a\\b", "a\x00b", "a\x1bb", "..", ".", "a/..")


def pack(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def unpack_bytes(data: bytes, tmp_path: Path) -> Path:
    folder = tmp_path / "in" / "pack"
    folder.mkdir(parents=True)
    unpack(write_file(tmp_path, "a.zip", data), folder)
    return folder


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_no_name_of_a_pack_leads_out_or_breaks_the_disk(tmp_path: Path, name: str) -> None:
    with pytest.raises(CampaignError) as caught:
        unpack_bytes(pack({"campaign.yaml": b"id: a", name: b"evil"}), tmp_path)
    assert caught.value.hint is not None
    assert [path.name for path in tmp_path.rglob("*") if "evil" in path.name] == []


def test_a_bomb_in_a_bomb_stays_packed(tmp_path: Path) -> None:
    """What is inside is a file like others: nobody unpacks it."""
    inner = pack({"zeros": bytes(20_000_000)})
    folder = unpack_bytes(pack({"campaign.yaml": b"id: a", "media/inner.zip": inner}), tmp_path)
    assert (folder / "media/inner.zip").stat().st_size == len(inner)


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil"])
def test_a_kept_template_writes_nowhere_else(tmp_path: Path, name: str) -> None:
    with pytest.raises(BrokenMedia):
        unpack_files(pack({"a/template.html": b"", name: b"x"}), to=tmp_path / "in" / "kept")
    assert list(tmp_path.rglob("evil")) == []


@pytest.mark.parametrize("name", MEDIA)
def test_no_name_of_a_medium_leads_out_of_its_folder(tmp_path: Path, name: str) -> None:
    write_file(tmp_path, "a.jpg", b"secret")
    write_file(tmp_path, "pack/media/b.jpg", b"")
    with pytest.raises(BrokenMedia) as caught:
        find_media(tmp_path / "pack", name)
    assert caught.value.hint is not None


@pytest.mark.parametrize("path", SUMS)
def test_no_line_of_checksums_leads_out_of_the_bundle(path: str) -> None:
    with pytest.raises(CampaignError):
        read_sums(f"{'0' * 64}  {path}\n".encode())


@pytest.mark.parametrize("link", ["player", "index.html"])
def test_no_link_on_a_stick_leads_an_installed_player_out(tmp_path: Path, link: str) -> None:
    stick, outside = tmp_path / "stick", tmp_path / "outside"
    files = {"config.js": b"1", "index.html": b"2", "player/player.js": b"3"}
    for folder in (stick, outside):
        folder.mkdir()
    (stick / "config.js").write_bytes(b"0")
    (stick / link).symlink_to(outside if link == "player" else outside / "evil")
    with pytest.raises(NotAllowed, match="link to elsewhere"):
        write_files(files, folder=stick, ours="config.js")
    assert (list(outside.iterdir()), (stick / "config.js").read_bytes()) == ([], b"0")
    (stick / link).unlink()
    write_files(files, folder=stick, ours="config.js")
    assert (stick / "player" / "player.js").read_bytes() == b"3"
