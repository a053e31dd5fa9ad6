"""Subtitles that can be read in time (checks.md D1–D4). In: cues on whole frames. Out: findings by cue and second.

Screens are silent, so what is said must be readable by somebody who stands at the other end of the car.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from campaign.render.context import Clip
from campaign.render.manifest import FieldType, Template
from campaign.render.subtitles import Cue, read_cues
from campaign.render.values import read_values
from campaign.spec.channels import Channel
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Shape
from campaign.spec.languages import split_languages
from campaign.spec.message import Message, say

MOST_LINES = 2  # D1: Netflix BG; BBC
LONGEST_LINE = 42
LONGEST_LINE_PORTRAIT = 25
LEAST_SECONDS = 5 / 6  # D3: Netflix
MOST_SECONDS = 7.0
LEAST_GAP = 2


@dataclass(frozen=True)
class Pace:
    """Characters a second, spaces counted: above `most` an error, above `comfortable` a warning."""

    most: float
    comfortable: float


# D2: Netflix BG and EN; Pixelogic for comfort. A language without a guide of its own gets the slower one.
PACES: Mapping[str, Pace] = {"bg": Pace(17, 13), "en": Pace(20, 20)}
OTHER_PACE = Pace(17, 17)


@dataclass(frozen=True)
class Track:
    """The cues of a file in one language, with the stretch [start, end) of the film's frames that is shown."""

    cues: tuple[Cue, ...]
    file: str
    language: str
    shape: Shape
    fps: int
    start: int
    end: int

    def place(self, cue: Cue) -> Place:
        return Place(file=self.file, language=self.language, cue=cue.number, second=round(cue.start / self.fps, 3))

    @property
    def shown(self) -> tuple[Cue, ...]:
        return tuple(cue for cue in self.cues if cue.start < self.end and cue.end > self.start)


def check_item(
    item: Item, *, language: str, channel: Channel, template: Template, read: Callable[[str], bytes]
) -> tuple[Finding, ...]:
    """What a channel shows of an item's subtitles; `read` gives the bytes of a file that the item names. Nothing is
    found where there is no film or no file. Raises BrokenMedia, and what reading values raises."""
    names = [name for name, field in template.manifest.fields.items() if field.type is FieldType.SUBTITLES]
    tracks = [
        (value, code, clip)
        for code in (split_languages(language) if names else ())
        for values in (read_values(template.manifest, item.values, language=code),)
        for clip in values.values()
        if isinstance(clip, Clip)
        for name in names
        if isinstance(value := values[name], str)
    ]
    return tuple(
        replace(finding, place=replace(finding.place, item=item.id))
        for file, code, clip in tracks
        for finding in check_subtitles(
            read(file),
            file=file,
            language=code,
            shape=channel.format.shape,
            fps=channel.profile.fps,
            start=clip.start,
            end=clip.end,
        )
    )


def check_subtitles(
    data: bytes, *, file: str, language: str, shape: Shape, fps: int, start: float, end: float
) -> tuple[Finding, ...]:
    """Read a file and check what is shown of it; `start` and `end` in seconds of the film. Raises BrokenMedia."""
    cues = read_cues(data, fps=fps, file=file)
    return check_track(Track(cues, file, language, shape, fps, round(start * fps), round(end * fps)))


def check_track(track: Track) -> tuple[Finding, ...]:
    """All findings, in the order of the cues."""
    found = [
        *(finding for cue in track.shown for finding in _check_cue(cue, track)),
        *(finding for cue, after in pairwise(track.cues) for finding in _check_pair(cue, after, track)),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.place.cue or 0, finding.rule)))


def _check_cue(cue: Cue, track: Track) -> Iterator[Finding]:
    yield from _check_lines(cue, track)
    yield from _check_length(cue, track)
    if cue.start < track.start or cue.end > track.end:
        yield _find(
            "D4",
            track.place(cue),
            say("The subtitle is cut off where the clip is."),
            say("Move it inside the stretch that is shown, or show more of the film."),
            measured=f"{cue.start / track.fps:.2f}–{cue.end / track.fps:.2f} s",
            allowed=f"{track.start / track.fps:.2f}–{track.end / track.fps:.2f} s",
        )


def _check_lines(cue: Cue, track: Track) -> Iterator[Finding]:
    """D1. On portrait screens the text flows into new lines, so the whole of it is counted against two of them."""
    place, lines = track.place(cue), cue.lines
    if track.shape is Shape.PORTRAIT:
        length, most = len(" ".join(lines)), MOST_LINES * LONGEST_LINE_PORTRAIT
        if length > most:
            message = say("The subtitle has %(measured)s characters, too many for an upright screen.", measured=length)
            yield _find("D1", place, message, _SPLIT, measured=str(length), allowed=f"≤ {most}")
        return
    if len(lines) > MOST_LINES:
        message = say("The subtitle has %(measured)s lines.", measured=len(lines))
        yield _find("D1", place, message, _SPLIT, measured=str(len(lines)), allowed=f"≤ {MOST_LINES}")
    longest = max(map(len, lines))
    if longest > LONGEST_LINE:
        message = say("A line of the subtitle has %(measured)s characters.", measured=longest)
        yield _find("D1", place, message, _SPLIT, measured=str(longest), allowed=f"≤ {LONGEST_LINE}")


def _check_length(cue: Cue, track: Track) -> Iterator[Finding]:
    """D3, then D2 for a cue that lasts at all."""
    place, seconds = track.place(cue), (cue.end - cue.start) / track.fps
    # half a frame of grace: times were moved to whole frames
    grace = 0.5 / track.fps
    if not LEAST_SECONDS - grace <= seconds <= MOST_SECONDS + grace:
        message = say("The subtitle stands for %(measured)s seconds.", measured=round(seconds, 2))
        hint = say("Let it stand from 0.84 to 7 seconds.")
        yield _find("D3", place, message, hint, measured=f"{seconds:.2f} s", allowed="5/6–7 s")
    pace = PACES.get(track.language, OTHER_PACE)
    speed = len(" ".join(cue.lines)) / seconds if seconds > 0 else 0.0
    if speed > pace.comfortable:
        severity = Severity.ERROR if speed > pace.most else Severity.WARNING
        allowed = pace.most if speed > pace.most else pace.comfortable
        message = say("The subtitle runs at %(measured)s characters a second.", measured=round(speed, 1))
        hint = say("Shorten it, or let it stand longer.")
        yield _find("D2", place, message, hint, severity=severity, measured=f"{speed:.1f}", allowed=f"≤ {allowed:g}")


def _check_pair(cue: Cue, after: Cue, track: Track) -> Iterator[Finding]:
    """D3 for gaps, D4 for order. Gaps from 3 frames to half a second are closed when the clip is rendered."""
    place, gap = track.place(after), after.start - cue.end
    if after.start < cue.start:
        message = say("The subtitle comes before the one above it in the file.")
        yield _find("D4", place, message, say("Put the subtitles in the order of their times."))
    elif gap < 0:
        message, hint = say("Two subtitles stand at the same time."), say("End the one before the other starts.")
        yield _find("D4", place, message, hint, measured=f"{-gap} frames", allowed="0 frames")
    elif 0 < gap < LEAST_GAP:
        message, hint = say("A single empty frame flickers before the subtitle."), say("Leave no gap, or two frames.")
        yield _find("D3", place, message, hint, measured=f"{gap} frames", allowed=f"0 or ≥ {LEAST_GAP} frames")


_SPLIT = say("Shorten it, or split it into two subtitles.")


def _find(
    rule: str,
    place: Place,
    message: Message,
    hint: Message,
    *,
    severity: Severity = Severity.ERROR,
    measured: str = "",
    allowed: str = "",
) -> Finding:
    return Finding(rule, severity, message, hint, place, measured, allowed)
