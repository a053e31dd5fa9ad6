"""How soon a withdrawal, or an emergency message, is on every feed. In: nothing. Out: a table, or JSON.

A server as `campaign serve` runs it and a city's database: 10,000 players on 40 channels, and the stories with their
materials. The clock starts when somebody presses the button, and stops when every channel's list has been fetched, as
JSON and in one other format, and none has it any more: the withdrawal itself, one question to each player's operator,
and all those lists built and signed anew. Beside it the processor's time that this takes, of the server and of whoever
presses the button, which does not depend on what else the machine does.
Run: python -m benchmarks.takedown [--json] [--small] [--turns 3]
"""

import os
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import cycle
from pathlib import Path

import requests

from benchmarks.figures import Figure, make_parser, print_figure
from benchmarks.home import set_up
from campaign.commands.parts import list_web
from campaign.playlists.formats import MEDIA_TYPES
from tests.servers import find_port

PLAYERS, CHANNELS, LANGUAGES = 10_000, 40, ("bg", "en")
SMALL_PLAYERS, SMALL_CHANNELS = 50, 2
SECONDS = 2.0
AT_ONCE = 8
TICK: int = os.sysconf("SC_CLK_TCK")
Feeds = Sequence[str]


def main() -> None:
    parser = make_parser(__doc__, each="the worst of so many", small="few players")
    options = parser.parse_args()
    players, channels = (SMALL_PLAYERS, SMALL_CHANNELS) if options.small else (PLAYERS, CHANNELS)
    with tempfile.TemporaryDirectory(prefix="takedown-") as home:
        port = find_port()
        environment = set_up(Path(home), port=port)
        from benchmarks.city import build_city  # noqa: PLC0415  needs the settings

        tokens = build_city(channels=channels, players=players)
        _enter_content()
        base = f"http://127.0.0.1:{port}"
        feeds = [f"{base}/feeds/{token}/playlist.{kind}" for token, kind in _list_lists(tokens[:channels])]
        with _serve(port, environment) as server:
            for figure in _measure(feeds, server, players=players, turns=1 if options.small else options.turns):
                print_figure(figure, as_json=options.json)


def _measure(feeds: Feeds, server: int, *, players: int, turns: int) -> Iterator[Figure]:
    from campaign.services import emergencies, withdrawals  # noqa: PLC0415  needs the settings
    from tests.factories.rows import make_person  # noqa: PLC0415

    person = make_person("administrator")
    for scope, ref, trace in (
        ("item", "together/story-0", "story-0"),
        ("campaign", "together", "together"),
        ("everything", "", "together"),
    ):
        worst = worked = 0.0
        for _ in range(turns):
            _wait_until(feeds, bool)  # all lists are at hand again, as they are on any day
            started, work = time.perf_counter(), _read_work(server)
            row = withdrawals.withdraw(scope=scope, ref=ref, by=person, why="", now=datetime.now(UTC))
            _wait_until(feeds, lambda text: trace not in _leave_out_revoked(text))  # noqa: B023
            worst, worked = max(worst, time.perf_counter() - started), max(worked, _read_work(server) - work)
            withdrawals.lift(row, by=person, now=datetime.now(UTC))
        yield Figure(f"{scope} gone from {len(feeds)} feeds of {players} players, s", worst, SECONDS, True)
        yield Figure(f"{scope}: the processor's time for it, s", worked, SECONDS, True)
    words = {"headline": {"bg": "Станцията е затворена", "en": "The station is closed"}}
    started = time.perf_counter()
    emergencies.start(words, channels=["all"], minutes=30, by=person, why="", now=datetime.now(UTC))
    _wait_until(feeds, lambda text: "emergency" in text or ("/media/" in text and "together" not in text))
    took = time.perf_counter() - started
    yield Figure(f"message drawn, checked and on {len(feeds)} feeds of {players} players, s", took, None)


def _list_lists(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A player of each channel, with the formats that are asked for there."""
    others = cycle(kind for kind in MEDIA_TYPES if kind != "json")
    for token, kind in zip(tokens, others, strict=False):
        yield from ((token, "json"), (token, kind))


def _leave_out_revoked(text: str) -> str:
    """The JSON list names what was withdrawn, last of all."""
    return text.partition('"revoked":')[0]


def _wait_until(feeds: Feeds, holds: Callable[[str], bool]) -> None:
    """Ask all of them, over and over, until it holds of each."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        waiting = list(feeds)
        while waiting:
            texts = pool.map(lambda feed: requests.get(feed, timeout=60).text, waiting)
            waiting = [feed for feed, text in zip(waiting, texts, strict=True) if not holds(text)]


def _enter_content() -> None:
    """The campaign whose stories play, with a material of each on each channel."""
    from benchmarks.city import STORIES  # noqa: PLC0415  needs the settings
    from campaign.data.models import Channel, Material, Rendering  # noqa: PLC0415
    from tests.factories.rows import make_version  # noqa: PLC0415
    from tests.factories.values import make_item  # noqa: PLC0415

    still = Rendering.objects.create(key="0" * 64, queue="stills", job={}, state="done")
    channels = list(Channel.objects.all())
    Material.objects.bulk_create(
        Material(version=version, channel=channel, language=language, state="approved", still=still, alt="")
        for version in (make_version(make_item(story.partition("/")[2])) for story in STORIES)
        for channel in channels
        for language in LANGUAGES
    )


def _read_work(server: int) -> float:
    """Seconds that processors have worked for this process and for the one that answers."""
    fields = Path(f"/proc/{server}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(fields[11]) + int(fields[12])) / TICK  # utime and stime, proc(5)


@contextmanager
def _serve(port: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The process that answers."""
    with subprocess.Popen(list_web(host="127.0.0.1", port=port), env=environment) as server:
        try:
            for _ in range(100):
                try:
                    requests.get(f"http://127.0.0.1:{port}/health", timeout=2)
                    break
                except requests.RequestException:
                    time.sleep(0.1)
            (worker,) = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
            yield int(worker)
        finally:
            server.terminate()


if __name__ == "__main__":
    main()
