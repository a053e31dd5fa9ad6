"""What holds for every test, held itself: missing parts and log lines."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(source: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run one test file under the project's own rules."""
    file = folder / "test_sample.py"
    file.write_text(source, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", str(file)]
    bare = {name: value for name, value in os.environ.items() if name != "CI"} | {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, env=bare | environment, timeout=100
    )


NEEDS_REDIS = """
import pytest
import tests.parts

tests.parts.Part.find = lambda part: None

@pytest.mark.redis_server
def test_needs_redis():
    pass
"""


@pytest.mark.parametrize(("ci", "code", "outcome"), [("", 0, "1 skipped"), ("true", 1, "1 error")])
def test_a_missing_part_is_named_and_skipped_but_fails_in_ci(tmp_path: Path, ci: str, code: int, outcome: str) -> None:
    done = run(NEEDS_REDIS, tmp_path, CI=ci)
    lines = done.stdout.splitlines()
    assert (done.returncode, outcome in lines[-1]) == (code, True)
    assert "Redis is missing; get it with: apt-get install redis-server" in lines


LOGS = """
import logging

def test_tells_something():
    logging.getLogger("campaign").info("fine")

def test_warns():
    logging.getLogger("campaign").warning("odd")

def test_asks_for_what_is_not_there():
    logging.getLogger("django.request").warning("Not Found")

def test_breaks_an_answer():
    logging.getLogger("django.request").error("broke")

def test_expects_a_warning(log_lines):
    logging.warning("expected")
    log_lines.clear()
"""


def test_a_log_line_of_a_warning_fails_a_test_that_does_not_expect_it(tmp_path: Path) -> None:
    done = run(LOGS, tmp_path)
    failed = re.findall(r"^ERROR .*::(\w+)", done.stdout, re.MULTILINE)
    assert (done.returncode, failed) == (1, ["test_warns", "test_breaks_an_answer"])
