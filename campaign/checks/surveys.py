"""Answers of a sample (checks.md E4, E6). In: an item and its template. Out: findings about how sure its shares are."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from campaign.checks.amounts import is_number, list_rows
from campaign.checks.texts import list_texts, place_in
from campaign.render.manifest import FieldType, Template, Total
from campaign.spec.content import Item
from campaign.spec.figure import Shown, measure_joint_margin, measure_margin, show_count
from campaign.spec.findings import Finding, Severity
from campaign.spec.message import Message, say
from campaign.spec.rules.words import FEWEST

_CLAIMS: Mapping[str, str] = {
    "bg": r"\b(?:запитан|анкетиран|респондент)\w*|\bанкет(?:а|ата|и|ите)\b|\bдопитван\w+"
    r"|\bсоциологическ\w+ проучван\w+",
    "en": r"\brespondents?\b|\b(?:of|among) (?:those|people) (?:asked|surveyed|polled)\b"
    r"|\bopinion (?:poll|survey)s?\b|\bpoll(?:s|ed)?\b|\b(?:were|people) (?:asked|surveyed)\b",
}
"""Words that say that people were asked. A census and a register ask nobody by sample, and say so in other words."""
_COUNT: Mapping[str, str] = {
    "bg": r"\bn\s*=\s*\d|\d\s*(?:души|запитан\w*|анкетиран\w*|респондент\w*|участни\w*)"
    r"|(?:запитан\w*|анкетиран\w*):?\s*\d",
    "en": r"\bn\s*=\s*\d|\d\s*(?:people|respondents|adults|persons|residents|asked|surveyed|polled)"
    r"|(?:asked|surveyed):?\s*\d",
}
"""How a text says how many were asked."""
_QUESTION = re.compile(r"\?")


def check_surveys(item: Item, *, language: str, template: Template) -> Iterator[Finding]:
    """E4 and E6 for every field whose rows are answers of people who were asked; E4 for texts that only say so."""
    totals = {name: spec.total for name, spec in template.manifest.fields.items() if spec.total}
    surveys = {name: total for name, total in totals.items() if total.asked or total.rounds}
    for name, total in surveys.items():
        yield from _check_facts(item, name, total, language=language, template=template)
        yield from _check_answers(item, name, total, language=language)
    if not surveys:
        yield from _check_claim(item, language=language)


def _check_facts(item: Item, name: str, total: Total, *, language: str, template: Template) -> Iterator[Finding]:
    """E4: how many were asked, on which days, and what."""
    fields = template.manifest.fields
    rows = list_rows(item, name, language=language)
    counted = [row.get(total.rounds) for row in rows] if total.rounds else [item.values.get(total.asked)]
    if not counted or not all(_read_count(count) for count in counted):
        message = say("The survey does not say how many people were asked.")
        yield _tell_missing(item, message, f"values.{name if total.rounds else total.asked}", language)
    days = [key for key, spec in fields.items() if spec.type is FieldType.DATE]
    parts = [key for key, spec in fields[name].parts.items() if spec.type is FieldType.DATE]
    told = any(item.values.get(key) for key in days) or any(row.get(key) for row in rows for key in parts)
    if not told:
        yield _tell_missing(
            item, say("The survey does not say when people were asked."), f"values.{(days or [name])[0]}", language
        )
    if not _find_question(item, name, language):
        yield _tell_missing(
            item, say("The survey does not say what people were asked, word for word."), "values.question", language
        )


def _find_question(item: Item, name: str, language: str) -> bool:
    """A question's own field, statements that people were asked about, or any text that ends in a question mark."""
    texts = dict(list_texts(item, language=language))
    own = bool(texts.get("values.question", "").strip())
    statements = any(path.startswith(f"values.{name}.") and path.endswith(".statement") for path in texts)
    return own or statements or any(_QUESTION.search(text) for text in texts.values())


def _check_claim(item: Item, *, language: str) -> Iterator[Finding]:
    """E4: whoever says that people were asked tells how many and what, whatever the template."""
    claims, counts = _CLAIMS.get(language), _COUNT.get(language)
    texts = {path: text for path, text in list_texts(item, language=language) if path not in ("title", "alt")}
    claimed = next((path for path, text in texts.items() if claims and re.search(claims, text, re.IGNORECASE)), None)
    if claimed is None or counts is None:
        return
    words = " ".join(texts.values())
    if not re.search(counts, words, re.IGNORECASE):
        message = say("The text speaks of a survey, and does not say how many people were asked.")
        hint = say("Use a template for surveys, or write it: “n = 812”.")
        yield Finding("E4", Severity.ERROR, message, hint, place_in(item, field=claimed, language=language))
    if not _QUESTION.search(words):
        message = say("The text speaks of a survey, and does not say what was asked.")
        hint = say("Use a template for surveys, or give the question, word for word.")
        place = place_in(item, field=claimed, language=language)
        yield Finding("E4", Severity.ERROR, message, hint, place, "–", "?")


def _check_answers(item: Item, name: str, total: Total, *, language: str) -> Iterator[Finding]:
    rows = list_rows(item, name, language=language)
    if total.rounds:
        yield from _check_rounds(item, name, rows, total)
        return
    asked = _read_count(item.values.get(total.asked))
    if asked is None:
        return
    if show_count(asked) is Shown.HIDDEN:
        yield _tell_few(item, total.asked, asked)
    for path, shares in _list_compared(name, rows, total):
        yield from _check_lead(item, f"values.{path}", shares, asked)


def _check_rounds(item: Item, name: str, rows: Sequence[Mapping[str, object]], total: Total) -> Iterator[Finding]:
    """Surveys side by side, each with its own number of people: neighbours differ by more than both may be off."""
    counts = [_read_count(row.get(total.rounds)) for row in rows]
    for number, asked in enumerate(counts):
        if asked is not None and show_count(asked) is Shown.HIDDEN:
            yield _tell_few(item, f"{name}.{number}.{total.rounds}", asked)
    for side in total.sides:
        rounds = [
            (sum(shares), asked)
            for row, asked in zip(rows, counts, strict=True)
            if asked is not None and (shares := _read_shares(row, side))
        ]
        for number, (one, other) in enumerate(pairwise(rounds), start=1):
            yield from _check_step(item, f"values.{name}.{number}.{side[0]}", one, other)


def _check_step(item: Item, field: str, one: tuple[float, float], other: tuple[float, float]) -> Iterator[Finding]:
    """Two shares, each of so many people."""
    step, margin = abs(other[0] - one[0]), measure_joint_margin(*one, *other)
    if 0 < step < margin:
        message = say(
            "The two surveys differ by %(step).1f points, inside their joint margin of error of ±%(margin).1f.",
            step=step,
            margin=margin,
        )
        place = place_in(item, field=field)
        yield Finding("E4", Severity.WARNING, message, _NO_LEAD, place, f"{step:.1f}", f"≥ {margin:.1f}")


def _list_compared(name: str, rows: Sequence[Mapping[str, object]], total: Total) -> Iterator[tuple[str, list[float]]]:
    """Shares the picture sets against each other: the sides of each row, or the rows of a column."""
    for number, row in enumerate(rows, start=1):
        if total.sides:
            yield f"{name}.{number}", [sum(_read_shares(row, side)) for side in total.sides]
    for part in total.down:
        yield name, [share for row in rows for share in _read_shares(row, (part,))]


def _read_shares(row: Mapping[str, object], parts: Sequence[str]) -> list[float]:
    return [float(share) for part in parts if isinstance(share := row.get(part), (int, float))]


def _check_lead(item: Item, field: str, shares: Sequence[float], asked: float) -> Iterator[Finding]:
    """The first two by size must be further apart than the first may be off."""
    first, second, *_ = (*sorted(shares, reverse=True), 0.0, 0.0)
    lead, margin = first - second, measure_margin(first, asked)
    if len(shares) > 1 and 0 < lead < margin:
        yield Finding(
            "E4",
            Severity.WARNING,
            say(
                "The lead of %(lead).1f points is inside the margin of error of ±%(margin).1f.",
                lead=lead,
                margin=margin,
            ),
            _NO_LEAD,
            place_in(item, field=field),
            f"{lead:.1f}",
            f"≥ {margin:.1f}",
        )


def _tell_few(item: Item, field: str, asked: float) -> Finding:
    least = int(FEWEST.value)
    return Finding(
        "E6",
        Severity.ERROR,
        say("Only %(count)d people were asked.", count=int(asked)),
        say("Shares of fewer than %(least)d people are not shown: tell their stories instead.", least=least),
        place_in(item, field=f"values.{field}"),
        f"{asked:g}",
        f"≥ {least}",
    )


def _tell_missing(item: Item, message: Message, field: str, language: str) -> Finding:
    hint = say("Fill it in: nobody can judge answers without it.")
    return Finding("E4", Severity.ERROR, message, hint, place_in(item, field=field, language=language))


def _read_count(value: object) -> float | None:
    return float(value) if is_number(value) else None


_NO_LEAD = say("Do not speak of more or fewer here, or tell why it may be said.")
