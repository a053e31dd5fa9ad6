"""A2 and A12–A14: the official words, in full, in the language."""

from dataclasses import replace
from typing import Any

import pytest

from campaign.checks.funding import check_funding
from campaign.spec.content import Campaign, Partner
from campaign.spec.funding import Demand, FunderProfile, FundingRules

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
    campaign = Campaign(
        "together", {"bg": "Заедно", "en": "Together"}, replace(funder, **changes), "https://example.org"
    )
    found = check_funding(campaign, language=language)
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
    assert list_rules(URBACT, statement={"bg": "ЕСЕННА програма на Европейския съюз"}) == []


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


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("bg", "Съфинансирано от EU"),
        ("bg", "Съфинансирано от EС"),  # a Latin E and a Cyrillic С
        ("bg", "Съфинансирано от Е. С."),
        ("es", "Cofinanciado por la UE"),
        ("fr", "Cofinancé par l’U.E."),
        ("ro", "Cofinanțat de UE"),
        ("nl", "Medegefinancierd door de EU"),
        ("uk", "Співфінансовано ЄС"),
        ("mk", "Кофинансирано од ЕУ"),
        ("tr", "AB tarafından finanse edilmektedir"),
    ],
)
def test_the_union_is_abbreviated_in_no_language(language: str, words: str) -> None:
    assert list_rules(ESF, language=language, statement={language: words}) == ["A2 funder.statement"]


@pytest.mark.parametrize("words", ["С подкрепа от Европа", "Финансирано от Брюксел"])
def test_the_rules_of_2014_name_the_union_in_full(words: str) -> None:
    assert list_rules(AMIF, statement={"bg": words}) == ["A2 funder.statement"]


def test_a_statement_in_a_language_without_a_law_says_where_it_is_from() -> None:
    words = {"uk": "Співфінансовано Європейським Союзом"}
    assert list_rules(ESF, language="uk", statement=words) == ["A2 funder.statement"]
    sources = {"statement": {"uk": "Grant agreement 101143287, annex 5"}}
    assert list_rules(ESF, language="uk", statement=words, sources=sources) == []


@pytest.mark.parametrize(
    "line",
    [
        "Европейски социален фонд плюс",
        "ЕСФ+",
        "Европейския фонд за регионално развитие",
        "Оперативна програма „Наука и образование“",
        "Програма „Образование“ 2014–2020",
        "Програма URBACT II",
        "Програма „Европа за гражданите“",
    ],
)
def test_no_line_of_2021_names_a_fund_or_an_older_programme(line: str) -> None:
    assert list_rules(ESF, lines=({"bg": line},)) == ["A7 funder.lines"]
    assert list_rules(AMIF, lines=(*AMIF.lines, {"bg": line})) == []


@pytest.mark.parametrize(
    "line", ["Програма „Образование“ 2021–2027", "Програма URBACT IV", "Interreg Europe", "Договор 7"]
)
def test_a_line_may_name_the_programme_of_today(line: str) -> None:
    assert list_rules(ESF, lines=({"bg": line},)) == []


@pytest.mark.parametrize(
    ("name", "logo", "place"),
    [
        ("Европейски социален фонд", "", "name"),
        ("ЕСФ+ 2021–2027", "", "name"),
        ("ОП НОИР", "", "name"),
        ("Операция", "esf-plus.svg", "logo"),
        ("Лого", "eu_flag_bg.png", "logo"),
        ("Програма", "op-hrd-2014-2020.png", "logo"),
    ],
)
def test_no_partner_is_a_sign_of_the_unions_support(name: str, logo: str, place: str) -> None:
    partners = (Partner({"bg": "Община", "en": "City"}), Partner({"bg": name, "en": "Partner"}, logo))
    campaign = Campaign("together", {"bg": "Заедно"}, ESF, "https://example.org", partners)
    found = [f"{finding.rule} {finding.place.field}" for finding in check_funding(campaign, language="bg")]
    assert found == [f"A7 partners.1.{place}"]


@pytest.mark.parametrize(
    ("name", "logo"),
    [
        ("Център „Амалипе“", "amalipe.svg"),
        ("European Roma Information Office", "erio.png"),
        ("Агенция „Европейски социален фонд“ към Министерството", "agency.svg"),
        ("Фонд „Социална закрила“", "fsz.png"),
        ("Fundación Secretariado Gitano", "fsg.svg"),
        ("Столична община", "sofia-2020.svg"),
    ],
)
def test_a_partner_is_a_partner(name: str, logo: str) -> None:
    campaign = Campaign("together", {"bg": "Заедно"}, ESF, "https://example.org", (Partner({"bg": name}, logo),))
    assert list(check_funding(campaign, language="bg")) == []


def test_money_that_is_not_the_unions_needs_no_statement() -> None:
    city = FunderProfile("city", {"bg": "Столична община"}, FundingRules.NONE, emblem=False)
    assert list_rules(city, language="uk") == []
    thanks = {"bg": "С подкрепата на Столична община"}
    assert list_rules(city, statement=thanks) == []
    assert list_rules(city, statement=thanks, language="en") == ["A2 funder.statement"]


def test_what_a_profile_demands_must_have_words() -> None:
    demands = tuple(Demand)
    assert list_rules(ESF, demands=demands) == [
        "A2 funder.fund", "A2 funder.programme", "A2 funder.added_value", "A2 funder.contract", "A15 funder.disclaimer",
    ]  # fmt: skip


def test_a_missing_wording_names_profile_part_and_language_and_whom_to_ask() -> None:
    funder = replace(ESF, ask={"en": "the managing authority"})
    found = next(iter(check_funding(Campaign("a", {}, funder, ""), language="nl")))
    assert str(found.message) == "The funder’s profile “esf” has no funding statement in Nederlands."
    assert str(found.hint) == (
        "Ask the managing authority for the official words in Nederlands; write them under funder: wording, with where "
        "they come from. We never translate them. There is: bg, en."
    )
