"""How screens crop a picture. In: a template, the input a picture is for. Out: its window on every shape of screen that
we have, and the seconds a film takes there.

Windows are measured on the page itself, drawn with the template's samples, and kept as long as the template's files
stay the same: designers move them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from campaign.adapters.holes import find_boxes
from campaign.data import convert
from campaign.data.models import Channel
from campaign.render.cards import FADE_SECONDS
from campaign.render.clip import CLIP_ID, is_played
from campaign.render.manifest import FieldType, Template
from campaign.render.sample import make_sample_job
from campaign.services.shelf import Shelf
from campaign.services.uploads import find_field
from campaign.spec import channels as spec
from campaign.spec.boxes import Box
from campaign.spec.formats import Format, Shape

LANGUAGE = "bg"
_kept: Shelf[tuple[str, tuple[Format, ...]], tuple[Mapping[str, Box], ...]] = Shelf(most=64)


@dataclass(frozen=True)
class Crop:
    """A window of so many pixels, and the titles of the channels that have one of its proportions; `width` and
    `height` are those of the largest of them."""

    shape: Shape
    width: int
    height: int
    channels: tuple[Mapping[str, str], ...]


def list_crops(template: Template, name: str) -> tuple[Crop, ...]:
    """The windows of a picture or film: `name` is its input's, as values.photo.file."""
    shown = [channel for channel in _list_channels() if channel.format.shape in template.manifest.shapes]
    crops: dict[tuple[Shape, float], Crop] = {}
    boxes = _measure(template, tuple(channel.format for channel in shown)) if shown else ()
    for channel, found in zip(shown, boxes, strict=True):
        size = channel.format
        box = _choose(found, template, name) or Box(0, 0, size.width, size.height)
        key = (size.shape, round(box.width / box.height, 1))
        known = crops.get(key) or Crop(size.shape, 0, 0, ())
        width, height = max((known.width, known.height), (round(box.width), round(box.height)))
        crops[key] = Crop(size.shape, width, height, (*known.channels, channel.title))
    return tuple(crops.values())


def _measure(template: Template, formats: tuple[Format, ...]) -> tuple[Mapping[str, Box], ...]:
    jobs = [make_sample_job(template, language=LANGUAGE, screen=size) for size in formats]
    return _kept.find((template.digest, formats), make=lambda: find_boxes(jobs))


def _choose(boxes: Mapping[str, Box], template: Template, name: str) -> Box | None:
    """The window's box: a clip's has an id of its own, a photo is called as its field, one of several has its row's
    number after it (the kit's macro `photo`)."""
    spec_of = find_field(template.manifest, name)
    if spec_of is not None and spec_of.type is FieldType.CLIP:
        return boxes.get(CLIP_ID)
    first, *rest = name.removeprefix("values.").split(".")
    wanted = f"{rest[1]}-{rest[0]}" if len(rest) > 1 and rest[0].isdigit() else first
    return boxes.get(wanted) or boxes.get("photo")


@dataclass(frozen=True)
class Place:
    """The length of the slots of these channels, in seconds."""

    slot_seconds: int
    channels: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class Lengths:
    """Seconds: the longest film that is shown, the shortest loop, each card, and what a dissolve takes from two
    neighbours; `places` are the channels by the length of their slots."""

    most: float
    least: float
    title: float
    partners: float
    fade: float
    places: tuple[Place, ...]


def list_lengths(template: Template) -> Lengths:
    """What decides how many slots a clip takes (render.cards)."""
    motion = template.manifest.motion
    slots: dict[int, list[Mapping[str, str]]] = {}
    for channel in _list_channels():
        if is_played(template, medium=channel.medium) and channel.format.shape in template.manifest.shapes:
            slots.setdefault(channel.slot_seconds, []).append(channel.title)
    places = tuple(Place(slot, tuple(titles)) for slot, titles in sorted(slots.items()))
    return Lengths(motion.most, motion.least, motion.title, motion.partners, FADE_SECONDS, places)


def _list_channels() -> Iterator[spec.Channel]:
    return map(convert.read_channel, Channel.objects.all())
