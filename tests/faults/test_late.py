"""One host of two: killed in the middle of an upload to an object store; cut off from the database alone, and late."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import psycopg
import pytest

from campaign.adapters.processes import Child, start_child, stop_children
from tests.factories.jobs import TEMPLATES
from tests.faults.farm import SHIM
from tests.faults.postgres import run_postgres
from tests.faults.proxy import run_line
from tests.faults.wire import run_wire
from tests.migrated import ELSEWHERE, copy_migrated
from tests.servers import S3_KEYS, run_s3

pytestmark = [pytest.mark.first, pytest.mark.timeout(400)]
SOCKET = ".s.PGSQL.5432"


def set_up(home: Path, **settings: str) -> dict[str, str]:
    """The environment of a host."""
    own = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    here = {"CAMPAIGN_HOME": str(home), "CAMPAIGN_TEMPLATES": str(TEMPLATES)}
    return own | here | {"DJANGO_SETTINGS_MODULE": "campaign.settings"} | settings


def ask(host: Mapping[str, str], *words: str) -> str:
    command = [sys.executable, "-m", "tests.faults.host", *words]
    done = subprocess.run(command, env=host, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def start_render(host: Mapping[str, str], key: str, *, log: Path) -> Child:
    return start_child("render", (sys.executable, "-m", "tests.faults.host", "render", key), log=log, environment=host)


def wait_until(is_so: Callable[[], bool], *, child: Child) -> None:
    deadline = time.monotonic() + 120
    while not is_so():
        assert time.monotonic() < deadline, child.tail()
        time.sleep(0.05)


def check_taken_over(host: Mapping[str, str], key: str) -> None:
    """Given back once, rendered, and one whole file in the store: the one of which the database tells."""
    said = json.loads(ask(host, "take_over", key))
    assert (said["given_back"], len(said["kept"])) == (1, 1)
    assert said["kept"] == said["told"]


def test_a_worker_killed_in_the_middle_of_an_upload_leaves_no_half_of_it(tmp_path: Path) -> None:
    """Our server keeps the half that it got, which S3 itself would not: even that is written over."""
    copy_migrated(tmp_path / "home")
    with run_s3(tmp_path, bucket="campaign") as server, run_line(server) as line:
        straight = set_up(tmp_path / "home", CAMPAIGN_STORE="s3://campaign", CAMPAIGN_S3_ENDPOINT=server, **S3_KEYS)
        key = ask(straight, "plan")
        line.fault = "half"
        first = start_render(straight | {"CAMPAIGN_S3_ENDPOINT": line.address}, key, log=tmp_path / "first.log")
        try:
            wait_until(lambda: line.halves > 0, child=first)
            first.process.kill()
            first.process.wait()
        finally:
            stop_children((first,), patience=0)
        line.go.set()
        check_taken_over(straight, key)


@pytest.mark.postgresql
def test_a_worker_cut_off_from_the_database_alone_writes_nothing_when_it_is_back(tmp_path: Path) -> None:
    """Its last piece of work, putting the file into the store, goes through while it is cut off."""
    holds = tmp_path / "faults" / "holds"
    holds.mkdir(parents=True)
    with run_postgres() as postgres:
        (postgres.home / "w").mkdir()
        beside = postgres.home / "w" / SOCKET
        with run_wire(postgres.home / SOCKET, beside=beside) as wire:
            straight = set_up(tmp_path / "home", DATABASE_URL=postgres.url)
            path = os.pathsep.join((str(SHIM), os.environ.get("PYTHONPATH", ""))).rstrip(os.pathsep)
            by_wire = postgres.url.replace(
                str(postgres.home).replace("/", "%2F"), str(beside.parent).replace("/", "%2F")
            )
            far = straight | {"DATABASE_URL": by_wire, "CAMPAIGN_FAULTS": str(holds.parent), "PYTHONPATH": path}
            key = ask(straight, "plan")
            (holds / "upload").write_text("os.rename\n/store/")
            late = start_render(far, key, log=tmp_path / "late.log")
            try:
                wait_until(lambda: bool(list(holds.glob("upload.*"))), child=late)
                assert read_row(postgres.url, key)[:2] == ("running", 1)
                wire.cut()
                check_taken_over(straight, key)
                made = read_row(postgres.url, key)
                assert len(list_store(tmp_path)) == 2, "its own is there without a name"
                for held in holds.iterdir():
                    held.unlink()
                wait_until(lambda: len(list_store(tmp_path)) == 1, child=late)
                assert late.runs, "it does not wait for the database"
                wire.mend()
                assert late.process.wait(120) == 0, late.tail()
            finally:
                stop_children((late,), patience=1)
            assert made[:2] == ("done", 2)
            assert read_row(postgres.url, key) == made


def list_store(folder: Path) -> list[Path]:
    return [path for path in (folder / "home" / "store").rglob("*") if path.is_file()]


def read_row(url: str, key: str) -> tuple[object, ...]:
    with psycopg.connect(url) as line:
        row = line.execute("SELECT state, attempt, done_at FROM data_rendering WHERE key = %s", [key]).fetchone()
    assert row is not None
    return row
