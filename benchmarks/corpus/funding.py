"""What funders are owed in words (A2, A7, A12, A13, A14): profiles as NGOs write them, right and wrong."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from benchmarks.corpus.case import Case
from campaign.checks.funding import check_funding
from campaign.spec.content import Campaign, Partner
from campaign.spec.findings import Finding
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import Texts

_BG, _EN = "Съфинансирано от Европейския съюз", "Co-funded by the European Union"
_NEW = FunderProfile("new", {"en": "Programme"}, FundingRules.EU_2021_2027, {"bg": _BG, "en": _EN})
_OLD = replace(_NEW, rules=FundingRules.EU_2014_2020, programme={"bg": "Програма „Права“", "en": "Rights Programme"})
_FUND = {"bg": "Фонд „Убежище, миграция и интеграция“", "en": "Asylum, Migration and Integration Fund"}
_AMIF = replace(
    _OLD,
    title=_FUND,
    programme={},
    fund=_FUND,
    added_value={"bg": "Градовете се учат един от друг", "en": "Cities learn from one another"},
    disclaimer={"bg": "Комисията не носи отговорност.", "en": "The Commission is not responsible."},
)
_ERDF = {"bg": "Европейски фонд за регионално развитие", "en": "European Regional Development Fund"}
_URBACT = replace(
    _NEW, rules=FundingRules.EU_2007_2013, statement={"bg": "Европейски съюз", "en": "European Union"}, fund=_ERDF
)

STATEMENTS_BAD = {
    "bg": (
        "Съфинансирано от ЕС", "Финансирано от Е.С.", "Съфинансирано от EU", "Съ-финансирано от Европейския съюз",
        "Проектът е финансиран от Европейския съюз", "Cъфинансирано от Европейския съюз",
        "Подкрепено от Европейския съюз", "",
    ),
    "en": (
        "Co-funded by the EU", "Cofunded by the European Union", "Supported by the European Union", "Funded by Europe",
        "With the support of the European Union", "Co-funded by the E.U.",
    ),
    "es": ("Cofinanciado por la UE", "Financiado por la Union Europea"),
    "de": ("Gefördert von der Europäischen Union",),
    "uk": ("Співфінансовано Європейським Союзом", ""),
}  # fmt: skip
STATEMENTS_GOOD = {
    "bg": (_BG, "Финансирано от Европейския съюз"),
    "en": (_EN, "Funded by the European Union"),
    "es": ("Cofinanciado por la Unión Europea", "Financiado por la Unión Europea"),
    "fr": ("Cofinancé par l'Union européenne", "Financé par l’Union européenne"),
    "nl": ("Medegefinancierd door de Europese Unie", "Gefinancierd door de Europese Unie"),
    "de": ("Kofinanziert von der Europäischen Union", "Finanziert von der Europäischen Union"),
    "ro": ("Cofinanțat de Uniunea Europeană", "Finanțat de Uniunea Europeană"),
}
BRANDS_BAD = (
    "Европейски социален фонд", "Европейски социален фонд плюс", "ЕСФ+", "ESF+", "ЕФРР",
    "European Regional Development Fund",
    "Кохезионен фонд", "Оперативна програма „Развитие на човешките ресурси“", "ОП НОИР",
    "Програма „Образование“ 2014–2020",
    "Operational Programme Human Resources 2014-2020", "Европа за гражданите", "URBACT II", "European Structural Funds",
)  # fmt: skip
BRANDS_GOOD = (
    "Програма „Образование“ 2021–2027", "Център „Амалипе“", "Столична община", "European Roma Information Office",
    "Фонд „Социална закрила“", "Изпълнителна агенция „Програма за образование“", "Interreg Europe", "URBACT IV",
    "Агенция „Европейски социален фонд“ към Министерството", "Фондация „Европа“", "Читалище „Нево дром“",
    "Европейска мрежа срещу бедността", "Community Fund Sofia",
)  # fmt: skip


def _find(funder: FunderProfile, language: str, partners: tuple[Partner, ...] = ()) -> Iterator[Finding]:
    yield from check_funding(Campaign("a", {"bg": "А"}, funder, "https://example.org", partners), language=language)


def _case(rule: str, name: str, is_bad: bool, funder: FunderProfile, language: str = "bg", *partners: Partner) -> Case:
    return Case(rule, name, is_bad, partial(_find, funder, language, partners), "error" if is_bad else "")


def _list_cases() -> Iterator[Case]:
    for is_bad, texts in ((True, STATEMENTS_BAD), (False, STATEMENTS_GOOD)):
        for language, words in texts.items():
            for text in words:
                yield _case("A2", f"{language}: {text}", is_bad, replace(_NEW, statement={language: text}), language)
    for is_bad, names in ((True, BRANDS_BAD), (False, BRANDS_GOOD)):
        for name in names:
            yield _case("A7", f"partner {name}", is_bad, _NEW, "bg", Partner({"bg": name}))
    for rule, funder, parts in (
        ("A12", _OLD, ("programme",)),
        ("A13", _AMIF, ("fund", "added_value", "disclaimer")),
        ("A14", _URBACT, ("statement", "fund")),
    ):
        yield from _list_missing(rule, funder, parts)


def _list_missing(rule: str, funder: FunderProfile, parts: tuple[str, ...]) -> Iterator[Case]:
    """Each part whole, in one language only, empty, blank, and with the Union or the fund cut short."""
    cut: Texts = {"bg": "Програма на ЕС", "en": "EU programme"}
    for language in ("bg", "en"):
        other = {"bg": "en", "en": "bg"}[language]
        yield _case(rule, f"{language}: whole", False, funder, language)
        for part in parts:
            whole: Texts = getattr(funder, part)
            changes: dict[str, Any] = {
                f"{part} only in {other}": {other: whole[other]},
                f"{part} blank": {**whole, language: " "},
            }
            if part != "disclaimer" and not (rule == "A14" and part == "statement"):
                changes[f"{part} abbreviates"] = cut
            for name, texts in changes.items():
                bad_rule = "A2" if part == "statement" and rule != "A14" else rule
                yield _case(bad_rule, f"{language}: {name}", True, replace(funder, **{part: texts}), language)
            yield _case(
                rule,
                f"{language}: more lines beside {part}",
                False,
                replace(funder, lines=(cut_out(language),)),
                language,
            )


def cut_out(language: str) -> Texts:
    return {language: {"bg": "Договор 7/2026", "en": "Contract 7/2026"}[language]}


CASES = tuple(_list_cases())
