"""`python -m tests.fuzz NAME… [--seconds N] [--runs N] [--seed N]`: atheris on
readers, led by what their code does; of several the first byte chooses.

What it finds is written to a file crash-… and told; it belongs into tests/attacks/ as a payload once it is mended.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import atheris  # type: ignore[import-untyped]

with atheris.instrument_imports(include=["campaign"]):
    from tests.fuzz.targets import TARGETS, run


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("names", nargs="+", choices=sorted(TARGETS), metavar="NAME")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--runs", type=int, default=-1, help="ends after so many, whatever the clock says")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="campaign-fuzz-") as folder:
        child = os.fork()  # libFuzzer ends its process itself, and would leave the folder behind
        if not child:
            _fuzz(given, Path(folder))
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    sys.exit(ended)


def _fuzz(given: argparse.Namespace, folder: Path) -> None:
    """Does not come back."""
    words = _prepare(given.names, folder)
    limits = (f"-max_total_time={given.seconds}", f"-runs={given.runs}", f"-seed={given.seed}", f"-dict={words}")
    bounds = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=4096", "-verbosity=0")
    atheris.Setup([sys.argv[0], *limits, *bounds, f"{folder}/corpus"], lambda data: _choose(given.names, data))
    atheris.Fuzz()


def _prepare(names: Sequence[str], folder: Path) -> Path:
    """Good files to begin with, and the dictionary."""
    (folder / "corpus").mkdir()
    for at, name in enumerate(names):
        for number, data in enumerate(TARGETS[name].corpus):
            (folder / "corpus" / f"{name}-{number}").write_bytes(bytes([at]) + data)
    words = {word for name in names for word in TARGETS[name].words}
    path = folder / "words"
    path.write_text("".join(f'"{_escape(word)}"\n' for word in sorted(words)))
    return path


def _choose(names: Sequence[str], data: bytes) -> None:
    if data:
        run(names[data[0] % len(names)], data[1:])


def _escape(word: str) -> str:
    """As libFuzzer's dictionaries have it."""
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
