"""A template folder's declaration. In: template.toml and the folder's files. Out: a Template with its digest.

Fields are what people fill in; each has a type, help, limits and a sample in bg, en and ar.
"""

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from campaign.render.countries import Country, read_countries
from campaign.render.lint import lint_files
from campaign.render.maps import RATES
from campaign.render.sentence import check_sentences
from campaign.spec.document import Document, read_value
from campaign.spec.errors import CampaignError, Faults, InvalidTemplate, Place, UnknownName, join_errors
from campaign.spec.formats import Shape
from campaign.spec.languages import Texts
from campaign.spec.message import Message, say

MANIFEST = "template.toml"
PAGE = "template.html"
STYLE = "style.css"
KIT = "_kit"
SAMPLE_LANGUAGES = ("bg", "en", "ar")
HIDDEN_NAMES = frozenset(dir(dict))
"""`values.items` in a template is the mapping's own method, so no field may have such a name."""


class FieldType(StrEnum):
    TEXT = "text"
    QUOTE = "quote"
    NUMBER = "number"
    PERCENT = "percent"
    IMAGE = "image"
    CLIP = "clip"
    SUBTITLES = "subtitles"
    SERIES = "series"
    LIST = "list"
    DATE = "date"
    CHOICE = "choice"
    ROWS = "rows"
    REGIONS = "regions"
    MAP = "map"


WORDED = frozenset({FieldType.TEXT, FieldType.QUOTE})
PARTS = WORDED | {FieldType.NUMBER, FieldType.PERCENT, FieldType.IMAGE, FieldType.DATE, FieldType.CHOICE}
"""What a part of a row may be."""
MAPPED = frozenset({FieldType.REGIONS, FieldType.MAP})


@dataclass(frozen=True)
class Total:
    """Shares that make 100 % (render.totals): each of the parts `down`, over all rows; or the parts `across` each row.
    `columns` is the field whose entries name the parts `down`, when several stand side by side. No whole is asked for
    `unless` a choice says so, as in “answers.many”. Of a survey, `asked` is the number of people, and `sides` are the
    parts of a row that are compared."""

    down: tuple[str, ...] = ()
    across: tuple[str, ...] = ()
    columns: str = ""
    unless: str = ""
    asked: str = ""
    sides: tuple[tuple[str, ...], ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The other fields it names."""
        return tuple(filter(None, (self.columns, self.unless.partition(".")[0], self.asked)))

    @property
    def parts(self) -> frozenset[str]:
        """The parts of a row it names."""
        return frozenset((*self.down, *self.across, *(part for side in self.sides for part in side)))


@dataclass(frozen=True)
class TemplateField:
    """One field of a template. `longest` is the number of characters that still fit, `least` and `most` bound
    numbers and the number of rows, `whole` refuses a fraction; `options` are what a choice offers, by code; `parts`
    are the fields of each row. `sample` has the shape of an item's value; a part's is inside its row's.

    Ties to other fields, by name (render.ties): a number is a part `within` a whole, a date is not before the one it
    is `since`; a field `needs` others once it is filled in; a unit that is a percentage must say whose, in `share_of`;
    rows that are parts of a whole have a `total`; the figures of a map are in the unit that the choice `rate` says.
    `tiles` are the kit's countries, given to every field of regions when a template is loaded.
    """

    type: FieldType
    title: Texts
    help: Texts
    sample: Any = None
    required: bool = True
    longest: int | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False
    options: Mapping[str, Texts] = field(default_factory=dict)
    parts: Mapping[str, "TemplateField"] = field(default_factory=dict)
    within: str = ""
    since: str = ""
    needs: tuple[str, ...] = ()
    share_of: str = ""
    total: Total | None = None
    rate: str = ""
    tiles: Mapping[str, Country] = field(default_factory=dict)

    @property
    def ties(self) -> tuple[str, ...]:
        """The other fields it names."""
        others = self.total.fields if self.total else ()
        return tuple(filter(None, (self.within, self.since, self.share_of, self.rate, *self.needs, *others)))


@dataclass(frozen=True)
class Motion:
    """Seconds: the arrival ends at `arrives`; a loop lasts from `least` to `most`."""

    arrives: float = 1.2
    least: float = 5.0
    most: float = 15.0


@dataclass(frozen=True)
class Manifest:
    """What template.toml says; `alt` is the sentence, as a template text, that tells a listener what is shown."""

    title: Texts
    help: Texts
    kinds: tuple[str, ...]
    shapes: tuple[Shape, ...]
    fields: Mapping[str, TemplateField]
    motion: Motion = field(default_factory=Motion)
    alt: Texts = field(default_factory=dict)


@dataclass(frozen=True)
class Template:
    """A folder of templates/ that was read: `digest` covers every file of it and of the kit."""

    id: str
    folder: Path
    manifest: Manifest
    digest: str

    @property
    def root(self) -> Path:
        """The folder of all templates, with the kit."""
        return self.folder.parent

    @property
    def kit(self) -> Path:
        return self.root / KIT


def load_templates(root: Path) -> Mapping[str, Template]:
    """Every template of the folder by its id. Raises Faults with the errors of all that are broken."""
    templates: dict[str, Template] = {}
    errors: list[CampaignError] = []
    for name in list_templates(root):
        try:
            templates[name] = load_template(root / name)
        except CampaignError as error:
            errors.extend(error.singles)
    if errors:
        raise Faults(errors)
    return templates


def list_templates(root: Path) -> tuple[str, ...]:
    """Ids of the folders that hold a template."""
    if not root.is_dir():
        return ()
    return tuple(sorted(path.name for path in root.iterdir() if path.is_dir() and path.name[0] not in "._"))


def load_template(folder: Path) -> Template:
    """Read and check one folder. Raises UnknownName, InvalidTemplate, or Faults of them."""
    folder = folder.resolve()
    names = list_templates(folder.parent)
    if folder.name not in names:
        raise UnknownName(
            say("There is no template “%(name)s”.", name=folder.name),
            hint=say("Use one of: %(known)s.", known=", ".join(names) or "—"),
        )
    manifest = _give_tiles(read_manifest(folder), folder.parent / KIT)
    files = dict(_list_files(folder))
    errors = [*_check_manifest(manifest, folder), *lint_files(files)]
    if errors:
        raise join_errors(errors)
    return Template(folder.name, folder, manifest, _hash_files(files))


def read_manifest(folder: Path) -> Manifest:
    """Parse template.toml alone. Raises InvalidTemplate, or Faults of several."""
    file = f"{folder.name}/{MANIFEST}"
    try:
        text = (folder / MANIFEST).read_text(encoding="utf-8")
        document = Document(file, tomllib.loads(text), _find_lines(text))
        return read_value(document, Manifest)
    except FileNotFoundError:
        raise _refuse(say("The template has no %(file)s.", file=MANIFEST), file=file) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _refuse(say("This is not valid TOML: %(problem)s.", problem=str(error)), file=file) from None
    except Faults as faults:
        errors = [InvalidTemplate(error.message, place=error.place, hint=error.hint) for error in faults.errors]
        raise join_errors(errors) from None


def _give_tiles(manifest: Manifest, kit: Path) -> Manifest:
    if all(slot.type is not FieldType.REGIONS for slot in manifest.fields.values()):
        return manifest
    countries = read_countries(kit)
    fields = {
        name: replace(slot, tiles=countries) if slot.type is FieldType.REGIONS else slot
        for name, slot in manifest.fields.items()
    }
    return replace(manifest, fields=fields)


def _check_manifest(manifest: Manifest, folder: Path) -> Iterator[InvalidTemplate]:
    file = f"{folder.name}/{MANIFEST}"
    for name in (PAGE, STYLE):
        if not (folder / name).is_file():
            yield _refuse(say("The template has no %(file)s.", file=name), file=f"{folder.name}/{name}")
    for name, texts in (("title", manifest.title), ("help", manifest.help)):
        yield from _demand_languages(texts, ("bg", "en"), file=file, field=name)
    yield from _demand_languages(manifest.alt, SAMPLE_LANGUAGES, file=file, field="alt")
    yield from check_sentences(manifest.alt, fields=manifest.fields, folder=folder)
    for name, slot in manifest.fields.items():
        yield from _check_field(slot, name, file=file, path=f"fields.{name}")
        if slot.sample is None:
            yield _refuse(say("The field has no sample."), file=file, field=f"fields.{name}.sample")
        elif slot.type in WORDED:
            yield from _demand_languages(slot.sample, SAMPLE_LANGUAGES, file=file, field=f"fields.{name}.sample")
        unit = manifest.fields.get(slot.rate)
        if slot.type in MAPPED and not (unit and unit.required and unit.options and set(unit.options) <= set(RATES)):
            yield _refuse(
                say("A map shows rates, never counts: “rate” names a required choice of units."),
                file=file,
                field=f"fields.{name}.rate",
                hint=say("Its options are among: %(known)s.", known=", ".join(RATES)),
            )
        for other in slot.ties:
            if other not in manifest.fields:
                yield _refuse(say("There is no field “%(name)s”.", name=other), file=file, field=f"fields.{name}")


def _check_field(slot: TemplateField, name: str, *, file: str, path: str) -> Iterator[InvalidTemplate]:
    """A field or a part: its name, its words, and what its type needs."""
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or name in HIDDEN_NAMES:
        yield _refuse(say("“%(name)s” cannot be the name of a field.", name=name), file=file, field=path)
    yield from _demand_languages(slot.title, ("bg", "en"), file=file, field=f"{path}.title")
    yield from _demand_languages(slot.help, ("bg", "en"), file=file, field=f"{path}.help")
    if bool(slot.options) is not (slot.type is FieldType.CHOICE):
        yield _refuse(
            say("Options belong to a choice, and a choice has some."),
            file=file,
            field=f"{path}.options",
            hint=say("Write [fields.NAME.options] with one line an option: code = { bg = “…”, en = “…”, ar = “…” }."),
        )
    for code, texts in slot.options.items():
        yield from _demand_languages(texts, SAMPLE_LANGUAGES, file=file, field=f"{path}.options.{code}")
    if bool(slot.parts) is not (slot.type is FieldType.ROWS):
        yield _refuse(
            say("Parts belong to rows, and rows have some."),
            file=file,
            field=f"{path}.parts",
            hint=say("Write [fields.NAME.parts.PART] with type, title and help for each part of a row."),
        )
    for part in sorted(slot.total.parts - set(slot.parts)) if slot.total else ():
        yield _refuse(say("There is no part “%(name)s”.", name=part), file=file, field=f"{path}.total")
    for part, inner in slot.parts.items():
        yield from _check_field(inner, part, file=file, path=f"{path}.parts.{part}")
        if inner.type not in PARTS:
            yield _refuse(
                say("A part of a row cannot be of the type “%(type)s”.", type=inner.type),
                file=file,
                field=f"{path}.parts.{part}.type",
                hint=say("Use one of: %(known)s.", known=", ".join(sorted(PARTS))),
            )


def _demand_languages(texts: Any, languages: tuple[str, ...], *, file: str, field: str) -> Iterator[InvalidTemplate]:
    known = texts if isinstance(texts, Mapping) else {}
    missing = [code for code in languages if not known.get(code)]
    if missing:
        yield _refuse(
            say("There is no text in: %(missing)s.", missing=", ".join(missing)),
            file=file,
            field=field,
            hint=say("Write it as { bg = “…”, en = “…” } with every language named."),
        )


def _refuse(message: Message, *, file: str, field: str = "", hint: Message | None = None) -> InvalidTemplate:
    return InvalidTemplate(message, place=Place(file, field=field), hint=hint)


def _list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the template and the kit by its name from the templates' folder, sorted."""
    for top in (folder.parent / KIT, folder):
        for path in sorted(top.rglob("*")):
            if path.is_symlink():
                raise _refuse(
                    say("This is a link to elsewhere."),
                    file=path.relative_to(folder.parent).as_posix(),
                    hint=say("Put the file itself into the template's folder."),
                )
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts):
                yield path.relative_to(folder.parent).as_posix(), path


def _hash_files(files: Mapping[str, Path]) -> str:
    digest = hashlib.sha256()
    for name, path in files.items():
        data = path.read_bytes()
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _find_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of every table header and key, as far as they are plain."""
    lines: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([\w.-]+)\]", line):
            table = tuple(header[1].split("."))
            lines.setdefault(table, number)
        elif key := re.match(r"\s*([\w.-]+)\s*=", line):
            lines.setdefault((*table, *key[1].split(".")), number)
    return lines
