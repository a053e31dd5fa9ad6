"""Templates at hand. In: what is in use, and the settings' folder. Out: those that can be used, as they are in use.

Reading all of them takes half a second, which no page may cost.
"""

import threading
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from campaign.render.manifest import Template
from campaign.services.shelf import Shelf
from campaign.services.template_folder import stamp_folder
from campaign.services.template_versions import find_in_use, load_sound_in_use

_kept: Shelf[tuple[str, int, int], Mapping[str, Template]] = Shelf(most=2)
_reading = threading.Lock()


def find_templates() -> Mapping[str, Template]:
    """By id; one that is broken is not among them."""
    root = Path(settings.TEMPLATES_FOLDER)
    in_use = hash(tuple((row.slug, row.digest) for row in find_in_use().values()))
    with _reading:  # one of several threads reads, the others find what it read
        return _kept.find((str(root), in_use, stamp_folder(root)), make=load_sound_in_use)


def find_template(name: str) -> Template | None:
    """None when there is none of this name, or it is broken."""
    return find_templates().get(name)
