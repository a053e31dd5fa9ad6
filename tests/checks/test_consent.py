"""F1 to F4 and F7, on both sides of their thresholds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from campaign.checks.consent import check_consent, count_months
from campaign.render.manifest import FieldType, TemplateField
from campaign.spec.channels import Channel
from campaign.spec.consent import Consent, Guardian, Naming
from campaign.spec.content import Item, Kind
from tests.factories.items import CONSENT, TODAY, make_figure, make_schema, make_story
from tests.factories.values import make_channel

QUOTE = make_schema(quote=FieldType.QUOTE)
PHOTO = make_schema(photo=FieldType.IMAGE)


def list_rules(item: Item, *, channel: Channel | None = None, today: date = TODAY, template: Any = QUOTE) -> list[str]:
    found = check_consent(item, channel=channel, today=today, template=template)
    return [f"{finding.rule} {finding.severity.value} {finding.place.field}" for finding in found]


def change(**changes: Any) -> Item:
    return make_story(consents=(replace(CONSENT, **changes),))


def test_a_recorded_consent_passes() -> None:
    assert list_rules(make_story(), channel=make_channel("tram")) == []


def test_a_fictional_person_has_nobody_to_ask() -> None:
    assert list_rules(make_story(consents=(), fictional=True), channel=make_channel()) == []


def test_a_story_without_a_consent_is_refused() -> None:
    assert list_rules(make_story(consents=())) == ["F1 error consent"]


def test_a_photo_of_nobody_knows_whom_is_asked_about() -> None:
    figure = make_figure(values={"photo": {"file": "street.jpg"}})
    assert list_rules(figure, template=PHOTO) == ["F1 warning consent"]
    drawing = make_figure(values={"photo": {"file": "street.svg"}})
    assert list_rules(drawing, template=PHOTO) == []


def test_a_photo_or_a_quote_in_a_row_is_asked_about_too() -> None:
    both = {"bg": "Ред", "en": "Row"}
    parts = {"photo": TemplateField(FieldType.IMAGE, both, both), "said": TemplateField(FieldType.QUOTE, both, both)}
    rows = TemplateField(FieldType.ROWS, both, both, parts=parts)
    template = replace(PHOTO, manifest=replace(PHOTO.manifest, fields={"rows": rows}))

    def list_of(*given: dict[str, Any]) -> list[str]:
        return list_rules(make_figure(values={"rows": list(given)}), template=template)

    assert list_of({"photo": {"file": "street.svg"}}) == []
    assert list_of({"photo": {"file": "street.svg"}}, {"photo": {"file": "street.jpg"}}) == ["F1 warning consent"]
    assert list_of({"photo": {"file": "street.svg"}, "said": {"bg": "Аз съм."}}) == ["F1 error consent"]
    own = make_figure(values={"rows": {"bg": [{"said": "Аз съм."}], "en": [{"said": "It is me."}]}})
    assert list_rules(own, template=template) == ["F1 error consent"]


def test_a_quote_shows_a_person_in_any_kind_of_item() -> None:
    assert list_rules(make_story(kind=Kind.EVENT, consents=())) == ["F1 error consent"]


@pytest.mark.parametrize(
    "part",
    [
        *("person", "given_to", "given_on", "given_how", "wording", "wording_version", "language"),
        *("told_of_withdrawal", "naming", "purposes"),
    ],
)
def test_a_consent_says_all_that_proves_it(part: str) -> None:
    empty = {"given_on": None, "purposes": (), "told_of_withdrawal": False, "naming": None}.get(part, "")
    assert list_rules(change(**{part: empty})) == [f"F1 error consent.{part}"]


def test_origin_needs_a_separate_consent() -> None:
    assert list_rules(change(reveals_origin=True)) == ["F2 error consent.origin_consent"]
    assert list_rules(change(reveals_origin=True, origin_consent=True)) == []


def test_another_channel_than_agreed_is_refused() -> None:
    assert list_rules(make_story(), channel=make_channel("metro")) == ["F3 error consent.channels"]


def test_another_purpose_than_agreed_is_refused() -> None:
    assert list_rules(change(purposes=("training",))) == ["F3 error consent.purposes"]


def test_a_consent_holds_on_its_last_day_and_not_after() -> None:
    item = change(until=date(2026, 11, 22))
    assert list_rules(item, today=date(2026, 11, 22)) == []
    assert list_rules(item, today=date(2026, 11, 23)) == ["F3 error consent.until"]


def test_a_consent_of_tomorrow_is_none() -> None:
    assert list_rules(change(given_on=date(2026, 11, 23))) == ["F3 error consent.given_on"]


def test_a_consent_grows_old_after_twenty_four_months() -> None:
    assert list_rules(change(given_on=date(2024, 11, 22))) == []
    assert list_rules(change(given_on=date(2024, 11, 21))) == ["F7 warning consent.given_on"]


def test_months_are_counted_when_begun() -> None:
    assert count_months(date(2024, 1, 31), date(2024, 2, 29)) == 1
    assert count_months(date(2024, 1, 15), date(2024, 2, 16)) == 2


def test_a_consent_begins_on_its_first_day_and_not_before() -> None:
    item = change(since=date(2026, 11, 22))
    assert list_rules(item, today=date(2026, 11, 22)) == []
    assert list_rules(item, today=date(2026, 11, 21)) == ["F3 error consent.since"]


def test_a_consent_that_ends_before_it_begins_is_wrong() -> None:
    item = change(since=date(2026, 11, 22), until=date(2026, 11, 21))
    assert list_rules(item) == ["F3 error consent.until"] * 2


def test_a_withdrawn_consent_is_told_by_that_alone() -> None:
    assert list_rules(change(withdrawn_on=date(2026, 11, 1), wording="")) == ["F3 error consent.withdrawn_on"]


def test_a_reason_to_name_an_ethnicity_asks_for_a_consent_to_that() -> None:
    item = make_story(reasons={"E10": "Разказва за езика си."})
    assert list_rules(item) == ["F2 error consent.origin_consent"]
    assert list_rules(replace(item, consents=(replace(CONSENT, origin_consent=True),))) == []


def test_each_of_several_people_is_asked() -> None:
    both = make_story(consents=(CONSENT, replace(CONSENT, person="Борис", language="", channels=("metro",))))
    assert list_rules(both, channel=make_channel("tram")) == [
        "F1 error consent.1.language",
        "F3 error consent.1.channels",
    ]


GUARDIAN = Guardian("Майка", "майка", date(2026, 1, 9), "на хартия")


@pytest.mark.parametrize(("age", "refused"), [(13, True), (14, True), (17, True), (18, False), (None, False)])
def test_a_guardian_agrees_for_everybody_under_eighteen(age: int | None, refused: bool) -> None:
    assert list_rules(change(age=age, child_agreed=True)) == (["F4 error consent.guardians"] if refused else [])
    assert list_rules(change(age=age, child_agreed=True, guardians=(GUARDIAN,))) == []


@pytest.mark.parametrize(("age", "refused"), [(13, False), (14, True), (17, True), (18, False)])
def test_from_fourteen_the_child_agrees_too(age: int, refused: bool) -> None:
    item = change(age=age, guardians=(GUARDIAN,))
    assert list_rules(item) == (["F4 error consent.child_agreed"] if refused else [])


@pytest.mark.parametrize("part", ["name", "given_on", "given_how"])
def test_a_guardians_consent_has_its_own_date_and_way(part: str) -> None:
    changes: dict[str, Any] = {part: None if part == "given_on" else ""}
    without = replace(GUARDIAN, **changes)
    item = change(age=10, guardians=(GUARDIAN, without))
    assert list_rules(item) == [f"F4 error consent.guardians.1.{part}"]


def test_a_child_is_asked_once_it_is_fourteen_and_again_once_it_is_grown() -> None:
    item = change(age=13, given_on=date(2025, 11, 22), guardians=(GUARDIAN,))
    assert list_rules(item, today=date(2026, 11, 21)) == []
    assert list_rules(item, today=date(2026, 11, 22)) == ["F4 warning consent.child_agreed"]
    nearly = change(age=17, given_on=date(2025, 11, 22), guardians=(GUARDIAN,), child_agreed=True)
    assert list_rules(nearly, today=date(2026, 11, 21)) == []
    assert list_rules(nearly, today=date(2026, 11, 22)) == ["F4 warning consent.age"]


def test_the_hint_tells_who_decides() -> None:
    under = check_consent(change(age=13), channel=None, today=TODAY, template=QUOTE)
    over = check_consent(change(age=14, child_agreed=True), channel=None, today=TODAY, template=QUOTE)
    assert [str(found.hint) for found in under] == ["Under 14 a parent or guardian must agree for the child."]
    assert [str(found.hint) for found in over] == ["A parent or guardian must agree; from the age of 14 both must."]


def test_no_message_tells_who_is_shown_or_how_old() -> None:
    broken = Consent(person="Ана Петрова", age=13, withdrawn_on=None, channels=("metro",))
    item = make_story(
        consents=(broken, replace(CONSENT, person="Ана Петрова", naming=Naming.PSEUDONYM, shown_as="Вера"))
    )
    item = replace(item, alt={"bg": "Ана Петрова чете"})
    found = list(check_consent(item, channel=make_channel(), today=TODAY, template=QUOTE))
    told = " ".join(f"{one.message} {one.hint} {one.measured} {one.allowed}" for one in found)
    assert ("Петрова" in told, "13" in told, len(found) > 8) == (False, False, True)
