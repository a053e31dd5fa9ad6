"""A player's folder on a disk. In: files by their paths. Out: the folder, which holds each of them whole."""

from collections.abc import Mapping
from pathlib import Path

from campaign.adapters.files import write_whole
from campaign.adapters.litter import is_litter
from campaign.spec.errors import NotAllowed, Place
from campaign.spec.message import say


def read_text(folder: Path, *, name: str) -> str:
    """Empty where there is none."""
    try:
        return (folder / name).read_text()
    except (OSError, UnicodeDecodeError):
        return ""


def write_files(files: Mapping[str, bytes], *, folder: Path, ours: str) -> None:
    """Each whole; `ours` is the file by which a folder that was written before is known, and comes first: what was
    broken off can be written again. Raises NotAllowed where other things are, or nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        strange = [path.name for path in sorted(folder.iterdir()) if not is_litter(path.name)]
        if strange and not (folder / ours).is_file():
            raise NotAllowed(
                say("This folder holds other things, such as %(name)s.", name=strange[0]),
                place=Place(str(folder)),
                hint=say("Name an empty folder, or one that this command has written before."),
            )
        for path in files:
            _refuse_links(folder, path)
        for path in sorted(files, key=lambda path: path != ours):
            (folder / path).parent.mkdir(exist_ok=True)
            write_whole(folder / path, files[path])
    except OSError as error:
        raise NotAllowed(
            say("The player cannot be written: %(problem)s.", problem=error.strerror or str(error)),
            place=Place(str(folder)),
            hint=say("Check that the disk is there, has room and may be written to."),
        ) from None


def _refuse_links(folder: Path, path: str) -> None:
    """A stick may come from anybody: nothing is written where a link of its leads. Raises NotAllowed."""
    if any(step.is_symlink() for step in (folder / path, (folder / path).parent) if step != folder):
        raise NotAllowed(
            say("“%(name)s” is a link to elsewhere.", name=path),
            place=Place(str(folder)),
            hint=say("Name an empty folder, or one that this command has written before."),
        )
