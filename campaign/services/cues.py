"""Subtitles as the studio's editor has them. In: a draft, a language, cues in milliseconds of the film. Out: a file
that the draft names, what the checks say of it, and what mending would change.

A file is immutable: every save makes a new one, and the value of the field names it. Rules are those of the checks, for
every channel of ours that speaks the language.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from campaign.checks.subtitles import check_pair, find_silence
from campaign.checks.tracks import Track, check_track
from campaign.data import convert
from campaign.data.models import Channel, Draft, User
from campaign.render.mending import Mended, Rules, mend_cues
from campaign.render.subtitles import MOST_CUES, Cue, read_cues
from campaign.render.webvtt import write_srt, write_vtt
from campaign.services.storage import get_store
from campaign.services.uploads import Kept, attach_bytes, find_file
from campaign.spec.errors import InvalidValue, UnknownName
from campaign.spec.findings import Finding
from campaign.spec.formats import Shape
from campaign.spec.languages import find_language, split_languages
from campaign.spec.message import say

MILLI = 1000
"""Cues of the editor count milliseconds where those of the renderer count frames."""
LATEST = 3 * 3600 * MILLI
LONGEST = 500
"""Characters of one cue that are still worth telling what is wrong with it."""
USUAL_FPS = 25


@dataclass(frozen=True)
class Told:
    """A finding, and the titles of the channels on which it holds; none where it holds on all of them."""

    finding: Finding
    channels: tuple[Mapping[str, str], ...]


@dataclass(frozen=True)
class _Screen:
    """What of a channel the rules ask for; `language` is one, or two as bg+en."""

    language: str
    portrait: bool
    fps: int

    @property
    def shape(self) -> Shape:
        return Shape.PORTRAIT if self.portrait else Shape.LANDSCAPE


def read_file(draft: Draft, name: str) -> tuple[Cue, ...]:
    """The cues of a file of the draft. Raises UnknownName, BrokenMedia, StoreFailed."""
    file = find_file(draft, name)
    if file is None:
        raise UnknownName(say("The draft has no file “%(name)s”.", name=name[:100]))
    with get_store().open(file.name) as opened:
        return read_cues(opened.read(), fps=MILLI, file=name)


def parse_cues(raw: object) -> tuple[Cue, ...]:
    """Cues from plain values: a list of {start, end, text}. As wrong as people write them: the checks tell. Raises
    InvalidValue for what no editor of ours sends."""
    if not isinstance(raw, list) or len(raw) > MOST_CUES:
        raise InvalidValue(say("These are no subtitles."), hint=say("At most %(most)s are taken.", most=MOST_CUES))
    return tuple(_parse_cue(number, one) for number, one in enumerate(raw, start=1))


def _parse_cue(number: int, raw: object) -> Cue:
    given = raw if isinstance(raw, Mapping) else {}
    text, (start, end) = given.get("text"), (_read_moment(given.get(name)) for name in ("start", "end"))
    if start is None or end is None or not isinstance(text, str) or len(text) > LONGEST:
        raise InvalidValue(
            say("Subtitle %(number)s cannot be read.", number=number),
            hint=say("Write its times in seconds, and at most %(most)s characters.", most=LONGEST),
        )
    lines = (" ".join(line.split(" ")).strip() for line in text.replace("\0", "").splitlines())
    return Cue(number, start, end, "\n".join(line for line in lines if line))


def _read_moment(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LATEST else None


def save_cues(draft: Draft, cues: Sequence[Cue], *, language: str, film: str, by: User, now: datetime) -> Kept | None:
    """Keep them as WebVTT, called after the film and the language; None where nothing is said yet. Raises what
    attach_bytes raises, and UnknownName, BrokenMedia for signs that are not taken."""
    find_language(language)
    if not any(cue.text for cue in cues):
        return None
    data = _write(cues, language=language).encode()
    read_cues(data, fps=MILLI, file=language)  # what could not be read again is not kept
    stem = film.rpartition(".")[0] or "subtitles"
    return attach_bytes(draft, data, called=f"{stem}-{language}", ending="vtt", by=by, now=now)


def export_cues(cues: Sequence[Cue], *, language: str, kind: str) -> str:
    """The text of a file: SRT or WebVTT."""
    return write_srt(cues, fps=MILLI) if kind == "srt" else _write(cues, language=language)


def check_cues(
    tracks: Mapping[str, Sequence[Cue]], *, start: float, end: float, channels: Iterable[Channel] | None = None
) -> tuple[Told, ...]:
    """What every channel would show wrongly of these tracks (language → cues), in the stretch of the film, in seconds;
    in the order of languages and cues. Raises BrokenMedia for signs that are not taken."""
    found: dict[tuple[object, ...], tuple[Finding, list[Mapping[str, str]]]] = {}
    spoken = {code: cues for code, cues in tracks.items() if any(cue.text for cue in cues)}
    screens = _list_screens(channels, languages=spoken)
    for screen, titles in screens.items():
        for finding in _check_screen(screen, spoken, start=start, end=end):
            place = finding.place
            key = (place.language, place.cue, finding.rule, finding.severity, str(finding.message))
            found.setdefault(key, (finding, []))[1].extend(titles)
    everywhere = {code: sum(len(titles) for one, titles in screens.items() if code in one.language) for code in spoken}
    told = [
        Told(finding, () if len(titles) == everywhere[finding.place.language] else tuple(titles))
        for finding, titles in found.values()
    ]
    return tuple(sorted(told, key=lambda one: (one.finding.place.language, one.finding.place.cue or 0)))


def _list_screens(
    channels: Iterable[Channel] | None, *, languages: Mapping[str, object]
) -> Mapping[_Screen, list[Mapping[str, str]]]:
    """Each kind of screen with its channels' titles; with no channel at all, an ordinary one a language."""
    screens: dict[_Screen, list[Mapping[str, str]]] = {}
    for row in Channel.objects.all() if channels is None else channels:
        channel = convert.read_channel(row)
        for language in channel.languages:
            if set(split_languages(language)) <= languages.keys():
                shape, fps = channel.format.shape, channel.profile.fps
                screens.setdefault(_Screen(language, shape is Shape.PORTRAIT, fps), []).append(channel.title)
    shown = {code for screen in screens for code in split_languages(screen.language)}
    for code in languages:
        if code not in shown:
            screens[_Screen(code, False, USUAL_FPS)] = []
    return screens


def _check_screen(
    screen: _Screen, tracks: Mapping[str, Sequence[Cue]], *, start: float, end: float
) -> Iterator[Finding]:
    codes = split_languages(screen.language)
    rows = [_make_track(code, tracks[code], screen, paired=len(codes) > 1, start=start, end=end) for code in codes]
    for track in rows:
        yield from check_track(track)
        yield from find_silence(track)
    if len(rows) > 1:
        yield from check_pair(rows[0], rows[1])


def _make_track(code: str, cues: Sequence[Cue], screen: _Screen, *, paired: bool, start: float, end: float) -> Track:
    """On whole frames, read as the renderer will read the file."""
    read = read_cues(_write(cues, language=code).encode(), fps=screen.fps, file="")
    return Track(
        read, "", code, screen.shape, screen.fps, round(start * screen.fps), round(end * screen.fps), paired=paired
    )


def mend(cues: Sequence[Cue], *, language: str, end: float) -> Mended:
    """What can be mended without an author: lines, gaps, overlaps, short times; cues in milliseconds again. Raises
    BrokenMedia where nothing is said."""
    read = read_cues(_write(cues, language=language).encode(), fps=USUAL_FPS, file="")
    mended = mend_cues(read, rules=Rules(language, Shape.LANDSCAPE, USUAL_FPS, round(end * USUAL_FPS)))
    return Mended(tuple(map(_to_milli, mended.cues)), mended.changes)


def _to_milli(cue: Cue) -> Cue:
    return Cue(cue.number, cue.start * MILLI // USUAL_FPS, cue.end * MILLI // USUAL_FPS, cue.text)


def _write(cues: Sequence[Cue], *, language: str) -> str:
    return write_vtt(cues, fps=MILLI, language=language)
