"""Folders given on the command line. In: a path, or none. Out: the folder that is meant."""

from pathlib import Path
from typing import Annotated

import typer

Folder = Annotated[Path | None, typer.Option("--schedules", help="The folder of the schedule files.", file_okay=False)]


def find_schedules(given: Path | None) -> Path:
    """That of the schedule files; the installation's own unless another is given."""
    from django.conf import settings

    return given or Path(settings.SCHEDULES_FOLDER)
