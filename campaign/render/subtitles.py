"""Subtitles. In: the bytes of an SRT or WebVTT file. Out: cues on whole frames.

Times in a file are those of the film it belongs to; a cue here counts from the start of the stretch that is shown.
"""

import html
import re
from dataclasses import dataclass, replace
from itertools import pairwise

import pysubs2

from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import say

MOST_CUES = 2000
LONGEST_CLOSED_GAP = 0.5
KEPT_GAP = 2
"""Frames between two cues that nearly touch (checks.md D3)."""

_TAG = re.compile(r"<[^<>]*>|\{\\[^{}]*\}")


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


def decode_text(data: bytes) -> str:
    """Text of a subtitle file: UTF-8, UTF-16, or Windows-1251, which Bulgarian editors wrote for decades.
    Raises UnicodeDecodeError when it is none of them."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    if data[:200].count(0) > len(data[:200]) // 4:
        # most signs of the file's own marks (digits, arrows, line ends) have an empty half
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1251")


def read_cues(data: bytes, *, fps: int, file: str) -> tuple[Cue, ...]:
    """Every cue with text, in the order of the file. Raises BrokenMedia with what to do."""
    try:
        text = decode_text(data)
        kind = "vtt" if text.lstrip().startswith("WEBVTT") else "srt"
        events = pysubs2.SSAFile.from_string(text, format_=kind).events
    except (UnicodeDecodeError, pysubs2.exceptions.Pysubs2Error, ValueError, IndexError, OverflowError):
        raise _refuse(file) from None
    cues = tuple(
        Cue(number, _snap(event.start, fps=fps), _snap(event.end, fps=fps), words)
        for number, event in enumerate(events[: MOST_CUES + 1], start=1)
        if (words := _clean(event.plaintext, is_vtt=kind == "vtt"))
    )
    if not cues or len(events) > MOST_CUES or "\0" in text:
        raise _refuse(file)
    return cues


def cut_cues(cues: tuple[Cue, ...], *, start: int, end: int) -> tuple[Cue, ...]:
    """Cues that stand within [start, end) of the film's frames, counted from `start`."""
    return tuple(
        replace(cue, start=max(cue.start, start) - start, end=min(cue.end, end) - start)
        for cue in cues
        if cue.start < end and cue.end > start and cue.end > cue.start
    )


def close_gaps(cues: tuple[Cue, ...], *, fps: int) -> tuple[Cue, ...]:
    """Lengthen each cue whose gap to the next is 3 frames to half a second, so that 2 are left (D3)."""
    closed = list(cues)
    for at, (cue, after) in enumerate(pairwise(cues)):
        if KEPT_GAP < after.start - cue.end <= LONGEST_CLOSED_GAP * fps:
            closed[at] = replace(cue, end=after.start - KEPT_GAP)
    return tuple(closed)


def list_changes(cues: tuple[Cue, ...], *, frames: int) -> tuple[tuple[int, str], ...]:
    """The frames at which the picture's subtitle changes, and to what; the first is frame 0. A later cue takes over
    from one that has not ended."""
    changes: dict[int, str] = {0: ""}
    ordered_cues = sorted(cues, key=lambda cue: cue.start)
    for at, cue in enumerate(ordered_cues):
        follows = ordered_cues[at + 1].start if at + 1 < len(cues) else frames
        changes[cue.start] = cue.text
        if cue.end < min(follows, frames):
            changes[cue.end] = ""
    kept: list[tuple[int, str]] = []
    for frame, text in sorted(changes.items()):
        if frame < frames and (not kept or kept[-1][1] != text):
            kept.append((frame, text))
    return tuple(kept)


def join_changes(
    first: tuple[tuple[int, str], ...], second: tuple[tuple[int, str], ...] = ()
) -> tuple[tuple[int, str], ...]:
    """The changes of one track; of two languages both, a line each, the first on top (checks.md D)."""
    if not second:
        return first
    joined: list[tuple[int, str]] = []
    for frame in sorted({frame for frame, _ in (*first, *second)}):
        lines = (_show_at(frame, track).replace("\n", " ") for track in (first, second))
        text = "\n".join(filter(None, lines))
        if not joined or joined[-1][1] != text:
            joined.append((frame, text))
    return tuple(joined)


def _show_at(frame: int, track: tuple[tuple[int, str], ...]) -> str:
    return next((text for start, text in reversed(track) if start <= frame), "")


def _snap(milliseconds: int, *, fps: int) -> int:
    return max(0, (milliseconds * fps + 500) // 1000)


def _clean(text: str, *, is_vtt: bool) -> str:
    bare = _TAG.sub("", text)
    lines = (re.sub(r"\s+", " ", line).strip() for line in (html.unescape(bare) if is_vtt else bare).splitlines())
    return "\n".join(line for line in lines if line)


def _refuse(file: str) -> BrokenMedia:
    return BrokenMedia(
        say("No subtitles can be read from this file."),
        place=Place(file=file),
        hint=say("Save them as SRT or WebVTT in UTF-8, with at least one cue and at most %(most)s.", most=MOST_CUES),
    )
