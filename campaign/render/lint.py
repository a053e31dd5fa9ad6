"""What the page engine cannot draw, refused before it is drawn. In: a template's files. Out: errors with lines.

Some of it is drawn wrongly in silence, `float` and `aspect-ratio: 0` hang the engine for ever, scripts and
remote files have no place on a screen. The table is render.undrawn.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from campaign.render.undrawn import BY_NAME, RULES, Where
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import Message, say

REMOTE = re.compile(r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"')]*", re.IGNORECASE)
FONTS = re.compile(r"\.(?:woff2?|avif|otf|eot)\b", re.IGNORECASE)
NAMESPACES = ("//www.w3.org/",)
"""Names of XML vocabularies look like addresses and are none."""
LOCAL = say("Put the file into the template's folder; nothing is fetched from elsewhere.")
FORMAT = say("Use PNG, JPEG, WebP or SVG for pictures, and the packaged fonts.")

_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|\{#.*?#\}", re.DOTALL)
_STYLE = re.compile(r"<style\b[^>]*>(.*?)(?:</style|\Z)", re.DOTALL | re.IGNORECASE)
_DRAWING = re.compile(r"<svg\b.*?</svg\s*>", re.DOTALL | re.IGNORECASE)
_SELECTOR = re.compile(r"(?:^|(?<=[{};]))[^{};@]+(?=\{)")
_CLOSED = re.compile(r"</style", re.IGNORECASE)

Found = tuple[int, str, Message]
"""Where in the text, what, and what to do instead."""


def lint_files(files: Mapping[str, Path]) -> tuple[InvalidTemplate, ...]:
    """Check the style sheets and pages among the files of a template and its kit."""
    errors: list[InvalidTemplate] = []
    for name, path in files.items():
        if path.suffix not in (".css", ".html"):
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            errors.append(InvalidTemplate(say("This file is not UTF-8 text."), place=Place(name)))
            continue
        errors.extend(lint_text(text, file=name, is_markup=path.suffix == ".html"))
    return tuple(errors)


def lint_text(text: str, *, file: str, is_markup: bool = False) -> tuple[InvalidTemplate, ...]:
    """Check one file. Comments count for nothing."""
    return tuple(
        InvalidTemplate(
            say("The page engine cannot draw “%(what)s”.", what=what),
            place=Place(file, text.count("\n", 0, position) + 1, what),
            hint=hint,
        )
        for position, what, hint in _find_all(text, is_markup=is_markup)
    )


@lru_cache(maxsize=256)
def _find_all(text: str, *, is_markup: bool) -> tuple[Found, ...]:
    """In reading order. The kit is part of every template, so it is looked through once."""
    text = _blank(_COMMENT, text)
    found = {(position, what): hint for position, what, hint in _find(text, is_markup=is_markup)}
    return tuple((position, what, found[position, what]) for position, what in sorted(found))


def _find(text: str, *, is_markup: bool) -> Iterator[Found]:
    sheet = _keep_styles(text) if is_markup else text
    yield from _search(text, Where.STYLE)
    yield from _search(sheet, Where.SHEET)
    for selector in _SELECTOR.finditer(sheet):
        start = selector.start()
        yield from ((start + position, what, hint) for position, what, hint in _search(selector[0], Where.SELECTOR))
    if is_markup:
        yield from _search(text, Where.MARKUP)
    else:
        yield from ((match.start(), "</style", FORMAT) for match in _CLOSED.finditer(text))
    for match in REMOTE.finditer(text):
        if not any(name in match[0] for name in NAMESPACES):
            yield match.start(), match[0][:60], LOCAL
    yield from ((match.start(), match[0], FORMAT) for match in FONTS.finditer(text))


def _search(text: str, where: Where) -> Iterator[Found]:
    if where in BY_NAME:
        names, rows = BY_NAME[where]
        for match in names.finditer(text):
            row = rows[match[1].lower()]
            yield match.start(), row.name, row.hint
    for rule in RULES:
        if rule.where is where:
            for match in rule.pattern.finditer(text):
                yield match.start(), rule.name or match[1].lower(), rule.hint


def _keep_styles(text: str) -> str:
    """Only what stands in <style> outside of drawings, each character where it was."""
    text = _blank(_DRAWING, text)
    kept = [" " if character != "\n" else character for character in text]
    for match in _STYLE.finditer(text):
        kept[match.start(1) : match.end(1)] = match[1]
    return "".join(kept)


def _blank(pattern: re.Pattern[str], text: str) -> str:
    """The text with every match made of spaces, so that places stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
