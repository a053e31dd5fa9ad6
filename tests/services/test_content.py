"""Packs and channels become rows: once, whole, and with new versions only for what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.db import DatabaseError
from pytest_django import Settings

from campaign.adapters.packs import LoadedPack
from campaign.adapters.store import open_store
from campaign.data.convert import read_campaign, read_channel, read_item
from campaign.data.models import Campaign, Channel, Item, ItemVersion, Material, StoredFile
from campaign.services import content, review
from campaign.services.storage import get_store
from campaign.spec.content import Partner
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import NotAllowed
from tests.factories.loaded import make_pack
from tests.factories.rows import make_material, make_organisation, make_person
from tests.factories.values import make_campaign, make_channel, make_item

pytestmark = pytest.mark.django_db

ANA = replace(make_item("ana"), values={"headline": {"bg": "Ана"}, "photo": {"file": "ana.png", "alt": {"bg": "Ана"}}})
BORIS = make_item("boris", text="Борис пее")


@dataclass(frozen=True)
class Desk:
    """Where packs are made and taken in."""

    folder: Path

    def take(self, *items: object, photo: bytes = b"photo", **others: object) -> content.Imported:
        return self.take_pack(self.make(items, photo=photo, **others))

    def make(self, items: Sequence[object], *, photo: bytes = b"photo", **others: object) -> LoadedPack:
        return make_pack(*items, folder=self.folder, media={"ana.png": photo}, **others)  # type: ignore[arg-type]  # passed through

    def take_pack(self, loaded: LoadedPack) -> content.Imported:
        return content.import_pack(
            loaded, author=make_person("staff"), organisation=make_organisation(), store=get_store()
        )


@pytest.fixture
def desk(tmp_path: Path, settings: Settings) -> Desk:
    settings.STORE = f"file:{tmp_path / 'store'}"
    return Desk(tmp_path)


def count_rows() -> tuple[int, int, int, int]:
    return Campaign.objects.count(), Item.objects.count(), ItemVersion.objects.count(), StoredFile.objects.count()


def test_a_pack_becomes_rows_with_its_media_in_the_store(desk: Desk) -> None:
    assert desk.take(ANA, BORIS) == content.Imported("together", made=("ana", "boris"))
    name = f"{hash_bytes(b'photo')}.png"
    version = Item.objects.get(slug="ana").current
    assert version is not None
    assert (read_item(version), version.media, version.author.username) == (ANA, {"ana.png": name[:64]}, "staff")
    assert [file.name for file in version.files.all()] == [name]
    with get_store().open(name) as file:
        assert file.read() == b"photo"
    assert count_rows() == (1, 2, 2, 1)


def test_the_same_pack_again_changes_nothing(desk: Desk) -> None:
    desk.take(ANA, BORIS)
    before = ItemVersion.objects.values_list("pk", "made_at")
    assert desk.take(ANA, BORIS) == content.Imported("together", kept=("ana", "boris"))
    assert list(ItemVersion.objects.values_list("pk", "made_at")) == list(before)


def test_only_what_changed_gets_a_new_version(desk: Desk) -> None:
    desk.take(ANA, BORIS)
    louder = replace(BORIS, tags=("пролет",))
    assert desk.take(ANA, louder) == content.Imported("together", changed=("boris",), kept=("ana",))
    assert [version.item.slug for version in ItemVersion.objects.order_by("pk")] == ["ana", "boris", "boris"]


def test_another_photo_under_the_same_name_is_a_new_version(desk: Desk) -> None:
    desk.take(ANA, BORIS)
    assert desk.take(ANA, BORIS, photo=b"brighter") == content.Imported("together", changed=("ana",), kept=("boris",))


def test_going_back_makes_the_old_version_current_again(desk: Desk) -> None:
    desk.take(ANA)
    first = Item.objects.get(slug="ana").current_id
    desk.take(replace(ANA, tags=("нова",)))
    assert desk.take(ANA) == content.Imported("together", changed=("ana",))
    assert (Item.objects.get(slug="ana").current_id, ItemVersion.objects.count()) == (first, 2)


def test_what_is_no_longer_in_the_pack_stays_and_is_named(desk: Desk) -> None:
    desk.take(ANA, BORIS)
    assert desk.take(ANA) == content.Imported("together", kept=("ana",), missing=("boris",))
    assert Item.objects.count() == 2


def test_a_change_of_the_campaign_alone_keeps_the_items(desk: Desk) -> None:
    desk.take(ANA)
    renamed = replace(make_campaign(), url="https://example.org/new")
    assert desk.take(ANA, campaign=renamed) == content.Imported("together", kept=("ana",))
    assert read_campaign(Campaign.objects.get()).url == "https://example.org/new"


def test_a_failure_in_the_middle_leaves_nothing(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    save = ItemVersion.save

    def fail_on_boris(version: ItemVersion, *args: object, **named: object) -> None:
        if version.body["id"] == "boris":
            raise DatabaseError("disk full")
        save(version, *args, **named)  # type: ignore[arg-type]  # passed through

    monkeypatch.setattr(ItemVersion, "save", fail_on_boris)
    with pytest.raises(DatabaseError):
        desk.take(ANA, BORIS)
    assert count_rows() == (0, 0, 0, 0)


def test_a_campaign_of_another_organisation_is_left_alone(desk: Desk) -> None:
    desk.take(ANA)
    with pytest.raises(NotAllowed, match="belongs to another organisation"):
        content.import_pack(
            desk.make([BORIS]), author=make_person("lead"), organisation=make_organisation("other"), store=get_store()
        )
    assert [item.slug for item in Item.objects.all()] == ["ana"]


def test_media_lost_from_the_store_come_back_with_the_same_pack(desk: Desk) -> None:
    desk.take(ANA)
    name = f"{hash_bytes(b'photo')}.png"
    get_store().remove(name)
    desk.take(ANA)
    assert get_store().exists(name)


def test_a_logo_belongs_to_the_campaign_not_to_the_item(desk: Desk) -> None:
    partnered = replace(make_campaign(), partners=(Partner({"bg": "Община"}, logo="ana.png"),))
    desk.take(BORIS, campaign=partnered)
    version = Item.objects.get(slug="boris").current
    assert version is not None
    assert (version.media, Campaign.objects.get().media) == ({}, {"ana.png": hash_bytes(b"photo")})


def test_words_are_kept_casefolded_for_search(desk: Desk) -> None:
    desk.take(replace(BORIS, tags=("ПРОЛЕТ",)))
    version = ItemVersion.objects.get()
    assert {"борис пее", "пролет", "заедно"} <= set(version.search.splitlines())


def test_channels_keep_their_order_and_their_blank_picture(desk: Desk) -> None:
    rows = content.import_channels({"tram": make_channel("tram"), "metro": make_channel("metro")})
    content.import_channels({"metro": make_channel("metro"), "tram": make_channel("tram", languages=("bg", "en"))})
    assert [row.slug for row in Channel.objects.all()] == ["metro", "tram"]
    assert read_channel(Channel.objects.get(slug="tram")).languages == ("bg", "en")
    assert {row.pk for row in rows} == set(Channel.objects.values_list("pk", flat=True))
    store = open_store(f"file:{desk.folder / 'store'}")
    assert [file.name for file in StoredFile.objects.all()] == list(store.names())


def test_whoever_changed_the_campaigns_own_words_is_not_the_first_to_approve_them(desk: Desk) -> None:
    desk.take(ANA)
    lead, second = make_person("lead"), make_person("lead", name="second")
    other = replace(make_campaign(), url="https://example.org/elsewhere")
    loaded = desk.make((ANA,), campaign=other)
    content.import_pack(loaded, author=lead, organisation=make_organisation(), store=get_store())
    version = ItemVersion.objects.get()
    assert version.author == make_person("staff")
    tram, bus = (make_material(version, channel=name, state="submitted") for name in ("tram", "bus"))
    with pytest.raises(NotAllowed, match="You changed the campaign itself"):
        review.approve(tram, by=lead, key=tram.shown.key)
    review.approve(bus, by=second, key=bus.shown.key)
    review.approve(tram, by=lead, key=tram.shown.key)


def test_a_comma_by_another_frees_nobody_who_changed_the_campaigns_own_words(desk: Desk) -> None:
    desk.take(ANA)
    lead, second, third = (make_person("lead", name=name) for name in ("lead", "second", "third"))
    tram, bus = (make_material(ItemVersion.objects.get(), channel=name, state="submitted") for name in ("tram", "bus"))
    for person in (lead, second):
        other = replace(make_campaign(), url=f"https://example.org/{person.username}")
        loaded = desk.make((ANA,), campaign=other)
        content.import_pack(loaded, author=person, organisation=make_organisation(), store=get_store())
    for person in (lead, second):
        tram.refresh_from_db()
        with pytest.raises(NotAllowed, match="You changed the campaign itself"):
            review.approve(Material.objects.get(pk=tram.pk), by=person, key=tram.shown.key)
    review.approve(Material.objects.get(pk=bus.pk), by=third, key=bus.shown.key)
    review.approve(Material.objects.get(pk=tram.pk), by=lead, key=tram.shown.key)


def test_a_new_story_leaves_the_campaigns_author_as_it_was(desk: Desk) -> None:
    desk.take(ANA)
    loaded = desk.make((ANA, BORIS))
    content.import_pack(loaded, author=make_person("lead"), organisation=make_organisation(), store=get_store())
    assert Campaign.objects.get().author == make_person("staff")


def test_a_pack_that_says_what_it_said_leaves_what_was_written_in_the_studio(desk: Desk) -> None:
    desk.take(ANA, BORIS)
    written = write_in_studio("ana")

    assert desk.take(ANA, replace(BORIS, tags=("new",))) == content.Imported(
        "together", changed=("boris",), kept=("ana",)
    )
    assert Item.objects.get(slug="ana").current == written


def test_a_pack_that_says_something_new_tells_whose_words_it_replaced_and_keeps_them(desk: Desk) -> None:
    desk.take(ANA)
    written = write_in_studio("ana")

    assert desk.take(replace(ANA, tags=("new",))) == content.Imported("together", changed=("ana",), replaced=("ana",))
    row = Item.objects.get(slug="ana")
    assert row.current != written
    assert written in row.versions.all()


def write_in_studio(slug: str) -> ItemVersion:
    row = Item.objects.get(slug=slug)
    assert row.current is not None
    row.current = ItemVersion.objects.create(
        item=row, body=row.current.body, digest="0" * 64, origin="studio", author=row.current.author
    )
    row.save()
    return row.current
