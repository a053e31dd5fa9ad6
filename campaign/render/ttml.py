"""TTML. In: the text of a file. Out: its lines.

Read here and not by pysubs2, which knows no frames, ticks, `dur`, nested parts or timed spans. Only elements that stand
in <body> and hold words are looked at; document types, and with them entities of any kind, are refused before they act.
What is not words is left out: styles, regions, pictures, metadata.
"""

import re
from dataclasses import dataclass, field
from fractions import Fraction
from xml.parsers import expat

from campaign.render.transcripts import Line, clean_words, refuse, refuse_time
from campaign.spec.message import say

MOST_DEPTH = 64
MOST_ELEMENTS = 100_000
MOST_RATE = 10**10
"""Frames or ticks a second; ticks of ten millionths are in use."""

# Digits have an end: a number of thousands of them cannot be reckoned with.
_OFFSET = re.compile(r"(\d{1,15}(?:\.\d{1,30})?)(h|m|s|ms|f|t)")
_CLOCK = re.compile(r"(\d{1,6}):(\d{1,2}):(\d{1,2})(?:(\.\d{1,30})|[:;](\d{1,3})(?:\.\d+)?)?")
_TIMED = ("body", "div", "p", "span")
_NOTHING = re.compile(r"(?!)")


@dataclass
class _Part:
    """An open element: when it runs, in seconds; `text` where words go that stand in it, if they are shown."""

    name: str
    start: Fraction
    end: Fraction | None
    timed: bool
    sequence: bool = False
    preserve: bool = False
    text: "_Words | None" = None
    reached: Fraction = Fraction(0)


@dataclass
class _Words:
    start: Fraction
    end: Fraction | None
    line: int
    pieces: list[str] = field(default_factory=list)


@dataclass
class _Reading:
    file: str
    fps: Fraction = Fraction(30)  # TTML2 § 7.2.2: what a file means that does not say
    ticks: Fraction = Fraction(1)
    elements: int = 0
    parts: list[_Part] = field(default_factory=list)
    words: list[_Words] = field(default_factory=list)


def read_ttml(text: str, *, file: str) -> list[Line]:
    """Raises BrokenMedia for what is no XML, declares a document type, or has words without an end."""
    reading = _Reading(file)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = lambda *_: _stop(reading, parser.CurrentLineNumber)
    parser.StartElementHandler = lambda name, given: _enter(reading, name, given, line=parser.CurrentLineNumber)
    parser.EndElementHandler = lambda _: _leave(reading)
    parser.CharacterDataHandler = lambda words: _hear(reading, words)
    try:
        parser.Parse(text, True)
    except (expat.ExpatError, UnicodeEncodeError) as error:
        line = error.lineno if isinstance(error, expat.ExpatError) else None
        raise refuse(file, say("This is not valid XML."), say("Save it again as TTML, or as SRT."), line=line) from None
    return [_make_line(number, words, file=file) for number, words in enumerate(_list_spoken(reading), start=1)]


def _stop(reading: _Reading, line: int) -> None:
    raise refuse(
        reading.file,
        say("The file declares a document type, through which it could load or explode."),
        say("Remove the line that starts with <!DOCTYPE."),
        line=line,
    )


def _enter(reading: _Reading, name: str, given: dict[str, str], *, line: int) -> None:
    reading.elements += 1
    if len(reading.parts) >= MOST_DEPTH or reading.elements > MOST_ELEMENTS:
        raise refuse(reading.file, say("The file has too many parts."), say("Save it again as SRT."), line=line)
    space, _, local = name.rpartition(" ")
    known = not space or "ttml" in space.partition("#")[0] or "ttaf1" in space.partition("#")[0]
    local = local if known and "#" not in space else ""
    attributes = {key.rpartition(" ")[2]: value for key, value in given.items()}
    if local == "tt":
        _read_rates(reading, attributes, line=line)
    above = reading.parts[-1] if reading.parts else None
    if local == "br" and above and above.text:
        above.text.pieces.append("\n")
    reading.parts.append(_make_part(reading, local, attributes, above=above, line=line))


def _read_rates(reading: _Reading, given: dict[str, str], *, line: int) -> None:
    try:
        over, under = (int(part) for part in re.split(r"[\s:]+", given.get("frameRateMultiplier", "1 1").strip()))
        reading.fps = Fraction(int(given.get("frameRate", 30))) * Fraction(over, under)
        default_ticks = reading.fps if "frameRate" in given else 1
        reading.ticks = Fraction(int(given["tickRate"])) if "tickRate" in given else Fraction(default_ticks)
    except (ValueError, ZeroDivisionError):
        raise refuse_time(reading.file, "frameRate, frameRateMultiplier, tickRate", line=line) from None
    if not (0 < reading.fps <= MOST_RATE and 0 < reading.ticks <= MOST_RATE):
        raise refuse_time(reading.file, "frameRate, tickRate", line=line)


def _make_part(reading: _Reading, name: str, given: dict[str, str], *, above: _Part | None, line: int) -> _Part:
    preserve = {"preserve": True, "default": False}.get(given.get("space", ""), bool(above and above.preserve))
    if name not in _TIMED:
        start, end = (above.start, above.end) if above else (Fraction(0), None)
        return _Part(name, start, end, timed=False, preserve=preserve)
    times = {key: _read_time(reading, given[key], line=line) for key in ("begin", "end", "dur") if key in given}
    base = Fraction(0) if above is None else above.reached if above.sequence else above.start
    start = base + times.get("begin", Fraction(0))
    ends = [base + times["end"]] if "end" in times else []
    ends += [start + times["dur"]] if "dur" in times else []
    ends += [above.end] if above and above.end is not None else []
    end = min(ends, default=None)
    if above and above.sequence:
        above.reached = end if end is not None else start
    part = _Part(name, start, end, bool(times), given.get("timeContainer") == "seq", preserve, reached=start)
    inherited = above.text if above and name == "span" else None
    if name == "p" or (name == "span" and times and inherited):
        part.text = _Words(start, end, line)
        reading.words.append(part.text)
    elif name == "span":
        part.text = inherited
    return part


def _leave(reading: _Reading) -> None:
    part = reading.parts.pop()
    above = reading.parts[-1] if reading.parts else None
    if part.name == "span" and above and above.text is not None and part.text is not above.text:
        above.text.pieces.append(" ")


def _hear(reading: _Reading, words: str) -> None:
    part = reading.parts[-1] if reading.parts else None
    if part and part.text:
        part.text.pieces.append(words if part.preserve else re.sub(r"[ \t\r\n]+", " ", words))


def _list_spoken(reading: _Reading) -> list[_Words]:
    """A <p> that only holds timed spans says nothing itself."""
    return [words for words in reading.words if "".join(words.pieces).strip()]


def _make_line(number: int, words: _Words, *, file: str) -> Line:
    if words.end is None:
        message = say("The words on this line never end.")
        raise refuse(file, message, say("Give them “end” or “dur”."), line=words.line)
    text = clean_words("".join(words.pieces), tags=_NOTHING, escaped=False)
    return Line(number, round(words.start * 1000), round(words.end * 1000), text)


def _read_time(reading: _Reading, given: str, *, line: int) -> Fraction:
    """Seconds of a clock time (frames too), or of an offset (TTML2 § 12.3.1)."""
    if offset := _OFFSET.fullmatch(given.strip()):
        amount, unit = Fraction(offset[1]), offset[2]
        if unit in ("f", "t"):
            return amount / (reading.fps if unit == "f" else reading.ticks)
        return amount * {"h": Fraction(3600), "m": Fraction(60), "s": Fraction(1), "ms": Fraction(1, 1000)}[unit]
    clock = _CLOCK.fullmatch(given.strip())
    if clock is None:
        raise refuse_time(reading.file, given, line=line)
    whole = (int(clock[1]) * 60 + int(clock[2])) * 60 + int(clock[3])
    return whole + Fraction(clock[4] or 0) + int(clock[5] or 0) / reading.fps
