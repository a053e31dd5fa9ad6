"""A template folder's declaration. In: template.toml and the folder's files. Out: a Template with its digest.

Fields are what people fill in; each has a type, help, limits and a sample in bg, en and ar.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from campaign.spec.formats import Shape
from campaign.spec.languages import Texts


class FieldType(StrEnum):
    TEXT = "text"
    QUOTE = "quote"
    NUMBER = "number"
    PERCENT = "percent"
    IMAGE = "image"
    CLIP = "clip"
    SUBTITLES = "subtitles"
    SERIES = "series"
    LIST = "list"


@dataclass(frozen=True)
class TemplateField:
    """One field of a template. `longest` is the number of characters that still fit, `least` and `most` bound
    numbers and the number of rows; `whole` refuses a fraction; a language-bound field holds language → value
    in an item."""

    type: FieldType
    title: Texts
    help: Texts
    sample: Mapping[str, Any]
    required: bool = True
    longest: int | None = None
    least: float | None = None
    most: float | None = None
    whole: bool = False


@dataclass(frozen=True)
class Motion:
    """Seconds: the arrival ends at `arrives`; a loop lasts from `least` to `most`."""

    arrives: float = 1.2
    least: float = 5.0
    most: float = 15.0


@dataclass(frozen=True)
class Manifest:
    """What template.toml says."""

    title: Texts
    help: Texts
    kinds: tuple[str, ...]
    shapes: tuple[Shape, ...]
    fields: Mapping[str, TemplateField]
    motion: Motion = field(default_factory=Motion)


@dataclass(frozen=True)
class Template:
    """A folder of templates/ that was read: `digest` covers every file of it and of the kit."""

    id: str
    folder: Path
    manifest: Manifest
    digest: str
