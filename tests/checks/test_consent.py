"""F1 to F4 and F7, on both sides of their thresholds."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from campaign.checks.consent import check_consent, count_months
from campaign.render.manifest import FieldType, TemplateField
from campaign.spec.channels import Channel
from campaign.spec.consent import Consent
from campaign.spec.content import Item, Kind
from tests.factories.items import CONSENT, TODAY, make_figure, make_schema, make_story
from tests.factories.values import make_channel

QUOTE = make_schema(quote=FieldType.QUOTE)
PHOTO = make_schema(photo=FieldType.IMAGE)


def list_rules(item: Item, *, channel: Channel | None = None, today: date = TODAY, template: Any = QUOTE) -> list[str]:
    found = check_consent(item, channel=channel, today=today, template=template)
    return [f"{finding.rule} {finding.severity.value} {finding.place.field}" for finding in found]


def change(**changes: Any) -> Item:
    return make_story(consent=replace(CONSENT, **changes))


def test_a_recorded_consent_passes() -> None:
    assert list_rules(make_story(), channel=make_channel("tram")) == []


def test_a_fictional_person_has_nobody_to_ask() -> None:
    assert list_rules(make_story(consent=Consent(fictional=True)), channel=make_channel()) == []


def test_a_story_without_a_consent_is_refused() -> None:
    assert list_rules(make_story(consent=None)) == ["F1 error consent"]


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
    assert list_rules(make_story(kind=Kind.EVENT, consent=None)) == ["F1 error consent"]


@pytest.mark.parametrize(
    "part", ["person", "given_to", "given_on", "given_how", "wording", "wording_version", "language", "purposes"]
)
def test_a_consent_says_all_that_proves_it(part: str) -> None:
    empty = {"given_on": None, "purposes": ()}.get(part, "")
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


@pytest.mark.parametrize(("age", "refused"), [(13, True), (14, True), (17, True), (18, False), (None, False)])
def test_a_guardian_agrees_for_everybody_under_eighteen(age: int | None, refused: bool) -> None:
    assert list_rules(change(age=age)) == (["F4 error consent.guardian"] if refused else [])
    assert list_rules(change(age=age, guardian="Майка")) == []


def test_the_hint_tells_who_decides() -> None:
    under = check_consent(change(age=13), channel=None, today=TODAY, template=QUOTE)
    over = check_consent(change(age=14), channel=None, today=TODAY, template=QUOTE)
    assert [str(found.hint) for found in under] == ["Under 14 a parent or guardian must agree for the child."]
    assert [str(found.hint) for found in over] == ["A parent or guardian must agree; from the age of 14 both must."]
