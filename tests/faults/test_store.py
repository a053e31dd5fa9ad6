"""An object store that is slow, fails, breaks off and is full: nothing false is answered, and nothing is lost."""

import hashlib
import io
import logging
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaign.adapters.store import open_store
from campaign.data.convert import read_error
from campaign.data.models import Rendering, StoredFile
from campaign.services import rendering, resuming, runs
from campaign.services.delivery import open_pieces
from campaign.services.ranges import Part, Pieces
from campaign.services.storage import get_store
from campaign.spec.errors import StoreFailed
from tests.factories.jobs import TEMPLATES, make_job
from tests.factories.rows import keep_file
from tests.factories.screens import Screen, make_screen
from tests.faults.proxy import Line, run_line
from tests.servers import S3_KEYS, run_s3

FILM = bytes(range(256)) * 6_000
"""1.5 MB: six pieces."""
HALF_A_MINUTE = timedelta(seconds=30)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with run_s3(tmp_path_factory.mktemp("s3"), bucket="campaign") as address:
        yield address


@pytest.fixture
def line(server: str, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Line]:
    for name, value in S3_KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(runs, "BEAT", 60)
    with run_line(server) as line:
        settings.STORE, settings.STORE_ENDPOINT = f"s3://campaign/{tmp_path.name}", line.address
        settings.PRIVATE_STORE = f"file:{tmp_path / 'private'}"
        yield line


@pytest.fixture
def screen(line: Line, tmp_path: Path) -> Screen:
    screen = make_screen(tmp_path / "schedules")
    assert screen.ana.loop is not None
    screen.ana.loop.file = keep_file(FILM, suffix="mp4", media_type="video/mp4")
    screen.ana.loop.save()
    return screen


def ask_film(screen: Screen, **headers: str) -> HttpResponseBase:
    assert screen.ana.loop is not None
    assert screen.ana.loop.file is not None
    answer: HttpResponseBase = Client().get(f"/media/{screen.ana.loop.file.name}", headers=headers)
    return answer


def read(answer: HttpResponseBase) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.django_db
@pytest.mark.parametrize("fault", ["errors", "cut"])
def test_what_cannot_be_read_is_asked_for_again_and_never_begun(
    screen: Screen, line: Line, fault: str, log_lines: list[logging.LogRecord]
) -> None:
    line.fault = "errors" if fault == "errors" else "cut"
    for headers in ({}, {"Range": "bytes=1000-999999"}):
        told = ask_film(screen, **headers)
        assert (told.status_code, told["Retry-After"], told.has_header("ETag")) == (503, "30", False)
    assert Client().get(screen.address()).status_code == 200  # lists need no store
    line.fault = ""
    assert read(ask_film(screen)) == FILM
    log_lines.clear()


@pytest.mark.django_db
def test_a_file_that_lost_its_end_is_not_served_as_if_it_were_whole(
    settings: Settings, tmp_path: Path, log_lines: list[logging.LogRecord]
) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    screen = make_screen(tmp_path / "schedules")
    assert screen.ana.still.file is not None
    name = screen.ana.still.file.name
    path = tmp_path / "store" / name[:2] / name
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert Client().get(f"/media/{name}").status_code == 503
    log_lines.clear()
    path.write_bytes(whole)
    assert read(Client().get(f"/media/{name}")) == whole


def test_a_film_that_breaks_off_later_breaks_the_line_too() -> None:
    class Failing(io.BytesIO):
        """It has no more than its first piece."""

        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(size) if self.tell() == 0 else b""

    pieces = Pieces(Failing(FILM), Part(0, len(FILM) - 1, len(FILM)))
    with pytest.raises(StoreFailed, match="not as long"):
        list(pieces)


def test_a_slow_store_holds_a_quarter_of_the_threads_and_no_more(line: Line) -> None:
    name = f"{hashlib.sha256(FILM).hexdigest()}.mp4"
    get_store().put_bytes(FILM, name=name)
    file = StoredFile(sha256=name[:64], name=name, size=len(FILM))
    line.fault, told, given = "stall", [], []

    def fetch() -> None:
        try:
            given.append(b"".join(open_pieces(file, Part(0, len(FILM) - 1, len(FILM)))))
        except StoreFailed as error:
            told.append(str(error))

    askers = [threading.Thread(target=fetch) for _ in range(12)]
    for asker in askers:
        asker.start()
    until = time.monotonic() + 20
    while len(told) < 4 and time.monotonic() < until:
        time.sleep(0.02)
    assert (given, sorted(told)) == ([], ["The object store is slow: others wait for it already."] * 4)
    line.fault = ""
    line.go.set()
    for asker in askers:
        asker.join(20)
    assert given == [FILM] * 8


@pytest.mark.django_db(transaction=True)
def test_renders_wait_for_room_and_are_made_once_there_is_some(
    line: Line, settings: Settings, server: str, tmp_path: Path
) -> None:
    settings.TEMPLATES_FOLDER = TEMPLATES
    keys = [rendering.plan_rendering(make_job(f"Съсед {number}")).key for number in range(3)]
    line.fault = "full"
    for key in keys:
        rendering.run(key)
    error = read_error(Rendering.objects.get(key=keys[0]))
    assert error is not None
    assert str(error.message) == "The object store is full."
    assert resuming.resume_broken(now=timezone.now() + HALF_A_MINUTE) == 0
    soon = timezone.now() + 3 * HALF_A_MINUTE
    assert resuming.resume_broken(now=soon) == 1  # one is tried; while it fails the others wait
    (tried,) = Rendering.objects.filter(state=Rendering.State.DUE).values_list("key", flat=True)
    line.fault = ""
    rendering.run(tried)
    assert resuming.resume_broken(now=soon) == 2
    for key in keys:
        rendering.run(key)
    assert set(Rendering.objects.values_list("state", flat=True)) == {"done"}
    kept = set(open_store(settings.STORE, endpoint=server).names())
    assert kept == set(StoredFile.objects.values_list("name", flat=True))
    assert len(kept) == 3
