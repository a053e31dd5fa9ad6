"""/media/<sha256>.<ext>: immutable, in parts, and never a draft."""

import io
import json
import logging
from pathlib import Path

import pytest
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.test import Client
from pytest_django import Settings

from campaign.data.models import Companion, StoredFile
from campaign.services import withdrawals
from campaign.services.ranges import PIECE, Part, Pieces
from campaign.services.storage import get_store
from campaign.spec.errors import StoreFailed
from tests.factories.rows import NOON, keep_file, make_material, make_person, make_version
from tests.factories.screens import Screen, make_screen
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def screen(tmp_path: Path, settings: Settings) -> Screen:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return make_screen(tmp_path / "schedules")


@pytest.fixture
def file(screen: Screen) -> StoredFile:
    """A loop that plays."""
    shown = screen.ana.shown.file
    assert shown is not None
    return shown


def get(file: StoredFile, **headers: str) -> HttpResponseBase:
    return Client().get(f"/media/{file.name}", headers=headers)


def read(response: HttpResponseBase) -> bytes:
    if isinstance(response, StreamingHttpResponse):
        return response.getvalue()
    assert isinstance(response, HttpResponse)
    return response.content


def read_stored(file: StoredFile) -> bytes:
    with get_store().open(file.name) as source:
        return source.read()


def test_a_file_comes_whole_typed_and_for_ever(file: StoredFile) -> None:
    response = get(file)
    assert (response.status_code, response["Content-Type"]) == (200, "video/mp4")
    assert read(response) == read_stored(file)
    assert response["Content-Length"] == str(file.size)
    assert (response["ETag"], response["Accept-Ranges"]) == (f'"{file.sha256}"', "bytes")
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (response["Access-Control-Allow-Origin"], response["X-Content-Type-Options"]) == ("*", "nosniff")
    assert "Set-Cookie" not in response


def add_subtitles(screen: Screen) -> StoredFile:
    """The loop that plays says something in writing."""
    file = keep_file(b"WEBVTT\n\n00:00.000 --> 00:02.000\nHi\n", suffix="vtt", media_type="text/vtt")
    Companion.objects.create(rendering=screen.ana.shown, kind=Companion.Kind.SUBTITLES, language="bg", file=file)
    return file


def test_subtitles_come_beside_their_loop_for_every_page(screen: Screen) -> None:
    response = get(add_subtitles(screen))
    assert (response.status_code, response["Content-Type"]) == (200, "text/vtt")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert read(response).startswith(b"WEBVTT")


def test_a_playlist_names_the_subtitles_and_they_are_withdrawn_with_their_loop(screen: Screen) -> None:
    file = add_subtitles(screen)
    screen.release(share=40)
    media = json.loads(Client().get(screen.address()).content)["media"][str(screen.ana.pk)]
    assert [(track["language"], track["sha256"]) for track in media["subtitles"]] == [("bg", file.sha256)]
    assert media["subtitles"][0]["url"].endswith(f"/media/{file.name}")
    read(get(file))
    withdrawals.withdraw(
        scope="item", ref=str(screen.ana.version.item), by=make_person("staff"), why="Съгласие", now=NOON
    )
    assert get(file).status_code == 404


def test_it_is_streamed_not_held(file: StoredFile) -> None:
    response = get(file)
    assert response.streaming
    read(response)


@pytest.mark.parametrize(
    ("header", "part"),
    [("bytes=0-9", (0, 9)), ("bytes=20-", (20, 81)), ("bytes=-7", (75, 81)), ("bytes=80-999", (80, 81))],
)
def test_a_range_is_answered_206(file: StoredFile, header: str, part: tuple[int, int]) -> None:
    assert file.size == 82
    response = get(file, Range=header)
    start, end = part
    assert (response.status_code, response["Content-Range"]) == (206, f"bytes {start}-{end}/82")
    assert response["Content-Length"] == str(end - start + 1)
    assert read(response) == read_stored(file)[start : end + 1]


def test_a_range_past_the_end_is_416_with_the_length(file: StoredFile) -> None:
    response = get(file, Range="bytes=82-")
    assert (response.status_code, response["Content-Range"], read(response)) == (416, "bytes */82", b"")


def test_several_ranges_are_answered_with_the_whole_file(file: StoredFile) -> None:
    response = get(file, Range="bytes=0-1,4-5")
    assert (response.status_code, read(response)) == (200, read_stored(file))


@pytest.mark.parametrize(("tag", "status"), [("{}", 206), ('"other"', 200)])
def test_if_range_decides_between_part_and_whole(file: StoredFile, tag: str, status: int) -> None:
    response = get(file, **{"Range": "bytes=0-9", "If-Range": tag.format(f'"{file.sha256}"')})
    assert response.status_code == status
    read(response)


def test_head_has_the_headers_of_get_and_no_body(file: StoredFile) -> None:
    whole = get(file)
    read(whole)
    head = Client().head(f"/media/{file.name}", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.content) == (200, b"")
    assert dict(head.headers) == dict(whole.headers)


@pytest.mark.parametrize("form", ['"{}"', "{}", 'W/"{}"', "*"])
def test_a_known_tag_is_304(file: StoredFile, form: str) -> None:
    response = get(file, **{"If-None-Match": form.format(file.sha256)})
    assert (response.status_code, read(response), response["ETag"]) == (304, b"", f'"{file.sha256}"')
    assert response["Content-Type"] == file.media_type


def test_a_later_date_is_304_and_an_earlier_one_is_not(file: StoredFile) -> None:
    later = get(file, **{"If-Modified-Since": "Mon, 01 Jan 2096 00:00:00 GMT"})
    earlier = get(file, **{"If-Modified-Since": "Mon, 01 Jan 1996 00:00:00 GMT"})
    assert (later.status_code, earlier.status_code) == (304, 200)
    read(earlier)


def test_drafts_withdrawn_unknown_and_lost_files_get_the_same_answer(screen: Screen, file: StoredFile) -> None:
    draft = make_material(make_version(make_item("vera"))).shown.file
    boris = screen.boris.shown.file
    assert draft is not None
    assert boris is not None
    withdrawals.withdraw(scope="item", ref="together/boris", by=make_person("staff"), why="Съгласие", now=NOON)
    get_store().remove(file.name)
    names = [draft.name, boris.name, f"{'0' * 64}.mp4", file.name]
    answers = [Client().get(f"/media/{name}") for name in names]
    assert [(answer.status_code, answer.content) for answer in answers] == [(404, b"Not found\n")] * 4
    assert {answer.get("ETag") for answer in answers} == {None}


@pytest.mark.parametrize("name", ["secret-key", "..%2fsecret-key", "ab.png", f"{'A' * 64}.png", f"{'a' * 64}.png%00"])
def test_other_names_lead_nowhere(screen: Screen, name: str) -> None:
    assert Client().get(f"/media/{name}").status_code == 404


def test_options_allow_range_from_any_origin(file: StoredFile) -> None:
    response = Client().options(f"/media/{file.name}")
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (204, "*")
    assert "Content-Range" in response["Access-Control-Expose-Headers"]


def test_other_bytes_under_the_same_name_are_not_given_out_and_the_log_names_them(
    file: StoredFile, settings: Settings, log_lines: list[logging.LogRecord]
) -> None:
    path = next(Path(settings.STORE.removeprefix("file:")).rglob(file.name))
    path.chmod(0o600)
    path.write_bytes(bytes(file.size))
    response = get(file)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert log_lines[0].getMessage().endswith(f"a file in the store: {file.sha256}")
    log_lines.clear()


def test_a_long_file_with_other_bytes_breaks_off_before_its_end(
    log_lines: list[logging.LogRecord],
) -> None:
    spoilt = Pieces(io.BytesIO(bytes(PIECE + 1)), Part(0, PIECE, PIECE + 1), sha256="0" * 64)
    pieces = iter(spoilt)
    assert len(next(pieces)) == PIECE
    with pytest.raises(StoreFailed):
        next(pieces)
    log_lines.clear()
