"""Every benchmark of loops runs to its end and tells its figures to programs."""

import json
import subprocess
import sys

import pytest


@pytest.mark.parametrize("name", ["loops", "essays", "flashing", "memory", "looking", "feeds"])
def test_a_benchmark_prints_an_object_a_line(name: str) -> None:
    command = [sys.executable, "-m", f"benchmarks.{name}", "--small", "--turns", "1", "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    figures = [json.loads(line) for line in run.stdout.splitlines()]
    assert all(figure.keys() == {"figure", "value", "goal", "met"} for figure in figures)
    assert len(figures) >= 3
    assert run.stderr == ""
