"""A folder somebody handed in. In: the folder and a name. Out: a file inside it, or its YAML; never more."""

import re
from collections.abc import Iterator
from pathlib import Path

import yaml

from campaign.spec.document import Document, load_yaml
from campaign.spec.errors import BrokenMedia, InvalidDocument, Place
from campaign.spec.message import Message, say

MAX_DOCUMENT_BYTES = 1_000_000
MAX_DOCUMENTS = 2_000
_PLAIN_NAME = re.compile(r"\w[\w .()+-]{0,119}")


def list_files(folder: Path, name: str) -> list[Path]:
    """The YAML files of one of the pack's folders, by name. Raises InvalidDocument when there are too many."""
    if (folder / name).is_symlink():
        raise InvalidDocument(
            say("This folder is a link to elsewhere."),
            place=Place(name),
            hint=say("Put the files themselves into the pack."),
        )
    files = sorted(path for path in (folder / name).glob("*.y*ml") if path.suffix in (".yaml", ".yml"))
    if len(files) > MAX_DOCUMENTS:
        raise InvalidDocument(
            say("%(count)s files are too many for one pack.", count=len(files)),
            place=Place(name),
            hint=say("Split the campaign: %(most)s files at most.", most=MAX_DOCUMENTS),
        )
    return files


def list_strays(folder: Path, *, known: tuple[str, ...]) -> Iterator[InvalidDocument]:
    """Folders and YAML files that nothing reads: a mistyped name must not make stories vanish."""
    for path in sorted(folder.glob("*")):
        is_stray = path.is_dir() and path.name not in known and not path.name.startswith((".", "_"))
        if is_stray or (path.suffix in (".yaml", ".yml") and path.name != "campaign.yaml"):
            yield InvalidDocument(
                say("Nothing in a content pack has this name."),
                place=Place(path.name),
                hint=say("Folders are: %(known)s; the campaign is campaign.yaml.", known=", ".join(known)),
            )


def read_text(path: Path, *, folder: Path) -> str:
    """A text file of the pack. Raises InvalidDocument when it is missing, a link, too large or not UTF-8."""
    place = Place(path.relative_to(folder).as_posix())
    if path.is_symlink() or not path.is_file():
        raise InvalidDocument(say("This file is missing."), place=place, hint=say("Add it, as a file and not a link."))
    if path.stat().st_size > MAX_DOCUMENT_BYTES:
        raise InvalidDocument(
            say("This file is too large."), place=place, hint=say("One megabyte of text at most: split it.")
        )
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise InvalidDocument(
            say("This is not UTF-8 text."),
            place=Place(place.file, line),
            hint=say("Save the file again with the encoding UTF-8."),
        ) from None


def read_document(path: Path, *, folder: Path) -> Document:
    """A YAML file of the pack. Raises InvalidDocument with the line; anchors are refused, since a few lines of them
    can stand for more data than fits into memory."""
    text = read_text(path, folder=folder)
    file = path.relative_to(folder).as_posix()
    _refuse_anchors(text, file=file)
    return load_yaml(text, file=file)


def _refuse_anchors(text: str, *, file: str) -> None:
    if "*" not in text and "&" not in text:
        return
    try:
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, (yaml.AliasToken, yaml.AnchorToken)):
                raise InvalidDocument(
                    say("“%(name)s” is read as a YAML anchor, which packs do not use.", name=str(token.value)),
                    place=Place(file, token.start_mark.line + 1),
                    hint=say("Write the value out, or put the text in quotes."),
                )
    except yaml.YAMLError:
        return  # load_yaml says it with the line


def find_media(folder: Path, name: str) -> Path:
    """The file of this plain name in media/. Raises BrokenMedia for paths, links and what is not there."""
    if not _PLAIN_NAME.fullmatch(name):
        raise _broken(
            say("“%(name)s” is not a plain file name.", name=name[:80]),
            say("Put the file into media/ and name it without any folder."),
        )
    path = folder / "media" / name
    if path.is_symlink() or path.parent.is_symlink():
        raise _broken(say("“%(name)s” is a link to elsewhere.", name=name), say("Put the file itself into media/."))
    if not path.is_file():
        raise _broken(
            say("The file media/%(name)s is missing.", name=name),
            say("Add it, or correct the name; capital letters count."),
        )
    return path


def _broken(message: Message, hint: Message) -> BrokenMedia:
    return BrokenMedia(message, hint=hint)
