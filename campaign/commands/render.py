"""`campaign render`. In: a template, a screen, languages, values. Out: pictures, prints or loops, each written whole.

A language that fails is reported and the others go on; then the exit code is 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.chromium import ChromiumEngine, can_print
from campaign.adapters.drawing import draw_loop, draw_still, look_at_loop
from campaign.adapters.files import write_whole
from campaign.adapters.limits import run_limited
from campaign.commands.report import report_error, report_finding
from campaign.commands.screens import find_screen, split_names
from campaign.render.folder import load_template
from campaign.render.job import Job
from campaign.render.manifest import Template
from campaign.render.papers import Sheet, find_sheet
from campaign.render.print import render_pdf
from campaign.render.sample import find_media, make_item, make_sample_job
from campaign.render.webvtt import write_tracks
from campaign.schedule.screens import Screen
from campaign.spec.channels import Codec, Medium, StillType
from campaign.spec.content import RawValues
from campaign.spec.document import load_yaml
from campaign.spec.errors import CampaignError, InvalidDocument, Place
from campaign.spec.findings import Finding, Severity
from campaign.spec.languages import split_languages
from campaign.spec.message import say

STILLS: Mapping[str, StillType] = {
    ".png": StillType.PNG,
    ".jpg": StillType.JPEG,
    ".jpeg": StillType.JPEG,
    ".webp": StillType.WEBP,
}
LOOPS = (".mp4", ".webm")
SUFFIXES = (*STILLS, ".pdf", *LOOPS)
PRINT_SECONDS = 120.0


@dataclass(frozen=True)
class Order:
    """What is asked for, the same in every language; without a file of `values` the samples are shown."""

    template: Template
    screen: Screen
    suffix: str
    sheet: Sheet
    values: Path | None


def render(
    template: Annotated[str, typer.Argument(help="The template's folder name.")],
    *,
    out: Annotated[Path, typer.Option("--out", help="The file: .png, .jpg, .webp, .pdf, .mp4 or .webm.")],
    screen: Annotated[
        str, typer.Option("--format", metavar="CHANNEL|WxH", help="A channel's id, a shape such as band, or pixels.")
    ] = "1920x1080",
    languages: Annotated[
        str,
        typer.Option(
            "--lang", metavar="bg[,en,bg+en]", help="One file for each language; bg+en is both in one picture."
        ),
    ] = "bg",
    values: Annotated[
        Path | None,
        typer.Option("--values", help="YAML with the fields; else the samples.", exists=True, dir_okay=False),
    ] = None,
    seconds: Annotated[int | None, typer.Option("--seconds", min=1, max=120, help="The slot a loop fills.")] = None,
    paper: Annotated[str, typer.Option("--paper", help="Sheet of a .pdf: A4, A3 or A2.")] = "A3",
    landscape: Annotated[bool, typer.Option("--landscape", help="Lay the sheet of a .pdf on its long side.")] = False,
    bleed: Annotated[
        bool, typer.Option("--bleed", help="A .pdf for the press: 3 mm of bleed, and crop marks.")
    ] = False,
) -> None:
    """Render a template with its samples or your values; with several languages, one file each (name.bg.png)."""
    suffix = _check_suffix(out)
    codes = _read_codes(languages)
    loaded = load_template(_find_folder(template))
    sheet = find_sheet(paper, landscape=landscape, bleed=bleed)
    found = _choose_codec(find_screen(screen), suffix)
    order = Order(loaded, replace(found, slot_seconds=seconds or found.slot_seconds), suffix, sheet, values)
    failed = False
    for code in codes:
        path = out if len(codes) == 1 else out.with_name(f"{out.stem}.{code}{out.suffix}")
        try:
            written = _render_one(order, code, path=path)
            typer.echo(f"{path}  {written.note}")
            for finding in written.findings:
                report_finding(finding)
            failed = failed or any(finding.severity is Severity.ERROR for finding in written.findings)
        except CampaignError as error:
            failed = True
            report_error(error)
    raise typer.Exit(1 if failed else 0)


def _check_suffix(out: Path) -> str:
    suffix = out.suffix.lower()
    if suffix not in SUFFIXES:
        raise typer.BadParameter(f"“{out.name}” must end in one of: {', '.join(SUFFIXES)}.", param_hint="--out")
    return suffix


def _choose_codec(screen: Screen, suffix: str) -> Screen:
    """A channel plays its own codec; where only pixels are named, the file's ending chooses."""
    ending = screen.profile.codec.ending
    if suffix not in LOOPS or suffix == f".{ending}":
        return screen
    if not screen.is_standard:
        raise typer.BadParameter(
            f"“{screen.id}” plays {screen.profile.codec.spoken}: name a .{ending}.", param_hint="--out"
        )
    return replace(screen, profile=replace(screen.profile, codec=Codec.VP9))


def _read_codes(languages: str) -> list[str]:
    codes = split_names(languages)
    if not codes:
        raise typer.BadParameter("Name at least one language.", param_hint="--lang")
    return codes


def _find_folder(template: str) -> Path:
    from django.conf import settings

    folder: Path = settings.TEMPLATES_FOLDER
    return folder / Path(template).name


def read_raw(path: Path) -> RawValues:
    """The values file: field → value. Raises InvalidDocument."""
    document = load_yaml(path.read_text(encoding="utf-8", errors="replace"), file=path.name)
    if not isinstance(document.data, Mapping):
        raise InvalidDocument(
            say("This file holds no fields."), place=Place(path.name), hint=say("Write one “field: value” a line.")
        )
    return document.data


def _make_job(order: Order, language: str) -> Job:
    split_languages(language)
    screen = order.screen
    job = make_sample_job(
        order.template,
        language=language,
        screen=screen.format,
        medium=Medium.LOOP if order.suffix in LOOPS else Medium.STILL,
        profile=replace(screen.profile, still_type=STILLS.get(order.suffix, screen.profile.still_type)),
        slot_seconds=screen.slot_seconds,
    )
    if order.values is None:
        return job
    raw = read_raw(order.values)
    media = find_media(raw, folder=order.values.resolve().parent)
    return replace(job, item=make_item(order.template, raw), media=media)


@dataclass(frozen=True)
class Written:
    """A few words on a file, and what was found in its pixels."""

    note: str
    findings: tuple[Finding, ...] = ()


def _render_one(order: Order, language: str, *, path: Path) -> Written:
    job = _make_job(order, language)
    if job.medium is Medium.LOOP:
        return _render_loop(job, path)
    findings: tuple[Finding, ...] = ()
    if order.suffix == ".pdf":
        data = run_limited(_print, job, order.sheet, seconds=PRINT_SECONDS)
        note = "vectors" if can_print() else "pixels at 300 dpi: for vectors install Chromium"
    else:
        still = draw_still(job)
        data, findings, note = still.data, still.findings, f"{job.format}"
    write_whole(path, data)
    return Written(f"{note}, {len(data) / 1000:,.0f} kB", findings)


def _print(job: Job, sheet: Sheet) -> bytes:
    if not can_print():
        return render_pdf(job, engine=BlitzEngine(), sheet=sheet)
    with ChromiumEngine() as engine:
        return render_pdf(job, engine=engine, sheet=sheet)


def _render_loop(job: Job, path: Path) -> Written:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(path.name, total=1.0)
        facts = draw_loop(job, out=path, on_progress=lambda share: bars.update(task, completed=share))
    tracks = write_tracks(facts.changes, frames=facts.frames, fps=job.profile.fps, language=job.language)
    for code, text in tracks.items():
        write_whole(path.with_name(f"{path.stem.removesuffix(f'.{code}')}.{code}.vtt"), text.encode())
    beside = f", subtitles in {', '.join(tracks)}" if tracks else ""
    _, findings = look_at_loop(path, job, facts=facts)
    note = f"{job.format}, {facts.seconds:g} s, {facts.frames} frames{beside}"
    return Written(note, findings)
