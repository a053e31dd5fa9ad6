"""The designers' folder as it is now. In: the settings. Out: its templates, what is broken, and how it differs from
what is in use; read anew only when a file has changed, as reading all of it takes half a second."""

import os
import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from campaign.data.models import TemplateVersion
from campaign.render.folder import list_templates, load_template
from campaign.render.manifest import Template
from campaign.render.usage import check_usage
from campaign.services.shelf import Shelf
from campaign.services.template_versions import find_in_use
from campaign.spec.errors import CampaignError, RenderFailed, UnknownName, join_errors
from campaign.spec.message import say


class Standing(StrEnum):
    """How a template of the folder stands to what is in use."""

    IN_USE = "in-use"
    CHANGED = "changed"
    NEW = "new"
    BROKEN = "broken"
    GONE = "gone"


@dataclass(frozen=True)
class Folder:
    """Sound templates, and the faults of the others, by name."""

    templates: Mapping[str, Template]
    faults: Mapping[str, tuple[CampaignError, ...]]

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.templates) | frozenset(self.faults)


_kept: Shelf[tuple[str, int], Folder] = Shelf(most=2)
_reading = threading.Lock()


def read_folder() -> Folder:
    root = Path(settings.TEMPLATES_FOLDER)
    with _reading:  # one of several threads reads, the others find what it read
        return _kept.find((str(root), stamp_folder(root)), make=lambda: _read(root))


def compare_standing(folder: Folder, in_use: Mapping[str, TemplateVersion]) -> Mapping[str, Standing]:
    """Every template of either, by name."""
    return {name: _compare(name, folder, in_use) for name in sorted(folder.names | in_use.keys())}


def list_waiting(names: Collection[str] = ()) -> Mapping[str, str]:
    """Template → digest of the sound ones that the folder holds otherwise than they are in use, or that never were; of
    the named ones, or all. Raises UnknownName, and Faults of those that are named and broken."""
    folder = read_folder()
    unknown = next((name for name in names if name not in folder.names), None)
    if unknown is not None:
        raise UnknownName(
            say("There is no template “%(name)s”.", name=unknown),
            hint=say("Use one of: %(known)s.", known=", ".join(sorted(folder.names))),
        )
    if broken := [error for name in names for error in folder.faults.get(name, ())]:
        raise join_errors(broken)
    standings = compare_standing(folder, find_in_use())
    return {
        name: template.digest
        for name, template in sorted(folder.templates.items())
        if standings[name] in (Standing.CHANGED, Standing.NEW) and (not names or name in names)
    }


def stamp_folder(root: Path) -> int:
    """A number that is another once any file is: it holds the names, sizes and times of all of them."""
    return hash(
        tuple(
            (entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
            for folder, _, _ in os.walk(root)
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        )
    )


def _compare(name: str, folder: Folder, in_use: Mapping[str, TemplateVersion]) -> Standing:
    if name in folder.faults:
        return Standing.BROKEN
    if name not in folder.templates:
        return Standing.GONE
    if name not in in_use:
        return Standing.NEW
    return Standing.IN_USE if folder.templates[name].digest == in_use[name].digest else Standing.CHANGED


def _read(root: Path) -> Folder:
    templates: dict[str, Template] = {}
    faults: dict[str, tuple[CampaignError, ...]] = {}
    for name in list_templates(root):
        try:
            template = load_template(root / name)
            unused = tuple(check_usage(template))
        except CampaignError as error:
            faults[name] = error.singles
        except OSError as error:  # a file that went while it was read
            what = say("The template cannot be read: %(problem)s.", problem=str(error))
            faults[name] = (RenderFailed(what, hint=say("Load the page anew once the file is saved.")),)
        else:
            if unused:
                faults[name] = unused
            else:
                templates[name] = template
    return Folder(templates, faults)
