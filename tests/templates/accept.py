"""`make golden`. In: names of templates, or none for all. Out: their pictures accepted as they are drawn now."""

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.templates.golden import FOLDER, LEFT, Verdict, compare, draw_template, list_kept, pack_picture
from tests.templates.samples import TEMPLATES


def accept_template(name: str) -> Iterator[str]:
    """Keep what is new or different, drop what is drawn no more; tells what was done. The rest keeps its bytes."""
    drawn = draw_template(name) if name in TEMPLATES else {}
    for file, actual in drawn.items():
        golden = FOLDER / name / file
        if isinstance(actual, str):
            yield f"cannot be drawn: {name}/{file}: {actual}"
        elif compare(actual, golden, left=LEFT / name / golden.stem).verdict is not Verdict.SAME:
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_bytes(pack_picture(actual))
            yield f"accepted: {name}/{file}"
    for path in list_kept(name):
        if path.name not in drawn:
            path.unlink()
            yield f"dropped: {name}/{path.name}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="templates; all, when none is named")
    kept = [path.name for path in FOLDER.iterdir() if path.is_dir()] if FOLDER.is_dir() else []
    names = parser.parse_args().names or sorted({*TEMPLATES, *kept})
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        told = [line for lines in pool.map(lambda name: list(accept_template(name)), names) for line in lines]
    sys.stdout.write("".join(f"{line}\n" for line in told) or "every picture is the same\n")
    sys.exit(any(line.startswith("cannot") for line in told))


if __name__ == "__main__":
    main()
