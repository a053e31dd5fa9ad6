"""Erasing a person: nothing of them is left in any table or store, and what was done can be proven."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from pytest_django import Settings

from campaign.adapters.file_store import FileStore
from campaign.data.models import (
    Channel,
    Consent,
    Draft,
    Emergency,
    EmergencyPicture,
    FlightChange,
    ItemVersion,
    JoinedLoop,
    Material,
    Release,
    Rendering,
    StoredFile,
    Withdrawal,
)
from campaign.schedule.release import read_release, write_release
from campaign.services import assembly, consents, documents, leftovers, runs
from campaign.services.erasure import Erased, Ground, erase
from campaign.services.made import Made
from campaign.services.rechecking import recheck_due
from campaign.services.storage import get_private_store, get_store
from campaign.services.withdrawals import lift
from campaign.spec.consent import Consent as Agreement
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import NotAllowed, StoreFailed
from campaign.spec.message import say
from tests.factories.day import Day, make_day
from tests.factories.drafts import make_draft
from tests.factories.packs import make_photo
from tests.factories.rows import keep_file, make_person, make_still

pytestmark = pytest.mark.django_db
AFTERNOON = datetime(2026, 11, 25, 13, 7, tzinfo=UTC)
PDF = b"%PDF-1.7\nsigned\n%%EOF\n"
PERSONAL = ("Иванова", "Мила", "Расла съм тук", "расла съм тук", "I grew up here", "mila.jpg")


@pytest.fixture
def day(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Day:
    """Only Mila's story names her and plays in this pack; Boris and the pair are called otherwise."""
    settings.STORE, settings.PRIVATE_STORE = f"file:{tmp_path / 'store'}", f"file:{tmp_path / 'private'}"
    made = make_day(tmp_path, clock=AFTERNOON, monkeypatch=monkeypatch)
    documents.keep_document(find_row(), PDF, by=make_person("staff"), now=made.clock)
    for channel in ("tram", "metro"):
        assembly.loop(channel, at=made.clock)
    return made


def find_row() -> Consent:
    return Consent.objects.get(slug="mila")


def read_proof() -> dict[str, Any]:
    proof: dict[str, Any] = find_row().proof or {}
    return proof


def give_up(day: Day) -> Erased:
    return erase(find_row(), by=make_person("lead"), ground=Ground.WITHDRAWN, now=day.clock)


def dump() -> str:
    """Every row of ours, as text."""
    rows = [row for model in apps.get_app_config("data").get_models() for row in model._default_manager.all()]
    text: str = serializers.serialize("json", rows, ensure_ascii=False)
    return text


def list_told(text: str) -> list[str]:
    return [word for word in PERSONAL if word in text]


def write_of_her() -> None:
    """Words that people wrote about the person on their way."""
    for material in Material.objects.filter(version__item__slug="mila"):
        material.note = "Мила Иванова помоли за друг цитат."
        material.save()
        material.approvals.update(reason="Говорих с Мила Иванова.")
        row = Withdrawal.objects.create(scope="material", ref=str(material.pk), by=make_person("staff"))
        Withdrawal.objects.filter(pk=row.pk).update(why="Мила Иванова помоли.", lifted_at=AFTERNOON)
        body = {"id": f"one-{material.pk}", "material": str(material.pk), "title": {"bg": "Мила Иванова"}}
        keep_change(f"one-{material.pk}", body)
    keep_change("hers", {"id": "hers", "item": "neighbours/mila", "title": {"bg": "Мила Иванова"}})
    keep_change("hers", None)
    frozen = read_release(Release.objects.get().body)
    flights = (*frozen.flights, replace(frozen.flights[0], id="filed", campaign="", item="neighbours/mila"))
    flights = tuple(replace(flight, title={"bg": "Мила Иванова"} if flight.item else {}) for flight in flights)
    Release.objects.update(body=write_release(replace(frozen, flights=flights)))
    keep_change("filed", None)


def keep_change(flight: str, body: dict[str, Any] | None) -> None:
    FlightChange.objects.create(flight=flight, body=body, by=make_person("lead"), why="Мила Иванова помоли.")


def test_nothing_of_the_person_is_left_in_any_table(day: Day) -> None:
    write_of_her()
    before = dump()
    give_up(day)
    assert (list_told(before), list_told(dump())) == (list(PERSONAL), [])


def test_her_files_and_the_films_joined_of_them_are_gone_and_all_others_stay(day: Day) -> None:
    hers = {
        name
        for row in ItemVersion.objects.filter(item__slug="mila")
        for name in row.files.values_list("name", flat=True)
    }
    hers |= day.find_files("mila")
    joined = set(JoinedLoop.objects.values_list("name", flat=True))
    before = set(get_store().names())
    erased = give_up(day)
    after = set(get_store().names())
    assert (hers | joined <= before, before - after, erased.pending) == (True, hers | joined, 0)
    assert StoredFile.objects.filter(name__in=hers).count() == 0
    assert {day.fetch(name) for item in ("boris", "citizens") for name in day.find_files(item)} == {200}
    assert list(get_private_store().names()) == []


def test_what_is_being_written_about_her_goes_too(day: Day) -> None:
    photo, other = keep_file(b"her photo in a draft"), keep_file(b"somebody else's")
    hers = make_draft(typed={"consents": str(find_row().pk), "title.bg": "Ана"})
    hers.files.set([photo])
    Draft.objects.update(campaign=find_row().campaign)
    others = make_draft(typed={"title.bg": "Борис"})
    others.files.set([other])

    give_up(day)

    assert list(Draft.objects.all()) == [others]
    assert not StoredFile.objects.filter(pk=photo.pk).exists()
    assert not get_store().exists(photo.name)
    assert get_store().exists(other.name)


def test_a_message_that_shows_keeps_its_picture(day: Day) -> None:
    picture = make_still("#b3261e")
    StoredFile.objects.filter(pk=picture.pk).update(made_at=day.clock - timedelta(hours=2))
    lasts = {"since": day.clock - timedelta(hours=2), "until": day.clock + timedelta(hours=2)}
    message = Emergency.objects.create(texts={}, by=make_person("lead"), **lasts)
    tram = Channel.objects.get(slug="tram")
    EmergencyPicture.objects.create(emergency=message, channel=tram, language="bg", file=picture)
    give_up(day)
    assert (get_store().exists(picture.name), day.fetch(picture.name)) == (True, 200)


def test_the_proof_and_the_log_stay(day: Day) -> None:
    body = find_row().body
    consents.show(find_row(), by=make_person("staff"), now=day.clock, today=day.clock.date())
    erased = give_up(day)
    row = find_row()
    assert (row.body, row.document, row.erased_at) == ({}, "", day.clock)
    told = read_proof()
    assert (told["by"], told["ground"], told["items"]) == ("lead", "withdrawn", ["neighbours/mila"])
    assert read_proof()["consent"] == hash_bytes(
        json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    )
    assert read_proof()["document"] == hash_bytes(PDF)
    assert erased.items == ("neighbours/mila",)
    assert [event.act for event in row.events.all()][-4:] == ["document-kept", "seen", "withdrawn", "erased"]
    assert list_told("".join(event.detail for event in row.events.all())) == []


def test_a_release_keeps_the_digest_it_was_let_out_with_and_tells_of_the_change(day: Day) -> None:
    frozen = Release.objects.get()
    give_up(day)
    row = Release.objects.get()
    [told] = row.redactions
    assert (row.digest, told["before"]) == (frozen.digest, hash_bytes(frozen.body.encode()))
    assert (told["before"], told["after"]) == (row.digest, hash_bytes(row.body.encode()))
    old, new = (read_release(one.body) for one in (frozen, row))
    assert [replace(spot, alt="", tags=()) for spot in old.spots if spot.item == "mila"] == [
        spot for spot in new.spots if spot.item == "mila"
    ]
    assert [spot for spot in old.spots if spot.item != "mila"] == [spot for spot in new.spots if spot.item != "mila"]


def test_what_something_else_uses_stays_and_is_named(day: Day) -> None:
    shared = ItemVersion.objects.get(item__slug="mila").files.get()
    ItemVersion.objects.get(item__slug="boris").files.add(shared)
    erased = give_up(day)
    assert (shared.name in erased.kept, get_store().exists(shared.name)) == (True, True)


def test_a_pack_does_not_bring_the_erased_back(day: Day) -> None:
    give_up(day)
    story = day.pack / "stories" / "mila.yaml"
    story.write_text(story.read_text().replace("Расла съм тук.", "Тук съм расла."))
    again = (day.pack / "stories" / "boris.yaml").read_text().replace("id: boris", "id: other")
    (day.pack / "stories" / "other.yaml").write_text(again.replace("boris.jpg", "again.jpg"))
    (day.pack / "media" / "again.jpg").write_bytes(make_photo())  # her photo under another name
    taken = day.take()
    assert (taken.erased, taken.made) == (("mila", "other"), ())
    assert (find_row().body, day.find_files("mila")) == ({}, set())
    assert ItemVersion.objects.filter(item__slug="mila").count() == 1


def test_a_render_that_runs_meanwhile_leaves_nothing(day: Day) -> None:
    key = Rendering.objects.get(queue="loops", job__item__id="mila").key
    Rendering.objects.filter(key=key).update(state="due")
    attempt = runs.claim(key)
    assert attempt is not None
    give_up(day)
    late = keep_file(b"drawn too late", suffix="mp4", media_type="video/mp4")
    assert not runs.finish(key, attempt=attempt, made=Made(late))
    assert leftovers.remove_pending(now=day.clock) == 0
    day.clock += timedelta(hours=1)
    others = set(StoredFile.objects.values_list("name", flat=True)) - {late.name}
    leftovers.remove_pending(now=day.clock)
    assert (set(StoredFile.objects.values_list("name", flat=True)), get_store().exists(late.name)) == (others, False)


def test_a_store_that_does_not_answer_is_asked_again(day: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: FileStore, name: str) -> None:
        raise StoreFailed(say("The store cannot be written (%(folder)s): %(why)s.", folder="x", why="away"))

    with monkeypatch.context() as broken:
        broken.setattr(FileStore, "remove", refuse)
        pending = give_up(day).pending
    files = {name for name in read_proof()["pending"] if get_store().exists(name)}
    assert (pending > 0, len(files) > 0, give_up(day).pending) == (True, True, 0)
    assert {get_store().exists(name) for name in files} == {False}


def test_there_is_no_way_back(day: Day) -> None:
    give_up(day)
    row, staff = find_row(), make_person("staff")
    with pytest.raises(NotAllowed, match="erased"):
        consents.change(row, Agreement(person="Мила"), by=staff, now=day.clock)
    with pytest.raises(NotAllowed):
        lift(Withdrawal.objects.get(scope="item"), by=make_person("lead"), now=day.clock)
    assert Material.objects.filter(version__item__slug="mila", current=True).count() == 0


@pytest.mark.parametrize("role", ["staff", "designer", "operator"])
def test_only_leads_erase(day: Day, role: str) -> None:
    with pytest.raises(NotAllowed):
        erase(find_row(), by=make_person(role), ground=Ground.WITHDRAWN, now=day.clock)
    assert find_row().erased_at is None


def test_looking_again_at_what_is_left_finds_nothing_of_the_person(day: Day) -> None:
    give_up(day)
    day.clock += timedelta(days=1)
    recheck_due(today=day.clock.date(), now=day.clock)
    assert (list_told(dump()), list_told(day.poll("tram", "playlist.json").body.decode())) == ([], [])
