"""What pictures are filled with. In: a template and an id. Out: values.

They are one of the contents made from its manifest, or a draft somebody typed, kept by the hash of what it says.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from campaign.adapters.scratch import keep_scratch
from campaign.preview.shelf import Shelf
from campaign.render.job import MediaFile
from campaign.render.manifest import Template
from campaign.render.sample import find_media
from campaign.render.trial import Content, Hostility, make_hostile, make_values
from campaign.spec.content import RawValues
from campaign.spec.digest import hash_value
from campaign.spec.errors import UnknownName
from campaign.spec.message import say

MOST_DRAFTS = 300
LONGEST_NAME = 200
"""Bytes; file systems take 255."""
EVIL = "hostile-"
"""Before the name of one evil in every field."""
ORDINARY = (Content.TYPICAL, Content.SHORTEST, Content.LONGEST, Content.HOSTILE)
CONTENTS = (*(content.value for content in ORDINARY), *(f"{EVIL}{kind.value}" for kind in Hostility))


def _make_folder() -> Path:
    return keep_scratch("preview").resolve()


@dataclass
class Contents:
    """The drafts of this run, and the files that were added to them; both are gone when it ends."""

    drafts: Shelf[RawValues] = field(default_factory=lambda: Shelf(MOST_DRAFTS))
    folder: Path = field(default_factory=_make_folder)

    def read(self, template: Template, name: str) -> RawValues:
        """Raises UnknownName, also for a draft that was forgotten."""
        if name in ORDINARY:
            return make_values(template.manifest, Content(name))
        if name in CONTENTS:
            return make_hostile(template.manifest, Hostility(name.removeprefix(EVIL)))
        draft = self.drafts.get(name)
        if draft is None:
            raise UnknownName(say("What was typed is forgotten."), hint=say("Change any value, or load the page anew."))
        return draft

    def keep(self, values: RawValues) -> str:
        """The id by which it can be shown."""
        name = f"draft-{hash_value(values)[:24]}"
        self.drafts.put(name, values)
        return name

    def add_file(self, name: str, data: bytes) -> str:
        """Keep a file people chose; returns the name by which values call it."""
        plain = Path(name).name.lstrip(".").encode()[-LONGEST_NAME:].decode(errors="ignore").replace("\0", "") or "file"
        (self.folder / plain).write_bytes(data)
        return plain

    def list_files(self, template: Template) -> tuple[str, ...]:
        """Names that values may use: the template's own, then added ones."""
        own = [path.name for path in template.folder.iterdir() if path.is_file() and path.name[0] != "."]
        return tuple(dict.fromkeys((*sorted(own), *sorted(path.name for path in self.folder.iterdir()))))

    def find_media(self, template: Template, values: RawValues) -> Mapping[str, MediaFile]:
        """The files that values name, added ones first."""
        return {**find_media(values, folder=template.folder), **find_media(values, folder=self.folder)}

    def find_file(self, name: str) -> Path | None:
        path = self.folder / Path(name).name
        return path if path.is_file() else None
