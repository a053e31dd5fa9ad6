"""How much memory loops take. In: nothing. Out: a table, or JSON, one object a line.

Each loop is drawn as a worker draws it, in a child of its own, whose peak is asked of the kernel. A ratio near 1 tells
that memory follows neither the length of a loop nor the number of those made before.
Run: python -m benchmarks.memory [--json] [--turns 20] [--small]
"""

import tempfile
from pathlib import Path

from benchmarks.figures import Figure, make_parser, print_figure
from benchmarks.moving import draw_moving
from campaign.adapters.limits import run_limited

MOST_MB = 700.0


def main() -> None:
    words = make_parser(__doc__, turns=20, each="loops made one after the other", small="320 × 180").parse_args()
    width, height = (320, 180) if words.small else (1920, 1080)
    with tempfile.TemporaryDirectory() as name:

        def measure(seconds: int) -> float:
            task = (Path(name), width, height, seconds)
            return run_limited(draw_moving, *task, seconds=300.0, on_progress=lambda _: None)

        short, long = measure(4), measure(40)
        print_figure(
            Figure("MB of a loop of 40 s, worker and encoder: most / used", MOST_MB / long, 1.0), as_json=words.json
        )
        print_figure(Figure("memory of a loop of 4 s / of 40 s", short / long, 0.9), as_json=words.json)
        many = [measure(4) for _ in range(words.turns)]
        print_figure(
            Figure(f"memory of the first / of the last of {words.turns} loops", many[0] / many[-1], 0.95),
            as_json=words.json,
        )


if __name__ == "__main__":
    main()
