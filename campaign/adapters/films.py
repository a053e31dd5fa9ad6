"""A film from elsewhere, looked at. In: a file whose bytes may be anything. Out: its facts, its flashes, its seam.

All of it happens in a child with limits, and every frame is decoded: nothing is known of where a stranger's film rests.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from campaign.adapters.frames import read_frames
from campaign.adapters.limits import run_limited
from campaign.adapters.probe import find_demuxer, open_film, probe_file
from campaign.adapters.sources import HDR_TRANSFERS
from campaign.adapters.viewing import Eye, Numbered
from campaign.checks.files import FileFacts
from campaign.checks.flashing import RULES, Stretch, find_flashes
from campaign.checks.stillness import LastThird
from campaign.spec.errors import BrokenMedia, Place, RenderFailed
from campaign.spec.findings import Finding
from campaign.spec.message import Message, say

MOST_SECONDS = 300
"""Loops last seconds; whatever is longer is no spot yet, and would take minutes to look at."""
SECONDS = 120.0
LEAST_FPS, MOST_FPS = 10, 60
"""What the search for flashes counts in."""
USUAL_NITS = 400
"""Of a screen that nobody named; what depends on it is not told."""


@dataclass(frozen=True)
class Untold:
    """A rule that could not be held against the film, and why."""

    rule: str
    why: Message


@dataclass(frozen=True)
class Film:
    """What is known of it; `seam` is the mean of |last − first| over the picture, None when it was not looked at."""

    facts: FileFacts
    findings: tuple[Finding, ...]
    seam: float | None
    untold: tuple[Untold, ...]


def look_at(path: Path, *, peak_nits: int | None) -> Film:
    """Look at the whole film as a loop, for a screen with this white in cd/m², or for none in particular.

    Raises BrokenMedia, also when looking takes too long or breaks the decoder."""
    try:
        return run_limited(_look, path.resolve(), peak_nits, seconds=SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("The film could not be decoded within %(seconds)d seconds.", seconds=round(SECONDS)),
            place=Place(file=path.name),
            hint=say("Cut out what is shown, scale it to the screen, and export it again as MP4 (H.264)."),
        ) from None


def _look(path: Path, peak_nits: int | None) -> Film:
    facts = probe_file(path)
    if facts.seconds > MOST_SECONDS:
        why = say("The film lasts longer than %(most)d seconds: cut out what is shown.", most=MOST_SECONDS)
        return Film(facts, (), None, tuple(Untold(rule, why) for rule in (*RULES, "G3")))
    fps = _choose_rate(facts)
    stretch = Stretch(fps, max(1, round(facts.seconds * fps)), peak_nits or USUAL_NITS)
    with open_film(path, find_demuxer(path)) as (container, video):
        eye, hdr = Eye(stretch), int(video.codec_context.color_trc or 0) in HDR_TRANSFERS
        third = LastThird(stretch, film=not peak_nits)
        frames = _keep_size(read_frames(container, video, fps=Fraction(fps)), path=path, fps=fps)
        findings = find_flashes(third.watch(eye.watch(frames)), stretch)
    told = tuple(finding for finding in findings if peak_nits or finding.rule != "C4")
    return Film(facts, (*told, *third.findings), eye.seam, tuple(_list_untold(facts, peak_nits=peak_nits, hdr=hdr)))


def _keep_size(frames: Iterator[Numbered], *, path: Path, fps: int) -> Iterator[Numbered]:
    """The same frames. Raises BrokenMedia where one has another size than the first: no player shows that well."""
    size = None
    for number, frame in frames:
        size = size or (frame.width, frame.height)
        if size != (frame.width, frame.height):
            raise BrokenMedia(
                say("The film's pictures change their size."),
                place=Place(file=path.name, second=round(number / fps, 2)),
                hint=say("Export it again as MP4 (H.264)."),
            )
        yield number, frame


def _choose_rate(facts: FileFacts) -> int:
    """The clock that flashes are counted on: the film's own, or a fine one where its frames come as they like."""
    return min(MOST_FPS, max(LEAST_FPS, math.ceil(round(facts.fps, 2)))) if facts.constant_rate else MOST_FPS


def _list_untold(facts: FileFacts, *, peak_nits: int | None, hdr: bool) -> Iterator[Untold]:
    if not peak_nits:
        yield Untold("C4", say("It depends on how bright the screen is: name its channel."))
        yield Untold("B7", say("Only on a channel's screens a film must come to rest: name the channel."))
    if facts.fps > MOST_FPS:
        why = say("Of %(fps)d frames a second only %(most)d were looked at.", fps=round(facts.fps), most=MOST_FPS)
        yield Untold("C1", why)
    if hdr:
        yield Untold("C1", say("How light a high-dynamic-range film is depends on who shows it: render it first."))
