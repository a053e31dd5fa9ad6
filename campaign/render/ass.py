"""ASS and SSA. In: the text of a file. Out: its lines.

pysubs2 reads times. It is handed nothing but the events, in its own order of columns: it would not look at the file's,
and embedded fonts and broken styles are none of a screen's business. Override tags are read here: for each of them it
would go over all that stand before it, and a line may hold tens of thousands.
What is not words is left out: comments, drawings, styles, positions, karaoke.
"""

import re
from collections.abc import Iterator, Sequence

import pysubs2

from campaign.render.transcripts import Line, clean_words, refuse, refuse_time
from campaign.spec.errors import BrokenMedia
from campaign.spec.message import say

_COLUMNS = ("layer", "start", "end", "style", "name", "marginl", "marginr", "marginv", "effect", "text")
_STAMP = re.compile(r"\s*-?\s*\d{1,2}:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?\s*")
_OVERRIDES = re.compile(r"\{[^}]*\}")
_DRAWS = re.compile(r"\\p([0-9])|\\r(?![A-Za-z_0-9 ])")
"""What begins and ends a drawing; a bare \\r puts all back as it was."""
_NOTHING = re.compile(r"(?!)")


def read_ass(text: str, *, file: str) -> list[Line]:
    """The dialogue in the order of the file, drawings and comments not counted. Raises BrokenMedia."""
    rows = "\n".join(_list_rows(text, file=file))
    events = pysubs2.SSAFile.from_string(f"[Events]\n{rows}\n", format_="ass").events
    return [
        Line(number, event.start, event.end, _read_words(event.text))
        for number, event in enumerate((event for event in events if not _is_drawing(event.text)), start=1)
    ]


def _list_rows(text: str, *, file: str) -> Iterator[str]:
    columns: Sequence[str] = _COLUMNS
    inside = False
    for at, line in enumerate(text.splitlines(), start=1):
        key, _, rest = line.strip().partition(":")
        if key.startswith("[") and key.endswith("]"):
            inside = key[1:-1].strip().casefold() == "events"
        elif inside and key.casefold() == "format":
            columns = [name.strip().casefold() for name in rest.split(",")]
        elif inside and key.casefold() == "dialogue":
            yield _write_row(rest, columns, file=file, at=at)


def _write_row(rest: str, columns: Sequence[str], *, file: str, at: int) -> str:
    cells = dict(zip(columns, rest.split(",", len(columns) - 1), strict=False))
    if not {"start", "end", "text"} <= set(cells) or columns[-1] != "text":
        raise _refuse_row(file, at)
    for given in (cells["start"], cells["end"]):
        if not _STAMP.fullmatch(given):
            raise refuse_time(file, given, line=at)
    start, end = (cells[name].replace(" ", "") for name in ("start", "end"))
    return f"Dialogue: 0,{start},{end},Default,,0,0,0,,{cells['text']}"


def _is_drawing(text: str) -> bool:
    """Whether there are shapes and no words."""
    return any(draws for _, draws in _list_fragments(text)) and not _read_words(text)


def _read_words(text: str) -> str:
    shown = "".join(fragment for fragment, draws in _list_fragments(text) if not draws)
    plain = shown.replace(r"\h", "\u00a0").replace(r"\n", "\n").replace(r"\N", "\n")
    return clean_words(plain, tags=_NOTHING, escaped=False)


def _list_fragments(text: str) -> Iterator[tuple[str, bool]]:
    """What stands between override tags, and whether it is a drawing. Braces that nothing closes are words: the end of
    each would be looked for in vain."""
    draws, at = False, 0
    for found in _OVERRIDES.finditer(text, 0, text.rfind("}") + 1):
        yield text[at : found.start()], draws
        for tag in _DRAWS.finditer(found[0]):
            draws = (tag[1] or "0") != "0"
        at = found.end()
    yield text[at:], draws


def _refuse_row(file: str, at: int) -> BrokenMedia:
    message = say("This line of dialogue has too few columns.")
    return refuse(file, message, say("Save the file again as ASS, or as SRT."), line=at)
