"""A web process and a render before a database that is hurt. In: an environment, what was seeded. Out: processes, and
the addresses at which they answer.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import requests

from campaign.adapters.processes import Child, start_child

PAGE = {"Accept": "text/html", "Accept-Language": "bg"}


@dataclass
class House:
    """`facts` are what tests.faults.seed_screen told; `ports` those of its web processes."""

    environment: dict[str, str]
    facts: dict[str, str]
    home: Path
    ports: tuple[int, ...]

    def start_web(self, which: int = 0) -> Child:
        command = (sys.executable, "-m", "campaign", "serve", "--port", str(self.ports[which]))
        return start_child(f"web-{which}", command, log=self.home / f"web-{which}.log", environment=self.environment)

    def address(self, path: str, *, which: int = 0) -> str:
        return f"http://127.0.0.1:{self.ports[which]}{path}"

    def feed(self, name: str, *, which: int = 0) -> str:
        return self.address(f"/feeds/{self.facts['token']}/{name}", which=which)

    def start_render(self) -> Child:
        program = (
            "import django, sys; django.setup(); from campaign.services import rendering; rendering.run(sys.argv[1])"
        )
        command = (sys.executable, "-c", program, self.facts["key"])
        return start_child("render", command, log=self.home / "render.log", environment=self.environment)

    def post_plays(self) -> requests.Response:
        row = {"id": "3f0c1f9a-0000-4000-8000-000000000001", "material": "1", "start": "2026-01-01T00:00:00Z"}
        return requests.post(self.feed("plays"), json={"plays": [row | {"seconds": 5}]}, timeout=20)


def wait_until(is_so: Callable[[], bool], *, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.1)


def ask(url: str) -> int:
    """The status; 0 for no answer."""
    try:
        return requests.get(url, timeout=20, headers=PAGE).status_code
    except requests.RequestException:
        return 0
