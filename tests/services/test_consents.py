"""Who sees and keeps consents, what the log tells, and what packs may change."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from campaign.data.convert import read_agreement
from campaign.data.models import Consent as Row
from campaign.data.models import ConsentEvent, Item, Material, User
from campaign.services import consents, records, register
from campaign.spec.consent import Record
from campaign.spec.errors import NotAllowed, UnknownName
from tests.factories.items import CONSENT
from tests.factories.rows import NOON, make_consent, make_material, make_person, make_version
from tests.factories.values import make_item

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def make_row() -> Row:
    return make_consent(make_version(), CONSENT)


def list_log(row: Row) -> list[str]:
    events = row.events.all()
    return [f"{event.act} {event.by.username if event.by else '–'} {event.detail}".rstrip() for event in events]


def test_recording_keeps_every_field_and_says_who_did() -> None:
    campaign = make_version().item.campaign
    row = consents.record(campaign, "form-1", CONSENT, items=["ana"], by=make_person("staff"), now=NOON)
    row.refresh_from_db()
    assert (read_agreement(row), consents.list_items(row)) == (CONSENT, ("together/ana",))
    assert list_log(row) == ["recorded staff"]


def test_a_name_is_taken_once_and_an_item_must_be_there() -> None:
    row, staff = make_row(), make_person("staff")
    with pytest.raises(NotAllowed, match="already"):
        consents.record(row.campaign, "ana", CONSENT, by=staff, now=NOON)
    with pytest.raises(UnknownName, match="There is no item “nobody”"):
        consents.record(row.campaign, "other", CONSENT, items=["nobody"], by=staff, now=NOON)
    assert Row.objects.count() == 1


def test_a_change_names_the_fields_and_never_what_stands_in_them() -> None:
    row = make_row()
    agreed = replace(CONSENT, person="Ана Тайна", until=date(2027, 1, 1))
    consents.change(row, agreed, items=[], by=make_person("staff"), now=NOON)
    consents.change(row, agreed, by=make_person("staff"), now=NOON)
    assert list_log(row) == ["changed staff person, until, items"]
    assert list(row.items.all()) == []


def test_every_look_is_noted_and_a_list_names_nobody() -> None:
    row, lead = make_row(), make_person("lead")
    [listed] = register.list_consents(by=lead, today=TODAY)
    shown = consents.show(row, by=lead, now=NOON, today=TODAY)
    found = register.find_person("ана", by=lead, now=NOON, today=TODAY)
    assert "Ана" not in str(listed)
    assert (shown.consent, [one.row for one in found]) == (CONSENT, [row])
    assert register.find_person("никой", by=lead, now=NOON, today=TODAY) == ()
    assert list_log(row) == ["seen lead", "seen lead search"]


@pytest.mark.parametrize("role", ["designer", "operator"])
def test_designers_and_operators_see_nothing_at_all(role: str) -> None:
    row, who = make_row(), make_person(role)
    with pytest.raises(NotAllowed):
        register.list_consents(by=who, today=TODAY)
    with pytest.raises(NotAllowed):
        consents.find_consent("together/ana", by=who)
    with pytest.raises(NotAllowed):
        consents.show(row, by=who, now=NOON, today=TODAY)
    with pytest.raises(NotAllowed):
        consents.list_events(row, by=who)
    with pytest.raises(NotAllowed):
        consents.withdraw(row, by=who, now=NOON)
    assert list_log(row) == []


def test_another_organisation_is_not_told_that_it_is_there() -> None:
    make_row()
    other = make_person("lead", name="other", organisation="other")
    assert register.list_consents(by=other, today=TODAY) == ()
    with pytest.raises(UnknownName):
        consents.find_consent("together/ana", by=other)


def test_administrators_see_all() -> None:
    make_row()
    assert len(register.list_consents(by=make_person("administrator"), today=TODAY)) == 1


def test_withdrawing_twice_is_once_and_as_easy_as_giving() -> None:
    make_material(state="approved")
    row = make_consent(make_version(), CONSENT)
    for _ in range(2):
        consents.withdraw(row, by=make_person("staff"), now=NOON)
    assert (list_log(row), Material.objects.get().state) == (["withdrawn staff"], "withdrawn")


@pytest.mark.parametrize(
    ("given_on", "taken"),
    [(TODAY - timedelta(days=1), False), (TODAY, True), (TODAY + timedelta(days=1), False), (None, False)],
)
def test_only_a_consent_given_afresh_restores(given_on: date | None, taken: bool) -> None:
    row, staff = make_row(), make_person("staff")
    consents.withdraw(row, by=staff, now=NOON)
    try:
        consents.restore(row, replace(CONSENT, given_on=given_on), by=staff, now=NOON, today=TODAY)
    except NotAllowed:
        assert not taken
    assert (Row.objects.get().withdrawn_at is None) == taken


def test_what_was_not_withdrawn_is_not_restored_and_what_was_is_not_changed() -> None:
    row, staff = make_row(), make_person("staff")
    with pytest.raises(NotAllowed, match="was not withdrawn"):
        consents.restore(row, CONSENT, by=staff, now=NOON, today=TODAY)
    consents.withdraw(row, by=staff, now=NOON)
    with pytest.raises(NotAllowed, match="was withdrawn"):
        consents.change(row, CONSENT, by=staff, now=NOON)


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, "holds"),
        ({"until": TODAY}, "holds"),
        ({"until": TODAY - timedelta(days=1)}, "ended"),
        ({"since": TODAY}, "holds"),
        ({"since": TODAY + timedelta(days=1)}, "not-yet"),
    ],
)
def test_a_state_is_told_by_the_day(changes: dict[str, date], state: str) -> None:
    row = make_consent(make_version(), replace(CONSENT, since=changes.get("since"), until=changes.get("until")))
    assert consents.tell_state(row, today=TODAY) == state


def take(*given: Record, by: User | None = None) -> None:
    campaign = Item.objects.get(slug="ana").campaign
    records.take_records(campaign, given, by=by or make_person("staff"), now=NOON)


def test_a_pack_says_each_thing_once() -> None:
    make_version()
    record = Record("ana", CONSENT, ("ana",))
    take(record)
    take(record)
    row = Row.objects.get()
    assert (list_log(row), consents.list_items(row)) == (["recorded staff pack"], ("together/ana",))


def test_what_the_studio_changed_stays_until_the_pack_says_something_new() -> None:
    make_version()
    take(Record("ana", CONSENT, ("ana",)))
    row = Row.objects.get()
    consents.change(row, replace(CONSENT, until=date(2027, 1, 1)), by=make_person("lead"), now=NOON)
    take(Record("ana", CONSENT, ("ana",)))
    kept = read_agreement(Row.objects.get()).until
    take(Record("ana", replace(CONSENT, until=date(2028, 1, 1)), ("ana",)))
    longer = read_agreement(Row.objects.get()).until  # no pack opens again what people closed
    take(Record("ana", replace(CONSENT, until=date(2026, 12, 1)), ("ana",)))
    assert (kept, longer, read_agreement(Row.objects.get()).until) == (
        date(2027, 1, 1),
        date(2027, 1, 1),
        date(2026, 12, 1),
    )
    assert list_log(row) == ["recorded staff pack", "changed lead until", "changed staff pack, until"]


def test_a_pack_takes_nothing_away() -> None:
    make_version()
    take(Record("ana", CONSENT, ("ana",)))
    take(Record("ana", CONSENT, ()))
    take()
    assert consents.list_items(Row.objects.get()) == ("together/ana",)


def test_an_item_that_a_pack_adds_to_a_withdrawn_consent_is_withdrawn_with_it() -> None:
    make_material(state="approved")
    take(Record("ana", CONSENT, ("ana",)))
    row = Row.objects.get()
    consents.withdraw(row, by=make_person("staff"), now=NOON)
    make_material(make_version(make_item("boris")), state="approved")
    take(Record("ana", replace(CONSENT, until=date(2030, 1, 1)), ("ana", "boris")))
    row.refresh_from_db()
    assert (row.withdrawn_at, read_agreement(row).until) == (NOON, None)
    assert list(Material.objects.values_list("state", flat=True)) == ["withdrawn", "withdrawn"]


def test_a_pack_may_say_that_a_consent_was_withdrawn_on_paper() -> None:
    make_material(state="approved")
    take(Record("ana", CONSENT, ("ana",)))
    take(Record("ana", replace(CONSENT, withdrawn_on=TODAY), ("ana",)))
    assert (Row.objects.get().withdrawn_at, Material.objects.get().state) == (NOON, "withdrawn")


def test_the_log_holds_no_personal_data_at_all() -> None:
    row, staff = make_row(), make_person("staff")
    consents.change(row, replace(CONSENT, person="Ана Тайна", wording="Тайна"), by=staff, now=NOON)
    register.find_person("тайна", by=staff, now=NOON, today=TODAY)
    consents.withdraw(row, by=staff, now=NOON)
    told = str(list(ConsentEvent.objects.values_list("act", "detail")))
    assert "тайна" not in told.casefold()
