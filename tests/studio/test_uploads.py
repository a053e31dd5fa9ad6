"""A draft's files in the studio: who may, what is answered, and that a stranger's file can do nothing."""

import io
import json
from collections.abc import Callable
from logging import LogRecord
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import resolve, reverse
from PIL import Image

from campaign.data.models import Draft
from tests.factories.drafts import make_draft
from tests.factories.films import make_film
from tests.factories.rows import make_channel, make_person

SignIn = Callable[[str], Client]
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><rect width="4" height="3" fill="red"/></svg>'
CUES = [{"start": 0, "end": 2000, "text": "Ана чете."}, {"start": 2000, "end": 2200, "text": "Вера слуша."}]


@pytest.fixture
def draft(db: None) -> Draft:
    make_channel()
    return make_draft()


def paint(size: tuple[int, int] = (40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#0b7a75").save(out, "PNG")
    return out.getvalue()


def send(client: Client, draft: Draft, data: bytes, *, name: str = "a.png", field: str = "values.photo.file") -> Any:
    body = {"name": field, "file": SimpleUploadedFile(name, data)}
    return client.post(reverse("upload", args=[draft.pk]), body, headers={"Accept": "application/json"})


def find_medium(draft: Draft, name: str, kind: str = "medium") -> str:
    return reverse(kind, args=[draft.pk, name])


def read(answer: Any) -> bytes:
    return b"".join(answer)


def test_a_photo_is_sent_and_looked_at(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    said = send(client, draft, paint()).json()
    assert said == {"name": "a.png", "width": 40, "height": 20, "seconds": 0.0, "type": "image/png"}
    answer = client.get(find_medium(draft, "a.png"))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert read(answer).startswith(b"\x89PNG")
    part = client.get(find_medium(draft, "a.png"), headers={"Range": "bytes=1-3"})
    assert (part.status_code, read(part)) == (206, b"PNG")
    assert client.get(find_medium(draft, "b.png")).status_code == 404


def test_a_strangers_drawing_can_do_nothing_under_our_name(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    assert send(client, draft, DRAWING, name="a.svg").json()["width"] == 4
    answer = client.get(find_medium(draft, "a.svg"))
    read(answer)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("field", "data", "status"),
    [
        ("values.photo.file", b"<html>", 422),
        ("values.photo.file", b"", 422),
        ("values.quote.bg", paint(), 422),
        ("values.photos.1.photo.file", paint(), 422),
        ("", paint(), 422),
    ],
)
def test_what_is_not_taken_is_told_in_words(
    draft: Draft, sign_in: SignIn, field: str, data: bytes, status: int
) -> None:
    answer = send(sign_in("staff"), draft, data, field=field)
    assert answer.status_code == status
    assert answer.json()["error"]
    draft.refresh_from_db()
    assert draft.media == {}


def test_no_file_at_all_is_told(draft: Draft, sign_in: SignIn) -> None:
    answer = sign_in("staff").post(reverse("upload", args=[draft.pk]), {"name": "values.photo.file"})
    assert (answer.status_code, bool(answer.json()["error"])) == (422, True)


def test_a_film_may_be_large_and_nothing_else(draft: Draft, sign_in: SignIn) -> None:
    """The length is looked at before anything is read: what is announced here is never sent."""
    client, announced = sign_in("staff"), {"CONTENT_LENGTH": "302000000", "CONTENT_TYPE": "multipart/form-data"}
    asked = reverse("upload", args=[draft.pk])
    answer = client.post(asked, headers={"Accept": "application/json"}, **announced)  # type: ignore[arg-type]
    assert (answer.status_code, "301" in answer.json()["error"]) == (413, True)
    page = client.post(reverse("record-consent"), **(announced | {"CONTENT_LENGTH": "26000000"}))  # type: ignore[arg-type]
    assert (page.status_code, "25 MB" in page.content.decode()) == (413, True)


def test_an_upload_needs_the_forms_token(draft: Draft, log_lines: list[LogRecord]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person())
    assert send(client, draft, paint()).status_code == 403
    log_lines.clear()  # Django notes the refusal
    token = "a" * 32
    client.cookies["csrftoken"] = token
    body = {"name": "values.photo.file", "file": SimpleUploadedFile("a.png", paint()), "csrfmiddlewaretoken": token}
    assert client.post(reverse("upload", args=[draft.pk]), body).status_code == 200


def list_addresses(draft: Draft) -> list[str]:
    files = [find_medium(draft, "a.png", kind) for kind in ("medium", "medium-picture", "medium-strip", "medium-cues")]
    files += [find_medium(draft, "a.png", "medium-playable"), reverse("crops", args=[draft.pk])]
    return [*files, reverse("medium-cues-file", args=[draft.pk, "a.png", "bg", "srt"])]


def test_another_organisation_finds_nothing_and_other_roles_may_not(draft: Draft, sign_in: SignIn) -> None:
    send(sign_in("staff"), draft, paint())
    stranger = Client()
    stranger.force_login(make_person("lead", name="stranger", organisation="other"))
    assert {stranger.get(address).status_code for address in list_addresses(draft)} == {404}
    assert send(stranger, draft, paint()).status_code == 404
    for role in ("designer", "operator"):
        assert {sign_in(role).get(address).status_code for address in list_addresses(draft)} == {403}
        assert send(sign_in(role), draft, paint()).status_code == 403


def test_a_film_is_chosen_from_by_its_pictures(sign_in: SignIn, db: None, tmp_path: Path) -> None:
    draft, client = make_draft("clip"), sign_in("staff")
    film = make_film(tmp_path / "a.mp4", seconds=1.2, size="64x36").read_bytes()
    assert send(client, draft, film, name="a.mp4", field="values.clip.file").json()["seconds"] == pytest.approx(
        1.2, abs=0.05
    )
    picture, strip = (
        client.get(find_medium(draft, "a.mp4", f"medium-{kind}") + "?at=0.5") for kind in ("picture", "strip")
    )
    assert [Image.open(io.BytesIO(one.content)).size for one in (picture, strip)] == [(480, 270), (12 * 128, 72)]
    assert client.get(find_medium(draft, "a.mp4", "medium-picture") + "?at=nan").status_code == 200
    playable = client.get(find_medium(draft, "a.mp4", "medium-playable"))
    assert (playable.headers["Content-Type"], read(playable)[4:8]) == ("video/mp4", b"ftyp")


def test_a_picture_of_what_is_no_film_is_refused_in_words(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    send(client, draft, paint())
    for kind in ("picture", "strip", "playable", "cues"):
        answer = client.get(find_medium(draft, "a.png", f"medium-{kind}"))
        assert (answer.status_code, bool(answer.content)) == (422, True)


def ask(client: Client, draft: Draft, body: object) -> Any:
    return client.post(reverse("cues", args=[draft.pk]), json.dumps(body), content_type="application/json")


def test_subtitles_are_saved_told_and_read_again(sign_in: SignIn, db: None) -> None:
    make_channel()
    draft, client = make_draft("clip"), sign_in("staff")
    said = ask(client, draft, {"tracks": {"bg": CUES}, "from": 0, "to": 5, "save": "bg", "film": "урок.mp4"}).json()
    assert said["name"] == "урок-bg.vtt"
    assert [(one["rule"], one["cue"], one["error"]) for one in said["findings"]] == [("D2", 2, True), ("D3", 2, True)]
    assert client.get(find_medium(draft, said["name"], "medium-cues")).json() == {"cues": CUES}
    file = client.get(reverse("medium-cues-file", args=[draft.pk, said["name"], "bg", "srt"]))
    assert file.content.decode().startswith("1\n00:00:00,000 --> 00:00:02,000\nАна чете.\n")
    mended = ask(client, draft, {"tracks": {"bg": CUES}, "from": 0, "to": 5, "mend": "bg"}).json()
    assert (mended["findings"] != [], [why["cue"] for why in mended["why"]]) == (True, [2])


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("nothing", 400),
        ({}, 400),
        ({"tracks": [], "from": 0, "to": 1}, 200),
        ({"tracks": {"bg": CUES}, "from": "x", "to": 1}, 400),
        ({"tracks": {"bg": "x"}, "from": 0, "to": 1}, 422),
        ({"tracks": {"xx": CUES}, "from": 0, "to": 1, "save": "xx"}, 200),
        ({"tracks": {"bg": [{"start": 0, "end": 9, "text": "\u202e"}]}, "from": 0, "to": 1, "save": "bg"}, 422),
    ],
)
def test_what_no_page_of_ours_sends_breaks_nothing(sign_in: SignIn, db: None, body: object, status: int) -> None:
    draft = make_draft("clip")
    assert ask(sign_in("staff"), draft, body).status_code == status
    draft.refresh_from_db()
    assert draft.media == {}


def test_crops_are_told_for_the_channels_there_are(draft: Draft, sign_in: SignIn) -> None:
    answer = sign_in("staff").get(reverse("crops", args=[draft.pk]) + "?name=values.photo.file")
    (crop,) = answer.json()["crops"]
    assert (crop["channels"], crop["width"]) == ("Трамвай", 192)


def test_without_scripts_a_photo_comes_with_the_page(draft: Draft, sign_in: SignIn, log_lines: list[LogRecord]) -> None:
    """The page needs its token, and takes films."""
    body = {"upload.values.photo.file": SimpleUploadedFile("ana.png", paint()), "values.photo.focus": "20 30"}
    answer = sign_in("staff").post(reverse("draft", args=[draft.pk]), {**body, "act": "save"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.typed["values.photo.file"], draft.typed["values.photo.focus"]) == ("ana.png", "20 30")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_person())
    assert strict.post(reverse("draft", args=[draft.pk]), {"act": "save"}).status_code == 403
    log_lines.clear()  # Django notes the refusal
    assert getattr(resolve(reverse("draft", args=[draft.pk])).func, "most_bytes", 0) > 300_000_000


def test_a_map_is_handed_in_like_any_file(sign_in: SignIn, db: None) -> None:
    draft, client = make_draft("choropleth", kind="statistic"), sign_in("staff")
    page = client.get(reverse("draft", args=[draft.pk])).content.decode()
    assert 'name="upload.values.map.file"' in page
    square = '{"type":"Polygon","coordinates":[[[23,42],[24,42],[24,43],[23,43],[23,42]]]}'
    feature = f'{{"type":"Feature","properties":{{"id":"BG411"}},"geometry":{square}}}'
    data = f'{{"type":"FeatureCollection","features":[{feature}]}}'.encode()
    assert send(client, draft, data, name="карта.geojson", field="values.map.file").json()["name"] == "карта.geojson"
    assert send(client, draft, b'{"type":"Nothing"}', name="b.geojson", field="values.map.file").status_code == 422
