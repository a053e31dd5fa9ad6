"""A signature is one that minisign takes, and the same every time."""

import base64
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.playlists.signature import SigningKey

KEY = SigningKey(bytes(range(32)))
BODY = '{"channel": "трамвай"}\n'.encode()
COMMENT = "tram release 7 playlist.json"


def verify(folder: Path, *, public: str = KEY.public) -> subprocess.CompletedProcess[str]:
    command = ["minisign", "-V", "-P", public, "-m", str(folder / "playlist.json")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "playlist.json").write_bytes(BODY)
    (tmp_path / "playlist.json.minisig").write_bytes(KEY.sign(BODY, comment=COMMENT))
    return tmp_path


@pytest.mark.minisign
def test_the_stock_program_verifies_it(folder: Path) -> None:
    result = verify(folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert f"Trusted comment: {COMMENT}" in result.stdout


@pytest.mark.minisign
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [("playlist.json", b"channel", b"chanel!"), ("playlist.json.minisig", b"release 7", b"release 8")],
)
def test_the_stock_program_refuses_what_was_changed(folder: Path, file: str, old: bytes, new: bytes) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes().replace(old, new))
    assert verify(folder).returncode != 0


@pytest.mark.minisign
def test_the_stock_program_refuses_another_key(folder: Path) -> None:
    assert verify(folder, public=SigningKey(bytes(32)).public).returncode != 0


def test_the_same_bytes_have_the_same_signature() -> None:
    assert KEY.sign(BODY, comment=COMMENT) == SigningKey(bytes(range(32))).sign(BODY, comment=COMMENT)


@given(st.binary(max_size=64))
def test_other_bytes_have_another(data: bytes) -> None:
    assert (KEY.sign(data, comment="") == KEY.sign(BODY, comment="")) == (data == BODY)


def test_the_parts_are_as_long_as_the_format_says() -> None:
    lines = KEY.sign(BODY, comment=COMMENT).decode().splitlines()
    assert [len(base64.b64decode(line)) for line in (KEY.public, lines[1], lines[3])] == [42, 74, 64]


@pytest.mark.parametrize("comment", ["two\nlines", "two\rlines"])
def test_a_comment_is_one_line(comment: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        KEY.sign(BODY, comment=comment)


def test_a_seed_has_its_length() -> None:
    with pytest.raises(ValueError, match="32"):
        SigningKey(b"short")
