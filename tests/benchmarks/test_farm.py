"""What the benchmark of farms makes of a lot, and that it says so when nothing came of one."""

import json
from pathlib import Path

import pytest

from benchmarks import farm
from benchmarks.farm import Lot, _read_lot, _tell_rate


def test_efficiency_is_told_by_processes_and_by_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(farm, "count_cores", lambda: 2)
    figures = list(_tell_rate("4 worker processes", 90.0, alone=50.0, count=4))
    assert [(figure.figure, figure.value) for figure in figures] == [
        ("4 worker processes: renders a minute", 90.0),
        ("4 worker processes: of 4 × one alone, %", 45.0),
        ("4 worker processes: of 2 × one alone, as 2 cores allow, %", 90.0),
    ]


def test_a_lot_tells_its_rate_and_its_bytes() -> None:
    told = json.dumps({"seconds": 20.0, "failed": [], "still": 200_000, "loop": 500_000})
    lot = _read_lot(f"a word before\n{told}\n", count=10)
    assert (lot, lot.rate) == (Lot(10, 20.0, 200_000, 500_000), 30.0)


@pytest.mark.parametrize("told", ["", json.dumps({"seconds": 1.0, "failed": ["why"], "still": 0, "loop": 0})])
def test_a_lot_that_failed_is_no_figure(told: str) -> None:
    with pytest.raises(SystemExit):
        _read_lot(told, count=1)


def test_the_page_has_a_place_for_the_figures() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "scale.md").read_text(encoding="utf-8")
    assert page.index("<!-- measured: feeds, farm -->") < page.index("<!-- end of measured -->")
