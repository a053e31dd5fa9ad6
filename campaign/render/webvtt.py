"""WebVTT and SRT, written. In: cues on whole frames, or what a loop shows. Out: the text of a file, always the same for
the same; times in milliseconds of the frame on which a cue comes or goes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from campaign.render.subtitles import Changes, Cue, drop_repeats
from campaign.spec.languages import split_languages


def write_vtt(cues: Iterable[Cue], *, fps: int, language: str) -> str:
    """WebVTT (W3C), with the language in its head, as players read it."""
    rows = (f"{_write_span(cue, fps=fps, mark='.')}\n{_escape(cue.text)}\n" for cue in cues)
    return "\n".join((f"WEBVTT\nKind: subtitles\nLanguage: {language}\n", *rows))


def write_srt(cues: Iterable[Cue], *, fps: int) -> str:
    """SRT; less-than signs stand as they are, its readers know no escapes."""
    rows = (
        f"{number}\n{_write_span(cue, fps=fps, mark=',')}\n{cue.text}\n" for number, cue in enumerate(cues, start=1)
    )
    return "\n".join(rows)


def write_tracks(changes: Changes, *, frames: int, fps: int, language: str) -> Mapping[str, str]:
    """Language → WebVTT of what a loop in one language or two (bg+en) shows; without those that say nothing."""
    shown = list_shown(changes, frames=frames, languages=split_languages(language))
    return {code: write_vtt(cues, fps=fps, language=code) for code, cues in shown if cues}


def list_shown(changes: Changes, *, frames: int, languages: Sequence[str]) -> Iterator[tuple[str, tuple[Cue, ...]]]:
    """Each language with its cues, of what a loop of so many frames shows; of a bilingual picture the first line is the
    first language's, the second the other's. A language that says nothing has no cues."""
    for at, language in enumerate(languages):
        kept = drop_repeats((frame, _choose(text, at, len(languages))) for frame, text in changes)
        ends = [*(frame for frame, _ in kept[1:]), frames][: len(kept)]
        spoken = [(start, end, text) for (start, text), end in zip(kept, ends, strict=True) if text]
        yield language, tuple(Cue(number, *one) for number, one in enumerate(spoken, start=1))


def _choose(text: str, at: int, languages: int) -> str:
    return text if languages == 1 else (*text.split("\n", 1), "")[at].replace("\n", " ")


def _write_span(cue: Cue, *, fps: int, mark: str) -> str:
    return f"{write_time(cue.start, fps=fps, mark=mark)} --> {write_time(cue.end, fps=fps, mark=mark)}"


def write_time(frame: int, *, fps: int, mark: str = ".") -> str:
    """Hours to milliseconds; rounded, so that reading it gives the frame again."""
    whole, milliseconds = divmod((frame * 1000 + fps // 2) // fps, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{mark}{milliseconds:03d}"


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
