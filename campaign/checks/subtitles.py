"""Subtitles that can be read in time (checks.md D1–D6). In: an item with a film, what its files hold. Out: findings.

Its words are words like any other (E9, E10, F5). One file is held against the rules of its language; two in one picture
also against each other: whoever reads both has only the time of one. D6 says what can be known: that a language of the
channel has no file, or no words in the stretch that is shown; and where a film is heard for long while nothing is
written, for nobody but a person tells speech from other sounds.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from campaign.checks import names, origin, privacy, wording
from campaign.checks.tracks import Track, check_track, find
from campaign.render.context import Clip
from campaign.render.guide import find_pace
from campaign.render.job import Job
from campaign.render.manifest import FieldType, Template
from campaign.render.subtitles import Cue, read_cues
from campaign.render.values import read_values
from campaign.spec.channels import Channel
from campaign.spec.content import Item
from campaign.spec.errors import Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Shape
from campaign.spec.languages import split_languages
from campaign.spec.message import say
from campaign.spec.rules.subtitles import AUDIBLE, UNWRITTEN_MOST

STEP = 0.1
"""Seconds between two measurements of loudness."""


@dataclass(frozen=True)
class _Part:
    """A film and what is written under it in one language; `file` is empty where there is none."""

    clip: Clip
    field: str
    file: str
    language: str


def check_item(
    item: Item,
    *,
    language: str,
    channel: Channel,
    template: Template,
    read: Callable[[str], bytes],
) -> tuple[Finding, ...]:
    """What a channel shows of an item's subtitles; `read` gives the bytes of a file that the item names. Nothing is
    found where there is no film or no place for subtitles. Raises BrokenMedia, and what reading values raises."""
    codes = split_languages(language)
    found: list[Finding] = []
    tracks: list[Track] = []
    for part in _list_parts(item, template, codes):
        if not part.file:
            found.append(_find_missing(part))
            continue
        screen = _Screen(channel.format.shape, channel.profile.fps)
        track = _read_track(part, read(part.file), screen=screen, paired=len(codes) > 1)
        tracks.append(track)
        found += [*check_track(track), *find_silence(track), *check_spoken(track, item)]
    if len(tracks) > 1:
        found += check_pair(tracks[0], tracks[1])
    return tuple(finding.locate(item=item.id) for finding in found)


def find_unwritten(
    job: Job, *, read: Callable[[str], bytes], listen: Callable[[Clip], Sequence[float]]
) -> tuple[Finding, ...]:
    """D6, of a clip about to be shown: where it is heard for long while nothing is written. `listen` gives the loudness
    of a clip's stretch in dBFS, a value each STEP; none where there is no sound. Raises what check_item raises."""
    screen = _Screen(job.format.shape, job.profile.fps)
    parts = [part for part in _list_parts(job.item, job.template, split_languages(job.language)) if part.file]
    found = [
        finding
        for part in parts
        for finding in _find_sounding(_read_track(part, read(part.file), screen=screen), listen(part.clip))
    ]
    return tuple(finding.locate(item=job.item.id) for finding in found)


def _find_sounding(track: Track, loudness: Sequence[float]) -> Iterator[Finding]:
    """Stretches between cues in which so many seconds are audible."""
    reached = track.start
    spoken = sorted((cue.start, cue.end) for cue in track.shown if cue.text)
    for start, end in (*spoken, (track.end, track.end)):
        first, last = ((frame - track.start) / track.fps / STEP for frame in (reached, start))
        heard = sum(level > AUDIBLE.value for level in loudness[round(first) : max(round(first), round(last))]) * STEP
        if heard >= UNWRITTEN_MOST.value:
            place = Place(file=track.file, language=track.language, second=round(reached / track.fps, 3))
            message = say(
                "The film is heard for %(seconds)s seconds while nothing is written.", seconds=round(heard, 1)
            )
            hint = say("If somebody speaks there, write it; if not, say so when you accept it.")
            measured, allowed = f"{heard:.1f} s", f"< {UNWRITTEN_MOST.value:g} s"
            yield find("D6", place, message, hint, severity=Severity.WARNING, measured=measured, allowed=allowed)
        reached = max(reached, end)


@dataclass(frozen=True)
class _Screen:
    shape: Shape
    fps: int


def _list_parts(item: Item, template: Template, codes: tuple[str, ...]) -> Iterator[_Part]:
    names = [name for name, field in template.manifest.fields.items() if field.type is FieldType.SUBTITLES]
    for code in codes if names else ():
        values = read_values(template.manifest, item.values, language=code)
        clips = [value for value in values.values() if isinstance(value, Clip)]
        for clip in clips:
            yield from (_Part(clip, name, str(values[name] or ""), code) for name in names)


def _read_track(part: _Part, data: bytes, *, screen: _Screen, paired: bool = False) -> Track:
    fps = screen.fps
    cues = read_cues(data, fps=fps, file=part.file)
    start, end = round(part.clip.start * fps), round(part.clip.end * fps)
    return Track(cues, part.file, part.language, screen.shape, fps, start, end, paired=paired)


def check_subtitles(
    data: bytes, *, file: str, language: str, shape: Shape, fps: int, start: float = 0.0, end: float | None = None
) -> tuple[Finding, ...]:
    """Read a file and check what is shown of it; `start` and `end` in seconds of the film, to its last cue where no
    end is known. Raises BrokenMedia."""
    cues = read_cues(data, fps=fps, file=file)
    last = max(max(cue.start, cue.end) for cue in cues) + 1 if end is None else round(end * fps)
    return check_track(Track(cues, file, language, shape, fps, round(start * fps), last))


def check_spoken(track: Track, item: Item) -> Iterator[Finding]:
    """E9, E10, F3 and F5 in what is said: subtitles are words too, and a person's own."""
    for cue in track.shown:
        place = track.place(cue)
        yield from wording.check_text(cue.text, place=place, item=item, is_speech=True)
        yield from origin.check_person(cue.text, place=place, item=item, is_speech=True)
        yield from privacy.check_text(cue.text, place=place)
        yield from names.find_names(item, cue.text, place=place)


def check_pair(first: Track, second: Track) -> tuple[Finding, ...]:
    """D2 for two languages in one picture: the time a cue needs is that of both texts; of a text that stands under
    several cues each counts its share."""
    shown = [cue for cue in first.shown if cue.text and cue.end > cue.start]
    return tuple(finding for cue in shown for finding in _check_both(cue, first, second))


def _check_both(cue: Cue, first: Track, second: Track) -> Iterator[Finding]:
    needed = len(" ".join(cue.lines)) / find_pace(first.language).most
    for other in second.shown:
        together = min(cue.end, other.end) - max(cue.start, other.start)
        if together > 0:
            share = together / (other.end - other.start)
            needed += share * len(" ".join(other.lines)) / find_pace(second.language).most
    seconds = (cue.end - cue.start) / first.fps
    if needed > seconds + 0.5 / first.fps:
        yield find(
            "D2",
            first.place(cue),
            say(
                "Both languages together take %(needed)s seconds to read, they stand for %(measured)s.",
                needed=round(needed, 1),
                measured=round(seconds, 1),
            ),
            say("Shorten one of them, or let both stand longer."),
            measured=f"{needed:.2f} s",
            allowed=f"≤ {seconds:.2f} s",
        )


def _find_missing(part: _Part) -> Finding:
    message = say("There are no subtitles in this language: screens are silent, nobody will know what is said.")
    hint = say("Add a file of subtitles: what is said, or what is seen.")
    return find("D6", Place(field=part.field, language=part.language), message, hint)


def find_silence(track: Track) -> Iterator[Finding]:
    """D6, where what is shown of the film has no word at all."""
    if not any(cue.text for cue in track.shown):
        message = say("There is no subtitle in the stretch of the film that is shown.")
        hint = say("Check “from” and “to”, and that the times are those of the film.")
        span = f"{track.start / track.fps:.2f}–{track.end / track.fps:.2f} s"
        yield find("D6", Place(file=track.file, language=track.language), message, hint, measured="0", allowed=span)
