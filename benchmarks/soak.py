"""Whether anything grows, or is lost, in a long run. In: nothing. Out: a table, or JSON, one object a line.

All of the product as `make run` starts it: web, workers, clock and broker, each a process of its own, on a city's
database. While players poll without a pause, pictures and loops are rendered, players tell what they played and how
they are, people open the studio's pages, and stories are stopped and let go again. Half of what is rendered is replaced
by something newer before anybody approves it, so that it is garbage once its grace is over: at half-time and in the end
house is kept as it will be then. A part that grows without an end shows in the last quarter held against the second.
Run: python -m benchmarks.soak [--json] [--small] [--renders 500] [--polls 100000] [--rate 150]
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

import requests

from benchmarks.figures import Figure, print_figure
from benchmarks.fleet import meet
from benchmarks.home import set_up
from benchmarks.soak_figures import AFTER, Count, tell_answers, tell_counters, tell_files, tell_growth, tell_rendered
from benchmarks.watch import Watch
from campaign.commands.household import Household
from tests.servers import find_port

PLAYERS, CHANNELS = 2_000, 20
SMALL_PLAYERS, SMALL_CHANNELS = 100, 2
LOOP_EVERY = 5
BATCH = 10
PAGES = ("", "materials", "channels", "withdrawals", "reports", "players", "work")
TRIES = 30


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument("--small", action="store_true", help="20 renders and 2,000 polls, to try the program")
    parser.add_argument("--renders", type=int, default=500)
    parser.add_argument("--polls", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=150.0, help="polls a second")
    words = parser.parse_args()
    if words.small:
        words.renders, words.polls, words.rate = 20, 2_000, 250.0
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        for figure in _soak(Path(name), words):
            print_figure(figure, as_json=words.json)


def _soak(home: Path, words: argparse.Namespace) -> Iterator[Figure]:
    from tests.factories.jobs import TEMPLATES  # noqa: PLC0415

    os.environ["CAMPAIGN_TEMPLATES"] = str(TEMPLATES)
    port = find_port()
    set_up(home, port=port)
    from benchmarks.city import build_city  # noqa: PLC0415  needs the settings

    players, channels = (SMALL_PLAYERS, SMALL_CHANNELS) if words.small else (PLAYERS, CHANNELS)
    tokens = build_city(channels=channels, players=players)
    _add_people()
    household, count = Household(home), Count()
    household.start_broker()
    household.start_workers()
    household.start_web(port=port)
    household.wait_for_web(port=port)
    try:
        with Watch(lambda: _list_parts(household)) as watch:
            yield from _run(household, count, tokens=tokens, channels=channels, port=port, words=words)
        yield from tell_growth(watch)
    finally:
        household.stop()


def _add_people() -> None:
    """And the stories of the city, which the schedule names."""
    from benchmarks.city import STORIES  # noqa: PLC0415
    from tests.factories.rows import make_channel, make_person, make_version  # noqa: PLC0415
    from tests.factories.values import make_item  # noqa: PLC0415

    make_person("administrator")
    make_channel("soak")
    for story in STORIES:
        make_version(make_item(story.partition("/")[2]))


def _run(
    household: Household, count: Count, *, tokens: Sequence[str], channels: int, port: int, words: argparse.Namespace
) -> Iterator[Figure]:
    from campaign.services import tidying  # noqa: PLC0415  needs the settings

    fleet = meet("127.0.0.1", port, tokens=tokens, channels=channels)
    over, half = threading.Event(), words.polls / words.rate / 2
    base = f"http://127.0.0.1:{port}"
    work = (
        lambda: _render(words.renders, count, over, seconds=1.8 * half),
        lambda: _report(base, tokens, count, over),
        lambda: _visit(base, count, over),
        lambda: _stop_and_go(count, over),
    )
    threads = [threading.Thread(target=_guard, args=(one, count)) for one in work]
    for thread in threads:
        thread.start()
    try:
        polls = fleet.poll(rate=words.rate, seconds=half)
        tidying.tidy_all(now=datetime.now(UTC))
        tidying.tidy_all(now=datetime.now(UTC) + AFTER)
        polls += fleet.poll(rate=words.rate, seconds=half)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    yield from tell_answers(polls=[poll.status for poll in polls], count=count)
    yield from tell_rendered(count)
    yield from tell_files()
    yield from tell_counters(count, home=household.home)


def _guard(work: Callable[[], None], count: Count) -> None:
    from django.db import connections  # noqa: PLC0415

    try:
        work()
    except Exception as error:  # told in the end: a thread that ends unseen would make a good run of a bad one
        count.faults.append(f"{type(error).__name__}: {error}")
    finally:
        connections.close_all()


def _render(renders: int, count: Count, over: threading.Event, *, seconds: float) -> None:
    """Plan them in batches, spread over the time; every second one is replaced at once."""
    from campaign.data.models import Material  # noqa: PLC0415
    from campaign.services import dispatch, rendering  # noqa: PLC0415
    from campaign.spec.channels import Medium  # noqa: PLC0415
    from tests.factories.jobs import make_job  # noqa: PLC0415
    from tests.factories.rows import make_channel, make_version  # noqa: PLC0415
    from tests.factories.values import make_item  # noqa: PLC0415

    channel = make_channel("soak")
    for number in range(renders):
        medium = Medium.LOOP if number % LOOP_EVERY == 0 else Medium.STILL
        row = rendering.plan_rendering(make_job(f"Съседка {number}", medium=medium))
        version = make_version(make_item(f"soak-{number}"))
        facts = {"version": version, "channel": channel, "language": "bg", "current": number % 2 == 0}
        Material.objects.create(**facts, still=row)
        count.planned += 1
        if number % BATCH == BATCH - 1 or number == renders - 1:
            dispatch.queue_due()
            over.wait(seconds * BATCH / renders)


def _report(base: str, tokens: Sequence[str], count: Count, over: threading.Event) -> None:
    """Players in turn tell how they are, and what they showed just now."""
    with requests.Session() as line:
        line.trust_env = False
        for number, token in enumerate(cycle(tokens)):
            if over.wait(0.2):
                return
            _tell(line, f"{base}/feeds/{token}/heartbeat", {"player": "soak"}, count)
            count.heartbeats += 1
            week = line.get(f"{base}/feeds/{token}/playlist.json", timeout=30).json()
            material = week["windows"][0]["items"][0]["media"] if week["windows"] else "none"
            start = (datetime.now(UTC) - timedelta(seconds=30)).isoformat()
            row = {"id": f"soak-{number}", "material": material, "start": start, "seconds": 10.0}
            for _ in range(2):  # the second time as of a player that heard no answer
                (result,) = _tell(line, f"{base}/feeds/{token}/plays", {"plays": [row]}, count)["results"]
                count.plays += 1
                count.accepted += result["status"] == "accepted"
                count.again += result["status"] == "known"
                count.refused += result["status"] == "refused"


def _tell(line: requests.Session, address: str, said: Mapping[str, object], count: Count) -> Any:
    """As players do: what was not taken is kept, and told again. A line that was kept may be closed by the server at
    the moment at which it is used again."""
    for _ in range(TRIES):
        try:
            answer = line.post(address, json=said, timeout=30)
        except requests.ConnectionError:
            count.later += 1
            continue
        if answer.status_code != 503:
            answer.raise_for_status()
            return answer.json()
        count.later += 1
        time.sleep(1)
    raise SystemExit(f"told to come back {TRIES} times: {address}")


def _visit(base: str, count: Count, over: threading.Event) -> None:
    """Somebody opens one page after another."""
    from django.urls import reverse  # noqa: PLC0415

    from tests.factories.rows import PASSWORD  # noqa: PLC0415

    door, host = base + reverse("sign-in"), {"Referer": base}
    with requests.Session() as line:
        line.trust_env = False
        line.get(door, timeout=30)
        given = {"username": "administrator", "password": PASSWORD, "csrfmiddlewaretoken": line.cookies["csrftoken"]}
        line.post(door, data=given, headers=host, timeout=30).raise_for_status()
        for page in cycle(PAGES):
            if over.wait(0.5):
                return
            try:
                answer = line.get(f"{base}/{page}", timeout=60)
            except requests.ConnectionError:  # a kept line closed at the moment of its use: browsers ask again
                answer = line.get(f"{base}/{page}", timeout=60)
            if answer.status_code == 503:
                count.later += 1
                continue
            if answer.status_code != 200 or "password" in answer.url:
                count.faults.append(f"/{page}: {answer.status_code} {answer.url}")
            count.pages += 1


def _stop_and_go(count: Count, over: threading.Event) -> None:
    """A story goes off all screens, and comes back."""
    from benchmarks.city import STORIES  # noqa: PLC0415
    from campaign.services import withdrawals  # noqa: PLC0415
    from tests.factories.rows import make_person  # noqa: PLC0415

    person = make_person("administrator")
    for story in cycle(STORIES):
        if over.wait(10):
            return
        row = withdrawals.withdraw(scope="item", ref=story, by=person, why="", now=datetime.now(UTC))
        over.wait(2)
        withdrawals.lift(row, by=person, now=datetime.now(UTC))
        count.stops += 1


def _list_parts(household: Household) -> dict[str, int]:
    children = (*household.web, *household.workers, *household.beat)
    found = {child.name: child.process.pid for child in children}
    return found | ({"broker": household.broker.child.process.pid} if household.broker else {})


if __name__ == "__main__":
    main()
