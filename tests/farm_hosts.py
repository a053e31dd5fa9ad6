"""The product on hosts of tests/hosts.py. In: a lab. Out: PostgreSQL, Redis and S3 on one; what others need of them.

All of them ask for passwords, as they do in a city.
"""

import os
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from campaign.adapters.processes import Child, stop_children
from tests.hosts import AS_POSTGRES, ROOT, Host, find_program
from tests.parts import PARTS, describe
from tests.servers import S3_KEYS

PASSWORD = "for-tests-only"
ELSEWHERE = ("DATABASE_URL", "CAMPAIGN_BROKER", "CAMPAIGN_STORE", "CAMPAIGN_PRIVATE_STORE", "CAMPAIGN_S3_ENDPOINT")
"""Settings that would lead away from the lab."""
BUCKETS = ("campaign", "campaign-private")
NGINX = ROOT / "deploy" / "nginx.conf"


@dataclass(frozen=True)
class DataHost:
    """`settings` are what every other host is told."""

    host: Host
    settings: Mapping[str, str]
    programs: Path

    def ask(self, query: str) -> list[str]:
        """Rows of the database, their columns parted by `|`."""
        words = (f"{self.programs}/psql", "-h", str(self.host.disk), "-U", "campaign", "-At", "-c", query)
        done = self.host.run(words)
        assert done.returncode == 0, done.stderr
        return done.stdout.decode().splitlines()


@contextmanager
def serve_data(host: Host, *, schedules: Path) -> Iterator[DataHost]:
    """`schedules` are on the hosts' disks."""
    programs = _find_postgresql()
    data, words = host.disk / "postgres", " ".join(AS_POSTGRES)
    host.do(
        f"echo {PASSWORD} >{host.disk}/password && {words} {programs}/initdb --pgdata {data} --username campaign "
        f"--pwfile {host.disk}/password --auth-local trust --auth-host scram-sha-256 --encoding UTF8 --no-sync && "
        f"echo host all all samenet scram-sha-256 >>{data}/pg_hba.conf"
    )
    listens = ("listen_addresses=*", f"unix_socket_directories={host.disk}", "fsync=off")
    options = [word for option in listens for word in ("-c", option)]
    broker = ("--bind", "0.0.0.0", "--requirepass", PASSWORD, "--dir", str(host.disk), "--save", "")
    store = {"SERVICES": "s3", "GATEWAY_PORT": "9000", "HOME": str(host.disk)}
    children = [
        host.start("postgres", [*AS_POSTGRES, f"{programs}/postgres", "-D", str(data), *options], environment={}),
        host.start("redis", [_find("redis_server"), *broker], environment={}),
        host.start("s3", [sys.executable, "-m", "ministack"], environment=store),
    ]
    try:
        wait_for(host, f"{programs}/pg_isready -q -h {host.disk}", child=children[0])
        host.do(f"{programs}/createdb -h {host.disk} -U campaign campaign")
        wait_for(host, f"{sys.executable} -c '{_MAKE_BUCKETS}' {' '.join(BUCKETS)}", child=children[2])
        yield DataHost(host, _list_settings(host, schedules=schedules), programs)
    finally:
        stop_children(children, patience=0.5)


def _list_settings(host: Host, *, schedules: Path) -> dict[str, str]:
    return {
        **{name: value for name, value in os.environ.items() if name not in ELSEWHERE},
        **S3_KEYS,
        "DATABASE_URL": f"postgres://campaign:{PASSWORD}@{host.name}/campaign",
        "CAMPAIGN_BROKER": f"redis://:{PASSWORD}@{host.name}:6379/0",
        "CAMPAIGN_STORE": f"s3://{BUCKETS[0]}/kept",
        "CAMPAIGN_PRIVATE_STORE": f"s3://{BUCKETS[1]}",
        "CAMPAIGN_S3_ENDPOINT": f"http://{host.name}:9000",
        "CAMPAIGN_SECRET_KEY": PASSWORD * 4,
        "CAMPAIGN_SIGNING_KEY": "ab" * 32,
        "CAMPAIGN_HOSTS": "web,127.0.0.1",
        "CAMPAIGN_PUBLIC_URL": "http://web",
        "CAMPAIGN_BEHIND_PROXY": "1",
        "CAMPAIGN_HOME": str(host.disk / "home"),
        "CAMPAIGN_SCHEDULES": str(schedules),
        "DJANGO_SETTINGS_MODULE": "campaign.settings",
    }


_MAKE_BUCKETS = """
import sys, urllib.request
for name in sys.argv[1:]:
    urllib.request.urlopen(urllib.request.Request("http://127.0.0.1:9000/" + name, method="PUT"), timeout=5)
"""


@contextmanager
def serve_web(host: Host, settings: Mapping[str, str]) -> Iterator[None]:
    """The web server, and nginx before it by our own settings, at port 80."""
    folder = host.disk / "nginx"
    parts = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    scratch = "".join(f"{part}_temp_path {folder}/{part};" for part in parts)
    site = NGINX.read_text().replace("/var/cache/nginx", str(folder)).replace("/var/log/nginx", str(folder))
    main = f"daemon off; pid {folder}/pid; error_log stderr; user root; events {{}} http {{ {scratch} {site} }}"
    host.do(f"mkdir {folder}")
    host.run(("tee", f"{folder}/nginx.conf"), stdin=main.encode())
    words = (sys.executable, "-m", "campaign", "serve", "--host", "0.0.0.0")
    children = [host.start("web", words, environment=settings)]
    try:
        wait_for(host, f"{sys.executable} -c '{_ASK_HEALTH}'", child=children[0])
        proxy = [_find("nginx"), "-e", "stderr", "-c", f"{folder}/nginx.conf"]
        children.append(host.start("nginx", proxy, environment={}))
        wait_for(host, f"{sys.executable} -c '{_ASK_HEALTH.replace(':8000', '')}'", child=children[1])
        yield
    finally:
        stop_children(children, patience=3)


_ASK_HEALTH = """
import urllib.request
urllib.request.urlopen("http://127.0.0.1:8000/health", timeout=5)
"""


@contextmanager
def work(host: Host, settings: Mapping[str, str], *more: str) -> Iterator[Child]:
    """Workers, until the block ends."""
    child = host.start("worker", (sys.executable, "-m", "campaign", "worker", *more), environment=settings)
    try:
        yield child
    finally:
        stop_children((child,), patience=10)


def wait_for(host: Host, script: str, *, child: Child, seconds: float = 60) -> None:
    """Until a line of shell goes well on the host."""
    deadline = time.monotonic() + seconds
    while host.run(("sh", "-c", script)).returncode:
        assert child.runs, child.tail()
        assert time.monotonic() < deadline, child.tail()
        time.sleep(0.1)


def run_python(host: Host, words: Sequence[str], *, settings: Mapping[str, str]) -> str:
    """What a program of Python says."""
    done = host.run((sys.executable, *words), environment=settings)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def _find_postgresql() -> Path:
    """The folder of its programs."""
    found = Path(_find("postgresql"))
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=found.parent)


def _find(part: str) -> str:
    program = PARTS[part].find()
    assert program is not None, describe(PARTS[part])
    return program if "/" in program else find_program(program)
