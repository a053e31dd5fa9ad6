"""Templates at hand. In: the settings' folder. Out: those that can be used, read anew only when a file has changed.

Reading all of them takes half a second, which no page may cost.
"""

import os
import threading
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from campaign.render.folder import list_templates, load_sound
from campaign.render.manifest import Template
from campaign.services.shelf import Shelf

_kept: Shelf[tuple[str, int], Mapping[str, Template]] = Shelf(most=2)
_reading = threading.Lock()


def find_templates() -> Mapping[str, Template]:
    """By id; one that is broken is not among them."""
    root = Path(settings.TEMPLATES_FOLDER)
    with _reading:  # one of several threads reads, the others find what it read
        return _kept.find((str(root), _stamp(root)), make=lambda: load_sound(root, names=list_templates(root))[0])


def find_template(name: str) -> Template | None:
    """None when there is none of this name, or it is broken."""
    return find_templates().get(name)


def _stamp(root: Path) -> int:
    """A number that is another once any file is: it holds the names, sizes and times of all of them."""
    return hash(
        tuple(
            (entry.path, entry.stat().st_mtime_ns, entry.stat().st_size)
            for folder, _, _ in os.walk(root)
            for entry in sorted(os.scandir(folder), key=lambda entry: entry.name)
        )
    )
