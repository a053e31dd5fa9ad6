"""How well the checks tell good from bad. In: the corpus. Out: precision and recall of each rule, as a table or JSON.

Run: python -m benchmarks.checks [--json] [--rule B3]
"""

import argparse
import time

from benchmarks.corpus.cases import count_cases, list_cases
from benchmarks.figures import Figure, print_figure

GOAL = 1.0
"""No false alarm and no miss: the cases are made to be told apart."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--rule", default="", help="this one alone")
    options = parser.parse_args()
    cases = [case for case in list_cases() if options.rule in ("", case.rule)]
    started = time.perf_counter()
    for tally in count_cases(cases):
        bad, good = tally.found + tally.missed, tally.passed + tally.alarms
        print_figure(Figure(f"{tally.rule}: precision, {good} good", tally.precision, GOAL), as_json=options.json)
        print_figure(Figure(f"{tally.rule}: recall, {bad} bad", tally.recall, GOAL), as_json=options.json)
    if not options.json:
        print(f"{len(cases)} cases in {time.perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
