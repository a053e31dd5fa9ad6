"""SRT and WebVTT. In: the text of a file. Out: its lines.

Read here and not by pysubs2, which takes notes, style sheets and names of cues for words of the cue before, drops a
last line that is a number, and reads -00:00:01 and 100:00:01 as one second.
What is not words is left out: tags, voices, positions, regions, style sheets.
"""

import re
from collections.abc import Iterator, Sequence

from campaign.render.transcripts import Line, clean_words, refuse_time

# Spaces are taken whole (`*+`): shared out among several `\s*` a line of some thousand of them takes minutes.
_STAMP = r"(-)?\s*+(?:(\d{1,6})\s*+:)?\s*+(\d{1,2})\s*+:\s*+(\d{1,2})(?:\s*+[.,:]\s*+(\d{1,9}))?"
_TIMING = re.compile(rf"\s*+{_STAMP}\s*+-->\s*+{_STAMP}(?:\s.*)?")
_NUMBER = re.compile(r"\s*\d+\s*")
_WORDLESS = re.compile(r"\s*(?:NOTE|STYLE|REGION)(?:\s.*)?")
_SRT_TAGS = re.compile(
    r"</?\s*(?:i|b|u|s|c|v|font|em|strong|span|ruby|rt|lang)\b[^<>]*>|\{\\[^{}]*\}|<\d[\d:.]*>", re.IGNORECASE
)
_VTT_TAGS = re.compile(r"</?[A-Za-z][^<>]*>|</>|<\d[\d:.]*>|\{\\[^{}]*\}")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read_srt(text: str, *, file: str) -> list[Line]:
    """Words run from a time up to the next one, over empty lines too. Raises BrokenMedia for a time that is none."""
    lines = text.splitlines()
    marks = list(_find_timings(lines, file=file))
    ends = [_find_title(lines, mark, count=count) for count, mark in enumerate(marks)]
    found = []
    for number, mark in enumerate(marks, start=1):
        words = "\n".join(lines[mark + 1 : ends[number] if number < len(marks) else len(lines)])
        found.append(_make_line(number, lines[mark], words, tags=_SRT_TAGS))
    return found


def read_vtt(text: str, *, file: str) -> list[Line]:
    """Words run from a time up to an empty line (WebVTT § 6.1). Raises BrokenMedia for a time that is none."""
    lines = text.splitlines()
    found: list[Line] = []
    ends = _find_ends(lines)
    for mark in _find_timings(lines, file=file):
        words = "\n".join(lines[mark + 1 : ends[mark + 1]])
        found.append(_make_line(len(found) + 1, lines[mark], words, tags=_VTT_TAGS))
    return found


def _find_ends(lines: Sequence[str]) -> list[int]:
    """For each line, and for the place behind the last, where words that begin there end: before an empty line or the
    next time. Found from the end, in one go: thousands of times without an empty line must not take minutes."""
    ends = [len(lines)] * (len(lines) + 1)
    for at in range(len(lines) - 1, -1, -1):
        ends[at] = at if not lines[at].strip() or "-->" in lines[at] else ends[at + 1]
    return ends


def _find_timings(lines: Sequence[str], *, file: str) -> Iterator[int]:
    """Where a time stands. Notes and style sheets, up to the next empty line, may hold anything."""
    inside_note = False
    for at, line in enumerate(lines):
        starts = not at or not lines[at - 1].strip()
        inside_note = bool(starts and _WORDLESS.fullmatch(line)) or (inside_note and bool(line.strip()))
        if "-->" in line and not inside_note:
            if not _TIMING.fullmatch(line):
                raise refuse_time(file, line, line=at + 1)
            yield at


def _find_title(lines: Sequence[str], mark: int, *, count: int) -> int:
    """Where the cue that has its time at `mark` begins: with its number if it has one. A bare number right under words
    is the cue's only when it counts on."""
    title = lines[mark - 1] if mark else ""
    if not _NUMBER.fullmatch(title):
        return mark
    apart = mark < 2 or not lines[mark - 2].strip() or "-->" in lines[mark - 2]
    return mark - 1 if apart or title.strip().lstrip("0") == str(count + 1) else mark


def _make_line(number: int, timing: str, words: str, *, tags: re.Pattern[str]) -> Line:
    found = _TIMING.fullmatch(timing)
    groups = found.groups() if found else ()
    text = clean_words(_LINE_BREAK.sub("\n", words), tags=tags, escaped=True)
    return Line(number, _read_stamp(groups[:5]), _read_stamp(groups[5:]), text)


def _read_stamp(groups: Sequence[str | None]) -> int:
    sign, hours, minutes, seconds, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return (whole * 1000 + int((fraction or "").ljust(3, "0")[:3])) * (-1 if sign else 1)
