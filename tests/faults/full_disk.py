"""Every writer of the product on a disk without room, and once more when there is some. Prints what each did as JSON:
its words on the full disk, what it left there, and whether it worked afterwards. The clock, which says nothing to
anybody, prints what it sent and logged: one that was running when the disk filled, and one that starts on it.

python -m tests.faults.full_disk FOLDER   (the folder of a small disk of its own)
"""

import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import django

from campaign.adapters.file_store import FileStore
from campaign.adapters.files import write_whole
from campaign.adapters.mail import Letter, send_letter
from campaign.spec.digest import hash_bytes

DATA = os.urandom(300_000)
NAME = f"{hash_bytes(DATA)}.mp4"
BALLAST = "ballast"
PIECE = 4_096


def fill(folder: Path) -> None:
    """To the last byte."""
    with (folder / BALLAST).open("ab", buffering=0) as file:
        for size in (1 << 16, PIECE, 1):
            try:
                while file.write(bytes(size)) == size:
                    pass
            except OSError:
                continue


def list_writers(folder: Path) -> Mapping[str, Callable[[], object]]:
    letter = Letter("ana@example.org", "Здравейте", "Текст " * 20_000, "<p>Текст</p>", "bg", "mark")
    return {
        "store": lambda: FileStore(folder / "store").put_bytes(DATA, name=NAME),
        "private": lambda: FileStore(folder / "private", private=True).put_bytes(DATA, name=NAME),
        "whole": lambda: write_whole(folder / "whole" / "playlist.json", DATA),
        "outbox": lambda: send_letter(
            letter, to=f"file:{folder / 'mail'}", sender="us@example.org", now=datetime(2026, 11, 22, tzinfo=UTC)
        ),
        "root key": lambda: keep_root(folder / "keys" / "signing-root"),
        "secret key": lambda: read_secret(folder / "secret"),
        "database": lambda: save_row(folder / "sqlite"),
    }


def keep_root(path: Path) -> None:
    from campaign.services import seeds  # noqa: PLC0415  Django comes first

    assert seeds.keep(path).public


def read_secret(home: Path) -> None:
    """As a process does that starts."""
    program = "from campaign.settings import SECRET_KEY; assert SECRET_KEY"
    own = {name: value for name, value in os.environ.items() if name != "CAMPAIGN_SECRET_KEY"}
    environment = {**own, "CAMPAIGN_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(done.stderr.splitlines()[-1])


def save_row(home: Path) -> None:
    """In the way our settings open it; what was there before is there whatever happens."""
    line = sqlite3.connect(home / "campaign.sqlite3")
    try:
        line.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL")
        line.execute("INSERT INTO story VALUES (?)", [DATA])
        line.commit()
    finally:
        line.close()


def count_stories(home: Path) -> int:
    line = sqlite3.connect(home / "campaign.sqlite3")
    assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    count = int(line.execute("SELECT count(*) FROM story").fetchone()[0])
    line.close()
    return count


def prepare(folder: Path) -> sqlite3.Connection:
    """What was there before; the database open, as a web server holds it."""
    for name in ("store", "private", "whole", "mail", "keys", "secret", "sqlite", "clocks"):
        (folder / name).mkdir()
    for name in ("store", "private"):
        (folder / name / NAME[:2]).mkdir()
    line = sqlite3.connect(folder / "sqlite" / "campaign.sqlite3")
    line.executescript("PRAGMA journal_mode=WAL; CREATE TABLE story (text BLOB); INSERT INTO story VALUES ('before')")
    return line


def list_left(folder: Path) -> list[str]:
    kept = (path for path in folder.rglob("*") if path.is_file() and path.name != BALLAST)
    return sorted(path.name for path in kept if "sqlite" not in path.name)


def try_all(folder: Path) -> dict[str, str]:
    """What each said; empty for those that worked."""
    told = {}
    for name, write in list_writers(folder).items():
        try:
            write()
            told[name] = ""
        except Exception as error:
            told[name] = f"{type(error).__name__}: {error}"
    return told


def write_log(folder: Path) -> bool:
    """A log on a full disk stops nobody."""
    handler = logging.FileHandler(folder / "log")
    logging.raiseExceptions = False
    try:
        logging.getLogger("full").addHandler(handler)
        logging.getLogger("full").warning("x" * 10_000)
        return True
    finally:
        logging.getLogger("full").removeHandler(handler)
        handler.stream = None  # closing would flush once more


def start_clock(path: Path) -> Any:
    """As the beat does; its broker is in memory."""
    from workers.app import app  # noqa: PLC0415  Django comes first
    from workers.clock import SteadyScheduler  # noqa: PLC0415

    return SteadyScheduler(app=app, schedule_filename=str(path))


def run_round(clock: Any) -> int:
    """An hour later: how many messages are sent."""
    with clock.app.connection_for_read() as line, line.SimpleQueue("housekeeping") as queue:
        before = int(queue.qsize())
        for entry in clock.schedule.values():
            entry.last_run_at -= timedelta(hours=1)
        clock._heap = None
        while clock.tick() == 0:
            pass
        sent: int = queue.qsize() - before
    return sent


def read_moments(path: Path) -> int:
    return len(json.loads(path.read_text())) if path.exists() else 0


class Said(logging.Handler):
    """What the clocks log."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def run_clocks(folder: Path, clocks: list[Any]) -> dict[str, object]:
    """What one round of each sends, and of how many the files tell."""
    return {
        "sent": [run_round(clock) for clock in clocks],
        "told": [read_moments(folder / "clocks" / name) for name in ("first", "second")],
        "files": sorted(path.name for path in (folder / "clocks").iterdir()),
    }


def run(folder: Path) -> dict[str, object]:
    served = prepare(folder)
    clocks, said = [start_clock(folder / "clocks" / "first")], Said()
    for name in ("campaign", "celery"):  # once all logs are set up
        logging.getLogger(name).addHandler(said)
    fill(folder)
    full = try_all(folder)
    left, stories, logged = list_left(folder), count_stories(folder / "sqlite"), write_log(folder)
    assert served.execute("SELECT count(*) FROM story").fetchone() == (1,)  # reading goes on
    clocks.append(start_clock(folder / "clocks" / "second"))
    clock_full = run_clocks(folder, clocks)
    (folder / BALLAST).unlink()
    return {
        "clock full": clock_full,
        "clock later": run_clocks(folder, clocks),
        "clock said": said.lines,
        "full": full,
        "left": left,
        "stories": stories,
        "logged": logged,
        "later": try_all(folder),
        "stories later": count_stories(folder / "sqlite"),
    }


if __name__ == "__main__":
    django.setup()
    print(json.dumps(run(Path(sys.argv[1]))))  # noqa: T201  the answer is on standard output
