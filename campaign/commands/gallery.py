"""`campaign templates gallery`. In: formats and languages. Out: a folder with a page and small pictures of everything.

The page needs no server, no script and nothing from elsewhere: it can be sent to a printer, a funder, a colleague.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from campaign.adapters.files import write_whole
from campaign.adapters.gallery import Shot, draw_shots
from campaign.adapters.looks import Look
from campaign.adapters.processes import count_cores
from campaign.commands.gallery_page import write_page
from campaign.commands.report import place_fault, report_error
from campaign.commands.screens import find_screen, split_names
from campaign.render.folder import list_templates, load_sound
from campaign.render.manifest import Template
from campaign.render.sample import TRIED_LANGUAGES, make_sample_job
from campaign.spec.errors import CampaignError
from campaign.spec.formats import PANELS
from campaign.spec.languages import split_languages

PAGE = "index.html"
FORMATS = ",".join(PANELS)
LANGUAGES = ",".join(TRIED_LANGUAGES)
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
        typer.Option("--formats", metavar="ID[,ID]", help="Shapes such as band, channels, or pixels."),
    ] = FORMATS,
    languages: Annotated[str, typer.Option("--langs", metavar="bg[,bg+en]", help="Languages.")] = LANGUAGES,
) -> None:
    """Draw the samples of all templates in every format and language, and write a page that shows them."""
    from django.conf import settings

    templates, faults = load_sound(settings.TEMPLATES_FOLDER, names=list_templates(settings.TEMPLATES_FOLDER))
    wanted = tuple(templates.values())
    shots = list(list_shots(wanted, formats=split_names(formats), languages=split_names(languages)))
    out.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    drawn = _draw(shots, out)
    seconds = time.perf_counter() - started
    write_whole(out / PAGE, write_page(wanted, shots, drawn.looks).encode())
    for fault in (*faults, *drawn.faults):
        report_error(fault)
    rate = len(shots) / seconds if seconds else 0.0
    typer.echo(f"{len(shots)} pictures in {seconds:.1f} s: {rate:.1f} pictures per second on {count_cores()} cores")
    typer.echo(str(out / PAGE))
    raise typer.Exit(1 if faults or drawn.faults else 0)


def list_shots(templates: Sequence[Template], *, formats: Sequence[str], languages: Sequence[str]) -> Iterator[Shot]:
    """Every template on each of the formats whose shape it is for. Raises UnknownName."""
    for language in languages:
        split_languages(language)
    screens = [find_screen(name) for name in formats]
    for template in templates:
        for screen in screens:
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
                drawn.faults.append(place_fault(fault, job=shot.job, screen=shot.screen))
            if look.picture:
                write_whole(out / f"{shot.name}.webp", look.picture)
    return drawn
