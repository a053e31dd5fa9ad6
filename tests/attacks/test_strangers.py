"""Numbers of another organisation's things where a page hides them: in fields, and in addresses that show a part of a
thing. Each is sent by a lead who has an organisation and a campaign of their own; none does or tells anything."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from campaign.data.models import (
    Campaign,
    Consent,
    Draft,
    Invitation,
    Material,
    Membership,
    Organisation,
    PackImport,
    Rendering,
    SignedIn,
    User,
)
from campaign.render.manifest import FieldType
from campaign.services import dispatch, uploads
from campaign.services.authoring import begin, finish
from campaign.spec.content import Kind
from tests.factories.items import CONSENT
from tests.factories.rows import NOON, make_consent, make_material, make_person, make_version
from tests.factories.values import make_item
from tests.studio.matrix import make_visitors, make_world
from tests.studio.rows import paint_form

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Stranger:
    """`theirs` names what is another organisation's; the draft is the stranger's own."""

    theirs: Mapping[str, str]
    person: User
    client: Client
    draft: Draft

    def post(self, name: str, *args: object, **fields: Any) -> Any:
        return self.client.post(reverse(name, args=args), fields)

    def get(self, name: str, *args: object, **query: Any) -> Any:
        return self.client.get(reverse(name, args=args), query)


@pytest.fixture
def stranger(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Stranger:
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    settings.SCHEDULES_FOLDER = tmp_path / "schedules"
    theirs = make_world(settings.SCHEDULES_FOLDER)
    person = make_visitors()["stranger"]
    own = make_version(make_item("own"), campaign="apart", author=person).item.campaign
    Campaign.objects.filter(pk=own.pk).update(organisation=person.organisation)
    own.refresh_from_db()
    draft = begin(own, kind=Kind.STORY, template="story-quote", by=person, now=NOON)
    client = Client(raise_request_exception=False)
    client.force_login(person)
    return Stranger(theirs, person, client, draft)


def find_theirs() -> list[object]:
    """All that a hidden field could have changed."""
    rows = [Material.objects.order_by("pk").values_list("pk", "state"), Rendering.objects.values_list("key", "state")]
    people = User.objects.order_by("pk").values_list("pk", "role", "organisation", "is_active")
    links = Consent.items.through.objects.order_by("pk").values_list("consent", "item")
    return [*map(list, (*rows, people, links)), Membership.objects.count(), Invitation.objects.count()]


def test_no_part_of_anothers_draft_or_material_is_shown(stranger: Stranger) -> None:
    theirs = Draft.objects.get(pk=stranger.theirs["draft"])
    photo = SimpleUploadedFile("ana.png", paint_form())
    kept = uploads.attach_file(theirs, photo, kind=FieldType.IMAGE, by=make_person(), now=NOON)
    parts = ("medium", "medium-picture", "medium-strip", "medium-playable", "medium-cues")
    for name in parts:
        assert (name, stranger.get(name, theirs.pk, kept.name).status_code) == (name, 404)
        assert (name, stranger.get(name, stranger.draft.pk, kept.name).status_code) == (name, 404)
    waiting = stranger.theirs["waiting"]
    assert stranger.get("review-marks", waiting).status_code == 404
    assert stranger.get("template-trial", waiting).status_code == 404
    assert stranger.get("template-trial-picture", waiting, "before").status_code == 404
    assert stranger.get("statistic-picture", stranger.theirs["figures"], "chart-bars").status_code == 404
    assert stranger.get("statistic-dataset", stranger.theirs["figures"]).status_code == 404
    assert stranger.get("file", kept.file.name).status_code == 404
    seen = stranger.get("materials", of=f"{waiting},{stranger.theirs['approved']}")
    assert "Вера" not in seen.content.decode()


def test_a_draft_takes_no_file_and_no_consent_of_anothers(stranger: Stranger) -> None:
    theirs = Draft.objects.get(pk=stranger.theirs["draft"])
    kept = uploads.attach_file(
        theirs, SimpleUploadedFile("ana.png", paint_form()), kind=FieldType.IMAGE, by=make_person(), now=NOON
    )
    consent, before = stranger.theirs["consent"], find_theirs()
    changed = {"values.photo.file": kept.name, "consents": consent, "title.bg": "Наше"}
    body = json.dumps({"changed": changed, "base": {}})
    address = reverse("save-draft", args=[stranger.draft.pk])
    assert stranger.client.post(address, body, content_type="application/json").status_code == 200
    look = stranger.post("draft-look", stranger.draft.pk, screen="tram", language="bg", checks="1", consents=consent)
    page = stranger.get("draft", stranger.draft.pk)
    assert not any("Ана Петрова" in answer.content.decode() for answer in (look, page))
    stranger.draft.refresh_from_db()
    assert stranger.draft.media == {}
    with pytest.raises(Exception, match="of another campaign"):
        finish(stranger.draft, by=stranger.person, now=NOON)
    assert find_theirs() == before


def test_a_consent_is_recorded_into_no_other_story(stranger: Stranger) -> None:
    own = make_consent(make_version(make_item("own"), campaign="apart"), CONSENT)
    address = reverse("change-consent", args=[own.pk])
    before = Draft.objects.get(pk=stranger.theirs["draft"]).typed
    fields = {"items": ["ana", "vera", stranger.theirs["item"]], "slug": "x"}
    stranger.client.post(f"{address}?draft={stranger.theirs['draft']}", fields)
    assert {str(item) for item in own.items.all()} == {"apart/own"}
    assert Draft.objects.get(pk=stranger.theirs["draft"]).typed == before


def test_nothing_is_judged_for_others(stranger: Stranger) -> None:
    theirs = Material.objects.get(pk=stranger.theirs["waiting"])
    own = make_version(
        make_item("own"), campaign="apart", author=make_person("staff", name="own", organisation="elsewhere")
    )
    mine = make_material(own, state="submitted")
    before, key = find_theirs(), theirs.shown.key
    Rendering.objects.filter(pk=theirs.still_id).update(state="failed")
    before = find_theirs()
    stranger.post("review-approve", mine.version.item_id, seen=[f"{theirs.pk}:{key}"])
    stranger.post("review-return", mine.version.item_id, material=[str(theirs.pk)], why="x")
    stranger.post("review-approve", theirs.version.item_id, seen=[f"{theirs.pk}:{key}"])
    stranger.post("accept", mine.pk, finding="0" * 64, reason="x", key=mine.shown.key, also=f"{theirs.pk}:{key}")
    stranger.post("retry-failed", key=theirs.still_id)
    stranger.post("retry-failed", all="1")
    assert find_theirs() == before


def test_nobody_is_taken_into_or_out_of_another_organisation(stranger: Stranger) -> None:
    home, city = Organisation.objects.get(slug="elsewhere"), Organisation.objects.get(slug="ngo")
    theirs, own = Campaign.objects.get(slug="together"), make_person("staff", name="own", organisation="elsewhere")
    before = find_theirs()
    for fields in (
        {"act": "role", "role": "staff", "organisation": city.pk},
        {"act": "role", "role": "administrator", "organisation": ""},
        {"act": "role", "role": "operator", "organisation": ""},
        {"act": "give", "campaign": theirs.pk, "campaign_role": "lead"},
        {"act": "give", "campaign": Campaign.objects.get(slug="apart").pk, "campaign_role": "administrator"},
    ):
        stranger.post("person", own.pk, **fields)
    author = stranger.theirs["colleague"]
    for act in ("off", "codes", "role", "give"):
        assert stranger.post("person", author, act=act, role="staff", organisation=home.pk).status_code == 404
    for place in (f"organisation:{city.pk}", f"campaign:{theirs.pk}", "new:", ":"):
        stranger.post("invite", email="a@example.org", place=place, role="lead", language="bg", organisation="x")
    stranger.post("invite", email="a@example.org", place=f"organisation:{home.pk}", role="administrator", language="bg")
    assert find_theirs() == before
    session = SignedIn.objects.create(user_id=int(author), session_key="theirs", device="", at=NOON, seen_at=NOON)
    assert stranger.post("end-session", session.pk).status_code == 404
    assert SignedIn.objects.filter(pk=session.pk).exists()


def test_what_is_handed_in_is_ones_own_organisations(stranger: Stranger) -> None:
    pack = SimpleUploadedFile("p.zip", b"PK\x05\x06" + bytes(18))
    stranger.post("import", pack=pack, organisation=Organisation.objects.get(slug="ngo").pk)
    assert {row.organisation_id for row in PackImport.objects.filter(by=stranger.person)} <= {
        stranger.person.organisation_id
    }


def test_reports_and_consents_of_others_stay_theirs(stranger: Stranger) -> None:
    for name, args in (("reports", ()), ("report-file", ("csv",))):
        assert (name, stranger.get(name, *args, campaign="together").status_code) == (name, 400)
    answer = stranger.post("consents", person="Ана")
    assert "Ана Петрова" not in answer.content.decode()
    assert stranger.get("record-consent", campaign="together").status_code == 404
    assert stranger.get("new-story", campaign="together").status_code in (200, 404)
    stranger.post("new-story", campaign="together", kind="story", template="story-quote")
    assert not Draft.objects.filter(by=stranger.person, campaign__slug="together").exists()
