"""Pictures of what is being written, while it is. In: a campaign, an item, its files, a screen. Out: what was drawn,
and where each field stands in it.

A picture shows what is typed so far: where something is missing or cannot be drawn stands the template's own example,
and the answer names those fields. No picture and no file of a draft is kept for longer than KEPT.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from queue import Queue

from campaign.adapters.file_store import FileStore
from campaign.adapters.limits import Standby
from campaign.adapters.looks import Asked, Look, take_look, take_look_by
from campaign.adapters.processes import count_cores
from campaign.adapters.scratch import keep_scratch
from campaign.adapters.turns import Turns
from campaign.data import convert
from campaign.data.models import Campaign, StoredFile
from campaign.render.job import Job, MediaFile, make_key
from campaign.render.manifest import Template
from campaign.render.sample import make_sample_job
from campaign.render.stand_in import StandIn, stand_in
from campaign.schedule.screens import Screen
from campaign.services.making import name_tools
from campaign.services.shelf import Shelf
from campaign.services.storage import get_store
from campaign.spec.channels import Channel, Medium, StillType
from campaign.spec.content import Item
from campaign.spec.errors import RenderFailed
from campaign.spec.formats import Format

KEPT = 600.0
"""Seconds for which a file fetched from a store elsewhere, or a picture of a film, lies in our temporary folder."""
MOST_SLOTS = 2_000
SAMPLES = 20_000_000
"""Bytes of pictures of the templates' own examples."""
WARM_SECONDS = 30.0


class Overtaken(Exception):
    """A newer picture of the same place is asked for: nobody wants this one any more."""


@dataclass(frozen=True)
class Seen:
    """`look` has the picture, `item` what it shows; `shown` the fields that show an example instead."""

    look: Look
    item: Item
    shown: StandIn


@dataclass
class _Slots:
    """The number of the newest request for each place of each page."""

    newest: OrderedDict[str, int] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def enter(self, slot: str, number: int) -> None:
        with self.lock:
            self.newest[slot] = max(number, self.newest.get(slot, 0))
            self.newest.move_to_end(slot)
            while len(self.newest) > MOST_SLOTS:
                self.newest.popitem(last=False)

    def check(self, slot: str, number: int) -> None:
        with self.lock:
            if self.newest.get(slot, number) > number:
                raise Overtaken


_slots = _Slots()
_checking = Turns(1)
_standing: Queue[Standby] = Queue()
for _ in range(count_cores()):
    _standing.put(Standby())
_samples: Shelf[str, Look] = Shelf(most=SAMPLES, weigh=lambda look: len(look.picture) + 1000)


def look_at(
    item: Item,
    *,
    template: Template,
    campaign: Campaign,
    media: Mapping[str, str],
    channel: Channel,
    language: str,
    width: int,
    checks: bool = False,
    slot: str = "",
    number: int = 0,
) -> Seen:
    """The item on the channel, as far as it is written; `media` are names → SHA-256. `slot` names the place on a page
    where it is to be shown, `number` counts what was asked for it: raises Overtaken when a newer one is. Raises
    StoreFailed, and UnknownName for a language. Without `checks` the quickest there is."""
    _slots.enter(slot, number)
    shown = stand_in(item, template=template, language=language, files=media.keys())
    body = convert.read_campaign(campaign)
    digests = {**media, **convert.find_logos(body, media=campaign.media)}
    job = Job(
        template=template,
        campaign=body,
        item=shown.item,
        language=language,
        format=channel.format,
        medium=Medium.STILL,
        profile=channel.profile,
        slot_seconds=channel.slot_seconds,
        media={**shown.media, **bring_files(digests)},
    )
    asked = Asked(job, width, StillType.JPEG, checks=checks, quick=not checks, frames=_find_folder())
    return Seen(draw(asked, still_wanted=lambda: _slots.check(slot, number)), shown.item, shown)


def draw(asked: Asked, *, still_wanted: Callable[[], None] = lambda: None) -> Look:
    """In its turn: no more are drawn at once than there are cores, and one is looked at by the rules beside."""
    if asked.checks:
        with _checking.take():
            still_wanted()
            return take_look(asked)
    standby = _standing.get()
    try:
        still_wanted()
        return take_look_by(standby, asked)
    finally:
        _standing.put(standby)


def draw_sample(template: Template, *, screen: Screen | Format, language: str, width: int) -> Look:
    """The template's own example, small, and kept: nobody is on it."""
    surface = screen if isinstance(screen, Format) else screen.format
    job = make_sample_job(template, language=language, screen=surface)
    tools = name_tools()
    key = f"{make_key(job, engine=tools.engine, encoder='')} {width}"
    return _samples.find(key, make=lambda: draw(Asked(job, width, StillType.JPEG, quick=True)))


def warm_up() -> None:
    """Start the process that draws, in the background: the first picture comes as soon as the others."""
    threading.Thread(target=_start, daemon=True).start()


def _start() -> None:
    """Once it is warm, this costs two words to each of them."""
    for _ in range(count_cores()):
        standby = _standing.get()
        try:
            standby.run(time.time, seconds=WARM_SECONDS)
        except RenderFailed:  # whoever draws next is told why
            standby.close()
        finally:
            _standing.put(standby)


def bring_files(digests: Mapping[str, str]) -> Mapping[str, MediaFile]:
    """Stored files where an engine can read them; what is not there is left out. Raises StoreFailed."""
    stored = dict(StoredFile.objects.filter(sha256__in=digests.values()).values_list("sha256", "name"))
    found = {name: (_bring(stored[sha256]), sha256) for name, sha256 in digests.items() if sha256 in stored}
    return {name: MediaFile(path, sha256) for name, (path, sha256) in found.items() if path is not None}


def _bring(name: str) -> Path | None:
    store = get_store()
    if not store.exists(name):
        return None
    if isinstance(store, FileStore):
        return store.locate(name).resolve()
    path = _find_folder() / name
    if not path.exists():
        part = path.with_name(f"{name}.{threading.get_ident()}")
        store.fetch(name, to=part)
        part.replace(path)
    return path


def _find_folder() -> Path:
    folder = _make_folder()
    for path in folder.iterdir():
        try:
            if path.stat().st_mtime < time.time() - KEPT:
                path.unlink()
        except OSError:  # another thread was faster
            continue
    return folder


@cache
def _make_folder() -> Path:
    return keep_scratch("looks")
