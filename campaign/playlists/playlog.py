"""Plays as SMIL players tell them. In: bytes of a playlog's XML. Out: rows, and what is none.

A player puts what it has logged as `playlog-<uuid>.xml`: under `player`, whose `id` is the device's, a `contentPlayed`
for each play with `contentId` (our `logContentId`), `startTime` and `endTime` in whole seconds with an offset. It sends
a file again, under another name, until it is taken: so a row is known by what it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from campaign.playlists.proof import Row
from campaign.playlists.reported import LONGEST_SCREEN, Unreadable, make_row, read_moment
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import InvalidDocument
from campaign.spec.message import say

PLAY, PLAYER = "contentPlayed", "player"
PARTS = ("contentId", "startTime", "endTime")
LONGEST_PART = 200
"""Letters; what is longer names nothing of ours."""
MOST_ROWS = 20_000
"""In one file: two days of ten-second spots; players begin a new file long before."""


@dataclass
class _Reading:
    device: str = ""
    plays: list[dict[str, str]] = field(default_factory=list)
    part: str = ""


def read_playlog(data: bytes) -> tuple[Row | Unreadable, ...]:
    """In the order of the file. Raises InvalidDocument for what is no XML, declares a document type, or is too long."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _stop
    parser.StartElementHandler = lambda name, given: _enter(reading, name.rpartition(" ")[2], given)
    parser.EndElementHandler = lambda name: _leave(reading)
    parser.CharacterDataHandler = lambda text: _hear(reading, text)
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, UnicodeError, LookupError):
        raise InvalidDocument(say("This is not valid XML.")) from None
    return tuple(_make_rows(reading))


def _stop(*_: object) -> None:
    raise InvalidDocument(say("The file declares a document type, through which it could load or explode."))


def _enter(reading: _Reading, name: str, given: dict[str, str]) -> None:
    if name == PLAYER:
        reading.device = given.get("id", "")
    elif name == PLAY:
        if len(reading.plays) == MOST_ROWS:
            raise InvalidDocument(say("There are more than %(most)d plays in one report.", most=MOST_ROWS))
        reading.plays.append({})
    reading.part = name if name in PARTS and reading.plays else ""


def _leave(reading: _Reading) -> None:
    reading.part = ""


def _hear(reading: _Reading, text: str) -> None:
    if reading.part:
        play = reading.plays[-1]
        play[reading.part] = (play.get(reading.part, "") + text[:LONGEST_PART])[:LONGEST_PART]


def _make_rows(reading: _Reading) -> Iterator[Row | Unreadable]:
    device = reading.device.strip()
    screen = device if len(device) <= LONGEST_SCREEN else hash_bytes(device.encode())[:LONGEST_SCREEN]
    for play in reading.plays:
        material, start, end = (play.get(part, "").strip() for part in PARTS)
        name = hash_bytes("\n".join((device, material, start, end)).encode())
        began, ended = read_moment(start), read_moment(end)
        if began is None or ended is None:
            yield Unreadable(name)
            continue
        seconds = (ended - began).total_seconds()
        yield make_row(name=name, material=material, start=began, seconds=seconds, screen=screen)
