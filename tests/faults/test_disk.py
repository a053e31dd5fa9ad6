"""The disk is full at every write: the words say so, nothing half is left, and with room again all goes on."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils.translation import override

from campaign.studio.away import AnswerWithoutDatabase
from workers.app import app

SIZE = "2m"
INSIDE = 'mount -t tmpfs -o size="$0" campaign "$1" && exec "$2" -m tests.faults.full_disk "$1"'
NO_MOUNT = 32
"""How mount(8) ends that may not."""


def run_on_small_disk(folder: Path) -> dict[str, Any]:
    """A disk of its own that goes with the process; also without being root, where the machine lets people have name
    spaces."""
    if shutil.which("unshare") is None:
        pytest.skip("unshare (util-linux) is missing: no small disk can be made")
    words = ["unshare", "--mount" if os.getuid() == 0 else "--map-root-user"]
    words += [] if os.getuid() == 0 else ["--mount"]
    command = [*words, "sh", "-c", INSIDE, SIZE, str(folder), sys.executable]
    own = {"CAMPAIGN_HOME": str(folder / "home"), "CAMPAIGN_BROKER": "memory://"}
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "campaign.settings", **own}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode in (1, NO_MOUNT) and not done.stdout and "Traceback" not in done.stderr:
        pytest.skip(f"this machine lets nobody make a small disk: {done.stderr.strip()}")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_nothing_half_is_left_by_any_writer_and_all_go_on_with_room(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    found = run_on_small_disk(tmp_path / "disk")
    told = found["full"]
    assert told["store"].startswith("StoreFailed: The disk of the store is full")
    assert told["private"].startswith("StoreFailed: The disk of the store is full")
    assert "has room" in told["whole"]
    assert "No space left" in told["outbox"]
    assert all("No space left" in told[name] for name in ("root key", "secret key"))
    assert told["database"] == "OperationalError: database or disk is full"
    assert (found["left"], found["stories"], found["logged"]) == (["first"], 1, True)
    assert set(found["later"].values()) == {""}
    assert found["stories later"] == 2
    check_clocks(found)


def check_clocks(found: dict[str, Any]) -> None:
    """Both send on all along; files are whole or not there, and each says once that it cannot be written, once that it
    is again."""
    full, later, said = found["clock full"], found["clock later"], found["clock said"]
    all_sent = len(app.conf.beat_schedule) - 1  # the other goes to another queue
    assert full == {"sent": [all_sent] * 2, "told": [all_sent + 1, 0], "files": ["first"]}
    assert later == {"sent": [all_sent] * 2, "told": [all_sent + 1] * 2, "files": ["first", "second"]}
    assert len(said) == 4, said
    assert all("goes on, but cannot write its file" in line and "No space left" in line for line in said[:2])
    assert said[2:] == ["the clock's file is written again"] * 2


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (OSError(28, "No space left on device"), 507, "The server's disk is full"),
        (OperationalError("database or disk is full"), 507, "The server's disk is full"),
        (OperationalError("database is locked"), 503, "The database does not answer just now"),
    ],
)
def test_people_are_told_and_what_they_typed_is_still_there(
    error: Exception, status: int, words: str, log_lines: list[object]
) -> None:
    request = RequestFactory().post("/stories/1/save", {"text": "Ана"})
    page, json_ = tell(request, error), tell(RequestFactory().post("/x", headers={"Accept": "application/json"}), error)
    assert (page.status_code, json_.status_code, page["Retry-After"]) == (status, status, "10")
    assert words.replace("'", "&#x27;") in page.content.decode()
    assert "what you typed is still there" in page.content.decode()
    assert words in json.loads(json_.content)["error"]
    log_lines.clear()


def tell(request: HttpRequest, error: Exception) -> HttpResponse:
    with override("en"):
        answer = AnswerWithoutDatabase(lambda _: HttpResponse()).process_exception(request, error)
    assert answer is not None
    return answer
