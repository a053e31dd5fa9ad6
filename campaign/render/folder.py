"""A template's folder. In: its template.toml and files. Out: a Template with its digest, or all its faults."""

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from campaign.render.countries import read_countries
from campaign.render.demands import check_manifest, refuse
from campaign.render.lint import lint_files
from campaign.render.manifest import KIT, MANIFEST, FieldType, Manifest, Template
from campaign.spec.document import Document, read_value
from campaign.spec.errors import CampaignError, Faults, InvalidTemplate, Place, UnknownName, join_errors
from campaign.spec.message import say

WRITTEN = frozenset({".html", ".css", ".toml"})
MOST_WRITTEN = 300_000
"""Bytes of what people write; ours have forty thousand at most."""
MOST_BYTES = 100_000_000
"""Of a sample clip."""


def load_templates(root: Path) -> Mapping[str, Template]:
    """Every template of the folder by its id. Raises Faults with the errors of all that are broken."""
    templates, errors = load_sound(root, names=list_templates(root))
    if errors:
        raise Faults(errors)
    return templates


def load_sound(root: Path, *, names: Iterable[str]) -> tuple[Mapping[str, Template], Sequence[CampaignError]]:
    """Those templates that can be used, by id, and what is wrong with the others."""
    templates: dict[str, Template] = {}
    errors: list[CampaignError] = []
    for name in names:
        try:
            templates[name] = load_template(root / name)
        except CampaignError as error:
            errors.extend(error.singles)
    return templates, errors


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
    files = dict(list_files(folder))
    manifest = _give_tiles(read_manifest(folder), folder.parent / KIT)
    errors = [*_add_lines(check_manifest(manifest, folder), folder), *lint_files(files)]
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
        raise refuse(
            say("The template has no %(file)s.", file=MANIFEST),
            file=file,
            hint=say("Copy the folder of the template that is nearest to your idea, and change it."),
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        line = re.search(r"at line (\d+)", str(error))
        raise InvalidTemplate(
            say("This is not valid TOML: %(problem)s.", problem=str(error)),
            place=Place(file, int(line[1]) if line else None),
        ) from None
    except Faults as faults:
        errors = [InvalidTemplate(error.message, place=error.place, hint=error.hint) for error in faults.errors]
        raise join_errors(errors) from None


def _add_lines(errors: Iterator[InvalidTemplate], folder: Path) -> Iterator[InvalidTemplate]:
    """The same, each with the line of its field or of the table around it."""
    lines: dict[tuple[str | int, ...], int] = {}
    for error in errors:
        if error.place.line is None and error.place.file.endswith(MANIFEST):
            lines = lines or _find_lines((folder / MANIFEST).read_text(encoding="utf-8"))
            line = Document(error.place.file, None, lines).find_line(error.place.field.split("."))
            error.place = replace(error.place, line=line)
        yield error


def _give_tiles(manifest: Manifest, kit: Path) -> Manifest:
    if all(spec.type is not FieldType.REGIONS for spec in manifest.fields.values()):
        return manifest
    countries = read_countries(kit)
    fields = {
        name: replace(spec, tiles=countries) if spec.type is FieldType.REGIONS else spec
        for name, spec in manifest.fields.items()
    }
    return replace(manifest, fields=fields)


def list_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the template and the kit by its name from the templates' folder, sorted."""
    for top in (folder.parent / KIT, folder):
        for path in sorted(top.rglob("*")):
            if path.is_symlink():
                raise refuse(
                    say("This is a link to elsewhere."),
                    file=path.relative_to(folder.parent).as_posix(),
                    hint=say("Put the file itself into the template's folder."),
                )
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(top).parts):
                _refuse_huge(path, path.relative_to(folder.parent).as_posix())
                yield path.relative_to(folder.parent).as_posix(), path


def _refuse_huge(path: Path, name: str) -> None:
    """Files are read whole, and pages and styles searched, where no time limit stands over it."""
    most = MOST_WRITTEN if path.suffix in WRITTEN else MOST_BYTES
    if path.stat().st_size > most:
        raise refuse(
            say("The file is larger than %(most)d kB.", most=most // 1000),
            file=name,
            hint=say("Put what is not needed elsewhere, and make pictures and clips smaller."),
        )


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
