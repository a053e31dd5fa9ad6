"""Writing by plain posts and by what the page's script sends: the same words arrive, and nothing is lost."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from campaign.data.models import Campaign, Consent, Draft, DraftReader, Item, ItemVersion
from campaign.services import authoring, dispatch
from campaign.spec.content import Kind
from tests.factories import items
from tests.factories.packs import make_photo
from tests.factories.rows import NOON, make_channel, make_consent, make_person, make_version
from tests.studio.agreements import fill

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
WORDS = {
    "title.bg": "Ана",
    "title.en": "Ana",
    "values.photo.alt.bg": "Ана се усмихва",
    "values.photo.alt.en": "Ana smiles",
    "values.quote.bg": "Играем заедно.",
    "values.quote.en": "We play together.",
    "values.name.bg": "Ана",
    "values.name.en": "Ana",
    "fictional": "on",
}


@pytest.fixture(autouse=True)
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)


@pytest.fixture
def campaign(db: None) -> Campaign:
    make_channel()
    return make_version().item.campaign


@pytest.fixture
def draft(campaign: Campaign) -> Draft:
    return authoring.begin(campaign, kind=Kind.STORY, template="story-quote", by=make_person(), now=NOON)


def post(client: Client, draft: Draft, act: str = "save", **more: Any) -> Any:
    """As a page without scripts does: every input, and what asks for boxes that are not ticked."""
    asked = {"asked.fictional": "1", "asked.consents": "1", "revision": "0", "act": act}
    return client.post(reverse("draft", args=[draft.pk]), {**asked, **more})


def send(client: Client, draft: Draft, changed: dict[str, str], base: dict[str, str] | None = None) -> Any:
    body = json.dumps({"changed": changed, "base": base or {}})
    return client.post(reverse("save-draft", args=[draft.pk]), body, content_type="application/json")


def test_a_story_is_begun_with_a_kind_and_a_template(campaign: Campaign, sign_in: SignIn) -> None:
    client = sign_in("staff")
    page = client.get(reverse("new-story") + "?kind=story").content.decode()
    assert 'value="story-quote"' in page
    assert 'value="big-number"' not in page

    answer = client.post(reverse("new-story"), {"campaign": "together", "kind": "story", "template": "story-quote"})

    row = Draft.objects.get()
    assert answer.headers["Location"] == reverse("draft", args=[row.pk])
    assert (row.kind, row.template, row.item) == ("story", "story-quote", None)


def test_what_is_not_answered_is_asked_again(campaign: Campaign, sign_in: SignIn) -> None:
    answer = sign_in("staff").post(reverse("new-story"), {"campaign": "together", "kind": "story", "template": "poll"})
    assert answer.status_code == 422
    assert not Draft.objects.exists()


def test_without_scripts_a_story_is_written_completed_and_submitted(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    words = {name: text for name, text in WORDS.items() if name != "values.quote.en"}
    answer = post(client, draft, "submit", **words)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#values.quote.en"' in page
    assert 'value="Ana smiles"' in page or "Ana smiles</textarea>" in page

    photo = SimpleUploadedFile("ana.jpg", make_photo(), content_type="image/jpeg")
    draft.refresh_from_db()
    more = {"values.quote.en": "We play.", "upload.values.photo.file": photo, "revision": str(draft.revision)}
    answer = post(client, draft, "submit", **{**words, **more})

    item = Item.objects.get(slug="ana-2")
    assert answer.headers["Location"] == reverse("item", args=[item.pk])
    assert item.current is not None
    assert [row.state for row in item.current.materials.all()] == ["submitted"]
    assert item.current.body["values"]["photo"]["file"] == "ana.jpg"
    assert item.current.body["fictional"] is True


def test_who_is_shown_without_a_consent_is_asked_for_before_a_lead_looks(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    photo = SimpleUploadedFile("ana.jpg", make_photo(), content_type="image/jpeg")
    words = {name: text for name, text in WORDS.items() if name != "fictional"}
    answer = post(client, draft, "submit", **words, **{"upload.values.photo.file": photo})
    page = answer.content.decode()
    assert (answer.status_code, Item.objects.filter(slug="ana-2").exists()) == (422, False)
    assert 'href="#consents"' in page
    with override("bg"):
        told = gettext("A person is shown, and no consent is recorded.")
    assert page.count(told) == 2  # above, and at the consents

    assert post(client, draft, "finish", **words).status_code == 302  # the pictures can be made all the same


def test_a_box_that_is_not_ticked_any_more_is_taken_back(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    post(client, draft, fictional="on")
    draft.refresh_from_db()
    assert draft.typed["fictional"] == "on"
    post(client, draft, revision=str(draft.revision))
    draft.refresh_from_db()
    assert draft.typed["fictional"] == ""


def test_the_second_of_two_plain_posts_is_told_and_loses_nothing(draft: Draft, sign_in: SignIn) -> None:
    post(sign_in("staff"), draft, **{"title.bg": "Ана"})
    answer = post(sign_in("lead"), draft, **{"title.bg": "Анна", "title.en": "Anna"})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Анна</dd>" in page
    draft.refresh_from_db()
    assert (draft.typed["title.bg"], draft.typed["title.en"]) == ("Ана", "Anna")


def test_a_row_is_added_without_scripts(campaign: Campaign, sign_in: SignIn) -> None:
    draft = authoring.begin(campaign, kind=Kind.STORY, template="photo-essay", by=make_person(), now=NOON)
    rows = int(draft.typed["values.photos.rows"])
    post(sign_in("staff"), draft, **{"add-row": "values.photos", "values.photos.rows": str(rows)})
    draft.refresh_from_db()
    assert draft.typed["values.photos.rows"] == str(rows + 1)


def test_the_script_saves_what_changed_and_is_told_of_another(draft: Draft, sign_in: SignIn) -> None:
    first = send(sign_in("staff"), draft, {"title.bg": "Ана"}).json()
    assert (first["revision"], first["taken"], first["aside"]) == (1, ["title.bg"], [])
    assert first["missing"] > 0

    second = send(sign_in("lead"), draft, {"title.bg": "Анна"}).json()
    assert second["aside"] == [{"name": "title.bg", "theirs": "Ана", "by": "staff"}]

    news = sign_in("lead").get(reverse("draft-news", args=[draft.pk]) + "?since=0").json()
    assert {name: one["text"] for name, one in news["news"].items()} == {"title.bg": "Ана"}
    assert news["token"]


def test_who_has_the_page_open_is_named_to_the_others(draft: Draft, sign_in: SignIn) -> None:
    address = reverse("draft-news", args=[draft.pk])
    assert sign_in("staff").get(address).json()["here"] == []
    assert sign_in("lead").get(address).json()["here"] == ["staff"]
    DraftReader.objects.update(seen_at=timezone.now() - timedelta(minutes=1))
    assert sign_in("lead").get(address).json()["here"] == []


@pytest.mark.parametrize("body", ["", "[]", '{"changed": {"title.bg": 1}, "base": {}}', '{"changed": {}}', "[" * 9000])
def test_what_no_page_sends_is_refused(draft: Draft, sign_in: SignIn, body: str) -> None:
    answer = sign_in("staff").post(reverse("save-draft", args=[draft.pk]), body, content_type="application/json")
    assert answer.status_code == 422


def test_a_draft_that_is_gone_is_told(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    assert client.get(reverse("delete-draft", args=[draft.pk])).status_code == 200
    client.post(reverse("delete-draft", args=[draft.pk]))
    assert not Draft.objects.exists()
    assert send(client, draft, {"title.bg": "Ана"}).status_code == 410
    assert client.get(reverse("draft-news", args=[draft.pk])).status_code == 410


def test_the_live_picture_shows_what_is_typed_and_leads_to_what_is_wrong(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    asked = {"screen": "tram", "language": "bg", "width": "320", "checks": "1", "number": "2", "page": "a"}
    said = client.post(reverse("draft-look", args=[draft.pk]), {**asked, "values.quote.bg": "Играем заедно."}).json()

    assert said["picture"].startswith("data:image/jpeg;base64,/9j/")
    assert said["examples"] == ["Снимка", "Име"]
    assert "consents" in {mark["name"] for mark in said["marks"]}
    older = client.post(reverse("draft-look", args=[draft.pk]), {**asked, "number": "1"})
    assert older.status_code == 409
    draft.refresh_from_db()
    assert draft.revision == 0


def test_looking_at_a_draft_changes_nothing_in_it(draft: Draft, sign_in: SignIn) -> None:
    """An address that somebody was sent would make them one who wrote in it, and choose a consent for the story."""
    row = make_consent(make_version(), items.CONSENT, slug="ana")
    sign_in("lead").get(reverse("draft", args=[draft.pk]) + f"?consent={row.pk}")
    draft.refresh_from_db()
    assert (draft.typed["consents"], draft.revision) == ("", 0)


def test_half_a_sign_and_endless_numbers_break_no_page(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    assert send(client, draft, {"title.bg": "Ана \ud83d"}).status_code == 200
    draft.refresh_from_db()
    assert draft.typed["title.bg"] == "Ана \ufffd"
    for name in ("draft", "draft-news", "stories"):
        assert client.get(reverse(name, args=[] if name == "stories" else [draft.pk])).status_code == 200
    assert post(client, draft, revision="9" * 5000).status_code == 400


def test_a_consent_recorded_on_the_way_is_chosen(campaign: Campaign, draft: Draft, sign_in: SignIn) -> None:
    client, asked = sign_in("staff"), f"{reverse('record-consent')}?campaign=together&draft={draft.pk}"
    typed = fill(None, slug="ana", person="Ана", given_on="01.02.2026", given_how="На хартия")
    answer = client.post(asked, {**typed, "wording": items.CONSENT.wording})
    row = Consent.objects.get()
    assert answer.headers["Location"] == reverse("draft", args=[draft.pk])
    draft.refresh_from_db()
    assert draft.typed["consents"] == str(row.pk)
    page = client.get(reverse("draft", args=[draft.pk])).content.decode()
    assert f'value="{row.pk}" checked' in page
    assert items.CONSENT.wording not in page


def test_versions_are_compared_and_an_older_one_comes_back(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    photo = SimpleUploadedFile("ana.jpg", make_photo(), content_type="image/jpeg")
    post(client, draft, "finish", **WORDS, **{"upload.values.photo.file": photo})
    draft.refresh_from_db()
    assert draft.base is not None
    first = draft.base
    changed, base = {"values.quote.bg": "Играем всеки ден."}, {"values.quote.bg": "Играем заедно."}
    authoring.save(draft, changed=changed, base=base, by=make_person(), now=NOON)
    authoring.finish(draft, by=make_person(), now=NOON)

    page = client.get(reverse("compare-versions", args=[first.item_id])).content.decode()
    assert "<del>заедно</del>" in page
    assert "<ins>всеки ден</ins>" in page

    client.post(reverse("restore-version", args=[first.pk]))
    first.item.refresh_from_db()
    assert first.item.current is not None
    assert (first.item.current.restores, first.item.versions.count()) == (first, 3)
    history = client.get(reverse("item", args=[first.item_id])).content.decode()
    assert reverse("restore-version", args=[first.pk]) in history


def test_the_list_has_drafts_and_what_was_written(draft: Draft, sign_in: SignIn) -> None:
    authoring.save(draft, changed={"title.bg": "Нова"}, base={}, by=make_person(), now=NOON)
    page = sign_in("staff").get(reverse("stories")).content.decode()
    assert "Нова" in page
    assert reverse("item", args=[Item.objects.get().pk]) in page
    assert "Нова" not in sign_in("staff").get(reverse("stories") + "?kind=event").content.decode()


def test_another_template_is_chosen_and_nothing_typed_is_lost(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    send(client, draft, {"values.quote.bg": "Играем."})
    client.post(reverse("draft-template", args=[draft.pk]), {"template": "photo-essay"})
    draft.refresh_from_db()
    assert (draft.template, draft.typed["values.quote.bg"]) == ("photo-essay", "Играем.")
    assert client.get(reverse("draft", args=[draft.pk])).status_code == 200


def test_a_version_made_meanwhile_is_told_before_it_is_taken_back(draft: Draft, sign_in: SignIn) -> None:
    client = sign_in("staff")
    upload = {"upload.values.photo.file": SimpleUploadedFile("a.jpg", make_photo())}
    post(client, draft, "finish", **WORDS, **upload)
    draft.refresh_from_db()
    assert draft.item is not None
    assert draft.base is not None
    send(client, draft, {"tags": "мои"}, {"tags": ""})
    newer = ItemVersion.objects.create(
        item=draft.item, body=draft.base.body, media=draft.base.media, digest="1" * 64, author=make_person("lead")
    )
    Item.objects.filter(pk=draft.item.pk).update(current=newer)

    told = post(client, draft, "finish", newest=str(draft.base_id), revision="99", fictional="on")

    assert (told.status_code, f'name="newest" value="{newer.pk}"' in told.content.decode()) == (409, True)
    assert Item.objects.get(pk=draft.item.pk).current == newer
    assert post(client, draft, "finish", newest=str(newer.pk), revision="99", fictional="on").status_code == 302
    assert Item.objects.get(pk=draft.item.pk).current != newer
