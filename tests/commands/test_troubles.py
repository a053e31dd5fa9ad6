"""What a machine does to commands is told in words, with the mend, and never as a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from campaign.commands.parts import WEB_THREADS
from campaign.studio.streams import MOST
from tests.migrated import copy_migrated

EMPTY = "The database is empty, or of an older version of the product."


def run(*words: str, home: Path, **settings: str) -> tuple[int, str]:
    """Exit code, and what was said on standard error."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CAMPAIGN_SECRET_KEY")}
    done = subprocess.run(
        [sys.executable, "-m", "campaign", *words],
        env=kept | {"DJANGO_SETTINGS_MODULE": "campaign.settings", "CAMPAIGN_HOME": str(home)} | settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "words", [("playlist", "tram"), ("takedown", "everything", "--why", "x"), ("serve", "--port", "0"), ("worker",)]
)
def test_an_empty_database_says_how_to_fill_it(words: tuple[str, ...], tmp_path: Path) -> None:
    code, said = run(*words, home=tmp_path)
    assert code == 1
    assert said.startswith(EMPTY)
    assert "django migrate" in said


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "campaign.sqlite3").write_bytes(b"\xff\xfe garbage" * 100)
    code, said = run("playlist", "tram", home=tmp_path)
    assert (code, said.splitlines()[0]) == (1, "The database does not answer as it should: file is not a database.")


def test_a_database_that_is_away_is_told_without_its_password(tmp_path: Path) -> None:
    code, said = run("playlist", "tram", home=tmp_path, DATABASE_URL="postgres://me:geheim@127.0.0.1:1/x")
    assert code == 1
    assert said.startswith("The database does not answer as it should: ")
    assert "geheim" not in said


def test_a_wrong_address_of_a_database_is_told(tmp_path: Path) -> None:
    code, said = run("playlist", "tram", home=tmp_path, DATABASE_URL="geheim")
    assert (code, said.splitlines()[0]) == (1, "DATABASE_URL is not the address of a database.")
    assert "geheim" not in said


@pytest.mark.parametrize("command", ["check", "demo", "playlist"])
def test_a_home_that_cannot_be_written_is_named(command: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    words = (command, "tram") if command == "playlist" else (command,)
    code, said = run(*words, home=tmp_path / "file" / "home")
    assert code == 1
    assert said.startswith(f"“{tmp_path}/file/home")


def test_schedules_that_are_not_there_are_named(tmp_path: Path) -> None:
    code, said = run("check", home=tmp_path, CAMPAIGN_SCHEDULES=str(tmp_path / "none"))
    assert (code, said.splitlines()[0]) == (
        1,
        f"“{tmp_path}/none/channels.yaml” cannot be used: No such file or directory.",
    )


def test_a_port_that_is_taken_is_told_at_once(tmp_path: Path) -> None:
    copy_migrated(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        code, said = run("serve", "--port", port, home=tmp_path)
    assert (code, said.splitlines()[0]) == (1, f"127.0.0.1:{port} cannot be listened on: Address already in use.")


def test_fewer_threads_than_open_pages_and_a_slow_store_may_hold_are_refused(tmp_path: Path) -> None:
    """They would leave none for the screens."""
    assert MOST + 8 < 24 <= WEB_THREADS
    code, said = run("serve", "--threads", "16", home=tmp_path)
    assert (code, "24" in said) == (2, True)


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    run("playlist", "tram", home=tmp_path / "home")
    assert (tmp_path / "home").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600
