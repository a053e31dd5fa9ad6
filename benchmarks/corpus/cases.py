"""The whole corpus. In: the modules beside this one. Out: their cases, and how well the checks tell them apart."""

import importlib
import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import benchmarks.corpus
from benchmarks.corpus.case import Case


@dataclass(frozen=True)
class Tally:
    """What became of a rule's cases: bad ones that were `found` or `missed`, good ones that were `passed` or raised a
    false `alarm`."""

    rule: str
    found: int = 0
    missed: int = 0
    passed: int = 0
    alarms: int = 0

    @property
    def precision(self) -> float:
        """Of what was reported, the share that was bad; 1 where nothing was reported."""
        reported = self.found + self.alarms
        return self.found / reported if reported else 1.0

    @property
    def recall(self) -> float:
        """Of what is bad, the share that was found."""
        bad = self.found + self.missed
        return self.found / bad if bad else 1.0


def list_cases() -> tuple[Case, ...]:
    """Of every module here that has CASES, by rule."""
    names = sorted(module.name for module in pkgutil.iter_modules(benchmarks.corpus.__path__))
    modules = (importlib.import_module(f"benchmarks.corpus.{name}") for name in names)
    cases = [case for module in modules for case in getattr(module, "CASES", ())]
    return tuple(sorted(cases, key=lambda case: _order(case.rule)))


def _order(rule: str) -> tuple[str, int]:
    return rule[0], int(rule[1:])


def count_cases(cases: Iterable[Case]) -> Iterator[Tally]:
    """Run them all; a tally for each rule, in their order."""
    results: dict[str, list[tuple[bool, bool]]] = {}
    for case in cases:
        results.setdefault(case.rule, []).append((case.is_bad, case.passes()))
    for rule, told in results.items():
        yield Tally(
            rule,
            found=told.count((True, True)),
            missed=told.count((True, False)),
            passed=told.count((False, True)),
            alarms=told.count((False, False)),
        )
