"""From a draft to a version: nothing typed is lost, and nothing becomes a version that could not be drawn."""

from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from pytest_django import Settings

from campaign.data import convert
from campaign.data.models import Campaign, Draft, Item, ItemVersion, Material
from campaign.services import authoring, dispatch, typed
from campaign.spec.content import Kind
from campaign.spec.errors import CampaignError, InvalidValue, NotAllowed
from tests.factories import items
from tests.factories.rows import NOON, make_channel, make_consent, make_person, make_version

pytestmark = pytest.mark.django_db

QUOTE = {
    "title.bg": "Ана и съседите",
    "title.en": "Ana and her neighbours",
    "values.photo.file": "ana.png",
    "values.photo.focus": "50 40",
    "values.photo.alt.bg": "Ана се усмихва",
    "values.photo.alt.en": "Ana smiles",
    "values.quote.bg": "Играем заедно.",
    "values.quote.en": "We play together.",
    "values.name.bg": "Ана",
    "values.name.en": "Ana",
    "fictional": "on",
}


@pytest.fixture(autouse=True)
def own_store(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.STORE = f"file:{tmp_path / 'store'}"
    monkeypatch.setattr(dispatch, "_send", lambda *args, **others: True)  # no broker here


@pytest.fixture
def campaign() -> Campaign:
    make_channel()
    return make_version().item.campaign


@pytest.fixture
def draft(campaign: Campaign, tmp_path: Path) -> Draft:
    return begin(campaign, tmp_path)


def begin(campaign: Campaign, folder: Path) -> Draft:
    by = make_person()
    draft = authoring.begin(campaign, kind=Kind.STORY, template="story-quote", by=by, now=NOON)
    photo = folder / "photo.png"
    Image.new("RGB", (64, 64), "#0b7a75").save(photo)
    assert authoring.attach(draft, name="Ana.PNG", upload=photo, by=by, now=NOON) == "Ana.png"
    return draft


def type_all(draft: Draft, **more: str) -> None:
    typed = QUOTE | {"values.photo.file": "Ana.png"} | more
    authoring.save(draft, changed=typed, base={}, by=make_person(), now=NOON)


def test_what_is_written_becomes_a_version_with_its_materials_planned(draft: Draft) -> None:
    type_all(draft)

    version = authoring.finish(draft, by=make_person(), now=NOON)

    item = convert.read_item(version)
    assert (str(version.item), item.id, item.title["bg"]) == (
        "together/ana-and-her-neighbours",
        "ana-and-her-neighbours",
        "Ана и съседите",
    )
    assert version.media.keys() == {"Ana.png"}
    assert [row.sha256 for row in version.files.all()] == list(version.media.values())
    assert (version.origin, version.author.username) == ("studio", "staff")
    assert [row.language for row in Material.objects.filter(version=version)] == ["bg"]
    draft.refresh_from_db()
    assert (draft.base, draft.settled_at) == (version, NOON)


def test_a_draft_with_something_missing_becomes_no_version_and_says_what(draft: Draft) -> None:
    type_all(draft, **{"values.quote.en": "", "title.en": ""})

    with pytest.raises(CampaignError) as caught:
        authoring.finish(draft, by=make_person(), now=NOON)

    assert [fault.place.field for fault in caught.value.singles] == ["title.en", "values.quote.en"]
    assert not Item.objects.exclude(slug="ana").exists()


def test_finishing_again_without_a_change_makes_nothing_new(draft: Draft) -> None:
    type_all(draft)
    version = authoring.finish(draft, by=make_person(), now=NOON)

    assert authoring.finish(draft, by=make_person(), now=NOON) == version
    assert version.item.versions.count() == 1


def test_the_next_version_is_written_on_top_of_the_first(draft: Draft) -> None:
    type_all(draft)
    first = authoring.finish(draft, by=make_person(), now=NOON)
    again = authoring.open_item(first.item, by=make_person(), now=NOON)
    base = {"values.name.bg": "Ана"}
    authoring.save(again, changed={"values.name.bg": "Ани"}, base=base, by=make_person(), now=NOON)

    second = authoring.finish(again, by=make_person(), now=NOON)

    assert again == draft
    assert second.item == first.item
    assert Item.objects.get(pk=first.item_id).current == second
    assert Material.objects.filter(version=first, current=True).count() == 0


def test_two_people_at_once_are_told_and_keep_their_words(draft: Draft) -> None:
    other = make_person("lead")
    authoring.save(draft, changed={"title.bg": "Ана"}, base={}, by=make_person(), now=NOON)

    saved = authoring.save(
        draft, changed={"title.bg": "Анна", "title.en": "Anna"}, base={"title.bg": ""}, by=other, now=NOON
    )

    assert saved.aside == (authoring.Aside("title.bg", "Анна", "Ана", "staff"),)
    assert saved.taken == ("title.en",)
    draft.refresh_from_db()
    assert (draft.typed["title.bg"], draft.typed["title.en"]) == ("Ана", "Anna")
    assert draft.saves.get(revision=2).aside == {"title.bg": "Анна"}
    news = authoring.list_news(draft, revision=1)
    assert {name: row.by for name, row in news.items()} == {"title.en": other}
    assert authoring.read_at(draft, revision=1)["title.en"] == ""


def test_everybody_who_wrote_is_remembered_with_the_version(draft: Draft) -> None:
    lead = make_person("lead")
    type_all(draft)
    authoring.save(draft, changed={"tags": "школа"}, base={}, by=lead, now=NOON)

    version = authoring.finish(draft, by=make_person(), now=NOON)

    assert set(version.writers.all()) == {lead, make_person()}


def test_a_draft_does_not_grow_without_end(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    def add(number: int, text: str = "a") -> None:
        authoring.save(draft, changed={f"values.x{number}": text}, base={}, by=make_person(), now=NOON)

    known = Draft.objects.get(pk=draft.pk).typed
    monkeypatch.setattr(typed, "MOST_INPUTS", len(known) + 2)
    add(0)
    add(1)
    with pytest.raises(InvalidValue, match="more fields"):
        add(2)
    monkeypatch.setattr(typed, "MOST_TOGETHER", sum(map(len, known.values())) + 10)
    add(0)
    with pytest.raises(InvalidValue, match="characters"):
        authoring.save(draft, changed={"values.x1": "b" * 10}, base={"values.x1": "a"}, by=make_person(), now=NOON)


def test_words_stay_their_writers_when_somebody_else_mends_a_comma_until_they_are_approved(draft: Draft) -> None:
    writer, mender = make_person("lead"), make_person()
    type_all(draft)
    authoring.save(draft, changed={"tags": "школа"}, base={}, by=writer, now=NOON)
    first = authoring.finish(draft, by=mender, now=NOON)

    draft.refresh_from_db()
    authoring.save(draft, changed={"title.bg": "Ана, и съседите"}, base=draft.typed, by=mender, now=NOON)
    second = authoring.finish(draft, by=mender, now=NOON)
    assert second != first
    assert set(second.writers.all()) == {writer, mender}

    for row in Material.objects.filter(version=second):
        row.approvals.create(key=row.shown.key, by=make_person("lead", name="second"))
    draft.refresh_from_db()
    authoring.save(draft, changed={"title.bg": "Ана и съседите"}, base=draft.typed, by=mender, now=NOON)
    assert set(authoring.finish(draft, by=mender, now=NOON).writers.all()) == {mender}


def test_who_only_opened_an_item_did_not_write_it(campaign: Campaign, draft: Draft) -> None:
    type_all(draft)
    item = authoring.finish(draft, by=make_person(), now=NOON).item
    lead = make_person("lead")
    Draft.objects.all().delete()
    opened = authoring.open_item(item, by=lead, now=NOON)
    authoring.save(opened, changed={"tags": "школа"}, base={}, by=make_person(), now=NOON)

    assert set(authoring.finish(opened, by=make_person(), now=NOON).writers.all()) == {make_person()}


def test_an_item_that_a_pack_changed_is_opened_as_it_is_now(draft: Draft) -> None:
    type_all(draft)
    version = authoring.finish(draft, by=make_person(), now=NOON)
    newer = ItemVersion.objects.create(
        item=version.item,
        body={**version.body, "tags": ["pack"]},
        media=version.media,
        digest="1" * 64,
        author=draft.by,
    )
    Item.objects.filter(pk=version.item_id).update(current=newer)

    again = authoring.open_item(version.item, by=make_person(), now=NOON)

    assert (again.pk, again.typed["tags"], again.base) == (draft.pk, "pack", newer)


def test_work_in_hand_outlives_a_pack(draft: Draft) -> None:
    type_all(draft)
    version = authoring.finish(draft, by=make_person(), now=NOON)
    authoring.save(draft, changed={"tags": "мои"}, base={"tags": ""}, by=make_person(), now=NOON)
    newer = ItemVersion.objects.create(
        item=version.item, body={**version.body, "tags": ["pack"]}, digest="1" * 64, author=draft.by
    )
    Item.objects.filter(pk=version.item_id).update(current=newer)

    assert authoring.open_item(version.item, by=make_person(), now=NOON).typed["tags"] == "мои"


def test_the_consents_chosen_are_linked_and_those_linked_meanwhile_stay(campaign: Campaign, draft: Draft) -> None:
    one = make_consent(make_version(), items.CONSENT, slug="one")
    two = make_consent(make_version(), items.CONSENT, slug="two")
    type_all(draft, consents=str(one.pk))
    item = authoring.finish(draft, by=make_person(), now=NOON).item
    assert set(item.consents.all()) == {one}
    item.consents.add(two)

    authoring.save(draft, changed={"consents": ""}, base={"consents": str(one.pk)}, by=make_person(), now=NOON)
    authoring.finish(draft, by=make_person(), now=NOON)

    assert set(item.consents.all()) == {two}
    assert [event.detail for event in one.events.filter(act="changed")] == ["items", "items"]


def test_a_consent_that_was_withdrawn_cannot_be_chosen(campaign: Campaign, draft: Draft) -> None:
    row = make_consent(make_version(), items.CONSENT, slug="one")
    row.withdrawn_at = NOON
    row.save()
    type_all(draft, consents=str(row.pk))

    with pytest.raises(NotAllowed) as caught:
        authoring.finish(draft, by=make_person(), now=NOON)
    assert caught.value.place.field == "consents"


def test_what_was_finished_is_submitted_with_all_its_materials(draft: Draft) -> None:
    type_all(draft)
    item = authoring.finish(draft, by=make_person(), now=NOON).item

    assert [row.state for row in authoring.submit_item(item, by=make_person())] == ["submitted"]
    assert authoring.submit_item(item, by=make_person()) == ()


def test_an_older_version_comes_back_as_the_newest(draft: Draft) -> None:
    type_all(draft)
    first = authoring.finish(draft, by=make_person(), now=NOON)
    authoring.save(draft, changed={"tags": "школа"}, base={}, by=make_person(), now=NOON)
    authoring.finish(draft, by=make_person(), now=NOON)
    lead = make_person("lead")

    third = authoring.restore(first, by=lead, now=NOON + timedelta(days=1))

    assert (third.origin, third.restores, third.body) == ("restored", first, first.body)
    assert set(third.writers.all()) == {lead, make_person()}
    assert Item.objects.get(pk=first.item_id).current == third
    draft.refresh_from_db()
    assert (draft.typed["tags"], draft.base) == ("", third)
    with pytest.raises(NotAllowed):
        authoring.restore(third, by=lead, now=NOON)


@pytest.mark.parametrize("role", ["designer", "operator"])
def test_only_authors_write(campaign: Campaign, draft: Draft, role: str) -> None:
    with pytest.raises(NotAllowed):
        authoring.save(draft, changed={"tags": "x"}, base={}, by=make_person(role), now=NOON)


def test_nobody_writes_in_another_organisation(campaign: Campaign, draft: Draft) -> None:
    stranger = make_person("staff", name="stranger", organisation="others")
    for act in (
        lambda: authoring.begin(campaign, kind=Kind.STORY, by=stranger, now=NOON),
        lambda: authoring.save(draft, changed={"tags": "x"}, base={}, by=stranger, now=NOON),
        lambda: authoring.discard(draft, by=stranger),
        lambda: authoring.open_item(campaign.items.get(), by=stranger, now=NOON),
    ):
        with pytest.raises(NotAllowed):
            act()


@pytest.mark.parametrize("name", ["revision", "consents.was", "values.<x>", "__proto__", "title.bg\n"])
def test_inputs_that_no_page_has_are_refused(draft: Draft, name: str) -> None:
    with pytest.raises(CampaignError):
        authoring.save(draft, changed={name: "x"}, base={}, by=make_person(), now=NOON)


def test_another_template_keeps_what_was_typed_for_the_first(draft: Draft) -> None:
    type_all(draft)
    base = {"template": "story-quote"}
    authoring.save(draft, changed={"template": "photo-essay"}, base=base, by=make_person(), now=NOON)
    draft.refresh_from_db()

    assert draft.template == "photo-essay"
    assert draft.typed["values.quote.bg"] == QUOTE["values.quote.bg"]
    assert int(draft.typed["values.photos.rows"]) >= 1


def test_two_files_of_one_name_are_told_apart(draft: Draft, tmp_path: Path) -> None:
    other = tmp_path / "other.png"
    Image.new("RGB", (64, 64), "#b93a15").save(other)

    assert authoring.attach(draft, name="Ana.png", upload=other, by=make_person(), now=NOON) == "Ana-2.png"
    assert authoring.attach(draft, name="Ana.png", upload=other, by=make_person(), now=NOON) == "Ana-2.png"
    draft.refresh_from_db()
    assert draft.media.keys() == {"Ana.png", "Ana-2.png"}
