"""A film from elsewhere, looked at. In: a file whose bytes may be anything. Out: its facts, flashes, seam, emblem.

All of it happens in a child with limits, and every frame is decoded: nothing is known of where a stranger's film rests.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame

from campaign.adapters.frames import read_frames
from campaign.adapters.limits import run_limited
from campaign.adapters.posters import enlarge, fit_panel
from campaign.adapters.probe import find_demuxer, open_film, probe_file
from campaign.adapters.sources import HDR_TRANSFERS
from campaign.adapters.viewing import Eye, Numbered, Pixels, Shrinker
from campaign.checks.codes import read_codes
from campaign.checks.emblem_watch import EmblemWatch
from campaign.checks.files import FileFacts
from campaign.checks.flashing import RULES, Stretch, find_flashes
from campaign.checks.stillness import LastThird
from campaign.checks.untold import Untold, list_untold, tell_codes
from campaign.checks.visibility import check_emblem
from campaign.spec.errors import BrokenMedia, Place, RenderFailed
from campaign.spec.findings import Finding
from campaign.spec.formats import Format
from campaign.spec.funding import FunderProfile
from campaign.spec.message import say

MOST_SECONDS = 300
"""Loops last seconds; whatever is longer is no spot yet, and would take minutes to look at."""
SECONDS = 120.0
LEAST_FPS, MOST_FPS = 10, 60
"""What the search for flashes counts in."""
LOOKS, MOST_LOOKS = 5, 400
"""Looks for the emblem a second, and in all."""
MOST_SIDE = 4096
"""Pixels in which it is looked for."""
USUAL_NITS = 400
"""Of a screen that nobody named; what depends on it is not told."""


@dataclass(frozen=True)
class Film:
    """What is known of it; `seam` is the mean of |last − first| over the picture, None when it was not looked at."""

    facts: FileFacts
    findings: tuple[Finding, ...]
    seam: float | None
    untold: tuple[Untold, ...]


def look_at(path: Path, *, screen: Format | None = None, funder: FunderProfile | None = None) -> Film:
    """Look at the whole film as a loop, on a panel or on none in particular; a funder nobody named is taken for one
    with money of the Union. Raises BrokenMedia, also when looking takes too long or breaks the decoder."""
    try:
        return run_limited(_look, path.resolve(), screen, funder, seconds=SECONDS)
    except RenderFailed:
        raise BrokenMedia(
            say("The film could not be decoded within %(seconds)d seconds.", seconds=round(SECONDS)),
            place=Place(file=path.name),
            hint=say("Cut out what is shown, scale it to the screen, and export it again as MP4 (H.264)."),
        ) from None


def _look(path: Path, screen: Format | None, funder: FunderProfile | None) -> Film:
    facts = probe_file(path)
    if facts.seconds > MOST_SECONDS:
        why = say("The film lasts longer than %(most)d seconds: cut out what is shown.", most=MOST_SECONDS)
        return Film(facts, (), None, tuple(Untold(rule, why) for rule in (*RULES, "G3", "A1", "A5", "A9", "A10")))
    fps = _choose_rate(facts)
    peak_nits = screen.peak_nits if screen else None
    stretch = Stretch(fps, max(1, round(facts.seconds * fps)), peak_nits or USUAL_NITS)
    with open_film(path, find_demuxer(path)) as (container, video):
        eye, hdr = Eye(stretch), int(video.codec_context.color_trc or 0) in HDR_TRANSFERS
        third = LastThird(stretch, film=not peak_nits)
        search = EmblemSearch(stretch, is_asked=funder is None or funder.emblem)
        frames = _keep_size(read_frames(container, video, fps=Fraction(fps)), path=path, fps=fps)
        findings = find_flashes(third.watch(eye.watch(search.watch(frames))), stretch)
    told = tuple(finding for finding in findings if peak_nits or finding.rule != "C4")
    marked = search.tell(
        screen=fit_panel(facts, screen) if screen else None, least_mm=funder.emblem_mm if funder else None
    )
    untold = (
        *_list_untold(facts, peak_nits=peak_nits, hdr=hdr),
        *list_untold(is_film=True, has_panel=screen is not None),
    )
    return Film(facts, (*told, *third.findings, *marked), eye.seam, (*untold, tell_codes(search.codes)))


class EmblemSearch:
    """Hands on every frame, and looks for the emblem in a few of each second, for codes in the last one."""

    def __init__(self, stretch: Stretch, *, is_asked: bool):
        self.codes: tuple[str, ...] = ()
        self._stretch, self._is_asked = stretch, is_asked
        self._step = max(1, round(stretch.fps / LOOKS), math.ceil(stretch.frames / MOST_LOOKS))
        self._watch = EmblemWatch()
        self._shrinker = Shrinker(MOST_SIDE)
        self._scale = 1.0
        self._doubts = False

    def watch(self, frames: Iterator[Numbered]) -> Iterator[Numbered]:
        last: Numbered | None = None
        seen = -1
        for number, frame in frames:
            if self._doubts:
                self._look_again(number, frame)
            if seen < 0 or number - seen >= self._step:
                self._see(number, frame)
                seen = number
            last = number, frame
            yield number, frame
        if last:
            picture = self._see(*last) if last[0] != seen else self._shrinker.shrink(last[1])
            self.codes = tuple(code.text for code in read_codes(picture))

    def _see(self, number: int, frame: VideoFrame) -> Pixels:
        picture = np.ascontiguousarray(self._shrinker.shrink(frame))
        self._scale = frame.width / picture.shape[1]
        if self._is_asked:
            fps = self._stretch.fps
            self._doubts = not self._watch.see(picture, second=number / fps, lasts=self._step / fps)
        return picture

    def _look_again(self, number: int, frame: VideoFrame) -> None:
        """In the frame after one that seemed to be without: a coder with too few bits spoils single frames."""
        self._see(number, frame)
        # a second miss was the first one's, told once; none undoes the first
        self._watch.forgive()
        self._doubts = False

    def tell(self, *, screen: Format | None, least_mm: float | None) -> Iterator[Finding]:
        """A1, A5 and A9 of the emblem at its best, A10 of the looks in which it is not."""
        if not self._is_asked:
            return
        emblem = self._watch.emblem
        yield from check_emblem(enlarge(emblem, by=self._scale) if emblem else None, screen=screen, least_mm=least_mm)
        yield from self._watch.tell()


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
