"""What was said, as a file has it. In: the bytes of a subtitle file. Out: its text, its kind, and plain words.

The kind is told from the text, never from the name. Readers of the kinds (srt, ass, ttml) give `Line`s.
"""

import html
import re
from dataclasses import dataclass

from campaign.spec.errors import BrokenMedia, Place
from campaign.spec.message import Message, say

KINDS = ("srt", "vtt", "ass", "ssa", "ttml")

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")
_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff]")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Line:
    """Words and their time in milliseconds of the film, as the file gives them: they may be empty, and the time may be
    negative or run backwards. `number` counts from 1 in the order of the file."""

    number: int
    start: int
    end: int
    text: str


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
    except UnicodeDecodeError as error:
        text = data.decode("cp1251")
        if "\0" not in text and not _is_torn(data, error) and _is_mixed(text):
            raise
        return text


def _is_torn(data: bytes, error: UnicodeDecodeError) -> bool:
    """Whether this is UTF-8 that breaks off inside its last sign, as the first bytes of a file do."""
    return error.end == len(data) and len(data) - error.start < 4


def _is_mixed(text: str) -> bool:
    """Whether words of both alphabets at once show that this was never Cyrillic: Café would read Cafй."""
    words = [[letter < "\u0250" for letter in word] for word in _WORD.findall(text)]
    mixed = sum(any(latin) and not all(latin) for latin in words)
    return mixed > sum(len(latin) > 1 and not any(latin) for latin in words)


def sniff_kind(text: str) -> str:
    """One of KINDS, or empty when it is no subtitles."""
    head = text[:8192].lstrip("\ufeff \t\r\n")
    if head.startswith("WEBVTT"):
        return "vtt"
    if re.match(r"<(?:\?xml|!--|!DOCTYPE|(?:\w+:)?tt[\s/>])", head):
        return "ttml" if re.search(r"<(?:\w+:)?tt[\s/>]", head) else ""
    sections = [found.lower() for found in re.findall(r"(?m)^\s*\[([^\]\r\n]+)\]", head)]
    if any(name in ("v4+ styles", "v4 styles+", "events", "script info") for name in sections):
        return "ssa" if "v4 styles" in sections else "ass"
    return "srt" if "-->" in head else ""


def clean_words(text: str, *, tags: re.Pattern[str], escaped: bool) -> str:
    """The words alone: without tags, escapes resolved, single spaces, no empty lines. No-break spaces stay."""
    bare = tags.sub("", text)
    if escaped:
        bare = _ENTITY.sub(lambda found: html.unescape(found[0]), bare)
    lines = (_SPACE.sub(" ", _CONTROL.sub("", line)).strip() for line in _BREAK.split(bare))
    return "\n".join(line for line in lines if line)


def refuse(file: str, message: Message, hint: Message, *, line: int | None = None) -> BrokenMedia:
    """What cannot be read, with the line of the file where that is known."""
    return BrokenMedia(message, place=Place(file=file, line=line), hint=hint)


def refuse_time(file: str, given: str, *, line: int | None = None) -> BrokenMedia:
    """A time that cannot be read."""
    message = say("This time cannot be read: “%(given)s”.", given=given.strip()[:80])
    return refuse(file, message, say("Write times as 00:01:02,500 --> 00:01:04,000."), line=line)
