"""Declared fields against used ones. In: a template. Out: an error for each field that is only one of the two."""

import re
from collections.abc import Iterator

from campaign.render.manifest import MANIFEST, PAGE, FieldType, Template
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.message import say

UNDRAWN = frozenset({FieldType.CLIP, FieldType.SUBTITLES})
"""A film is laid under the page and its subtitles come as `cue`, so the page names neither."""

_USE = re.compile(r"\bvalues\s*(?:\.\s*(\w+)|\[\s*[\"'](\w+)[\"']\s*\])")


def check_usage(template: Template) -> Iterator[InvalidTemplate]:
    """Compare template.toml with template.html."""
    fields = template.manifest.fields
    text = (template.folder / PAGE).read_text(encoding="utf-8")
    used = {match[1] or match[2]: text.count("\n", 0, match.start()) + 1 for match in _USE.finditer(text)}
    for name, line in used.items():
        if name not in fields:
            yield InvalidTemplate(
                say("The page uses a field that is not declared: “%(name)s”.", name=name),
                place=Place(f"{template.id}/{PAGE}", line, name),
                hint=say("Declare it in %(file)s, or use one of: %(known)s.", file=MANIFEST, known=", ".join(fields)),
            )
    for name, field in fields.items():
        if name not in used and field.type not in UNDRAWN:
            yield InvalidTemplate(
                say("The field “%(name)s” is declared, but the page never shows it.", name=name),
                place=Place(f"{template.id}/{MANIFEST}", field=name),
                hint=say("Use it in %(file)s, or remove it.", file=PAGE),
            )
