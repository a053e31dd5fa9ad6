"""The signed form: kept where no player comes, and every look is noted."""

import io
import stat
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from campaign.data.models import Consent
from campaign.services import documents
from campaign.services.storage import get_private_store, get_store
from campaign.spec.errors import BrokenMedia, NotAllowed, UnknownName
from tests.factories.items import CONSENT
from tests.factories.packs import turn_and_place
from tests.factories.rows import NOON, make_consent, make_person, make_version

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture
def row(tmp_path: Path, settings: Settings) -> Consent:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    return make_consent(make_version(), CONSENT)


def list_acts(row: Consent) -> list[str]:
    return [f"{event.act} {event.by.username if event.by else ''}" for event in row.events.all()]


def test_a_form_is_kept_and_opened_with_a_line_in_the_log(row: Consent) -> None:
    lead = make_person("lead")
    documents.keep_document(row, PDF, by=make_person("staff"), now=NOON)
    found = documents.open_document(row, by=lead, now=NOON)
    assert (found.data, found.media_type, found.name) == (PDF, "application/pdf", "ana.pdf")
    assert list_acts(row) == ["document-kept staff", "document-seen lead"]


def test_only_its_owner_can_read_the_file_and_it_is_not_among_the_media(row: Consent, tmp_path: Path) -> None:
    name = documents.keep_document(row, PDF, by=make_person("staff"), now=NOON).document
    path = tmp_path / "private" / name[:2] / name
    modes = [stat.S_IMODE(one.stat().st_mode) for one in (path, path.parent, path.parent.parent)]
    assert (modes, get_store().exists(name)) == ([0o600, 0o700, 0o700], False)


@pytest.mark.parametrize("address", ["/media/{}", "/files/{}"])
def test_no_address_of_media_reaches_it(row: Consent, client: Client, address: str) -> None:
    client.force_login(make_person("administrator"))
    name = documents.keep_document(row, PDF, by=make_person("staff"), now=NOON).document
    assert client.get(address.format(name)).status_code == 404


def test_a_photo_of_a_form_forgets_where_it_was_taken(row: Consent) -> None:
    documents.keep_document(row, turn_and_place(), by=make_person("staff"), now=NOON)
    found = documents.open_document(row, by=make_person("staff"), now=NOON)
    with Image.open(io.BytesIO(found.data)) as photo:
        assert (found.media_type, photo.size, dict(photo.getexif())) == ("image/jpeg", (4, 8), {})


def test_a_new_form_takes_the_place_of_the_old_unless_another_consent_has_the_same(row: Consent) -> None:
    other = make_consent(make_version(), CONSENT, slug="boris")
    staff = make_person("staff")
    for one in (row, other):
        documents.keep_document(one, PDF, by=staff, now=NOON)
    documents.keep_document(row, PDF + b"\n%%EOF", by=staff, now=NOON)
    both = sorted(get_private_store().names())
    documents.keep_document(other, PDF + b"\n%%EOF", by=staff, now=NOON)
    assert (len(both), len(list(get_private_store().names()))) == (2, 1)


@pytest.mark.parametrize(
    "data", [b"", b"MZ\x90", b"%PDF-1.7\nbroken off", b"<html>", b"\xff\xd8\xff broken", b"GIF89a"], ids=repr
)
def test_other_files_are_refused(row: Consent, data: bytes) -> None:
    with pytest.raises(BrokenMedia):
        documents.keep_document(row, data, by=make_person("staff"), now=NOON)
    assert (list_acts(row), list(get_private_store().names())) == ([], [])


def test_what_is_too_large_is_refused(row: Consent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", len(PDF) - 1)
    with pytest.raises(BrokenMedia, match=f"The document has {len(PDF)} bytes"):
        documents.keep_document(row, PDF, by=make_person("staff"), now=NOON)


@pytest.mark.parametrize("role", ["designer", "operator"])
def test_neither_designers_nor_operators_come_near_it(row: Consent, role: str) -> None:
    documents.keep_document(row, PDF, by=make_person("staff"), now=NOON)
    with pytest.raises(NotAllowed):
        documents.open_document(row, by=make_person(role), now=NOON)
    with pytest.raises(NotAllowed):
        documents.keep_document(row, PDF, by=make_person(role), now=NOON)


def test_another_organisation_does_not_either(row: Consent) -> None:
    with pytest.raises(NotAllowed):
        documents.open_document(row, by=make_person("lead", name="other", organisation="other"), now=NOON)


def test_where_there_is_none_that_is_said(row: Consent) -> None:
    with pytest.raises(UnknownName, match="No document is kept"):
        documents.open_document(row, by=make_person("staff"), now=NOON)


@pytest.mark.parametrize("inside", ["", "/forms"])
def test_the_private_store_never_lies_in_the_other(row: Consent, settings: Settings, inside: str) -> None:
    settings.PRIVATE_STORE = settings.STORE + inside
    with pytest.raises(NotAllowed, match="among the media"):
        documents.keep_document(row, PDF, by=make_person("staff"), now=NOON)
