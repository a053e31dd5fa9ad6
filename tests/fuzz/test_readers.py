"""Whatever a reader of outside text is given, only refusals in words come out; found by hypothesis and by atheris."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import TARGETS, run

ROOT = Path(__file__).parents[2]
BOUNDED = settings(
    max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
)
LED = ("srt", "ass", "ttml", "yaml", "csv", "plays")
"""Those whose own code is worth leading a fuzzer through, in CI."""


def write_hostile(name: str) -> st.SearchStrategy[bytes]:
    """Marks of its own language in any order, a good file torn and mended, and plain noise."""
    words = st.lists(st.sampled_from(TARGETS[name].words) | st.text(max_size=4), max_size=40)
    whole = st.sampled_from(TARGETS[name].corpus)
    torn = st.tuples(whole, st.integers(0, 400), st.integers(0, 40), words).map(
        lambda parts: parts[0][: parts[1]] + _join(parts[3]) + parts[0][parts[1] + parts[2] :]
    )
    return st.one_of(words.map(_join), torn, st.binary(max_size=300))


def _join(words: list[str]) -> bytes:
    return "".join(words).encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("name", TARGETS)
def test_only_refusals_in_words_come_out(name: str) -> None:
    @BOUNDED
    @given(write_hostile(name))
    def feed(data: bytes) -> None:
        run(name, data)

    feed()


@pytest.mark.parametrize("name", TARGETS)
def test_what_the_fuzzers_begin_with_is_read(name: str) -> None:
    """Else they would only ever see the first refusal."""
    if name not in ("ass", "workbook"):
        TARGETS[name].read(TARGETS[name].corpus[0])


def test_a_fuzzer_led_by_the_code_finds_nothing(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "tests.fuzz", *LED, "--runs", "3000", "--seconds", "20"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert told.returncode == 0, told.stderr[-2000:]
