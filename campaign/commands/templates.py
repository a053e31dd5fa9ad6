"""`campaign templates`. In: the designers' folder. Out: what is there, and what is wrong with it.

A check draws every template's samples on every screen it is meant for, in Bulgarian, English, both, and Arabic.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from campaign.adapters.blitz import BlitzEngine
from campaign.adapters.limits import run_limited
from campaign.commands.gallery import gallery
from campaign.commands.preview import preview
from campaign.commands.render import read_channels_file
from campaign.commands.report import report_error
from campaign.render.folder import list_templates, load_template
from campaign.render.job import Job
from campaign.render.manifest import SAMPLE_LANGUAGES, Template
from campaign.render.pipeline import build_page
from campaign.render.sample import make_sample_job
from campaign.render.usage import check_usage
from campaign.spec.digest import to_plain
from campaign.spec.errors import CampaignError
from campaign.spec.formats import PANELS

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

LANGUAGES = (*SAMPLE_LANGUAGES, "bg+en")
"""Those of the samples, and two of them in one picture."""
CHECK_SECONDS = 20.0
BATCH = 12
"""Pictures a child tries in that time."""


@dataclass(frozen=True)
class Trial:
    """One sample to draw; `screen` names it for people."""

    job: Job
    screen: str


app.command("preview")(preview)
app.command("gallery")(gallery)


@app.callback()
def describe() -> None:
    """List, check and look at the designers' templates."""


@app.command("list")
def list_all() -> None:
    """Print every template with its title, kinds, shapes and fields."""
    from django.conf import settings

    table = Table("template", "title", "kinds", "shapes", "fields (* required)", box=None, pad_edge=False)
    failed = False
    for name in list_templates(settings.TEMPLATES_FOLDER):
        try:
            manifest = load_template(settings.TEMPLATES_FOLDER / name).manifest
        except CampaignError as error:
            failed = True
            report_error(error)
            continue
        fields = ", ".join(f"{field}{'*' if spec.required else ''}" for field, spec in manifest.fields.items())
        table.add_row(name, manifest.title["en"], ", ".join(manifest.kinds), ", ".join(manifest.shapes), fields)
    Console(highlight=False).print(table)
    raise typer.Exit(1 if failed else 0)


@app.command("check")
def check(
    names: Annotated[list[str] | None, typer.Argument(metavar="[TEMPLATE]…", help="All, when none is named.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a list of findings for programs.")] = False,
) -> None:
    """Draw the samples of templates everywhere they may be shown, and tell what goes wrong."""
    from django.conf import settings

    errors: list[CampaignError] = []
    trials: list[Trial] = []
    for name in names or list_templates(settings.TEMPLATES_FOLDER):
        try:
            template = load_template(settings.TEMPLATES_FOLDER / name)
        except CampaignError as error:
            errors.extend(error.singles)
            continue
        errors.extend(check_usage(template))
        trials.extend(list_trials(template))
    errors.extend(_run(trials))
    if as_json:
        typer.echo(json.dumps([_to_finding(fault) for fault in errors], ensure_ascii=False))
    else:
        for fault in errors:
            report_error(fault)
        typer.echo(f"{len(trials)} pictures tried, {len(errors)} faults")
    raise typer.Exit(1 if errors else 0)


def list_trials(template: Template) -> Iterator[Trial]:
    """The samples in every language on every channel whose shape the template is for, and on an ordinary panel for
    a shape that no channel has."""
    channels = {channel.id: channel.format for channel in read_channels_file().values()}
    shapes = {screen.shape for screen in channels.values()}
    screens = {**channels, **{shape.value: screen for shape, screen in PANELS.items() if shape not in shapes}}
    for name, screen in screens.items():
        if screen.shape in template.manifest.shapes:
            for language in LANGUAGES:
                yield Trial(make_sample_job(template, language=language, screen=screen), name)


def _run(trials: list[Trial]) -> Iterator[CampaignError]:
    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=len(trials))
        for start in range(0, len(trials), BATCH):
            batch = trials[start : start + BATCH]
            bars.update(task, description=f"{batch[0].job.template.id} · {batch[0].screen}")
            yield from _run_batch(batch)
            bars.advance(task, len(batch))


def _run_batch(trials: list[Trial]) -> tuple[CampaignError, ...]:
    """Several samples in one child, which is quicker; when it dies, one by one, to learn which."""
    try:
        return run_limited(_try_all, trials, seconds=CHECK_SECONDS)
    except CampaignError as error:
        if len(trials) == 1:
            return (_place(error, trials[0]),)
        return tuple(error for trial in trials for error in _run_batch([trial]))


def _try_all(trials: list[Trial]) -> tuple[CampaignError, ...]:
    errors: list[CampaignError] = []
    for trial in trials:
        try:
            build_page(trial.job, engine=BlitzEngine())
        except CampaignError as error:
            errors.extend(_place(single, trial) for single in error.singles)
    return tuple(errors)


def _place(error: CampaignError, trial: Trial) -> CampaignError:
    error.place = replace(error.place, item=trial.job.template.id, channel=trial.screen, language=trial.job.language)
    return error


def _to_finding(error: CampaignError) -> Mapping[str, object]:
    """The shape of a finding, for programs: the rule is the error's name."""
    return {
        "rule": type(error).__name__,
        "severity": "error",
        "place": to_plain(error.place),
        "message": str(error.message),
        "hint": str(error.hint or ""),
    }
