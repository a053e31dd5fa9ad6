"""Content packs. In: a folder with campaign.yaml, items and media. Out: a LoadedPack, or every fault at once.

Nothing of a pack is taken when anything of it is wrong. The folder is not trusted: nothing outside it is read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from campaign.adapters.consents import FOLDER, Consents, read_consents, split_consents, take_consents
from campaign.adapters.entries import check_campaign, check_item
from campaign.adapters.folders import list_files, list_strays, read_document
from campaign.adapters.funders import fill_funder
from campaign.adapters.media import TAKEN, clean_media
from campaign.adapters.tables import fill_tables
from campaign.render.manifest import FieldType, Template, TemplateField
from campaign.render.values import check_values
from campaign.spec.content import Campaign, Item, Kind, Pack
from campaign.spec.digest import hash_bytes, hash_value
from campaign.spec.document import Document, read_value
from campaign.spec.errors import BrokenMedia, CampaignError, Faults, InvalidDocument, UnknownName
from campaign.spec.languages import LANGUAGES
from campaign.spec.message import say

_Steps = tuple[str | int, ...]

FOLDERS: Mapping[str, Kind] = {
    "stories": Kind.STORY,
    "statistics": Kind.STATISTIC,
    "myths": Kind.MYTH,
    "notices": Kind.NOTICE,
    "events": Kind.EVENT,
}


@dataclass(frozen=True)
class LoadedPack:
    """`files` maps the names of `pack.media` to the bytes' path: photos are turned, stripped and written anew
    into the work folder, the rest is the pack's own file. `documents` maps item ids ("" is the campaign) to
    their YAML, for lines. Same content, same `digest`."""

    pack: Pack
    files: Mapping[str, Path]
    digest: str
    documents: Mapping[str, Document]


@dataclass
class _Reading:
    """What one read gathers; `work` is where cleaned pictures go."""

    folder: Path
    templates: Mapping[str, Template]
    work: Path | None
    consents: Consents
    faults: list[CampaignError] = field(default_factory=list)
    documents: dict[str, Document] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)


def read_pack(folder: Path, *, templates: Mapping[str, Template], work: Path | None = None) -> LoadedPack:
    """Read a pack whole. Raises Faults with all that is wrong; `work` defaults to a fresh temporary folder,
    which is made only when a photo has to be written anew."""
    reading = _Reading(folder, templates, work, read_consents(folder))
    campaign = _read_campaign(reading)
    reading.faults.extend(list_strays(folder, known=(*FOLDERS, FOLDER, "media")))
    languages = tuple(code for code in campaign.title if code in LANGUAGES) if campaign else ("bg", "en")
    items = tuple(_read_items(reading, languages))
    if campaign:
        _take_logos(reading, campaign)
    reading.faults.extend(reading.consents.faults)
    if reading.faults or campaign is None:
        raise Faults(reading.faults)
    media = {name: hash_bytes(path.read_bytes()) for name, path in sorted(reading.files.items())}
    pack = Pack(campaign, items, media, reading.consents.records)
    return LoadedPack(pack, reading.files, hash_value(pack), reading.documents)


def _read_campaign(reading: _Reading) -> Campaign | None:
    try:
        document = fill_funder(read_document(reading.folder / "campaign.yaml", folder=reading.folder))
        campaign = read_value(document, Campaign)
    except CampaignError as error:
        _note(reading, error)
        return None
    reading.documents[""] = document
    reading.faults.extend(check_campaign(document, campaign))
    return campaign


def _read_items(reading: _Reading, languages: tuple[str, ...]) -> Iterator[Item]:
    """Every item whose own document is right; the others leave faults behind."""
    for name, kind in FOLDERS.items():
        for path in _list_documents(reading, name):
            try:
                document = fill_tables(
                    read_document(path, folder=reading.folder),
                    folder=reading.folder,
                    templates=reading.templates,
                    languages=languages,
                )
                own, paths = split_consents(document)
                item = take_consents(reading.consents, read_value(own, Item), document, paths)
            except CampaignError as error:
                _note(reading, error)
                continue
            reading.faults.extend(_check_item(reading, document, item, kind=kind, languages=languages))
            reading.documents.setdefault(item.id, document)
            yield item


def _list_documents(reading: _Reading, name: str) -> list[Path]:
    try:
        return list_files(reading.folder, name)
    except CampaignError as error:
        _note(reading, error)
        return []


def _check_item(
    reading: _Reading, document: Document, item: Item, *, kind: Kind, languages: tuple[str, ...]
) -> Iterator[CampaignError]:
    first = reading.documents.get(item.id)
    if first is not None:
        yield InvalidDocument(
            say("The id “%(id)s” is already that of %(file)s.", id=item.id, file=first.file),
            place=document.place(("id",)),
            hint=say("Give every item of a campaign its own id."),
        )
    yield from check_item(document, item, kind=kind, languages=languages)
    yield from _check_template(reading, document, item, languages=languages)


def _check_template(
    reading: _Reading, document: Document, item: Item, *, languages: tuple[str, ...]
) -> Iterator[CampaignError]:
    template = reading.templates.get(item.template)
    if template is None:
        yield UnknownName(
            say("There is no template “%(template)s”.", template=item.template),
            place=document.place(("template",)),
            hint=say("Use one of: %(known)s.", known=", ".join(sorted(reading.templates))),
        )
        return
    if item.kind.value not in template.manifest.kinds:
        yield InvalidDocument(
            say("The template “%(template)s” is not made for a %(kind)s.", template=template.id, kind=item.kind.value),
            place=document.place(("template",)),
            hint=say("It shows: %(kinds)s.", kinds=", ".join(template.manifest.kinds)),
        )
    for error in check_values(template.manifest, item.values, languages=languages):
        yield _find_again(document, error)
    yield from _take_media(reading, document, item, template)


def _find_again(document: Document, error: CampaignError) -> CampaignError:
    """The same error, with the file and line of the value it is about."""
    parts = error.place.field.split(".")
    path = ("values", *(int(part) if part.isdigit() else part for part in parts), error.place.language)
    place = replace(error.place, file=document.file, line=document.find_line(path))
    return type(error)(error.message, place=place, hint=error.hint)


def _take_media(reading: _Reading, document: Document, item: Item, template: Template) -> Iterator[CampaignError]:
    """Check and clean the files that the item's values name."""
    for name, spec in template.manifest.fields.items():
        for path, file, kind in _list_names(item.values.get(name), spec):
            try:
                _take_file(reading, file, kind)
            except BrokenMedia as error:
                place = document.place(("values", name, *path))
                yield BrokenMedia(error.message, place=place, hint=error.hint)


def _list_names(value: object, spec: TemplateField) -> Iterator[tuple[_Steps, str, FieldType]]:
    """The files a value names, each with its path inside the value and what may be there; wrong shapes are the
    manifest's matter."""
    if isinstance(value, list):
        for index, row in enumerate(value):
            for name, part in spec.parts.items() if isinstance(row, Mapping) else ():
                yield from _move((index, name), _list_names(row.get(name), part))
    elif isinstance(value, Mapping) and (spec.type in TAKEN or spec.parts):
        for key, inner in value.items():
            if key == "file" or (spec.type is FieldType.SUBTITLES and key in LANGUAGES):
                if isinstance(inner, str):
                    yield (key,), inner, spec.type
            elif key in LANGUAGES and spec.type is not FieldType.SUBTITLES:
                yield from _move((key,), _list_names(inner, spec))


def _move(into: _Steps, names: Iterator[tuple[_Steps, str, FieldType]]) -> Iterator[tuple[_Steps, str, FieldType]]:
    return (((*into, *path), file, kind) for path, file, kind in names)


def _take_file(reading: _Reading, name: str, kind: FieldType) -> None:
    if name in reading.files:
        return
    path, reading.work = clean_media(reading.folder, name, kind=kind, work=reading.work)
    reading.files[name] = path


def _take_logos(reading: _Reading, campaign: Campaign) -> None:
    document = reading.documents[""]
    for index, partner in enumerate(campaign.partners):
        if not partner.logo:
            continue
        try:
            _take_file(reading, partner.logo, FieldType.IMAGE)
        except BrokenMedia as error:
            place = document.place(("partners", index, "logo"))
            reading.faults.append(BrokenMedia(error.message, place=place, hint=error.hint))


def _note(reading: _Reading, error: CampaignError) -> None:
    reading.faults.extend(error.singles)
