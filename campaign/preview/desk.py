"""Everything the preview works with. In: the templates' folder and the channels. Out: templates as they are now, jobs
of them, and what was drawn, each thing once.

There is one desk a folder in a process; its threads share it.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.looks import Asked, Look, compose_live, draw_film, take_look
from campaign.adapters.processes import count_cores
from campaign.adapters.turns import Turns
from campaign.preview.contents import Contents
from campaign.preview.screens import read_screens
from campaign.preview.shelf import Shelf
from campaign.preview.watcher import Stamps, Watcher, read_stamps
from campaign.render.folder import list_templates, load_template
from campaign.render.job import Job, make_key
from campaign.render.manifest import KIT, Template
from campaign.render.ports import Page
from campaign.render.sample import CAMPAIGN, make_item
from campaign.render.usage import check_usage
from campaign.schedule.screens import Screen
from campaign.spec.channels import Medium, StillType
from campaign.spec.digest import hash_value
from campaign.spec.errors import CampaignError, RenderFailed, UnknownName
from campaign.spec.languages import split_languages
from campaign.spec.message import say

ROOM = 300_000_000
"""Bytes of pictures kept."""


@dataclass(frozen=True)
class Loaded:
    """A folder as it is: `template` is None while it is broken."""

    name: str
    template: Template | None
    faults: tuple[CampaignError, ...]


@dataclass
class Desk:
    root: Path
    channels_file: Path
    contents: Contents = field(default_factory=Contents)
    turns: Turns = field(default_factory=lambda: Turns(count_cores()))
    watcher: Watcher = field(init=False)
    _loaded: dict[str, tuple[Stamps, Loaded]] = field(default_factory=dict)
    _looks: Shelf[Look] = field(default_factory=lambda: Shelf(ROOM, weigh=lambda look: len(look.picture) + 1000))
    _films: Shelf[tuple[bytes, ...]] = field(
        default_factory=lambda: Shelf(ROOM, weigh=lambda film: sum(map(len, film)))
    )

    def __post_init__(self) -> None:
        self.watcher = Watcher(self.root)

    def list_names(self) -> tuple[str, ...]:
        return list_templates(self.root)

    def load(self, name: str) -> Loaded:
        """Read again only when one of its files, or of the kit's, has changed."""
        stamps = read_stamps(self.root, tops=(KIT, name))
        known = self._loaded.get(name)
        if known is None or known[0] != stamps:
            known = stamps, _load(self.root, name)
            self._loaded[name] = known
        return known[1]

    def list_screens(self, template: Template | None = None) -> tuple[Screen, ...]:
        """Those whose shape the template is for."""
        screens = read_screens(self.channels_file).values()
        return tuple(it for it in screens if template is None or it.format.shape in template.manifest.shapes)

    def make_job(self, template: Template, *, content: str, screen: str, language: str) -> Job:
        """Raises UnknownName."""
        split_languages(language)
        found = next((it for it in self.list_screens() if it.id == screen), None)
        if found is None:
            raise UnknownName(say("There is no channel “%(name)s”.", name=screen))
        values = self.contents.read(template, content)
        return Job(
            template=template,
            campaign=CAMPAIGN,
            item=make_item(template, values),
            language=language,
            format=found.format,
            medium=Medium.STILL,
            profile=found.profile,
            slot_seconds=found.slot_seconds,
            media=self.contents.find_media(template, values),
        )

    def take_look(self, job: Job, *, width: int) -> tuple[str, Look]:
        """The look and the name of its picture. What failed by running out of time is tried again next time."""
        key = _make_key(job, width)
        look = self._looks.get(key)
        if look is None:
            with self.turns.take():
                look = take_look(Asked(job, width, StillType.JPEG if width else StillType.PNG, checks=True))
            if not any(isinstance(fault, RenderFailed) for fault in look.faults):
                self._looks.put(key, look)
        return key, look

    def find_picture(self, key: str) -> bytes:
        """Empty when it is forgotten."""
        look = self._looks.get(key)
        return look.picture if look else b""

    def draw_film(self, job: Job, frames: tuple[int, ...], *, width: int) -> tuple[bytes, ...]:
        """Raises what drawing raises."""
        key = _make_key(job, width, *frames)
        film = self._films.get(key)
        if film is None:
            with self.turns.take():
                film = draw_film(job, frames, width=width)
            self._films.put(key, film)
        return film

    def compose_live(self, job: Job) -> Page:
        """Raises what building a page raises."""
        with self.turns.take():
            return compose_live(job)


def get_desk() -> Desk:
    """The desk of the folders in the settings."""
    return _open_desk(Path(settings.TEMPLATES_FOLDER).resolve(), Path(settings.SCHEDULES_FOLDER) / "channels.yaml")


@lru_cache(maxsize=4)
def _open_desk(root: Path, channels_file: Path) -> Desk:
    return Desk(root, channels_file)


def _load(root: Path, name: str) -> Loaded:
    try:
        template = load_template(root / name)
        return Loaded(name, template, tuple(check_usage(template)))
    except CampaignError as error:
        return Loaded(name, None, error.singles)
    except OSError as error:  # a file that went while it was read, or that may not be read
        return Loaded(name, None, (RenderFailed(say("The template cannot be read: %(problem)s.", problem=str(error))),))


def _make_key(job: Job, width: int, *frames: int) -> str:
    return hash_value([make_key(job, engine=BlitzEngine.name, encoder=""), width, job.profile.fps, *frames])[:32]
