"""Subtitles. In: the bytes of an SRT, WebVTT, ASS, SSA or TTML file. Out: cues on whole frames.

Times in a file are those of the film it belongs to; cues that are cut out count from the start of what is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeAlias

from campaign.render.ass import read_ass
from campaign.render.bounds import OVERRIDES
from campaign.render.guide import LEAST_GAP, LONGEST_CLOSED_GAP, MOST_LINES, count_room
from campaign.render.phrases import break_lines
from campaign.render.srt import read_srt, read_vtt
from campaign.render.transcripts import Line, decode_text, refuse, sniff_kind
from campaign.render.ttml import read_ttml
from campaign.spec.errors import BrokenMedia
from campaign.spec.formats import Shape
from campaign.spec.message import say

MOST_CUES = 2000
MOST_BYTES = 500_000

Changes: TypeAlias = tuple[tuple[int, str], ...]
"""The frames at which the picture's subtitle changes, and to what; the first is frame 0."""

_READERS: Mapping[str, Callable[..., list[Line]]] = {
    "srt": read_srt, "vtt": read_vtt, "ass": read_ass, "ssa": read_ass, "ttml": read_ttml,
}  # fmt: skip


@dataclass(frozen=True)
class Cue:
    """What stands on the picture from frame `start` up to, without, frame `end`; lines are parted by \\n.
    `number` counts from 1 in the order of the file."""

    number: int
    start: int
    end: int
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.split("\n"))

    def fits(self, room: int) -> bool:
        """Whether its lines are no more and no longer than a screen with so many characters a line shows (D1)."""
        return len(self.lines) <= MOST_LINES and max(map(len, self.lines)) <= room


def read_cues(data: bytes, *, fps: int, file: str) -> tuple[Cue, ...]:
    """Every cue in the order of the file, as wrong as it may be: empty, before the film, ending before it starts.
    Raises BrokenMedia with what to do."""
    try:
        text = decode_text(data[: MOST_BYTES + 1])
    except UnicodeDecodeError:
        raise _refuse(file) from None
    kind = sniff_kind(text)
    if kind not in _READERS or "\0" in text or len(data) > MOST_BYTES:
        raise _refuse(file)
    lines = _READERS[kind](text, file=file)
    if len(lines) > MOST_CUES:
        message = say("The file has %(count)s subtitles.", count=len(lines))
        raise refuse(file, message, say("Keep those of the clip: at most %(most)s.", most=MOST_CUES))
    if not any(line.text for line in lines):
        raise _refuse(file)
    if turned := next((sign for line in lines for sign in line.text if sign in OVERRIDES), ""):
        raise refuse(
            file,
            say("The text holds a character that turns its direction round (U+%(code)s).", code=f"{ord(turned):04X}"),
            say("Remove it: right-to-left words find their direction by themselves."),
        )
    return tuple(Cue(line.number, _snap(line.start, fps=fps), _snap(line.end, fps=fps), line.text) for line in lines)


def cut_cues(cues: tuple[Cue, ...], *, start: int, end: int) -> tuple[Cue, ...]:
    """Cues that stand within [start, end) of the film's frames, counted from `start`."""
    return tuple(
        replace(cue, start=max(cue.start, start) - start, end=min(cue.end, end) - start)
        for cue in cues
        if cue.text and cue.start < end and cue.end > start and cue.end > cue.start
    )


def close_gaps(cues: tuple[Cue, ...], *, fps: int) -> tuple[Cue, ...]:
    """Lengthen each cue whose gap to the next is 3 frames to half a second, so that 2 are left (D3)."""
    closed = list(cues)
    for at, (cue, after) in enumerate(pairwise(cues)):
        if LEAST_GAP < after.start - cue.end <= LONGEST_CLOSED_GAP * fps:
            closed[at] = replace(cue, end=after.start - LEAST_GAP)
    return tuple(closed)


def set_lines(cues: tuple[Cue, ...], *, language: str, shape: Shape) -> tuple[Cue, ...]:
    """Cues as a screen breaks them: an upright one takes shorter lines than editors write, so they are broken anew.
    What does not fit two of them keeps as many as it needs; the check names it (D1)."""
    if shape is not Shape.PORTRAIT:
        return cues
    room = count_room(shape)
    return tuple(
        cue if cue.fits(room) else replace(cue, text="\n".join(break_lines(cue.text, language=language, room=room)))
        for cue in cues
    )


def list_changes(cues: tuple[Cue, ...], *, frames: int) -> Changes:
    """How the picture's subtitle changes. A later cue takes over from one that has not ended."""
    changes: dict[int, str] = {0: ""}
    ordered_cues = sorted(cues, key=lambda cue: cue.start)
    for at, cue in enumerate(ordered_cues):
        follows = ordered_cues[at + 1].start if at + 1 < len(cues) else frames
        changes[cue.start] = cue.text
        if cue.end < min(follows, frames):
            changes[cue.end] = ""
    return drop_repeats(change for change in sorted(changes.items()) if change[0] < frames)


def join_changes(first: Changes, second: Changes = (), *, fps: int = 25) -> Changes:
    """The changes of one track; of two languages both, a line each, the first on top, which is empty while only the
    second speaks (checks.md D). Where the tracks change within half a second of each other they change together."""
    if not second:
        return first
    frames = sorted({frame for frame, _ in (*first, *second)})
    states = [(frame, (_show_at(frame, first), _show_at(frame, second))) for frame in frames]
    return drop_repeats((frame, "\n".join(pair) if pair[1] else pair[0]) for frame, pair in _steady(states, fps=fps))


def drop_repeats(changes: Iterable[tuple[int, str]]) -> Changes:
    """Only those that do change the text."""
    kept: list[tuple[int, str]] = []
    for frame, text in changes:
        if not kept or kept[-1][1] != text:
            kept.append((frame, text))
    return tuple(kept)


_State: TypeAlias = tuple[int, tuple[str, str]]


def _steady(states: list[_State], *, fps: int) -> list[_State]:
    """Without moments, shorter than half a second, that show nothing but what the moment before or after them shows
    too: one track changed a little earlier than the other."""
    kept: list[_State] = []
    waiting: int | None = None
    for at, (frame, pair) in enumerate(states):
        start, waiting = (frame if waiting is None else waiting), None
        follows = states[at + 1] if at + 1 < len(states) else None
        before = kept[-1][1] if kept else ("", "")
        if follows and any(pair) and follows[0] - frame <= LONGEST_CLOSED_GAP * fps and any((*before, *follows[1])):
            known = all(not text or text in (before[side], follows[1][side]) for side, text in enumerate(pair))
            if known and any(before):
                continue
            if known:
                waiting = start
                continue
        kept.append((start, pair))
    return kept


def _show_at(frame: int, track: Changes) -> str:
    text = next((text for start, text in reversed(track) if start <= frame), "")
    return text.replace("\n", " ")


def _snap(milliseconds: int, *, fps: int) -> int:
    return (milliseconds * fps + 500) // 1000


def _refuse(file: str) -> BrokenMedia:
    return refuse(
        file,
        say("No subtitles can be read from this file."),
        say("Save them as SRT or WebVTT in UTF-8, with at least one cue and at most %(most)s.", most=MOST_CUES),
    )
