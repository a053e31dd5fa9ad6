"""The cues of one file, rule by rule (checks.md D1–D5). In: cues on whole frames. Out: findings by cue and second.

Screens are silent, so what is said must be readable by somebody who stands at the other end of the car.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from campaign.render.guide import LEAST_GAP, LEAST_SECONDS, MOST_LINES, MOST_SECONDS, count_room, find_pace
from campaign.render.phrases import break_lines, splits_phrase
from campaign.render.subtitles import Cue, set_lines
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Shape
from campaign.spec.message import Message, say


@dataclass(frozen=True)
class Track:
    """The cues of a file in one language, with the stretch [start, end) of the film's frames that is shown. A `paired`
    one stands with another language in one picture: each cue in one line, its pace checked for both together."""

    cues: tuple[Cue, ...]
    file: str
    language: str
    shape: Shape
    fps: int
    start: int
    end: int
    paired: bool = False

    def place(self, cue: Cue) -> Place:
        return Place(file=self.file, language=self.language, cue=cue.number, second=round(cue.start / self.fps, 3))

    @property
    def shown(self) -> tuple[Cue, ...]:
        """Cues that touch the stretch, however wrong their times are."""
        return tuple(cue for cue in self.cues if cue.start < self.end and max(cue.start, cue.end) > self.start)


def check_track(track: Track) -> tuple[Finding, ...]:
    """All findings, in the order of the cues."""
    spoken = [cue for cue in track.shown if cue.text]
    timed = sorted((cue for cue in spoken if cue.end > cue.start), key=lambda cue: cue.start)
    found = [
        *(_find_empty(cue, track) for cue in track.shown if not cue.text),
        *(finding for cue in spoken for finding in _check_cue(cue, track)),
        *(finding for cue, after in pairwise(spoken) for finding in _check_order(cue, after, track)),
        *_check_gaps(timed, track),
    ]
    return tuple(sorted(found, key=lambda finding: (finding.place.cue or 0, finding.rule)))


def find(
    rule: str,
    place: Place,
    message: Message,
    hint: Message,
    *,
    severity: Severity = Severity.ERROR,
    measured: str = "",
    allowed: str = "",
) -> Finding:
    """A finding; an error unless it is said to be less."""
    return Finding(rule, severity, message, hint, place, measured, allowed)


def _find_empty(cue: Cue, track: Track) -> Finding:
    message, hint = say("The subtitle is empty."), say("Write what is said, or remove it.")
    return find("D4", track.place(cue), message, hint, severity=Severity.WARNING)


def _check_cue(cue: Cue, track: Track) -> Iterator[Finding]:
    yield from _check_lines(cue, track)
    if cue.end < cue.start:
        message, hint = say("The subtitle ends before it starts."), say("Correct its times.")
        yield find("D4", track.place(cue), message, hint, measured=_write_span(cue.start, cue.end, track))
        return
    yield from _check_length(cue, track)
    if not track.paired:
        yield from _check_pace(cue, track)
    if cue.start < track.start or cue.end > track.end:
        yield find(
            "D4",
            track.place(cue),
            say("The subtitle is cut off where the clip is."),
            say("Move it inside the stretch that is shown, or show more of the film."),
            measured=_write_span(cue.start, cue.end, track),
            allowed=_write_span(track.start, track.end, track),
        )


def _write_span(start: int, end: int, track: Track) -> str:
    return f"{start / track.fps:.2f}–{end / track.fps:.2f} s"


def _check_lines(cue: Cue, track: Track) -> Iterator[Finding]:
    """D1 and D5, of the lines that the screen will show: upright ones, and pictures in two languages, break anew."""
    place, room, lines = track.place(cue), count_room(track.shape), _list_lines(cue, track)
    longest = max(map(len, lines))
    if len(lines) > MOST_LINES:
        message = (
            say("The subtitle has %(measured)s characters, too many for an upright screen.", measured=len(cue.text))
            if track.shape is Shape.PORTRAIT
            else say("The subtitle has %(measured)s lines.", measured=len(lines))
        )
        yield find("D1", place, message, _SPLIT, measured=str(len(lines)), allowed=f"≤ {MOST_LINES}")
    if longest > room:
        message = say("A line of the subtitle has %(measured)s characters.", measured=longest)
        yield find("D1", place, message, _SPLIT, measured=str(longest), allowed=f"≤ {room}")
    yield from _check_phrases(lines, place, track)


def _list_lines(cue: Cue, track: Track) -> tuple[str, ...]:
    if track.paired and track.shape is not Shape.PORTRAIT:
        return (" ".join(cue.lines),)
    return set_lines((cue,), language=track.language, shape=track.shape)[0].lines


def _check_phrases(lines: tuple[str, ...], place: Place, track: Track) -> Iterator[Finding]:
    """D5, where there is a better place to break."""

    def count(broken: tuple[str, ...]) -> int:
        return sum(splits_phrase(line, language=track.language) for line in broken[:-1])

    better = break_lines(" ".join(lines), language=track.language, room=count_room(track.shape))
    if count(lines) > count(better):
        message = say("A line of the subtitle ends inside a phrase: “%(line)s”.", line=lines[0])
        hint = say("Break it so: %(lines)s", lines=" / ".join(better))
        yield find("D5", place, message, hint, severity=Severity.WARNING)


def _check_length(cue: Cue, track: Track) -> Iterator[Finding]:
    """D3, with half a frame of grace: times were moved to whole frames."""
    seconds, grace = (cue.end - cue.start) / track.fps, 0.5 / track.fps
    if not LEAST_SECONDS - grace <= seconds <= MOST_SECONDS + grace:
        message = say("The subtitle stands for %(measured)s seconds.", measured=round(seconds, 2))
        hint = say("Let it stand from 0.84 to 7 seconds.")
        yield find("D3", track.place(cue), message, hint, measured=f"{seconds:.2f} s", allowed="5/6–7 s")


def _check_pace(cue: Cue, track: Track) -> Iterator[Finding]:
    """D2, for a cue that lasts at all."""
    pace, seconds = find_pace(track.language), (cue.end - cue.start) / track.fps
    speed = len(" ".join(cue.lines)) / seconds if seconds > 0 else 0.0
    if speed > pace.comfortable:
        severity = Severity.ERROR if speed > pace.most else Severity.WARNING
        allowed = pace.most if speed > pace.most else pace.comfortable
        message = say("The subtitle runs at %(measured)s characters a second.", measured=round(speed, 1))
        hint = say("Shorten it, or let it stand longer.")
        place, measured = track.place(cue), f"{speed:.1f}"
        yield find("D2", place, message, hint, severity=severity, measured=measured, allowed=f"≤ {allowed:g}")


def _check_order(cue: Cue, after: Cue, track: Track) -> Iterator[Finding]:
    """D4 for the order of the file, D5 for Bulgarian, where no ellipsis joins what goes on (Netflix BG)."""
    if after.start < cue.start:
        message = say("The subtitle comes before the one above it in the file.")
        yield find("D4", track.place(after), message, say("Put the subtitles in the order of their times."))
    goes_on = after.text.lstrip("-–— ")[:1].islower() or after.text.startswith(("…", "..."))
    if track.language == "bg" and cue.text.endswith(("…", "...")) and goes_on:
        message = say("An ellipsis joins two parts of one sentence.")
        hint = say("Leave it out: a sentence that goes on needs no mark.")
        yield find("D5", track.place(cue), message, hint, severity=Severity.WARNING)


def _check_gaps(timed: list[Cue], track: Track) -> Iterator[Finding]:
    """D3 for gaps, D4 for overlaps, in the order of time. Gaps from 3 frames to half a second are closed when the clip
    is rendered."""
    reached = timed[0].end if timed else 0
    for after in timed[1:]:
        place, gap = track.place(after), after.start - reached
        if gap < 0:
            message, hint = say("Two subtitles stand at the same time."), say("End the one before the other starts.")
            yield find("D4", place, message, hint, measured=f"{-gap} frames", allowed="0 frames")
        elif 0 < gap < LEAST_GAP:
            message = say("A single empty frame flickers before the subtitle.")
            hint, allowed = say("Leave no gap, or two frames."), f"0 or ≥ {LEAST_GAP} frames"
            yield find("D3", place, message, hint, measured=f"{gap} frames", allowed=allowed)
        reached = max(reached, after.end)


_SPLIT = say("Shorten it, or split it into two subtitles.")
