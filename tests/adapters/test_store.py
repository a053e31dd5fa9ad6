"""Both stores hold the same promises; the bucket is on a real S3 server."""

import errno
import hashlib
import io
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import boto3
import pytest

from campaign.adapters.file_store import FileStore
from campaign.adapters.store import Store, open_store
from campaign.adapters.stored import make_name
from campaign.spec.errors import BrokenMedia, StoreFailed, UnknownName
from tests.servers import S3_KEYS, find_port, run_s3

DATA = bytes(range(256)) * 6000
"""1.5 MB: more than one piece of a reader."""
NAME = f"{hashlib.sha256(DATA).hexdigest()}.bin"
ABSENT = f"{'0' * 64}.png"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_s3(tmp_path_factory.mktemp("s3")) as address:
        yield address


@pytest.fixture(params=["folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    if request.param == "folder":
        return open_store(f"file:{tmp_path / 'store'}")
    for name, value in S3_KEYS.items():
        monkeypatch.setenv(name, value)
    endpoint = request.getfixturevalue("endpoint")
    bucket = f"test-{tmp_path.name.replace('_', '-')}".lower()[:60].rstrip("-")
    boto3.client("s3", endpoint_url=endpoint).create_bucket(Bucket=bucket)
    return open_store(f"s3://{bucket}/kept/here", endpoint=endpoint)


def test_what_was_put_comes_back(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(DATA)
    store.put(tmp_path / "a", name=NAME)
    store.fetch(NAME, to=tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == DATA
    assert (store.exists(NAME), store.size(NAME), list(store.names())) == (True, len(DATA), [NAME])


def test_putting_twice_keeps_one(store: Store) -> None:
    store.put_bytes(DATA, name=NAME)
    store.put_bytes(DATA, name=NAME)
    assert list(store.names()) == [NAME]


def test_any_part_can_be_read(store: Store) -> None:
    store.put_bytes(DATA, name=NAME)
    with store.open(NAME) as file:
        file.seek(1_048_570)
        middle = file.read(20)
        file.seek(-3, io.SEEK_END)
        assert (middle, file.read(), file.read()) == (DATA[1_048_570:1_048_590], DATA[-3:], b"")


def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store) -> None:
    store.put_bytes(DATA, name=NAME)
    store.remove(NAME)
    store.remove(NAME)
    assert (store.exists(NAME), list(store.names())) == (False, [])


def test_a_file_that_is_not_there_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=ABSENT):
        store.open(ABSENT)
    with pytest.raises(UnknownName, match=ABSENT):
        store.size(ABSENT)
    with pytest.raises(UnknownName, match=ABSENT):
        store.fetch(ABSENT, to=tmp_path / "x")


def test_bytes_under_a_wrong_name_are_refused(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(DATA)
    with pytest.raises(BrokenMedia):
        store.put(tmp_path / "a", name=ABSENT)
    with pytest.raises(BrokenMedia):
        store.put_bytes(DATA, name=ABSENT)
    assert list(store.names()) == []


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "", f"{'0' * 64}", f"{'0' * 64}.a/../b", f"{'0' * 64}.png\n"]
)
def test_a_path_is_no_name(store: Store, name: str) -> None:
    for act in (store.exists, store.open, store.size, store.remove):
        with pytest.raises(UnknownName):
            act(name)


def test_a_name_takes_the_suffix_of_a_file() -> None:
    assert make_name("0" * 64, suffix="Photo.JPG") == f"{'0' * 64}.jpg"


def test_an_address_of_no_store_is_refused() -> None:
    for url in ("ftp://host/x", "s3://", "store"):
        with pytest.raises(UnknownName):
            open_store(url)


def test_a_server_that_does_not_answer_is_a_named_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in S3_KEYS.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StoreFailed, match="gives no answer"):
        open_store("s3://x", endpoint=f"http://127.0.0.1:{find_port()}").size(NAME)


def test_a_full_disk_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_up(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fill_up)
    store = FileStore(tmp_path / "store")
    with pytest.raises(StoreFailed, match="full"):
        store.put_bytes(DATA, name=NAME)
    assert [path for path in (tmp_path / "store").rglob("*") if path.is_file()] == []
    assert (store.exists(NAME), list(store.names())) == (False, [])


def test_what_lies_there_is_listed_with_its_size_and_age_by_the_start_of_its_name(store: Store) -> None:
    began = datetime.now(UTC) - timedelta(minutes=1)
    store.put_bytes(DATA, name=NAME)
    (kept,) = store.list_kept()
    assert (kept.name, kept.size, kept.at > began) == (NAME, len(DATA), True)
    found = [[one.name for one in store.list_kept(prefix)] for prefix in (NAME[:1], NAME[:2], NAME[:3], "zz")]
    assert found == [[NAME], [NAME], [NAME], []]


def test_a_file_in_a_folder_that_is_kept_again_has_a_new_date(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    store.put_bytes(DATA, name=NAME)
    os.utime(store.locate(NAME), (1, 1))
    store.put_bytes(DATA, name=NAME)
    assert store.locate(NAME).stat().st_mtime > datetime.now(UTC).timestamp() - 60


def test_halves_of_long_ago_go_and_others_stay(tmp_path: Path) -> None:
    store, now = FileStore(tmp_path), datetime.now(UTC)
    store.put_bytes(DATA, name=NAME)
    halves = [store.locate(NAME).with_name(f".{NAME}.{end}") for end in ("0a", "0b")]
    for half in halves:
        half.write_bytes(b"half")
    os.utime(halves[0], (1, 1))
    assert (store.remove_halves(before=now - timedelta(days=1)), halves[0].exists()) == (1, False)
    assert (halves[1].exists(), store.exists(NAME)) == (True, True)


def test_uploads_in_pieces_that_were_never_ended_go(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in S3_KEYS.items():
        monkeypatch.setenv(name, value)
    client = boto3.client("s3", endpoint_url=endpoint)
    client.create_bucket(Bucket="halves")
    begun = client.create_multipart_upload(Bucket="halves", Key=f"kept/{NAME}")
    client.upload_part(Bucket="halves", Key=f"kept/{NAME}", UploadId=begun["UploadId"], PartNumber=1, Body=DATA)
    store, now = open_store("s3://halves/kept", endpoint=endpoint), datetime.now(UTC)
    early = store.remove_halves(before=now - timedelta(days=1))
    late = store.remove_halves(before=now + timedelta(minutes=1))
    left = client.list_multipart_uploads(Bucket="halves").get("Uploads", [])
    assert (early, late, left) == (0, 1, [])
