"""`campaign subtitles`. In: files of subtitles. Out: what is wrong with them, or the same files made readable.

Exit code 1 when errors are found, or left after mending.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from campaign.adapters.files import write_whole
from campaign.checks.subtitles import check_subtitles
from campaign.checks.tracks import Track, check_track
from campaign.commands.report import describe_finding, report_error, report_finding
from campaign.commands.words import translate
from campaign.render.mending import Change, Mended, Rules, mend_cues
from campaign.render.subtitles import MOST_BYTES, Cue, read_cues
from campaign.render.transcripts import decode_text, sniff_kind
from campaign.render.webvtt import write_srt, write_time, write_vtt
from campaign.spec.errors import BrokenMedia, CampaignError, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.formats import Shape
from campaign.spec.languages import LANGUAGES, find_language
from campaign.spec.message import say

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

WRITTEN = (".srt", ".vtt")
OWN_LANGUAGE = "bg"
"""Of a file whose name tells none."""

Files = Annotated[
    list[Path], typer.Argument(metavar="FILE…", help="SRT, WebVTT, ASS or TTML.", exists=True, dir_okay=False)
]
File = Annotated[Path, typer.Argument(metavar="FILE", help="SRT, WebVTT, ASS or TTML.", exists=True, dir_okay=False)]
Lang = Annotated[
    str, typer.Option("--lang", metavar="bg", help="The language; else what the name tells, as in story.bg.srt.")
]
Screen = Annotated[Shape, typer.Option("--shape", help="The screen's shape: lines are shorter on upright ones.")]
Rate = Annotated[int, typer.Option("--fps", min=1, max=120, help="Frames a second of the channel.")]
End = Annotated[float | None, typer.Option("--end", min=0.1, metavar="SECONDS", help="Where the film ends.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print for programs.")]


@app.command("check")
def check(
    files: Files,
    *,
    lang: Lang = "",
    shape: Screen = Shape.LANDSCAPE,
    fps: Rate = 25,
    end: End = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is wrong with files of subtitles, by cue and time."""
    console, failed = Console(highlight=False), False
    found: list[Finding] = []
    for file in files:
        try:
            findings = check_subtitles(
                _read(file), file=file.name, language=_find_language(file, lang), shape=shape, fps=fps, end=end
            )
        except CampaignError as error:
            failed = True
            report_error(error)
            continue
        found += findings
        if not as_json:
            console.print(Text(f"{file.name}: {_count(findings)}", style="bold"), soft_wrap=True)
            for finding in findings:
                report_finding(finding, console=console)
    if as_json:
        _print_json([describe_finding(finding) for finding in found])
    raise typer.Exit(1 if failed or _has_errors(found) else 0)


@dataclass(frozen=True)
class _Fixed:
    """A file mended, and what the check still finds."""

    file: Path
    out: Path
    rules: Rules
    mended: Mended
    left: tuple[Finding, ...]
    written: bool = False


@app.command("fix")
def fix(
    file: File,
    *,
    lang: Lang = "",
    shape: Screen = Shape.LANDSCAPE,
    fps: Rate = 25,
    end: End = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Write here: .srt or .vtt; else the file itself is written anew.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would change, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Break lines anew, close small gaps, part overlaps, and give short subtitles the time there is; words stay."""
    target = _choose_out(file, out)
    rules = Rules(_find_language(file, lang), shape, fps, None if end is None else round(end * fps))
    data = _read(file)
    cues = read_cues(data, fps=fps, file=file.name)
    mended = mend_cues(cues, rules=rules)
    text = _write(mended.cues, target, rules)
    writes = not dry_run and (bool(mended.changes) or target != file or not _is_utf8(data))
    if writes:
        write_whole(target, text.encode())
    fixed = _Fixed(file, target, rules, mended, _find_left(mended.cues, file=target.name, rules=rules), writes)
    _print_json(_describe(fixed)) if as_json else _show(fixed, count=len(cues), loses=_loses_looks(data))
    raise typer.Exit(1 if _has_errors(fixed.left) else 0)


def _choose_out(file: Path, out: Path | None) -> Path:
    if out is None:
        return file if file.suffix.lower() in WRITTEN else file.with_suffix(".srt")
    if out.suffix.lower() not in WRITTEN:
        raise typer.BadParameter(f"“{out.name}” must end in one of: {', '.join(WRITTEN)}.", param_hint="--out")
    return out


def _find_language(file: Path, asked: str) -> str:
    """Raises UnknownName."""
    told = [part for part in file.stem.lower().split(".")[1:] if part in LANGUAGES]
    return find_language(asked or (told or [OWN_LANGUAGE])[-1]).code


def _read(file: Path) -> bytes:
    if file.stat().st_size > MOST_BYTES:
        raise BrokenMedia(
            say("The file has %(size)s bytes.", size=file.stat().st_size),
            place=Place(file=file.name),
            hint=say("Subtitles have at most %(most)s.", most=MOST_BYTES),
        )
    return file.read_bytes()


def _write(cues: Sequence[Cue], out: Path, rules: Rules) -> str:
    if out.suffix.lower() == ".vtt":
        return write_vtt(cues, fps=rules.fps, language=rules.language)
    return write_srt(cues, fps=rules.fps)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _loses_looks(data: bytes) -> bool:
    """Whether the file says how words look or where they stand, which screens do not show and nothing here writes."""
    text = decode_text(data)
    return sniff_kind(text) in ("ass", "ssa", "ttml") or any(mark in text for mark in ("</", "{\\", "STYLE", "REGION"))


def _find_left(cues: tuple[Cue, ...], *, file: str, rules: Rules) -> tuple[Finding, ...]:
    end = rules.last if rules.end is not None else cues[-1].end + 1
    late = [cue for cue in cues if cue.start >= end]  # these would be nobody's business in a part of a film
    last = max([end, *(cue.end for cue in late)])
    found = check_track(Track(cues, file, rules.language, rules.shape, rules.fps, 0, last))
    return (*found, *(_find_late(cue, file=file, rules=rules) for cue in late))


def _find_late(cue: Cue, *, file: str, rules: Rules) -> Finding:
    place = Place(file=file, language=rules.language, cue=cue.number, second=round(cue.start / rules.fps, 3))
    message, hint = say("The subtitle starts after the film has ended."), say("Move it inside the film, or remove it.")
    return Finding("D4", Severity.ERROR, message, hint, place)


def _show(fixed: _Fixed, *, count: int, loses: bool) -> None:
    console = Console(highlight=False)
    for change in fixed.mended.changes:
        console.print(_write_change(change, fps=fixed.rules.fps), soft_wrap=True)
    changed = len(fixed.mended.changes)
    style = f"for {LANGUAGES[fixed.rules.language].name}, {fixed.rules.shape.value}, {fixed.rules.fps} frames a second"
    console.print(
        Text(f"{fixed.file.name}: {changed} of {count} subtitles changed, {style}", style="bold"), soft_wrap=True
    )
    if fixed.written:
        looks = "; how words look and where they stand is not kept, screens do not show it" if loses else ""
        console.print(Text(f"  written to {fixed.out.name} in UTF-8{looks}"), soft_wrap=True)
    if fixed.left:
        console.print(Text(f"  What nobody but its author can mend: {_count(fixed.left)}", style="bold"))
    for finding in fixed.left:
        report_finding(finding, console=console)


def _write_change(change: Change, *, fps: int) -> Text:
    why = "; ".join(translate(reason) for reason in change.why)
    text = Text(f"{change.before.number:>4}  {why}\n", style="bold")
    text.append(_write_cue(change.before, mark="-", fps=fps), style="red")
    for cue in change.after:
        text.append(_write_cue(cue, mark="+", fps=fps), style="green")
    return text


def _write_cue(cue: Cue, *, mark: str, fps: int) -> str:
    span = f"{_write_stamp(cue.start, fps=fps)} – {_write_stamp(cue.end, fps=fps)}"
    lines = "\n".join(f"{mark if not at else ' ':>6} {span if not at else '':<27} {line}" for at, line in
                      enumerate(cue.text.split("\n")))  # fmt: skip
    return f"{lines}\n"


def _write_stamp(frame: int, *, fps: int) -> str:
    return f"{'-' if frame < 0 else ''}{write_time(abs(frame), fps=fps)}"


def _describe(fixed: _Fixed) -> Mapping[str, Any]:
    fps = fixed.rules.fps
    return {
        "file": str(fixed.file),
        "written": str(fixed.out) if fixed.written else None,
        "changes": [
            {
                "cue": change.before.number,
                "why": [str(reason) for reason in change.why],
                "before": _describe_cue(change.before, fps=fps),
                "after": [_describe_cue(cue, fps=fps) for cue in change.after],
            }
            for change in fixed.mended.changes
        ],
        "left": [describe_finding(finding) for finding in fixed.left],
    }


def _describe_cue(cue: Cue, *, fps: int) -> Mapping[str, Any]:
    return {"start": round(cue.start / fps, 3), "end": round(cue.end / fps, 3), "text": cue.text}


def _print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))


def _has_errors(findings: Iterable[Finding]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def _count(findings: Sequence[Finding]) -> str:
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    return f"{errors} errors, {len(findings) - errors} warnings" if findings else "readable"
