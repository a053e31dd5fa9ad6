"""The command line: gathers the subjects of campaign.commands under one program, each loaded when it is called.

Exit codes: 0 good, 1 findings or failed work, 2 wrong use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import django
import typer
from typer.core import TyperGroup

from campaign.commands.report import report_error
from campaign.commands.troubles import explain_trouble
from campaign.spec.errors import CampaignError


@dataclass(frozen=True)
class Subject:
    """Where a command is (module:function, or module:app), what it is for, and whether it needs the database."""

    source: str
    help: str
    database: bool = True


SUBJECTS: Mapping[str, Subject] = {
    "demo": Subject("demo:demo", "Prepare, render and serve the sample campaigns on this machine.", database=False),
    "serve": Subject("serve:serve", "Run the web server.", database=False),
    "renew": Subject("serve:renew", "Update a running web server: no answer is lost.", database=False),
    "worker": Subject("worker:worker", "Run the workers that render.", database=False),
    "doctor": Subject("doctor:doctor", "Check that this machine has all that is needed.", database=False),
    "user": Subject("users:app", "Add people who may sign in."),
    "player": Subject("players:app", "Give players their addresses, and see how they are."),
    "import": Subject("imports:import_pack", "Take in a content pack, and plan its materials."),
    "check": Subject("check:check", "Check packs, materials, templates, pictures and films.", database=False),
    "funders": Subject("funders:funders", "List what funders demand, and in which languages.", database=False),
    "statistics": Subject("statistics:app", "Read tables of figures, fetch them from Eurostat.", database=False),
    "subtitles": Subject("subtitles:app", "Check files of subtitles, and mend poor ones.", database=False),
    "render": Subject("render:render", "Render one template to a picture, print or loop.", database=False),
    "templates": Subject("templates:app", "List and check the designers' templates.", database=False),
    "schedule": Subject("schedule:app", "Check, propose and release schedules."),
    "playlist": Subject("feeds:playlist", "Print what a channel plays."),
    "loop": Subject("feeds:loop", "Join a channel's whole loop in one file."),
    "export": Subject("bundles:export", "Write a channel's week to a USB stick, folder or ZIP."),
    "verify": Subject("bundles:verify", "Prove that a stick or ZIP is whole, ours and not ended.", database=False),
    "report": Subject("reports:app", "Report what the screens have shown."),
    "audit": Subject("audit:app", "Show who did what, and prove that nobody changed that."),
    "signing": Subject("signing:app", "Make, rotate and revoke the keys that sign playlists."),
    "consents": Subject("consents:app", "List, show, withdraw and erase people's consents."),
    "emergency": Subject("emergencies:app", "Put messages on screens at once, and end them."),
    "tidy": Subject("tidy:tidy", "Remove files and rows that nothing needs any more."),
    "backup": Subject("backup:backup", "Copy the database and both stores to a safe place."),
    "restore": Subject("backup:restore", "Bring a copy back into an empty installation.", database=False),
    "takedown": Subject("feeds:takedown", "Withdraw something from every screen."),
}


class LazyGroup(TyperGroup):
    """Loads a subject when it is called, so that help and quick commands wait for nothing. Typer keeps the types of
    its click to itself, hence Any."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(SUBJECTS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        subject = SUBJECTS.get(cmd_name)
        return _load(cmd_name, subject) if subject else None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, subject.help) for name, subject in SUBJECTS.items()])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except CampaignError as error:
            report_error(error)
        except Exception as error:
            trouble = explain_trouble(error)
            if trouble is None or isinstance(error, BrokenPipeError):
                raise
            report_error(trouble)
        raise typer.Exit(1) from None


def _load(name: str, subject: Subject) -> Any:
    if subject.database:
        django.setup()
    module, _, attribute = subject.source.partition(":")
    found = getattr(import_module(f"campaign.commands.{module}"), attribute)
    if not isinstance(found, typer.Typer):
        function, found = found, typer.Typer(add_completion=False, rich_markup_mode=None)
        found.command(name)(function)
    command = typer.main.get_command(found)
    command.name = name
    return command


app = typer.Typer(
    cls=LazyGroup, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


@app.callback()
def describe() -> None:
    """From a story to a screen."""
