"""`campaign statistics`. In: a table, or the code of one at Eurostat. Out: what is understood of it; a kept dataset.

The only commands that go to the network for figures: checks and pictures use what lies in the pack.
"""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from campaign.adapters.datasets import read_cube_file
from campaign.adapters.eurostat import BASE, BROWSER, Fetched, fetch_dataset
from campaign.adapters.files import write_whole
from campaign.adapters.spreadsheets import read_spreadsheet
from campaign.commands.report import report_error
from campaign.commands.words import translate
from campaign.spec.cube import Cube
from campaign.spec.errors import CampaignError
from campaign.spec.table import Cell, Table

app = typer.Typer(no_args_is_help=True, add_completion=False, rich_markup_mode=None)

ADDRESS = "CAMPAIGN_EUROSTAT_URL"
"""Names another base address: a mirror, or a server on this machine."""
FOLDER = "eurostat"
"""Where copies are kept, under CAMPAIGN_HOME."""
MOST_SHOWN = 40

AsJson = Annotated[bool, typer.Option("--json", help="Print for programs.")]


@app.callback()
def describe() -> None:
    """Look at tables before they go into a pack, and fetch them from Eurostat."""


@app.command("read")
def read(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX, or a fetched .json.", exists=True)],
    *,
    sheet: Annotated[str, typer.Option("--sheet", help="The sheet of a workbook.")] = "",
    as_json: AsJson = False,
) -> None:
    """Show a table as it is understood: columns, units, what is not known, what is wrong."""
    try:
        if file.suffix.lower() == ".json":
            cube = read_cube_file(file, file=file.name)
            _print(_describe_cube(cube)) if as_json else _show_cube(cube)
            return
        table = read_spreadsheet(file, sheet=sheet)
    except CampaignError as error:
        if not as_json:
            raise
        _print({"problems": [_describe_fault(fault) for fault in error.singles]})
        raise typer.Exit(1) from None
    _print(_describe_table(table)) if as_json else _show_table(table)


@app.command("fetch")
def fetch(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The table's code, such as une_rt_a.")],
    *,
    filters: Annotated[
        list[str] | None, typer.Option("--filter", metavar="geo=BG", help="Repeat it for more; geo=BG,RO takes two.")
    ] = None,
    lang: Annotated[str, typer.Option("--lang", help="Language of the labels: en, fr or de.")] = "en",
    out: Annotated[Path | None, typer.Option("--out", help="Keep the dataset here, in a pack's statistics/.")] = None,
    as_json: AsJson = False,
) -> None:
    """Fetch a table from Eurostat; when Eurostat does not answer the last copy serves, and its age is told."""
    from django.conf import settings
    from django.utils import timezone

    if out is not None and out.suffix.lower() != ".json":
        raise typer.BadParameter(f"“{out.name}” must end in .json.", param_hint="--out")
    now = timezone.now()
    base = os.environ.get(ADDRESS, BASE)
    found = fetch_dataset(
        code, _read_filters(filters or []), folder=settings.HOME / FOLDER, now=now, language=lang, base=base
    )
    if out is not None:
        write_whole(out, found.data)
    if as_json:
        copy = {"fetched": found.fetched.isoformat(), "is_copy": found.problem is not None, "written": str(out or "")}
        _print(_describe_cube(found.cube) | copy)
        return
    _tell_age(found, now)
    _show_cube(found.cube)
    if out is not None:
        typer.echo(f"written to {out}")


def _read_filters(given: list[str]) -> Mapping[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for each in given:
        name, mark, codes = each.partition("=")
        if not mark or not name or not codes:
            raise typer.BadParameter(f"“{each}” is not written as geo=BG.", param_hint="--filter")
        filters.setdefault(name, []).extend(codes.split(","))
    return filters


def _tell_age(found: Fetched, now: datetime) -> None:
    """A copy is never shown as if it were new."""
    if found.problem is None:
        return
    report_error(found.problem)
    age = found.measure_age(now)
    days = f"{age.days} days" if age >= timedelta(days=2) else f"{age.total_seconds() / 3600:.0f} hours"
    typer.echo(f"This is the copy of {found.fetched.astimezone(UTC):%Y-%m-%d %H:%M} UTC, {days} old.", err=True)


def _show_table(table: Table) -> None:
    console = Console(highlight=False)
    name = f"{table.file} · {table.sheet}" if table.sheet else table.file
    console.print(Text(f"{name}: {len(table.rows)} rows", style="bold"), soft_wrap=True)
    for remark in table.remarks:
        console.print(Text(f"  {remark}"), soft_wrap=True)
    for column in table.columns:
        kind = f"figures in {column.unit}" if column.unit else "figures" if column.is_amount else "text"
        console.print(Text(f"  {column.letter}  {column.title}: {kind}"), soft_wrap=True)
    grid = Grid("row", *(column.letter for column in table.columns), box=None)
    for row in table.rows[:MOST_SHOWN]:
        cells = zip(row.cells, table.columns, strict=True)
        grid.add_row(str(row.number), *(_write(cell) if column.is_amount else cell.text for cell, column in cells))
    console.print(grid)
    if len(table.rows) > MOST_SHOWN:
        console.print(f"  … and {len(table.rows) - MOST_SHOWN} more")
    unknown = list(table.list_unknown())
    if unknown:
        spots = ", ".join(f"{column.letter}{row.number}" for row, column, _ in unknown[:MOST_SHOWN])
        console.print(Text(f"not known: {spots}", style="yellow"), soft_wrap=True)
    for note in table.notes:
        console.print(Text(f"note: {note}"), soft_wrap=True)


def _show_cube(cube: Cube) -> None:
    console = Console(highlight=False)
    console.print(Text(f"{cube.label} ({cube.code})", style="bold"), soft_wrap=True)
    console.print(Text(f"  Eurostat, updated {cube.updated or '–'}, {BROWSER.format(code=cube.code)}"), soft_wrap=True)
    for each in cube.dimensions:
        labels = ", ".join(f"{code} {each.labels[code]}" for code in each.codes[:MOST_SHOWN])
        more = f" and {len(each.codes) - MOST_SHOWN} more" if len(each.codes) > MOST_SHOWN else ""
        console.print(Text(f"  {each.id}  {each.label}: {labels}{more}"), soft_wrap=True)
    several = [each.id for each in cube.dimensions if len(each.codes) > 1]
    grid = Grid(*(several or ["figure"]), "", box=None)
    for at, (codes, cell) in enumerate(list_cells(cube)):
        if at == MOST_SHOWN:
            console.print("  …")
            break
        grid.add_row(*([codes[name] for name in several] or ["figure"]), _write(cell))
    console.print(grid)
    for flag, meaning in cube.meanings.items():
        console.print(Text(f"  {flag}  {meaning}"), soft_wrap=True)


def list_cells(cube: Cube) -> Iterator[tuple[dict[str, str], Cell]]:
    """Every cell with its codes, in the order of the dataset."""
    sizes = [len(each.codes) for each in cube.dimensions]
    total = 1
    for size in sizes:
        total *= size
    for position in range(total):
        codes, rest = {}, position
        for each in reversed(cube.dimensions):
            rest, at = divmod(rest, len(each.codes))
            codes[each.id] = each.codes[at]
        yield codes, cube.read_cell(codes)


def _write(cell: Cell) -> str:
    """A figure with its unit and flags; a word for what is not known."""
    flags = f" {cell.flags}" if cell.flags else ""
    if cell.amount is None:
        return f"{cell.status.value}{flags}"
    return f"{_plain(cell.amount)}{cell.unit}{flags}"


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def _describe_table(table: Table) -> Mapping[str, Any]:
    return {
        "file": table.file,
        "sheet": table.sheet,
        "columns": [
            {"letter": one.letter, "title": one.title, "unit": one.unit, "figures": one.is_amount}
            for one in table.columns
        ],
        "rows": [
            {
                "row": row.number,
                "cells": [
                    _describe_cell(cell) if column.is_amount else cell.text
                    for cell, column in zip(row.cells, table.columns, strict=True)
                ],
            }
            for row in table.rows
        ],
        "unknown": [f"{column.letter}{row.number}" for row, column, _ in table.list_unknown()],
        "notes": list(table.notes),
        "remarks": list(table.remarks),
        "problems": [],
    }


def _describe_cube(cube: Cube) -> dict[str, Any]:
    return {
        "code": cube.code,
        "label": cube.label,
        "language": cube.language,
        "updated": cube.updated.isoformat() if cube.updated else None,
        "url": BROWSER.format(code=cube.code),
        "dimensions": [{"id": one.id, "label": one.label, "labels": dict(one.labels)} for one in cube.dimensions],
        "cells": [codes | _describe_cell(cell) for codes, cell in list_cells(cube)],
    }


def _describe_cell(cell: Cell) -> dict[str, Any]:
    """Amounts as texts: a program may not round them either."""
    amount = None if cell.amount is None else _plain(cell.amount)
    return {"amount": amount, "unit": cell.unit, "status": cell.status.value, "flags": cell.flags}


def _describe_fault(fault: CampaignError) -> Mapping[str, Any]:
    place = fault.place
    hint = translate(fault.hint) if fault.hint else ""
    return {
        "file": place.file,
        "row": place.line,
        "cell": place.field,
        "message": translate(fault.message),
        "hint": hint,
    }


def _print(data: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
