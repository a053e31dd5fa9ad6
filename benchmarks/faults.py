"""Every fault of tests/faults, over and over. In: how often. Out: what was injected, how often, and what was lost.

One installation as `campaign demo` runs it lives through all of them, one after the other, while a player asks for its
list all along; after each it is waited for, and counted: pictures and packs that are not there, files that nothing
names or that are not whole, processes and temporary folders left over, polls that were not answered, lists with other
pictures than the last good ones. All of it must be none.
Run: python -m benchmarks.faults [--json] [--times 3] [--only WORDS]
"""

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.faults.farm import Farm, open_farm
from tests.faults.injuries import INJURIES, Injury


@dataclass(frozen=True)
class Line:
    """A fault, how often it was injected, and did not come about as it was meant; what it cost in all; and the seconds
    until all was well, at the worst."""

    fault: str
    times: int
    asked: int
    polls: int
    lost: int
    seconds: float
    missed: int = 0

    @property
    def met(self) -> bool:
        return self.lost == 0 and self.missed == 0


def main() -> None:
    options = _read_options()
    with tempfile.TemporaryDirectory(prefix="faults-", ignore_cleanup_errors=True) as name:
        lines = []
        with open_farm(Path(name)) as farm:
            for line in _injure(farm, times=options.times, only=options.only):
                _print_line(line, as_json=options.json)
                lines.append(line)
    sys.exit(0 if all(line.met for line in lines) else 1)


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--times", type=int, default=3, choices=range(1, 1000), metavar="N", help="how often each is injected"
    )
    parser.add_argument("--only", default="", help="faults whose name holds these words")
    return parser.parse_args()


def _injure(farm: Farm, *, times: int, only: str) -> Iterator[Line]:
    for fault, injury in INJURIES.items():
        if only in fault:
            yield _repeat(farm, fault, injury, times=times)


def _repeat(farm: Farm, fault: str, injury: Injury, *, times: int) -> Line:
    before, polls, lost, missed, worst = farm.count(), farm.player.polls, 0, 0, 0.0
    for _ in range(times):
        # what ends five times in ten minutes is given up by the household: not here, where somebody ends it
        farm.household.revivals.clear()
        started = time.monotonic()
        missed += not _did(injury, farm)
        after = farm.settle()
        worst = max(worst, time.monotonic() - started)
        lost = max(lost, after.total - before.total)
    return Line(fault, times, after.asked - before.asked, farm.player.polls - polls, lost, worst, missed)


def _did(injury: Injury, farm: Farm) -> bool:
    try:
        injury(farm)
    except AssertionError as error:
        print(f"{injury.__name__}: {error}", file=sys.stderr, flush=True)
        farm.let_go()
        return False
    return True


def _print_line(line: Line, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({**asdict(line), "met": line.met}), flush=True)
        return
    told = (
        f"{line.times:>3} ×  asked {line.asked:>3}  polls {line.polls:>4}  lost {line.lost:>2}  missed {line.missed:>2}"
    )
    print(f"{line.fault:<44} {told}  well again after {line.seconds:5.1f} s", flush=True)


if __name__ == "__main__":
    main()
