"""What the page engine cannot draw, refused before it is drawn. In: a template's files. Out: errors with lines.

Some of it is drawn wrongly in silence, `float` and `aspect-ratio: 0` hang the engine for ever, scripts and
remote files have no place on a screen.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import say

NOT_DRAWN = (
    "float", "clear", "filter", "backdrop-filter", "mix-blend-mode", "background-blend-mode", "text-shadow",
    "perspective", "transform-style", "backface-visibility", "container", "container-type", "container-name",
    "counter-reset", "counter-increment", "counter-set", "columns", "column-count", "column-width",
    "writing-mode", "text-wrap", "text-wrap-style", "line-clamp", "-webkit-line-clamp", "hyphens",
    "hyphenate-character", "ruby-position", "ruby-align", "behavior",
)  # fmt: skip
"""Properties without effect in the engine, or that hang it (float)."""

RULES: Mapping[str, str] = {
    r"aspect-ratio\s*:\s*(?!\s*(?:auto\s+)?(?:0*[1-9]|0*\.0*[1-9]|0+\.0*[1-9]|auto\s*[;}]|inherit))": "aspect-ratio: 0",
    r"line-height\s*:\s*normal": "line-height: normal",
    r"text-transform\s*:\s*capitalize": "text-transform: capitalize",
    r"\b(?:rotate3d|rotateX|rotateY|translate3d|translateZ|scale3d|scaleZ|matrix3d)\s*\(": "3-D transform",
    r"@container\b": "@container",
    r"@import\b": "@import",
    r"@font-face\b": "@font-face",
    r":has\s*\(": ":has()",
    r"content\s*:[^;}]*\bcounters?\s*\(": "counter()",
}
SHEET: Mapping[str, str] = {r"</style": "</style"}
"""Patterns for style sheets: what they find → how it is called."""

MARKUP: Mapping[str, str] = {
    r"<\s*(script|iframe|object|embed|video|audio|canvas|link|base|form|ruby|wbr|foreignObject)\b": "",
    r"<\s*meta[^>]*\b(http-equiv)\b": "",
    r"<\s*text\b": "SVG <text>",
    r"&shy;|\u00ad": "&shy;",
    r"\s(on[a-z]+)\s*=": "",
    r"\bjavascript\s*:": "javascript:",
    r"\|\s*(safe)\b": "|safe",
    r"\{%-?\s*autoescape\b": "{% autoescape %}",
}
REMOTE = r"(?:https?:)?//[\w.-]+\.[a-z]{2,}[^\s\"')]*"
FONTS = r"\.(?:woff2?|avif|otf|eot)\b"
NAMESPACES = ("//www.w3.org/",)
"""Names of XML vocabularies look like addresses and are none."""

_PROPERTY = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, NOT_DRAWN))})\s*:(?!\s*(?:none|initial)\b)")
_COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|\{#.*?#\}", re.DOTALL)


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
    text = _COMMENT.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found = sorted({*_find(text, is_markup=is_markup)})
    return tuple(
        InvalidTemplate(
            say("The page engine cannot draw “%(what)s”.", what=what),
            place=Place(file, text.count("\n", 0, position) + 1, what),
            hint=say("Remove it; grid, flex, transform and opacity do most of what is needed."),
        )
        for position, what in found
    )


def _find(text: str, *, is_markup: bool) -> Iterator[tuple[int, str]]:
    for match in _PROPERTY.finditer(text):
        yield match.start(), match[1]
    patterns = {**RULES, **MARKUP} if is_markup else {**RULES, **SHEET}
    for pattern, name in patterns.items():
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.start(), name or match[1].lower()
    for match in re.finditer(REMOTE, text, re.IGNORECASE):
        if not any(name in match[0] for name in NAMESPACES):
            yield match.start(), match[0][:60]
    for match in re.finditer(FONTS, text, re.IGNORECASE):
        yield match.start(), match[0]
