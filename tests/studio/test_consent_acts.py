"""The signed form of a consent, and erasing: what is taken, what is given out and how, what is asked before."""

import re
import struct
import zlib
from collections.abc import Callable
from logging import LogRecord
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from campaign.data.models import Consent, ItemVersion, User
from campaign.services import documents
from campaign.services.storage import get_store
from tests.factories.rows import make_person
from tests.studio.rows import make_kept_consent, make_material, paint_form

SignIn = Callable[[str], Client]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def make_bomb() -> bytes:
    """A PNG of 60,000 × 60,000 pixels in a few kilobytes."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes(4_000_000)))
    return b"\x89PNG\r\n\x1a\n" + head + pixels + chunk(b"IEND", b"")


@pytest.fixture
def author(db: None) -> User:
    return make_person("staff", name="author")


@pytest.fixture
def row(author: User) -> Consent:
    return make_kept_consent(make_material(author=author, state="approved"))


def upload(client: Client, row: Consent, data: bytes, *, name: str = "form.pdf", kind: str = "application/pdf") -> str:
    """What the person is told."""
    client.cookies["django_language"] = "en"
    file = SimpleUploadedFile(name, data, content_type=kind)
    answer: Any = client.post(reverse("keep-consent-document", args=[row.pk]), {"document": file}, follow=True)
    return re.sub(r"(?s)<.*?>", " ", str(answer.content.decode()))


def download(client: Client, row: Consent) -> Any:
    return client.get(reverse("consent-document", args=[row.pk]))


@pytest.mark.parametrize(
    ("data", "kind"), [(PDF, "application/pdf"), (paint_form(), "image/png"), (paint_form("JPEG"), "image/jpeg")]
)
def test_a_form_comes_back_as_what_its_bytes_are(data: bytes, kind: str, row: Consent, sign_in: SignIn) -> None:
    client = sign_in("staff")
    assert "The signed form is kept." in upload(client, row, data, name="../../ana.html", kind="text/html")
    answer = download(client, row)
    ending = kind.rpartition("/")[2].replace("jpeg", "jpg")
    assert (answer.status_code, answer["Content-Type"]) == (200, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="{row.slug}.{ending}"'
    acts = [(event.act, event.by.username if event.by else "") for event in row.events.order_by("pk")]
    assert acts[-1] == ("document-seen", "staff")
    assert ("document-kept", "staff") in acts


def test_a_form_is_kept_by_nobody_on_the_way_and_runs_nothing(row: Consent, sign_in: SignIn) -> None:
    answer = download(sign_in("lead"), row)
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "data",
    [HTML, SVG, make_bomb(), b"", PDF[:20], b"GIF89a" + bytes(40), b"PK\x03\x04" + bytes(40), paint_form()[:60]],
    ids=["html as pdf", "svg", "bomb", "empty", "half a pdf", "gif", "zip", "half a png"],
)
def test_a_hostile_file_is_refused_in_words_and_the_form_before_stays(
    data: bytes, row: Consent, sign_in: SignIn
) -> None:
    client, before = sign_in("staff"), row.document
    assert "The signed form is kept." not in upload(client, row, data)
    row.refresh_from_db()
    assert row.document == before
    assert download(client, row).content == paint_form()


def test_a_file_that_is_too_large_is_not_even_read(
    row: Consent, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", len(PDF) - 1)
    assert "too large" in upload(sign_in("staff"), row, PDF)


def test_no_file_at_all_is_told(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("staff")
    client.cookies["django_language"] = "en"
    answer: Any = client.post(reverse("keep-consent-document", args=[row.pk]), follow=True)
    assert "Choose a file first" in answer.content.decode()


def test_the_form_is_at_no_address_of_pictures_or_players(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("administrator")
    assert [client.get(f"/{place}/{row.document}").status_code for place in ("files", "media")] == [404, 404]
    assert not get_store().exists(row.document)


def test_a_consent_without_a_form_has_none_to_give(row: Consent, sign_in: SignIn) -> None:
    Consent.objects.update(document="")
    assert download(sign_in("staff"), row).status_code == 404


def erase(client: Client, row: Consent, **typed: str) -> Any:
    client.cookies["django_language"] = "en"
    return client.post(reverse("erase-consent", args=[row.pk]), typed, follow=True)


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"ground": "withdrawn", "name": ""}, "Write the name of the consent"),
        ({"ground": "withdrawn", "name": "ANA"}, "Write the name of the consent"),
        ({"ground": "", "name": "ana"}, "Choose why"),
        ({"ground": "whim", "name": "ana"}, "Choose why"),
    ],
)
def test_nothing_is_erased_by_a_slip(typed: dict[str, str], told: str, row: Consent, sign_in: SignIn) -> None:
    answer = erase(sign_in("lead"), row, **typed)
    row.refresh_from_db()
    assert (answer.status_code, told in answer.content.decode(), row.erased_at) == (409, True, None)


def test_erasing_leaves_the_proof_and_the_log_and_no_way_back(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("lead")
    page = erase(client, row, ground="objected", name=" ana ").content.decode()
    row.refresh_from_db()
    assert row.erased_at is not None
    told = ("Erased – stories: 1", "The personal data was erased on", "The person objected", "erased the personal data")
    assert [text in page for text in told] == [True] * 4
    assert ("Съгласна съм" in page, "Сдружение" in page) == (False, False)
    offered = ("change-consent", "withdraw-consent", "erase-consent", "renew-consent", "keep-consent-document")
    assert [reverse(name, args=[row.pk]) in page for name in offered] == [False] * 5
    assert download(client, row).status_code == 404
    changed = client.post(reverse("change-consent", args=[row.pk]), {"person": "Ана"})
    assert changed.status_code == 302
    row.refresh_from_db()
    assert row.body == {}


def test_staff_may_withdraw_but_not_erase(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("staff")
    assert erase(client, row, ground="objected", name="ana").status_code == 403
    assert reverse("erase-consent", args=[row.pk]) not in client.get(reverse("consent", args=[row.pk])).content.decode()


def test_what_was_erased_has_no_title_in_what_operators_are_asked(row: Consent, sign_in: SignIn) -> None:
    client = sign_in("lead")
    title = ItemVersion.objects.get().body["title"]["bg"]
    assert title in client.get(reverse("consent", args=[row.pk])).content.decode()
    erase(client, row, ground="objected", name="ana")
    page = client.get(reverse("withdrawals")).content.decode()
    assert ("A story that was erased" in page, title in page) == (True, False)


def test_a_form_that_the_store_lost_is_no_crash(row: Consent, sign_in: SignIn, log_lines: list[LogRecord]) -> None:
    Consent.objects.update(document=f"{'0' * 64}.pdf")
    assert download(sign_in("staff"), row).status_code == 404
    assert log_lines == []
