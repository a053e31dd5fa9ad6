"""The program itself: help, wrong use, and how errors are told."""

import io
import subprocess
import sys

import pytest
from rich.console import Console
from typer.testing import CliRunner

from campaign.cli import SUBJECTS, app
from campaign.commands.report import report_error
from campaign.spec.errors import CannotFit, Faults, Place
from campaign.spec.message import say


def run(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-m", "campaign", *words], capture_output=True, text=True, check=False)


def test_help_names_every_subject() -> None:
    done = run("--help")
    lines = [line.split()[0] for line in done.stdout.partition("Commands:")[2].splitlines() if line.strip()]
    assert (done.returncode, lines) == (0, list(SUBJECTS))


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_subject_has_help(subject: str) -> None:
    done = CliRunner().invoke(app, [subject, "--help"])
    assert (done.exit_code, done.stderr, done.stdout.split()[0]) == (0, "", "Usage:")


def test_wrong_use_is_two() -> None:
    assert (run("paint").returncode, run("demo", "--colour").returncode) == (2, 2)


def test_an_error_is_told_with_its_place_and_the_mend() -> None:
    error = CannotFit(
        say("The text is %(over)d characters too long.", over=7),
        place=Place("stories/ana.yaml", 12, "headline"),
        hint=say("Shorten it."),
    )
    console = Console(record=True, width=80, file=io.StringIO())
    report_error(Faults([error, CannotFit(say("So is this."))]), console=console)
    assert console.export_text() == (
        "stories/ana.yaml:12 · headline\n  The text is 7 characters too long.\n  → Shorten it.\nSo is this.\n"
    )
