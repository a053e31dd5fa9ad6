"""Renders and imports in the studio: seen as they go on, tried again, handed in."""

import gc
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from campaign.data.models import Material, PackImport, Rendering, User
from campaign.services import dispatch, import_runs, imports, sessions
from campaign.studio import streams
from campaign.studio.session_store import SessionStore
from campaign.studio.streams import Places
from campaign.studio.views import progress
from campaign.studio.work_cards import say_long, summarise
from tests.factories.packs import write_file, write_pack
from tests.factories.rows import make_channel, make_material, make_organisation, make_person

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
State = Rendering.State


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What would have gone to the workers."""
    sent: list[tuple[object, ...]] = []

    def send(task: str, *args: Any, queue: str) -> bool:
        sent.append((task, *args))
        return True

    monkeypatch.setattr(dispatch, "_send", send)
    monkeypatch.setattr(dispatch, "_reach_broker", lambda: True)
    return sent


def make(state: State, **facts: object) -> Material:
    row = make_material()
    Rendering.objects.filter(pk=row.loop_id).update(state=state, **facts)
    row.refresh_from_db()
    return row


def read(client: Client, name: str, *args: object, **headers: str) -> str:
    answer = client.get(reverse(name, args=args), headers=headers)
    assert answer.status_code == 200
    return answer.content.decode()


def test_what_failed_says_why_and_is_tried_again(sign_in: SignIn, no_broker: list[object]) -> None:
    row, client = make(State.FAILED), sign_in("staff")
    failed = make_material(channel="bus", rendering="failed")
    page = read(client, "work")
    assert "12" in page.partition('class="said"')[2][:200]
    assert failed.loop is not None
    client.post(reverse("retry-failed"), {"key": failed.loop.key})
    assert no_broker == [("loops.render", failed.loop.key)]
    client.post(reverse("retry-failed"), {"all": "1"})
    assert ("loops.render", row.loop_id) in no_broker
    assert Rendering.objects.filter(state=State.FAILED).count() == 0


def test_nothing_chosen_tries_nothing_again(sign_in: SignIn) -> None:
    make(State.FAILED)
    sign_in("staff").post(reverse("retry-failed"))
    assert Rendering.objects.filter(state=State.FAILED).count() == 1


def test_what_runs_is_seen_with_how_far_it_is(sign_in: SignIn) -> None:
    row = make(State.RUNNING, progress=0.42, started_at=timezone.now())
    page = read(sign_in("designer"), "work")
    assert ('<progress max="100" value="42"' in page, f'href="/materials/{row.pk}"' in page) == (True, True)
    part = read(sign_in("designer"), "work", **{"X-Part": "work"})
    assert part.startswith('<p class="work-sum"')


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that end after their first look, and places of this test alone."""
    monkeypatch.setattr(streams, "EVERY", 0)
    monkeypatch.setattr(streams, "LASTS", 0.05)
    places = Places(most=1)
    monkeypatch.setattr(streams, "PLACES", places)
    monkeypatch.setattr(progress, "PLACES", places)


@pytest.mark.usefixtures("quick")
def test_events_tell_what_moved_in_the_reader_s_language_and_nothing_twice(sign_in: SignIn) -> None:
    make(State.DUE)
    client = sign_in("staff")
    client.cookies["django_language"] = "en"
    answer: Any = client.get(reverse("work-events"))
    assert (answer.headers["Content-Type"], answer.headers["X-Accel-Buffering"]) == ("text/event-stream", "no")
    retry, event = list(answer)
    assert retry == b"retry: 2000\n\n"
    assert b'data: <p class="work-sum" data-summary><strong>1 waits.</strong>' in event
    known = event.decode().partition("\n")[0].removeprefix("id: ")
    again: Any = client.get(reverse("work-events"), headers={"Last-Event-ID": known})
    assert list(again) == [retry]


@pytest.mark.usefixtures("quick")
def test_where_no_place_is_free_the_page_is_told_to_ask(sign_in: SignIn) -> None:
    client = sign_in("staff")
    open_one: Any = client.get(reverse("work-events"))
    assert client.get(reverse("work-events")).status_code == 204
    list(open_one)
    freed: Any = client.get(reverse("work-events"))
    assert freed.status_code == 200
    list(freed)


@pytest.mark.usefixtures("quick")
def test_an_answer_that_is_given_up_on_its_way_out_keeps_no_place(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as when the session is to be written just then, and somebody else holds the database: nobody closes it."""
    client = sign_in("staff")
    client.raise_request_exception = False

    def refuse(*_args: object, **_named: object) -> NoReturn:
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(sessions, "is_due", lambda *_args, **_named: True)
        patched.setattr(SessionStore, "save", refuse)
        assert client.get(reverse("work-events")).status_code == 503
    gc.collect()
    answer: Any = client.get(reverse("work-events"))
    assert answer.status_code == 200
    list(answer)


@pytest.mark.usefixtures("quick")
def test_who_was_switched_off_hears_no_more(sign_in: SignIn) -> None:
    make(State.DUE)
    answer: Any = sign_in("staff").get(reverse("work-events"))
    User.objects.update(is_active=False)
    assert list(answer) == [b"retry: 2000\n\n"]


def test_the_list_of_materials_leads_to_work_and_asks_only_while_something_moves(sign_in: SignIn) -> None:
    row, client = make(State.RUNNING), sign_in("staff")
    assert 'hx-get="/work/line"' in read(client, "materials")
    Rendering.objects.filter(pk=row.loop_id).update(state=State.DONE)
    assert ('hx-get="/work/line"' in read(client, "work-line"), 'href="/work"' in read(client, "work-line")) == (
        False,
        False,
    )


def hand_in(client: Client, folder: Path, **typed: str) -> Any:
    data = Path(shutil.make_archive(str(folder.parent / "handed"), "zip", folder)).read_bytes()
    return client.post(reverse("import"), {"pack": SimpleUploadedFile("Съседи.zip", data), **typed})


def test_a_pack_is_handed_in_taken_by_a_worker_and_told_of(
    sign_in: SignIn, tmp_path: Path, no_broker: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "BEAT", 60)
    make_channel()
    client = sign_in("staff")
    answer = hand_in(client, write_pack(tmp_path / "pack"))
    row = PackImport.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("import-result", args=[row.pk]))
    assert ("imports.take", row.pk) in no_broker
    waiting = read(client, "import-result", row.pk)
    assert ("data-open" in waiting, "Съседи.zip" in waiting) == (True, True)
    assert "Съседи.zip" in read(client, "work")
    imports.run(row.pk)
    done = read(client, "import-result", row.pk, **{"X-Part": "import"})
    assert ("data-open" in done, "mila, citizens" in done, "campaign=neighbours" in done) == (False, True, True)


def test_each_fault_is_told_with_file_line_and_mend(
    sign_in: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_runs, "BEAT", 60)
    folder = write_pack(tmp_path / "pack")
    write_file(folder, "stories/mila.yaml", (folder / "stories/mila.yaml").read_text().replace("mila.jpg", "<b>.jpg"))
    client = sign_in("lead")
    hand_in(client, folder)
    row = PackImport.objects.get()
    imports.run(row.pk)
    page = read(client, "import-result", row.pk)
    assert "stories/mila.yaml:7" in page
    assert ("<b>.jpg" in page, "&lt;b&gt;.jpg" in page) == (False, True)


def test_without_a_file_the_form_says_so_at_its_input(sign_in: SignIn) -> None:
    client = sign_in("staff")
    for typed in ({}, {"pack": io.BytesIO(b"")}):
        answer = client.post(reverse("import"), typed)
        page = answer.content.decode()
        assert (answer.status_code, 'href="#id_pack"' in page, 'id="id_pack_error"' in page) == (409, True, True)
    assert PackImport.objects.count() == 0


def test_an_administrator_says_whose_campaign_it_is(sign_in: SignIn, tmp_path: Path) -> None:
    other = make_organisation("other")
    hand_in(sign_in("administrator"), write_pack(tmp_path / "pack"), organisation=str(other.pk))
    assert PackImport.objects.get().organisation == other


def test_staff_cannot_choose_another_organisation(sign_in: SignIn, tmp_path: Path) -> None:
    hand_in(sign_in("staff"), write_pack(tmp_path / "pack"), organisation=str(make_organisation("other").pk))
    assert PackImport.objects.get().organisation.slug == "ngo"


def test_a_stranger_sees_neither_the_import_nor_its_faults(sign_in: SignIn, tmp_path: Path) -> None:
    hand_in(sign_in("staff"), write_pack(tmp_path / "pack"))
    stranger = Client()
    stranger.force_login(make_person("lead", name="stranger", organisation="elsewhere"))
    pk = PackImport.objects.get().pk
    assert stranger.get(reverse("import-result", args=[pk])).status_code == 404
    assert "Съседи.zip" not in read(stranger, "work")


def test_a_form_without_its_token_takes_nothing(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person("staff"))
    answer = client.post(reverse("import"), {"pack": SimpleUploadedFile("a.zip", b"x")})
    assert (answer.status_code, PackImport.objects.count()) == (403, 0)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(3, "5 seconds"), (42, "40 seconds"), (58, "1 minute"), (290, "5 minutes"), (6000, "2 hours")],
)
def test_what_is_left_is_told_as_exactly_as_one_can_know(seconds: float, words: str) -> None:
    with override("en"):
        assert say_long(seconds) == words


def test_work_is_one_sentence() -> None:
    with override("en"):
        assert summarise(1, 12, 2) == "1 is being rendered, 12 wait, 2 failed"
        assert summarise(0, 0, 0) == "Nothing is being rendered"
