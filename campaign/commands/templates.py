"""`campaign templates`. In: the designers' folder. Out: what is there, and what is wrong with it.

A check draws every template's samples on every screen it is meant for, in Bulgarian, English, both, and Arabic.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, TypeAlias

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.ffmpeg import FfmpegEncoder
from campaign.adapters.warm import run_batch
from campaign.checks.scene import check_scene
from campaign.commands.checked import Checked, to_finding
from campaign.commands.drawn import Drawn, check_drawn
from campaign.commands.gallery import gallery
from campaign.commands.preview import preview
from campaign.commands.report import describe_finding, place_fault, report_error, report_finding
from campaign.commands.screens import read_screens
from campaign.commands.template_use import use
from campaign.render.essay import find_faults, has_essay
from campaign.render.folder import list_templates, load_sound
from campaign.render.job import Job
from campaign.render.layout import find_collisions
from campaign.render.manifest import Template
from campaign.render.pipeline import build_page
from campaign.render.sample import TRIED_LANGUAGES, make_sample_job
from campaign.render.survey import survey_still
from campaign.render.usage import check_usage
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError
from campaign.spec.findings import Finding, Severity

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Told: TypeAlias = CampaignError | Finding
"""What a picture cannot be drawn for, or what is found on it."""

CHECK_SECONDS = 40.0
BATCH = 12
"""Pictures a child tries in that time."""


@dataclass(frozen=True)
class Case:
    """One sample to draw; `screen` names it for people."""

    job: Job
    screen: str


app.command("preview")(preview)
app.command("gallery")(gallery)
app.command("use")(use)


@app.callback()
def describe() -> None:
    """List, check and look at the designers' templates."""


@app.command("list")
def list_all() -> None:
    """Print every template with its title, kinds, shapes and fields."""
    from django.conf import settings

    table = Table("template", "title", "kinds", "shapes", "fields (* required)", box=None, pad_edge=False)
    templates, broken = load_sound(settings.TEMPLATES_FOLDER, names=list_templates(settings.TEMPLATES_FOLDER))
    for name, template in templates.items():
        manifest = template.manifest
        fields = ", ".join(f"{field}{'*' if spec.required else ''}" for field, spec in manifest.fields.items())
        table.add_row(name, manifest.title["en"], ", ".join(manifest.kinds), ", ".join(manifest.shapes), fields)
    for fault in broken:
        report_error(fault)
    Console(highlight=False).print(table)
    raise typer.Exit(1 if broken else 0)


@app.command("check")
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[TEMPLATE]…", help="All, when none is named.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings for programs.")] = False,
) -> None:
    """Draw the samples of templates everywhere they may be shown, and tell what goes wrong."""
    from django.conf import settings

    root = settings.TEMPLATES_FOLDER
    templates, broken = load_sound(root, names=names or list_templates(root))
    unused = [error for template in templates.values() for error in check_usage(template)]
    cases = [case for template in templates.values() for case in list_cases(template)]
    tried = list(_run(cases))
    errors = [*broken, *unused, *_tell_once(fault for fault in tried if isinstance(fault, CampaignError))]
    findings = _join_alike(found for found in tried if isinstance(found, Finding))
    if as_json:
        told = [*map(_to_finding, errors), *map(describe_finding, findings)]
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        for fault in errors:
            report_error(fault)
        for found in findings:
            report_finding(found)
        seen = f", {len(findings)} findings on their pixels" if findings else ""
        typer.echo(f"{len(cases)} pictures tried, {len(errors)} faults{seen}")
    raise typer.Exit(1 if errors or any(found.severity is Severity.ERROR for found in findings) else 0)


def check_template(name: str, *, screen: str) -> Checked:
    """Its samples in every language on every screen it is meant for, or on one. Raises UnknownName, InvalidTemplate."""
    from django.conf import settings

    templates, broken = load_sound(settings.TEMPLATES_FOLDER, names=[name])
    cases = [case for template in templates.values() for case in list_cases(template) if screen in ("", case.screen)]
    unused = (error for template in templates.values() for error in check_usage(template))
    found = check_drawn(Drawn(case.job, case.screen) for case in cases)
    return Checked(name, len(cases), (*(to_finding(error) for error in (*broken, *unused)), *found))


def _tell_once(errors: Iterator[CampaignError]) -> Iterator[CampaignError]:
    """A fault of a line is the same in every picture."""
    told: set[tuple[str, int, str]] = set()
    for error in errors:
        place = error.place
        if place.line is not None:
            fault = (place.file, place.line, str(error.message))
            if fault in told:
                continue
            told.add(fault)
            error.place = replace(place, channel="", language="")
        yield error


def _join_alike(findings: Iterable[Finding]) -> list[Finding]:
    """One of each template, rule, gravity and field, where it was found first: a colour that is too pale is so in every
    language."""
    kept: dict[tuple[str, str, str, str], Finding] = {}
    for found in findings:
        place = found.place
        kept.setdefault((place.item, found.rule, found.severity, place.field or str(found.message)), found)
    return list(kept.values())


def list_cases(template: Template) -> Iterator[Case]:
    """The samples in every language on every channel whose shape the template is for, and on an ordinary panel for
    a shape that no channel has."""
    screens = read_screens().values()
    served = {screen.format.shape for screen in screens if not screen.is_standard}
    for screen in screens:
        shape = screen.format.shape
        if shape in template.manifest.shapes and not (screen.is_standard and shape in served):
            for language in TRIED_LANGUAGES:
                yield Case(make_sample_job(template, language=language, screen=screen.format), screen.id)


def _run(cases: list[Case]) -> Iterator[Told]:
    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=len(cases))
        for start in range(0, len(cases), BATCH):
            batch = cases[start : start + BATCH]
            bars.update(task, description=f"{batch[0].job.template.id} · {batch[0].screen}")
            for errors in run_batch(_try_all, batch, blame=_blame, seconds=CHECK_SECONDS, alone=CHECK_SECONDS):
                yield from errors
            bars.advance(task, len(batch))


def _try_all(cases: Sequence[Case]) -> tuple[tuple[Told, ...], ...]:
    return tuple(map(_try, cases))


def _try(case: Case) -> tuple[Told, ...]:
    engine, job = BlitzEngine(), case.job
    try:
        page = build_page(job, engine=engine)
        with engine.open(page) as opened:
            faults: tuple[CampaignError, ...] = tuple(find_collisions(opened.boxes(), page.html))
        if has_essay(job.template):
            faults = (*faults, *find_faults(job, engine=engine))
        scene = survey_still(job, engine=engine, encoder=FfmpegEncoder())
        findings = check_scene(scene, campaign=job.campaign, template=job.template)
    except CampaignError as error:
        return _blame(case, error)
    placed = (found.locate(item=job.template.id, channel=case.screen, language=job.language) for found in findings)
    return (*(place_fault(fault, job=job, screen=case.screen) for fault in faults), *placed)


def _blame(case: Case, error: CampaignError) -> tuple[Told, ...]:
    return tuple(place_fault(single, job=case.job, screen=case.screen) for single in error.singles)


def _to_finding(error: CampaignError) -> Mapping[str, object]:
    """The shape of a finding, for programs: the rule is the error's name."""
    return {
        "rule": type(error).__name__,
        "severity": "error",
        "place": to_plain(error.place),
        "message": str(error.message),
        "hint": str(error.hint or ""),
    }
