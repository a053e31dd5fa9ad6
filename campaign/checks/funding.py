"""What the funder's rules demand in words (checks.md A2, A7, A12–A15). In: a campaign and a language. Out: findings."""

import re
from collections.abc import Iterator, Mapping

from campaign.checks.brands import names_older_support
from campaign.render.funding import describe_missing
from campaign.spec.content import Campaign
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.funding import Demand, FunderProfile, FundingRules
from campaign.spec.message import Message, say
from campaign.spec.statements import STATEMENTS

# In every language at once: a Bulgarian text may say EU, and a letter of the other alphabet looks the same.
_ABBREVIATION = re.compile(r"(?<!\w)(?:[EЕ]\.?\s?[UСC]|U\.?\s?E|[ЕE]\.?\s?У|Є\.?\s?С|A\.?\s?B)(?:\.|(?!\w))")

# The Union by its whole name, in any case of a language's grammar. In languages that are not listed we cannot tell.
_UNION: Mapping[str, str] = {
    "bg": r"европейски(?:я|ят)?\s+съюз",
    "en": r"european\s+union",
    "de": r"europäischen?\s+union",
    "es": r"unión\s+europea",
    "fr": r"union\s+européenne",
    "nl": r"europese\s+unie",
    "ro": r"uniun(?:ea|ii)\s+europe(?:ană|ne)",
    "tr": r"avrupa\s+birliği",
    "uk": r"європейськ\w+\s+союз",
    "mk": r"европска(?:та)?\s+унија",
}
_ERDF: Mapping[str, str] = {
    "bg": r"европейски(?:я|ят)?\s+фонд\s+за\s+регионално\s+развитие",
    "en": r"european\s+regional\s+development\s+fund",
    "de": r"europäische[rn]?\s+fonds\s+für\s+regionale\s+entwicklung",
    "es": r"fondo\s+europeo\s+de\s+desarrollo\s+regional",
    "fr": r"fonds\s+européen\s+de\s+développement\s+régional",
    "nl": r"europees\s+fonds\s+voor\s+regionale\s+ontwikkeling",
    "ro": r"fondul(?:ui)?\s+european\s+de\s+dezvoltare\s+regională",
}
# Reg. (EU) 1049/2014: how a profile shows that it is the Asylum, Migration and Integration Fund's.
_AMIF = re.compile(
    r"asylum,\s+migration\s+and\s+integration\s+fund|убежище,\s+миграция\s+и\s+интеграция"
    r"|asyl-,\s+migrations-\s+und\s+integrationsfonds|asilo,\s+migración\s+e\s+integración"
    r"|asile,\s+migration\s+et\s+intégration",
    re.IGNORECASE,
)


def check_funding(campaign: Campaign, *, language: str) -> Iterator[Finding]:
    """All rules that words alone can break, in one language."""
    yield from check_statement(campaign.funder, language=language)
    yield from check_lines(campaign.funder, language=language)
    yield from check_disclaimer(campaign, language=language)
    yield from check_brands(campaign, language=language)


def check_statement(funder: FunderProfile, *, language: str) -> Iterator[Finding]:
    """A2: the official words, in full, in this language."""
    if "statement" not in funder.wordings:
        return
    statement = funder.statement.get(language, "").strip()
    if not statement:
        yield _miss("A2", funder, "statement", language)
    elif funder.rules is FundingRules.NONE:
        return
    elif _ABBREVIATION.search(statement):
        message = say("The funding statement abbreviates the European Union.")
        yield _find("A2", message, _COPY, field="funder.statement", language=language, measured=statement)
    elif funder.rules is FundingRules.EU_2021_2027:
        yield from _check_official(funder, statement, language=language)
    elif funder.rules is FundingRules.EU_2014_2020 and not _names(statement, _UNION, language):
        message = say("The funding statement does not name the European Union in full.")
        yield _find("A2", message, _COPY, field="funder.statement", language=language, measured=statement)


def _check_official(funder: FunderProfile, statement: str, *, language: str) -> Iterator[Finding]:
    """The law's own sentence; in a language it has none in, one whose source is told."""
    allowed = STATEMENTS.get(language, ())
    if allowed and statement.replace("'", "’") not in allowed:
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
    elif not allowed and not funder.sources.get("statement", {}).get(language, "").strip():
        message = say("Nobody says where this funding statement comes from: it may be a translation.")
        hint = say(
            "Write {text: “…”, source: “…”}: the article of the law, of the grant agreement, or the funder’s manual."
        )
        yield _find("A2", message, hint, field="funder.statement", language=language, measured=statement)


def check_lines(funder: FunderProfile, *, language: str) -> Iterator[Finding]:
    """A12–A14: what older rules want beside the statement."""
    rule = "A13" if _is_amif(funder) else _RULES[funder.rules]
    parts = [part for part in funder.wordings if part not in ("statement", "disclaimer")]
    lines = {part: funder.wordings[part].get(language, "").strip() for part in parts}
    for part, line in lines.items():
        if not line:
            yield _miss(rule, funder, part, language)
        elif funder.rules is not FundingRules.NONE and _ABBREVIATION.search(line):
            message = say("This line abbreviates the European Union.")
            hint = say("Write its name out in full.")
            yield _find(rule, message, hint, field=_name_field(part), language=language, measured=line)
    if Demand.CONTRACT in funder.demands and not funder.contract.strip():
        message = say("The number of the contract is missing.")
        yield _find(rule, message, say("Write it as funder: contract."), field="funder.contract", language=language)
    said = tuple(filter(None, lines.values()))
    if funder.rules is FundingRules.EU_2014_2020:
        yield from _check_2014(funder, said, language=language)
    elif funder.rules is FundingRules.EU_2007_2013:
        yield from _check_2007(funder, said, language=language)


def _check_2014(funder: FunderProfile, lines: tuple[str, ...], *, language: str) -> Iterator[Finding]:
    if not _is_amif(funder):
        if not lines and not {"fund", "programme"} & set(funder.wordings):
            message = say("The fund or programme is not named.")
            hint = say("Add a line with its full name.")
            yield _find("A12", message, hint, field="funder.lines", language=language)
        return
    if "fund" not in funder.wordings and not any(_AMIF.search(line) for line in lines):
        message = say("The Asylum, Migration and Integration Fund is not named.")
        yield _find("A13", message, say("Add a line with its full name."), field="funder.lines", language=language)
    if "added_value" not in funder.wordings and all(_AMIF.search(line) for line in lines):
        message = say("The statement on the added value is missing.")
        hint = say("Add the line that the responsible authority chose.")
        yield _find("A13", message, hint, field="funder.lines", language=language)


def _check_2007(funder: FunderProfile, lines: tuple[str, ...], *, language: str) -> Iterator[Finding]:
    words = " · ".join((funder.statement.get(language, ""), *lines))
    for name, names in (("European Union", _UNION), ("European Regional Development Fund", _ERDF)):
        if not _names(words, names, language):
            message = say("“%(name)s” is not named in full.", name=name)
            hint = say("Add a line with its full name.")
            yield _find("A14", message, hint, field="funder.lines", language=language)


def check_disclaimer(campaign: Campaign, *, language: str) -> Iterator[Finding]:
    """A13 of the asylum fund, A15 of all: the disclaimer has words in this language."""
    funder = campaign.funder
    is_demanded = "disclaimer" in funder.wordings or _is_amif(funder)
    if is_demanded and not funder.disclaimer.get(language, "").strip():
        yield _miss("A13" if _is_amif(funder) else "A15", funder, "disclaimer", language)


def check_brands(campaign: Campaign, *, language: str) -> Iterator[Finding]:
    """A7: since 2021 the emblem alone stands for the Union: no logo and no line of a fund or of an older programme."""
    funder = campaign.funder
    if funder.rules is not FundingRules.EU_2021_2027:
        return
    for part, texts in funder.shown_lines.items():
        if name := names_older_support(texts.get(language, "")):
            message = say("“%(name)s” stands for the Union’s support beside the emblem.", name=name)
            yield _find("A7", message, _ALONE, field=_name_field(part), language=language, measured=name)
    for index, partner in enumerate(campaign.partners):
        text = partner.name.get(language, "")
        name = names_older_support(text, is_logo=True) or names_older_support(_read_file(partner.logo), is_logo=True)
        if name:
            message = say("The partner “%(partner)s” is a sign of the Union’s support.", partner=text or partner.logo)
            field = f"partners.{index}.{'name' if names_older_support(text, is_logo=True) else 'logo'}"
            yield _find("A7", message, _ALONE, field=field, language=language, measured=name)


def _read_file(name: str) -> str:
    """A logo's file name as words."""
    return re.sub(r"[^\w+]+|_", " ", name.rpartition(".")[0])


def _is_amif(funder: FunderProfile) -> bool:
    texts = (funder.title, *funder.shown_lines.values())
    is_older = funder.rules is FundingRules.EU_2014_2020
    return is_older and any(_AMIF.search(text) for entry in texts for text in entry.values())


def _names(text: str, names: Mapping[str, str], language: str) -> bool:
    """Whether it is named; of a language that is not listed nobody can tell, and it is not held against it."""
    return language not in names or re.search(names[language], text, re.IGNORECASE) is not None


def _name_field(part: str) -> str:
    """Further lines are one field to people."""
    return f"funder.{part.partition('.')[0]}"


_RULES = {
    FundingRules.EU_2021_2027: "A2",
    FundingRules.EU_2014_2020: "A12",
    FundingRules.EU_2007_2013: "A14",
    FundingRules.NONE: "A2",
}
_COPY = say("Copy the official words from the grant's rules; they are never translated here.")
_ALONE = say("Take it out: since 2021 only the emblem and its statement show the Union’s support.")


def _miss(rule: str, funder: FunderProfile, part: str, language: str) -> Finding:
    message, hint = describe_missing(funder, part, language)
    return _find(rule, message, hint, field=_name_field(part), language=language)


def _find(
    rule: str, message: Message, hint: Message, *, field: str, language: str, measured: str = "", allowed: str = ""
) -> Finding:
    place = Place(field=field, language=language)
    return Finding(rule, Severity.ERROR, message, hint, place, measured, allowed)
