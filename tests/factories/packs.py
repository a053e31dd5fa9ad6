"""Content packs on disk. In: a folder and what shall differ. Out: the folder with story, figure, photo; its faults."""

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from campaign.adapters.packs import read_pack
from campaign.render.manifest import Template
from campaign.spec.errors import CampaignError, Faults

CAMPAIGN = """\
id: neighbours
title: {bg: Съседи, en: Neighbours}
funder:
  id: fund
  title: {bg: Фонд, en: Fund}
  rules: eu-2021-2027
  statement:
    bg: Съфинансирано от Европейския съюз
    en: Co-funded by the European Union
url: https://example.org
"""

STORY = """\
id: mila
kind: story
template: story-quote
title: {bg: Мила, en: Mila}
values:
  photo:
    file: mila.jpg
    alt: {bg: Портрет, en: Portrait}
  quote: {bg: Играем заедно., en: We play together.}
  name: {bg: Мила, en: Mila}
consent:
  fictional: true
"""

FIGURE = """\
id: citizens
kind: statistic
template: big-number
title: {bg: Граждани, en: Citizens}
values:
  number: 259
  what: {bg: граждани, en: citizens}
  period: {bg: 2018 г., en: "2018"}
source:
  name: {bg: Община, en: Municipality}
  period: "2018"
  population: {bg: участници, en: participants}
  unit: {bg: души, en: people}
"""

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8"/></svg>'


def write_pack(folder: Path) -> Path:
    """A whole pack with nothing wrong."""
    write_file(folder, "campaign.yaml", CAMPAIGN)
    write_file(folder, "stories/mila.yaml", STORY)
    write_file(folder, "statistics/citizens.yaml", FIGURE)
    write_file(folder, "media/mila.jpg", make_photo())
    return folder


def write_file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def make_photo(*, kind: str = "JPEG", size: tuple[int, int] = (8, 4), exif: Image.Exif | None = None) -> bytes:
    """A photo whose left half is red and whose right half is blue."""
    photo = Image.new("RGB", size, "blue")
    photo.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    photo.save(out, kind, exif=exif or Image.Exif())
    return out.getvalue()


def turn_and_place(photo_size: tuple[int, int] = (8, 4)) -> bytes:
    """A photo held sideways (EXIF orientation 6), with the position where it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x8825] = {1: "N", 2: (42.0, 41.0, 51.0), 3: "E", 4: (23.0, 19.0, 18.0)}
    return make_photo(size=photo_size, exif=exif)


def find_faults(folder: Path, templates: Mapping[str, Template]) -> list[CampaignError]:
    """Every fault of a pack that has some."""
    with pytest.raises(Faults) as caught:
        read_pack(folder, templates=templates, work=folder.parent / "work")
    return list(caught.value.errors)


def list_places(folder: Path, templates: Mapping[str, Template]) -> list[str]:
    return [f"{error.place.file}:{error.place.line} {error.place.field}" for error in find_faults(folder, templates)]
