"""A city's day on screens: a pack from its folder, approved and released on four channels, and all that players fetch.

Everything is the way of people but the drawing: each rendering gets a film, or picture, of one colour of its item's.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from campaign.adapters.packs import read_pack
from campaign.checks.flashing import Sample, Stretch
from campaign.checks.joins import cut_edges, pack_edges
from campaign.data.models import Companion, Material, Rendering
from campaign.playlists.formats import MEDIA_TYPES
from campaign.render.folder import load_template
from campaign.services import content, players, releases, review, runs
from campaign.services.drafts import read_schedules
from campaign.services.made import Beside, Made
from campaign.services.storage import get_store
from tests.factories.packs import CAMPAIGN, FIGURE, STORY, make_photo, write_file
from tests.factories.rows import keep_file, make_organisation, make_person, make_still
from tests.factories.schedules import write_schedules
from tests.factories.spots import encode_colour

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
COLOURS = {"mila": (228, 87, 46), "boris": (11, 122, 117), "pair": (250, 200, 60), "citizens": (90, 90, 200)}
CHANNELS = ("tram", "metro", "stops", "bus")
FEEDS = (*(f"playlist.{kind}" for kind in MEDIA_TYPES), "loop.mp4", "player")

CONSENT = """\
person: {person}
given_to: Сдружение Съседи
given_on: 2026-10-01
given_how: на хартия
wording: Съгласен съм историята ми да се показва на екрани в града.
wording_version: "2"
language: bg
told_of_withdrawal: true
naming: name
shown_as: {shown}
purposes: [public-screens]
channels: [{channels}]
"""
_CHANNEL = """
  - id: {id}
    title: {{bg: {id}, en: {id}}}
    format: {{width: 320, height: 180}}
    venue: 10801
    medium: {medium}
    hours: {{opens: "05:00", closes: "00:30"}}
    loop_seconds: 60
    slot_seconds: 10
    languages: [bg]"""
_FLIGHT = """
  - {{id: {id}, campaign: neighbours, channels: [{channels}], since: 2026-01-01, until: 2099-12-31, share: 80}}"""


@dataclass(frozen=True)
class Answer:
    """What one address gave."""

    status: int
    body: bytes
    tag: str
    changed: str


@dataclass
class Day:
    """`clock` is the time that every part of the product reads; `tokens` are the players', by channel."""

    folder: Path
    clock: datetime
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def pack(self) -> Path:
        return self.folder / "pack"

    def take(self) -> content.Imported:
        """Import the pack as it lies there, plan, and make all that is due."""
        templates = {name: load_template(TEMPLATES / name) for name in ("story-quote", "big-number")}
        loaded = read_pack(self.pack, templates=templates, work=self.folder / "work")
        taken = content.import_pack(
            loaded, author=make_person("staff"), organisation=make_organisation(), store=get_store()
        )
        planned = content.plan_materials(templates=templates, today=self.clock.date())
        assert planned.problems == []
        for row in Rendering.objects.filter(state=Rendering.State.DUE):
            _make(row)
        return taken

    def approve(self) -> list[str]:
        """Submit and approve all drafts that may be; returns those that may not, as "item channel"."""
        refused = []
        for material in Material.objects.filter(current=True, state="draft").order_by("pk"):
            review.submit(material, by=make_person("staff"))
            row = Material.objects.get(pk=material.pk)
            lead = make_person("lead")
            if review.find_obstacles(row, by=lead, key=row.shown.key, reason="Прегледано."):
                refused.append(f"{row.version.item.slug} {row.channel.slug}")
            else:
                review.approve(row, by=lead, key=row.shown.key, reason="Прегледано.")
        return refused

    def release(self) -> None:
        schedules = self.folder / "schedules"
        proposal = releases.propose(by=make_person("lead"), now=self.clock, schedules=schedules, why="Пролет")
        if not proposal.same:
            releases.release(proposal.row, by=make_person("lead", name="second"), now=self.clock)

    def poll(self, channel: str, feed: str, **headers: str) -> Answer:
        response = Client().get(f"/feeds/{self.tokens[channel]}/{feed}", headers=headers)
        body = response.getvalue() if isinstance(response, StreamingHttpResponse) else b""
        body = response.content if isinstance(response, HttpResponse) else body
        return Answer(
            response.status_code, body, response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        )

    def poll_all(self) -> dict[tuple[str, str], Answer]:
        """Every feed of every channel."""
        return {(channel, feed): self.poll(channel, feed) for channel in CHANNELS for feed in FEEDS}

    def fetch(self, name: str) -> int:
        """The status of a medium's address."""
        return Client().head(f"/media/{name}").status_code

    def find_files(self, item: str) -> set[str]:
        """Names of the files that show the item anywhere."""
        return self.find_files_on(item, CHANNELS)

    def find_files_on(self, item: str, channels: Collection[str]) -> set[str]:
        """Names of the files that show it on these channels."""
        rows = Material.objects.filter(version__item__slug=item, channel__slug__in=channels)
        rows = rows.select_related("still__file", "loop__file")
        files = [row.shown.file for row in rows]
        return {file.name for file in files if file is not None}


def make_day(folder: Path, *, clock: datetime, monkeypatch: pytest.MonkeyPatch) -> Day:
    """The pack written, taken, approved and released at that moment."""
    day = Day(folder, clock)
    monkeypatch.setattr("django.utils.timezone.now", lambda: day.clock)
    write_city(folder)
    content.import_channels({one.id: one for one in read_schedules(folder / "schedules").channels})
    for channel in CHANNELS:
        day.tokens[channel] = players.create(channel=channel, name=channel).token
    day.take()
    day.approve()
    day.release()
    return day


def write_city(folder: Path) -> None:
    pack = folder / "pack"
    write_file(pack, "campaign.yaml", CAMPAIGN)
    write_file(pack, "statistics/citizens.yaml", FIGURE)
    write_file(pack, "media/mila.jpg", make_photo())
    write_file(pack, "media/boris.jpg", make_photo(size=(12, 6)))
    write_file(pack, "media/pair.jpg", make_photo(size=(16, 8)))
    boris = CONSENT.format(person="Борис Петров", shown="Борис", channels="tram, metro, stops")
    write_file(pack, "consents/boris.yaml", boris)
    write_file(pack, "consents/vera.yaml", CONSENT.format(person="Вера Колева", shown="Вера", channels="tram, metro"))
    mila = CONSENT.format(person="Мила Иванова", shown="Мила", channels="tram, metro")
    write_file(pack, "stories/mila.yaml", write_story("mila", "consent:\n" + re.sub("^", "  ", mila, flags=re.M)))
    write_file(pack, "stories/boris.yaml", write_story("boris", "consent: boris"))
    write_file(pack, "stories/pair.yaml", write_story("pair", "consent: [boris, vera]"))
    write_schedules(folder / "schedules", flights=_write_flights(), channels=_write_channels())


def write_story(name: str, consent: str) -> str:
    story = STORY[: STORY.index("consent:")].replace("id: mila", f"id: {name}").replace("mila.jpg", f"{name}.jpg")
    if name == "mila":  # her words alone
        story = story.replace("Играем заедно.", "Расла съм тук.").replace("We play together.", "I grew up here.")
    return story.replace("Мила", "Портрет").replace("Mila", "Portrait") + consent.rstrip() + "\n"


def _write_channels() -> str:
    mediums = {"tram": "loop", "metro": "loop", "stops": "still", "bus": "loop"}
    return "channels:" + "".join(_CHANNEL.format(id=name, medium=medium) for name, medium in mediums.items()) + "\n"


def _write_flights() -> str:
    flights = _FLIGHT.format(id="all", channels=", ".join(CHANNELS))
    fallbacks = "".join(f"\n  {channel}: [neighbours/citizens, neighbours/mila]" for channel in CHANNELS)
    return f"flights:{flights}\nfallbacks:{fallbacks}\n"


def _make(row: Rendering) -> None:
    attempt = runs.claim(row.key)
    assert attempt is not None
    colour = COLOURS.get(row.job["item"]["id"], (120, 120, 120))
    if row.queue == Rendering.Queue.STILLS:
        made = Made(make_still("#{:02x}{:02x}{:02x}".format(*colour)))
    else:
        file = keep_file(encode_colour(colour), suffix="mp4", media_type="video/mp4")
        edges = pack_edges(cut_edges([Sample(0, np.zeros((18, 32, 3), np.uint8))], Stretch(25, 250, 400)))
        kept = keep_file(edges, suffix="bin", media_type="application/octet-stream")
        made = Made(file, (), (Beside(Companion.Kind.EDGES, kept),))
    assert runs.finish(row.key, attempt=attempt, made=made)
