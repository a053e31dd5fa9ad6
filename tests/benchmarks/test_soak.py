"""The long run, made short: all of the product at work, and nothing lost, left over or miscounted."""

import json
import subprocess
import sys

import pytest

pytestmark = pytest.mark.first


def test_a_short_run_loses_nothing_and_leaves_nothing_behind() -> None:
    command = [sys.executable, "-m", "benchmarks.soak", "--small", "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = [json.loads(line) for line in run.stdout.splitlines()]
    assert (run.returncode, run.stderr) == (0, "")
    assert [figure for figure in figures if not figure["met"]] == []
    found = {figure["figure"]: figure["value"] for figure in figures}
    assert (found["polls"], found["renders asked for"]) == (2000, 20)
    assert found["files removed in the end"] > 0
