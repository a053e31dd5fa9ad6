"""What people of another role, or organisation, or with a hostile form try at consents: nothing of it works."""

from io import BytesIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import Consent, ConsentEvent, Material
from campaign.services.storage import get_private_store
from campaign.spec.consent import Consent as Agreement
from tests.factories.rows import make_consent, make_finding, make_material, make_person, make_version

pytestmark = pytest.mark.django_db
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
PAGES = ("consent", "consent-effect", "change-consent", "renew-consent", "withdraw-consent", "erase-consent")


@pytest.fixture
def row(tmp_path: Path, settings: Settings) -> Consent:
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    version = make_version()
    make_material(version, state="approved", findings=(make_finding(),))
    return make_consent(version, Agreement(person=SCRIPT, given_to=SCRIPT, wording=SCRIPT, shown_as=SCRIPT))


def sign_in(role: str, *, name: str = "", organisation: str = "ngo") -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person(role, name=name, organisation=organisation))
    return client


@pytest.mark.parametrize(("role", "organisation"), [
    ("designer", "ngo"), ("operator", "ngo"), ("lead", "other"), ("staff", "other"),
])  # fmt: skip
def test_nobody_else_reads_or_touches_one(row: Consent, role: str, organisation: str) -> None:
    client = sign_in(role, name=f"{role}-{organisation}", organisation=organisation)
    pages = [*PAGES, "consent-document"]
    told = {page: client.get(reverse(page, args=[row.pk])) for page in pages}
    assert {answer.status_code for answer in told.values()} <= {403, 404}
    assert not [page for page, answer in told.items() if b"alert(1)" in answer.content]
    assert ConsentEvent.objects.count() == 0


@pytest.mark.parametrize("page", ["withdraw-consent", "erase-consent", "change-consent", "keep-consent-document"])
def test_a_form_of_another_site_changes_nothing(row: Consent, page: str) -> None:
    answer = sign_in("lead").post(reverse(page, args=[row.pk]), {"ground": "withdrawn", "name": row.slug})
    fresh = Consent.objects.get()
    assert (answer.status_code, fresh.withdrawn_at, fresh.erased_at, fresh.body) == (403, None, None, row.body)


def test_looking_changes_nothing(row: Consent) -> None:
    client = sign_in("lead")
    for page in PAGES:
        client.get(reverse(page, args=[row.pk]), {"ground": "withdrawn", "name": row.slug, "person": "x"})
    fresh = Consent.objects.get()
    assert (fresh.withdrawn_at, fresh.erased_at, fresh.body) == (None, None, row.body)
    assert Material.objects.get().state == "approved"


def test_words_are_written_and_never_run(row: Consent) -> None:
    client = sign_in("lead")
    pages = [client.get(reverse(page, args=[row.pk])).content.decode() for page in PAGES]
    assert [page for page in pages if "<script>alert" in page or "<img src=x" in page] == []
    assert any("&lt;script&gt;alert" in page for page in pages)


def test_a_form_takes_no_more_than_its_fields(row: Consent) -> None:
    """No organisation, no document, no proof, no item of another campaign by a name that is added to it."""
    make_version(campaign="other")
    client = Client()
    client.force_login(make_person("staff"))
    data = {
        "guardian-TOTAL_FORMS": "0", "guardian-INITIAL_FORMS": "0", "person": "Ана", "base": "{}",
        "items": ["ana", "other/ana", "../ana"], "document": "x.pdf", "erased_at": "2026-01-01", "campaign": "other",
        "withdrawn_at": "2026-01-01", "withdrawn_on": "2026-01-01", "proof": "{}", "taken": "x",
    }  # fmt: skip
    client.post(reverse("change-consent", args=[row.pk]), data)
    fresh = Consent.objects.get()
    assert (fresh.campaign, fresh.document, fresh.erased_at, fresh.proof) == (row.campaign, "", None, None)
    assert (fresh.taken, fresh.withdrawn_at, [str(item) for item in fresh.items.all()]) == ("", None, ["together/ana"])


def test_a_form_is_given_to_be_saved_and_to_nobody_else(row: Consent) -> None:
    client = Client()
    client.force_login(make_person("staff"))
    page = BytesIO(b"%PDF-<script>alert(1)</script>%%EOF")
    page.name = "../../x.html"
    client.post(reverse("keep-consent-document", args=[row.pk]), {"document": page})
    [name] = get_private_store().names()
    answer = client.get(reverse("consent-document", args=[row.pk]))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="ana.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(answer.headers["Cache-Control"].split(", "))
    for address in (f"/media/{name}", f"/files/{name}", f"/static/{name}", f"/media/../private/{name[:2]}/{name}"):
        assert client.get(address).status_code == 404
    assert [Client().get(reverse("consent-document", args=[row.pk])).status_code] == [302]
