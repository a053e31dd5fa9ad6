"""What a manifest must say. In: a manifest and its folder. Out: an error for all that is missing or contradicts."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from campaign.render.manifest import (
    MANIFEST,
    MAPPED,
    PAGE,
    PARTS,
    SAMPLE_LANGUAGES,
    STYLE,
    WORDED,
    FieldType,
    Manifest,
    TemplateField,
)
from campaign.render.maps import RATES
from campaign.render.sentence import check_sentences
from campaign.render.turns import LEAST_SECONDS
from campaign.spec.content import Kind
from campaign.spec.errors import InvalidTemplate, Place
from campaign.spec.formats import Shape
from campaign.spec.message import Message, say

LONGEST_LOOP = 120
"""Seconds."""
LEAST_CARD, MOST_CARD = 1.0, 10.0
"""Seconds a card stands, its dissolves counted in."""
HIDDEN_NAMES = frozenset(dir(dict))
"""`values.items` in a template is the mapping's own method, so no field may have such a name."""


def check_manifest(manifest: Manifest, folder: Path) -> Iterator[InvalidTemplate]:
    """Files, words in every language, samples, and ties between fields."""
    file = f"{folder.name}/{MANIFEST}"
    for name in (PAGE, STYLE):
        if not (folder / name).is_file():
            yield refuse(say("The template has no %(file)s.", file=name), file=f"{folder.name}/{name}")
    yield from _check_use(manifest, file=file)
    yield from _check_cards(manifest, folder)
    for name, texts in (("title", manifest.title), ("help", manifest.help)):
        yield from _demand_languages(texts, ("bg", "en"), file=file, field=name)
    yield from _demand_languages(manifest.alt, SAMPLE_LANGUAGES, file=file, field="alt")
    yield from check_sentences(manifest.alt, fields=manifest.fields, folder=folder)
    for name, spec in manifest.fields.items():
        yield from _check_field(spec, name, file=file, path=f"fields.{name}")
        if spec.sample is None:
            yield refuse(say("The field has no sample."), file=file, field=f"fields.{name}.sample")
        elif spec.type in WORDED:
            yield from _demand_languages(spec.sample, SAMPLE_LANGUAGES, file=file, field=f"fields.{name}.sample")
        for lost in (it for it in _list_sample_files(spec, spec.sample) if not _has_file(folder, it)):
            yield refuse(
                say("The file “%(name)s” is missing.", name=lost),
                file=file,
                field=f"fields.{name}.sample",
                hint=say("Put the file itself into the template's folder."),
            )
        unit = manifest.fields.get(spec.rate)
        if spec.type in MAPPED and not (unit and unit.required and unit.options and set(unit.options) <= set(RATES)):
            yield refuse(
                say("A map shows rates, never counts: “rate” names a required choice of units."),
                file=file,
                field=f"fields.{name}.rate",
                hint=say("Its options are among: %(known)s.", known=", ".join(RATES)),
            )
        for other in spec.ties:
            if other not in manifest.fields:
                yield refuse(say("There is no field “%(name)s”.", name=other), file=file, field=f"fields.{name}")


def _check_use(manifest: Manifest, *, file: str) -> Iterator[InvalidTemplate]:
    """What it is for, and how long it lasts."""
    for name, chosen, known in (("kinds", manifest.kinds, Kind), ("shapes", manifest.shapes, Shape)):
        if not chosen:
            hint = say("Use one of: %(known)s.", known=", ".join(known))
            yield refuse(say("There is none."), file=file, field=name, hint=hint)
    motion = manifest.motion
    if motion.essay:
        yield from _check_essay(manifest, file=file)
    if not 0 < motion.arrives <= motion.least <= motion.most <= LONGEST_LOOP:
        yield refuse(
            say("These seconds contradict one another."),
            file=file,
            field="motion",
            hint=say("Above nought is “arrives”, then “least”, then “most”, at most %(most)d.", most=LONGEST_LOOP),
        )


def _check_cards(manifest: Manifest, folder: Path) -> Iterator[InvalidTemplate]:
    """A card stands long enough to be read, around a film, and the page draws it."""
    file, motion = f"{folder.name}/{MANIFEST}", manifest.motion
    cards = {name: seconds for name, seconds in (("title", motion.title), ("partners", motion.partners)) if seconds}
    for name, seconds in cards.items():
        if not LEAST_CARD <= seconds <= MOST_CARD:
            yield refuse(
                say("A card of %(seconds)g seconds is too short or too long.", seconds=seconds),
                file=file,
                field=f"motion.{name}",
                hint=say("Let it stand %(least)g to %(most)g seconds; 0 is no card.", least=LEAST_CARD, most=MOST_CARD),
            )
    if cards and all(field.type is not FieldType.CLIP for field in manifest.fields.values()):
        yield refuse(
            say("There are cards and no clip."),
            file=file,
            field=f"motion.{next(iter(cards))}",
            hint=say("Cards stand before and after a film: add a field of the type clip, or remove them."),
        )
    page = folder / PAGE
    if cards and page.is_file() and not re.search(r"\bcard\b", page.read_text(encoding="utf-8", errors="replace")):
        yield refuse(
            say("The page never draws its cards."),
            file=f"{folder.name}/{PAGE}",
            hint=say("Draw them where “card” says which; docs/templates.md shows how."),
        )


def _check_essay(manifest: Manifest, *, file: str) -> Iterator[InvalidTemplate]:
    """The rows whose photos take turns: each has one, and all of them have the time that they need."""
    motion = manifest.motion
    spec = manifest.fields.get(motion.essay)
    photos = [part for part in spec.parts.values() if part.type is FieldType.IMAGE and part.required] if spec else []
    if not (spec and spec.required and spec.type is FieldType.ROWS and len(photos) == 1):
        yield refuse(
            say("“essay” names a required field of rows, and each of its rows has one photo."),
            file=file,
            field="motion.essay",
            hint=say('Write e.g. essay = "photos" for [fields.photos] with a part of the type “image”.'),
        )
    elif (spec.most or LONGEST_LOOP) * LEAST_SECONDS > motion.most:
        yield refuse(
            say("So many photos have less than %(least)g seconds each.", least=LEAST_SECONDS),
            file=file,
            field="motion.essay",
            hint=say("Give the rows a smaller “most”, or the motion a larger one."),
        )


def _list_sample_files(spec: TemplateField, sample: Any) -> Iterator[str]:
    """Names of files that a sample shows, also those inside rows; wrong shapes are told when they are read."""
    if isinstance(sample, list):
        for row in (row for row in sample if isinstance(row, Mapping)):
            for name, part in spec.parts.items():
                yield from _list_sample_files(part, row.get(name))
    elif isinstance(sample, Mapping):
        named = sample.values() if spec.type is FieldType.SUBTITLES else (sample.get("file"),)
        yield from (name for name in named if isinstance(name, str))


def _has_file(folder: Path, name: str) -> bool:
    return Path(name).name == name and (folder / name).is_file()


def _check_field(spec: TemplateField, name: str, *, file: str, path: str) -> Iterator[InvalidTemplate]:
    """A field or a part: its name, its words, and what its type needs."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in HIDDEN_NAMES:
        yield refuse(say("“%(name)s” cannot be the name of a field.", name=name), file=file, field=path)
    yield from _demand_languages(spec.title, ("bg", "en"), file=file, field=f"{path}.title")
    yield from _demand_languages(spec.help, ("bg", "en"), file=file, field=f"{path}.help")
    if bool(spec.options) is not (spec.type is FieldType.CHOICE):
        yield refuse(
            say("Options belong to a choice, and a choice has some."),
            file=file,
            field=f"{path}.options",
            hint=say('Write [fields.NAME.options] with one line an option: code = { bg = "…", en = "…", ar = "…" }.'),
        )
    for code, texts in spec.options.items():
        yield from _demand_languages(texts, SAMPLE_LANGUAGES, file=file, field=f"{path}.options.{code}")
    if bool(spec.parts) is not (spec.type is FieldType.ROWS):
        yield refuse(
            say("Parts belong to rows, and rows have some."),
            file=file,
            field=f"{path}.parts",
            hint=say("Write [fields.NAME.parts.PART] with type, title and help for each part of a row."),
        )
    for part in sorted(spec.total.parts - set(spec.parts)) if spec.total else ():
        yield refuse(say("There is no part “%(name)s”.", name=part), file=file, field=f"{path}.total")
    for part, inner in spec.parts.items():
        yield from _check_field(inner, part, file=file, path=f"{path}.parts.{part}")
        if inner.type not in PARTS:
            yield refuse(
                say("A part of a row cannot be of the type “%(type)s”.", type=inner.type),
                file=file,
                field=f"{path}.parts.{part}.type",
                hint=say("Use one of: %(known)s.", known=", ".join(sorted(PARTS))),
            )


def _demand_languages(texts: Any, languages: tuple[str, ...], *, file: str, field: str) -> Iterator[InvalidTemplate]:
    known = texts if isinstance(texts, Mapping) else {}
    missing = [code for code in languages if not known.get(code)]
    if missing:
        yield refuse(
            say("There is no text in: %(missing)s.", missing=", ".join(missing)),
            file=file,
            field=field,
            hint=say('Write it as { bg = "…", en = "…" } with every language named.'),
        )


def refuse(message: Message, *, file: str, field: str = "", hint: Message | None = None) -> InvalidTemplate:
    """An error at a field of the manifest."""
    return InvalidTemplate(message, place=Place(file, field=field), hint=hint)
