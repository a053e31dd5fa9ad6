"""Messages that take over, as tests need them."""

from dataclasses import replace
from datetime import datetime

from campaign.playlists.overlay import Emergency
from campaign.schedule.release import Spot
from campaign.spec.content import Kind
from campaign.spec.spans import Span
from tests.factories.schedule import make_spot


def make_message(
    start: datetime,
    end: datetime,
    *,
    id_: str = "1",
    channels: tuple[str, ...] = ("tram",),
    languages: tuple[str, ...] = ("bg", "en"),
    seconds: float = 0,
) -> Emergency:
    """A message of stills, one a channel and language."""
    spots = (make_still(id_, channel=channel, language=code) for channel in channels for code in languages)
    return Emergency(id_, Span(start, end), tuple(replace(spot, seconds=seconds) for spot in spots))


def make_still(id_: str, *, channel: str, language: str) -> Spot:
    """One of its pictures, which belongs to no campaign."""
    spot = make_spot(f"emergency/{id_}", channel=channel, language=language, seconds=0, alt="Станцията е затворена")
    return replace(spot, material=f"emergency-{id_}-{language}", campaign="", item="", kind=Kind.NOTICE)
