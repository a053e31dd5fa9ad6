"""Power is lost between two steps of keeping a file: it is there whole or not at all, and nothing is told too soon."""

import os
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from campaign.adapters.file_store import FileStore
from campaign.services.companions import keep_bytes
from campaign.services.storage import get_store
from tests.faults.cut import DATA, NAME, keep


def lose_power(folder: Path, kind: str) -> list[Path]:
    """A folder for each step before which it was lost."""
    folder.mkdir()
    command = [sys.executable, "-m", "tests.faults.cut", str(folder), kind]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [folder / str(calls) for calls in range(int(done.stdout))]


def list_whole(folder: Path) -> list[bytes]:
    """What lies under a final name."""
    files = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".part")
    return [path.read_bytes() for path in files if not path.name.startswith(".")]


@pytest.mark.parametrize("kind", ["store", "private", "whole", "letter"])
def test_a_file_is_whole_or_not_there_wherever_the_power_goes(kind: str, tmp_path: Path) -> None:
    wanted = tmp_path / "wanted"
    wanted.mkdir()
    keep(kind, wanted)
    (whole,) = list_whole(wanted)
    folders = lose_power(tmp_path / "cut", kind)
    found = [list_whole(folder) for folder in folders]
    assert len(folders) > 3
    assert [len(files) for files in found] == sorted(len(files) for files in found)
    assert {len(data) for files in found for data in files} <= {len(whole)}
    for folder in folders:  # power is back
        keep(kind, folder)
        assert list_whole(folder)[0][:20] == whole[:20]


def test_what_was_left_half_written_is_swept(tmp_path: Path) -> None:
    left = {folder: list_halves(folder) for folder in lose_power(tmp_path / "cut", "store")}
    folder, halves = next((folder, halves) for folder, halves in left.items() if halves)
    store = FileStore(folder)
    assert list(store.names()) == []
    assert store.remove_halves(before=datetime.now(UTC) - timedelta(hours=1)) == 0  # somebody may still write it
    assert store.remove_halves(before=datetime.now(UTC) + timedelta(hours=1)) == len(halves)
    store.put_bytes(DATA, name=NAME)
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [NAME]


def list_halves(folder: Path) -> list[Path]:
    return [path for path in folder.rglob(".*") if path.is_file()]


@pytest.mark.django_db
def test_a_row_tells_of_a_file_only_once_file_and_folders_are_on_the_disk(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    steps: list[str] = []
    trace(steps, monkeypatch)
    with CaptureQueriesContext(connection) as queries:
        connection.execute_wrappers.append(note_rows(steps))
        try:
            keep_bytes(DATA, suffix="mp4", store=get_store())
        finally:
            connection.execute_wrappers.pop()
    assert len(queries) > 0
    assert [step for step in steps if step != "other row"] == [
        "fsync folder",  # the store's own
        "fsync folder",  # and the one in it
        "fsync file",
        "rename",
        "fsync folder",
        "row",
    ]


def trace(steps: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    fsync, replace = os.fsync, os.replace

    def tell_fsync(file: int) -> None:
        steps.append("fsync folder" if stat.S_ISDIR(os.fstat(file).st_mode) else "fsync file")
        fsync(file)

    def tell_replace(*args: Any, **named: Any) -> None:
        steps.append("rename")
        replace(*args, **named)

    monkeypatch.setattr(os, "fsync", tell_fsync)
    monkeypatch.setattr(os, "replace", tell_replace)


def note_rows(steps: list[str]) -> Callable[..., Any]:
    def wrap(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("INSERT"):
            steps.append("row")
        return execute(sql, params, many, context)

    return wrap
