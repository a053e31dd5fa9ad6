"""Display channels: a class of screens with one format, venue, hours, loop and file profile."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from enum import StrEnum

from campaign.spec.formats import Format
from campaign.spec.languages import Texts


class Medium(StrEnum):
    """What a channel shows of a material; clips are loops always."""

    STILL = "still"
    LOOP = "loop"


class StillType(StrEnum):
    PNG = "png"
    JPEG = "jpg"
    WEBP = "webp"


class Codec(StrEnum):
    """How a loop is coded. Players' makers list VP9 in WebM only, the others in MP4."""

    H264 = "h264"
    HEVC = "hevc"
    VP9 = "vp9"
    AV1 = "av1"

    @property
    def spoken(self) -> str:
        """Its name among people."""
        return {"h264": "H.264", "hevc": "HEVC", "vp9": "VP9", "av1": "AV1"}[self.value]

    @property
    def ending(self) -> str:
        """Of the files, without the dot."""
        return "webm" if self is Codec.VP9 else "mp4"


@dataclass(frozen=True)
class Profile:
    """What the channel's players can decode (checks.md G1, G2). `level` is one of the codec's own (spec.levels);
    bit rate in kbit/s, the mean of a whole file; size in bytes."""

    codec: Codec = Codec.H264
    level: str = "4.1"
    fps: int = 25
    max_kbps: int = 8000
    max_bytes: int = 60_000_000
    still_type: StillType = StillType.PNG


@dataclass(frozen=True)
class Hours:
    """A service day; `closes` at or before `opens` means on the next calendar day."""

    opens: time
    closes: time


PASSED = (104, 301, 302, 304, 305, 306, 307, 308, 10203, 10503, 10504, 10603, 10604, 10702, 10802, 10902)
"""OpenOOH 1.2: what stands in streets, concourses and on vehicles, for people on their way. Where they wait or ride,
inside, on platforms, at stops and in halls, they have the time of a loop."""


def is_passed(venue: int) -> bool:
    """Whether people pass a screen of this venue type, or of a type above it."""
    return any(str(venue).startswith(str(each)) for each in PASSED)


@dataclass(frozen=True)
class Audience:
    """How many people pass or face one screen of a channel in an hour of its service, and who counted them."""

    per_hour: float
    source: str


@dataclass(frozen=True)
class Channel:
    """A class of screens. `languages` are the versions it takes turns with, most shown first; `venue` is
    the OpenOOH 1.2 venue type; loop and slot lengths in seconds, the loop a multiple of the slot. Without an
    `audience` no contacts are estimated."""

    id: str
    title: Texts
    format: Format
    venue: int
    hours: Hours
    loop_seconds: int
    slot_seconds: int
    languages: tuple[str, ...]
    medium: Medium = Medium.LOOP
    profile: Profile = field(default_factory=Profile)
    timezone: str = "Europe/Sofia"
    groups: tuple[str, ...] = ()
    audience: Audience | None = None

    def __post_init__(self) -> None:
        """Its pictures know it too: fewer words are read in passing (checks.md B6)."""
        if is_passed(self.venue) and not self.format.passed:
            object.__setattr__(self, "format", replace(self.format, passed=True))


Channels = Mapping[str, Channel]
