"""A2 and A12–A14: the official words, in full, in the language."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.checks.funding import check_lines, check_statement
from campaign.spec.funding import FunderProfile, FundingRules

BG, EN = "Съфинансирано от Европейския съюз", "Co-funded by the European Union"
ESF = FunderProfile("esf", {"bg": "ЕСФ+", "en": "ESF+"}, FundingRules.EU_2021_2027, {"bg": BG, "en": EN})
AMIF = FunderProfile(
    "amif",
    {"bg": "Фонд „Убежище, миграция и интеграция“", "en": "Asylum, Migration and Integration Fund"},
    FundingRules.EU_2014_2020,
    {"bg": BG, "en": EN},
    lines=(
        {"bg": "Фонд „Убежище, миграция и интеграция“", "en": "Asylum, Migration and Integration Fund"},
        {"bg": "Градовете се учат", "en": "Cities learn"},
    ),
    disclaimer={"bg": "Комисията не носи отговорност.", "en": "The Commission is not responsible."},
)
URBACT = FunderProfile(
    "urbact",
    {"bg": "URBACT II", "en": "URBACT II"},
    FundingRules.EU_2007_2013,
    {"bg": BG, "en": EN},
    lines=({"bg": "Европейски фонд за регионално развитие", "en": "European Regional Development Fund"},),
)


def list_rules(funder: FunderProfile, *, language: str = "bg", **changes: Any) -> list[str]:
    changed = replace(funder, **changes)
    found = (*check_statement(changed, language=language), *check_lines(changed, language=language))
    return [f"{finding.rule} {finding.place.field}" for finding in found]


@pytest.mark.parametrize("funder", [ESF, AMIF, URBACT])
@pytest.mark.parametrize("language", ["bg", "en"])
def test_a_complete_profile_passes(funder: FunderProfile, language: str) -> None:
    assert list_rules(funder, language=language) == []


def test_a_language_without_words_is_never_guessed() -> None:
    assert list_rules(ESF, language="es") == ["A2 funder.statement"]


@pytest.mark.parametrize("words", ["Съфинансирано от ЕС", "Финансирано от Е.С.", "Co-funded by the EU"])
def test_the_union_is_never_abbreviated(words: str) -> None:
    assert list_rules(URBACT, statement={"bg": words})[0] == "A2 funder.statement"


def test_words_that_only_look_like_an_abbreviation_pass() -> None:
    found = check_statement(replace(URBACT, statement={"bg": "ЕСЕННА програма на Европейския съюз"}), language="bg")
    assert list(found) == []


@pytest.mark.parametrize("words", ["Финансирано от Европейския съюз", BG])
def test_both_official_statements_pass(words: str) -> None:
    assert list_rules(ESF, statement={"bg": words}) == []


def test_another_wording_is_refused_since_2021() -> None:
    assert list_rules(ESF, statement={"bg": "С подкрепата на Европейския съюз"}) == ["A2 funder.statement"]
    assert list_rules(AMIF, statement={"bg": "С подкрепата на Европейския съюз"}) == []


def test_a_line_has_words_in_the_language() -> None:
    assert list_rules(ESF, lines=({"en": "Education"},)) == ["A2 funder.lines"]


def test_the_2014_funds_are_named() -> None:
    other: dict[str, Any] = {"title": {"bg": "Програма", "en": "Programme"}}
    assert list_rules(AMIF, lines=(), **other) == ["A12 funder.lines"]
    assert list_rules(AMIF, lines=({"bg": "Програма „Права“"},), **other) == []


def test_the_asylum_fund_is_named() -> None:
    assert list_rules(AMIF, lines=AMIF.lines[1:]) == ["A13 funder.lines"]


def test_the_asylum_fund_says_its_added_value() -> None:
    assert list_rules(AMIF, lines=AMIF.lines[:1]) == ["A13 funder.lines"]


def test_the_asylum_fund_has_the_commissions_disclaimer() -> None:
    assert list_rules(AMIF, disclaimer={"en": "The Commission is not responsible."}) == ["A13 funder.disclaimer"]


def test_the_2007_rules_name_union_and_fund() -> None:
    assert list_rules(URBACT, lines=({"bg": "URBACT II", "en": "URBACT II"},)) == ["A14 funder.lines"]
    assert list_rules(URBACT, statement={"bg": "Инвестираме в бъдещето"}) == ["A14 funder.lines"]
