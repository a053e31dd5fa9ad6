"""What a benchmark is asked and tells. In: ways to do the same thing. Out: the best time of each; a line a figure."""

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure and the least it should be, or the most where `at_most`, if that was said."""

    figure: str
    value: float
    goal: float | None = None
    at_most: bool = False

    @property
    def met(self) -> bool:
        if self.goal is None:
            return True
        return self.value <= self.goal if self.at_most else self.value >= self.goal


def make_parser(
    doc: str | None, *, turns: int = 3, each: str = "each way's best of so many", small: str
) -> argparse.ArgumentParser:
    """The options of every benchmark: `turns` unless told otherwise, and what `small` draws."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--turns", type=int, default=turns, help=each)
    parser.add_argument("--small", action="store_true", help=f"{small}, to try the program")
    return parser


def measure(*ways: Callable[[], object], turns: int, clock: Callable[[], float] = time.perf_counter) -> list[float]:
    """Seconds of each way, the best of its turns: one after the other, so that a busy machine slows all of them."""
    best = [float("inf")] * len(ways)
    for _ in range(turns):
        for at, way in enumerate(ways):
            started = clock()
            way()
            best[at] = min(best[at], clock() - started)
    return best


def read_work() -> float:
    """Seconds that processors have worked for this process and for those that it waited for."""
    spent = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def print_figure(figure: Figure, *, as_json: bool) -> None:
    if as_json:
        row = {"figure": figure.figure, "value": round(figure.value, 2), "goal": figure.goal, "met": figure.met}
        print(json.dumps(row), flush=True)
        return
    sign = "≤" if figure.at_most else "≥"
    goal = "" if figure.goal is None else f"{sign} {figure.goal:<5g} {'met' if figure.met else 'MISSED'}"
    print(f"{figure.figure:<80} {figure.value:7.2f}  {goal}", flush=True)
