"""What the funder's rules demand in words (checks.md A2, A12–A14). In: a campaign and a language. Out: findings."""

import re
from collections.abc import Iterator, Mapping

from campaign.spec.content import Campaign
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.funding import FunderProfile, FundingRules
from campaign.spec.languages import Texts
from campaign.spec.message import Message, say

# Reg. (EU) 2021/1060 Annex IX 1.2: these words and no others, in full.
STATEMENTS: Mapping[str, tuple[str, ...]] = {
    "bg": ("Съфинансирано от Европейския съюз", "Финансирано от Европейския съюз"),
    "en": ("Co-funded by the European Union", "Funded by the European Union"),
    "es": ("Cofinanciado por la Unión Europea", "Financiado por la Unión Europea"),
    "nl": ("Medegefinancierd door de Europese Unie", "Gefinancierd door de Europese Unie"),
    "fr": ("Cofinancé par l'Union européenne", "Financé par l'Union européenne"),
}
_ABBREVIATION = re.compile(r"\b(?:EU|E\.U\.|ЕС|Е\.С\.|UE|U\.E\.)(?!\w)")

# Reg. (EU) 1049/2014: how a profile shows that it is the Asylum, Migration and Integration Fund's.
_AMIF = ("asylum, migration and integration fund", "убежище, миграция и интеграция")
# Reg. (EC) 1828/2006 art. 9: the Union and the fund are named. In languages that are not listed we cannot tell.
_UNION: Mapping[str, tuple[str, ...]] = {"bg": ("европейски съюз", "европейския съюз"), "en": ("european union",)}
_ERDF: Mapping[str, tuple[str, ...]] = {
    "bg": ("европейски фонд за регионално развитие", "европейския фонд за регионално развитие"),
    "en": ("european regional development fund",),
}


def check_funding(campaign: Campaign, *, language: str) -> Iterator[Finding]:
    """All rules that words alone can break, in one language."""
    yield from check_statement(campaign.funder, language=language)
    yield from check_lines(campaign.funder, language=language)


def check_statement(funder: FunderProfile, *, language: str) -> Iterator[Finding]:
    """A2: the official words, in full, in this language."""
    statement = funder.statement.get(language, "").strip()
    if not statement:
        message = say("The funding statement has no words in “%(language)s”.", language=language)
        yield _find("A2", message, _COPY, field="funder.statement", language=language)
        return
    if _ABBREVIATION.search(statement):
        message = say("The funding statement abbreviates the European Union.")
        yield _find("A2", message, _COPY, field="funder.statement", language=language, measured=statement)
        return
    allowed = STATEMENTS.get(language, ())
    if funder.rules is FundingRules.EU_2021_2027 and allowed and statement.replace("’", "'") not in allowed:
        message = say("The funding statement is not the official one.")
        yield _find(
            "A2",
            message,
            _COPY,
            field="funder.statement",
            language=language,
            measured=statement,
            allowed=" / ".join(allowed),
        )


def check_lines(funder: FunderProfile, *, language: str) -> Iterator[Finding]:
    """A12–A14: what older rules want beside the statement."""
    lines = tuple(line.get(language, "").strip() for line in funder.lines)
    if not all(lines):
        message = say("A line of the funder has no words in “%(language)s”.", language=language)
        yield _find(_RULES[funder.rules], message, _COPY, field="funder.lines", language=language)
    if funder.rules is FundingRules.EU_2014_2020:
        yield from _check_2014(funder, tuple(filter(None, lines)), language=language)
    elif funder.rules is FundingRules.EU_2007_2013:
        yield from _check_2007(funder, lines, language=language)


def _check_2014(funder: FunderProfile, lines: tuple[str, ...], *, language: str) -> Iterator[Finding]:
    if not _is_amif(funder):
        if not lines:
            message = say("The fund or programme is not named.")
            hint = say("Add a line with its full name.")
            yield _find("A12", message, hint, field="funder.lines", language=language)
        return
    if not any(_names(line, _AMIF) for line in lines):
        message = say("The Asylum, Migration and Integration Fund is not named.")
        yield _find("A13", message, say("Add a line with its full name."), field="funder.lines", language=language)
    if all(_names(line, _AMIF) for line in lines):
        message = say("The statement on the added value is missing.")
        hint = say("Add the line that the responsible authority chose.")
        yield _find("A13", message, hint, field="funder.lines", language=language)
    if not funder.disclaimer.get(language, "").strip():
        message = say("The Commission’s disclaimer is missing.")
        yield _find("A13", message, _COPY, field="funder.disclaimer", language=language)


def _check_2007(funder: FunderProfile, lines: tuple[str, ...], *, language: str) -> Iterator[Finding]:
    words = (funder.statement.get(language, ""), *lines)
    needed = (("European Union", _UNION.get(language)), ("European Regional Development Fund", _ERDF.get(language)))
    for name, names in needed:
        if names and not any(_names(text, names) for text in words):
            message = say("“%(name)s” is not named in full.", name=name)
            hint = say("Add a line with its full name.")
            yield _find("A14", message, hint, field="funder.lines", language=language)


def _is_amif(funder: FunderProfile) -> bool:
    texts: tuple[Texts, ...] = (funder.title, *funder.lines)
    return any(_names(text, _AMIF) for entry in texts for text in entry.values())


def _names(text: str, names: tuple[str, ...]) -> bool:
    return any(name in text.casefold() for name in names)


_RULES = {FundingRules.EU_2021_2027: "A2", FundingRules.EU_2014_2020: "A12", FundingRules.EU_2007_2013: "A14"}
_COPY = say("Copy the official words from the grant's rules; they are never translated here.")


def _find(
    rule: str, message: Message, hint: Message, *, field: str, language: str, measured: str = "", allowed: str = ""
) -> Finding:
    place = Place(field=field, language=language)
    return Finding(rule, Severity.ERROR, message, hint, place, measured, allowed)
