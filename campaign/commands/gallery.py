"""`campaign templates gallery`. In: formats and languages. Out: a folder with a page and small pictures of everything.

The page needs no server, no script and nothing from elsewhere: it can be sent to a printer, a funder, a colleague.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from campaign.adapters.files import write_whole
from campaign.adapters.gallery import Shot, draw_shots
from campaign.adapters.looks import Look
from campaign.commands.gallery_page import write_page
from campaign.commands.parts import count_cores
from campaign.commands.report import report_error
from campaign.render.folder import list_templates, load_template
from campaign.render.manifest import Template
from campaign.render.sample import make_sample_job
from campaign.spec.errors import CampaignError, UnknownName
from campaign.spec.languages import split_languages
from campaign.spec.message import say

PAGE = "index.html"
AREA = 72_000
"""Pixels of a picture, whatever its shape."""
WIDEST = 960


@dataclass
class Drawn:
    """What came of it: `faults` are all that went wrong anywhere."""

    looks: dict[str, Look] = field(default_factory=dict)
    faults: list[CampaignError] = field(default_factory=list)


def gallery(
    out: Annotated[Path, typer.Option("--out", help="The folder to write; it is made.", file_okay=False)],
    formats: Annotated[
        str,
        typer.Option("--formats", metavar="ID[,ID]", help="landscape, portrait, square, ribbon, band, or channels."),
    ] = "landscape,portrait,square,ribbon,band",
    languages: Annotated[str, typer.Option("--langs", metavar="bg[,bg+en]", help="Languages.")] = "bg,en,bg+en,ar",
) -> None:
    """Draw the samples of all templates in every format and language, and write a page that shows them."""
    templates, faults = _load_templates()
    shots = list(list_shots(templates, formats=_split(formats), languages=_split(languages)))
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    drawn = _draw(shots, out)
    seconds = time.perf_counter() - started
    write_whole(out / PAGE, write_page(templates, shots, drawn.looks).encode())
    for fault in (*faults, *drawn.faults):
        report_error(fault)
    rate = len(shots) / seconds if seconds else 0.0
    typer.echo(f"{len(shots)} pictures in {seconds:.1f} s: {rate:.1f} pictures per second on {count_cores()} cores")
    typer.echo(str(out / PAGE))
    raise typer.Exit(1 if faults or drawn.faults else 0)


def list_shots(templates: Sequence[Template], *, formats: Sequence[str], languages: Sequence[str]) -> Iterator[Shot]:
    """Every template on each of the formats whose shape it is for. Raises UnknownName."""
    from django.conf import settings

    from campaign.preview.screens import read_screens

    for language in languages:
        split_languages(language)
    screens = read_screens(settings.SCHEDULES_FOLDER / "channels.yaml")
    for name in formats:
        if name not in screens:
            raise UnknownName(
                say("There is no channel “%(name)s”.", name=name),
                hint=say("Use one of: %(known)s.", known=", ".join(screens)),
            )
    for template in templates:
        for screen in (screens[name] for name in formats):
            if screen.format.shape in template.manifest.shapes:
                ratio = screen.format.width / screen.format.height
                width = min(WIDEST, round((AREA * ratio) ** 0.5))
                for language in languages:
                    job = make_sample_job(template, language=language, screen=screen.format, profile=screen.profile)
                    yield Shot(job, screen.id, width)


def _draw(shots: Sequence[Shot], out: Path) -> Drawn:
    drawn = Drawn()
    columns = (TextColumn("{task.description:40}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=len(shots))
        for shot, look in draw_shots(shots, cores=count_cores()):
            bars.update(task, advance=1, description=shot.name)
            drawn.looks[shot.name] = look
            for fault in look.faults:
                drawn.faults.append(_place(fault, shot))
            if look.picture:
                write_whole(out / f"{shot.name}.webp", look.picture)
    return drawn


def _place(fault: CampaignError, shot: Shot) -> CampaignError:
    fault.place = replace(fault.place, item=shot.job.template.id, channel=shot.screen, language=shot.job.language)
    return fault


def _load_templates() -> tuple[list[Template], list[CampaignError]]:
    from django.conf import settings

    templates: list[Template] = []
    faults: list[CampaignError] = []
    for name in list_templates(settings.TEMPLATES_FOLDER):
        try:
            templates.append(load_template(settings.TEMPLATES_FOLDER / name))
        except CampaignError as error:
            faults.extend(error.singles)
    return templates, faults


def _split(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
