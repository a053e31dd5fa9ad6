"""Real servers for tests. In: a folder. Out: addresses that hold until the block ends."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path

import boto3

from campaign.adapters.processes import Child, start_child, stop_children
from tests.parts import PARTS, describe

WITH_POSTGRESQL = Path(__file__).with_name("with-postgresql")
S3_KEYS = {
    "AWS_ACCESS_KEY_ID": "for-tests-only",
    "AWS_SECRET_ACCESS_KEY": "for-tests-only",
    "AWS_DEFAULT_REGION": "us-east-1",
}


_ports = cycle(range(20_000 + os.getpid() % 240 * 50, 32_500))


def find_port() -> int:
    """One that is free, and stays so until a server takes it: none that the kernel gives to whoever connects somewhere
    (32768 to 60999), and other processes of tests begin to look elsewhere."""
    for port in _ports:
        with socket.socket() as line, suppress(OSError):
            line.bind(("127.0.0.1", port))
            return port
    raise AssertionError


@contextmanager
def hold_child(words: Sequence[str]) -> Iterator[str]:
    """Run it until the end, which it hears as its input's; what it said in its first line."""
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip()
        finally:
            child.stdin.close()


@contextmanager
def run_postgresql() -> Iterator[str]:
    """A DATABASE_URL."""
    # `cat` ends with its input, and with it the server
    with hold_child((str(WITH_POSTGRESQL), "sh", "-c", 'echo "$DATABASE_URL"; cat')) as url:
        yield url


@contextmanager
def run_redis(folder: Path) -> Iterator[str]:
    """The address of a broker."""
    port = find_port()
    program = PARTS["redis_server"].find()
    assert program is not None, describe(PARTS["redis_server"])
    words = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    server = start_child("redis", words, log=folder / "redis.log")
    try:
        while b"+PONG" not in _ping(port):
            assert server.runs, server.tail()
            time.sleep(0.05)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        stop_children((server,), patience=2)


@contextmanager
def run_s3(folder: Path, *, bucket: str = "") -> Iterator[str]:
    """The address of an S3 server, with a bucket in it."""
    port = find_port()
    environment = {**os.environ, "SERVICES": "s3", "GATEWAY_PORT": str(port), "HOME": str(folder)}
    server = start_child("s3", [sys.executable, "-m", "ministack"], log=folder / "s3.log", environment=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for_answer(f"{address}/_ministack/health", server=server)
        if bucket:
            keys = (S3_KEYS["AWS_ACCESS_KEY_ID"], S3_KEYS["AWS_SECRET_ACCESS_KEY"])
            session = boto3.session.Session(*keys, region_name=S3_KEYS["AWS_DEFAULT_REGION"])
            session.client("s3", endpoint_url=address).create_bucket(Bucket=bucket)
        yield address
    finally:
        stop_children((server,), patience=2)


def wait_for_answer(url: str, *, server: Child, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            urllib.request.urlopen(url, timeout=2).close()
            return
        except OSError:
            assert time.monotonic() < deadline, server.tail()
            assert server.runs, server.tail()
            time.sleep(0.05)


def _ping(port: int) -> bytes:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(16)
    except OSError:
        return b""
