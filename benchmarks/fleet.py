"""Players that poll. In: an address, their tokens, polls a second. Out: how long each answer took, and its status.

Each poll is a connection of its own, as of a player that sleeps for a minute in between, and is due at its moment
whether earlier ones have been answered or not: a server that falls behind is seen to.
"""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

PATIENCE = 20.0
"""Seconds after which a poll has failed."""
_ETAG = re.compile(rb"\r\netag: *([^\r]+)\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Poll:
    """An answer: seconds from the moment when it was due; the status is 0 when there was none."""

    seconds: float
    status: int


@dataclass(frozen=True)
class Fleet:
    """Players at one server; `tags` are what they have already, by token."""

    host: str
    port: int
    tags: Mapping[str, str]

    def poll(self, *, rate: float, seconds: float) -> list[Poll]:
        """Poll at this many a second for so long, the players in turn."""
        return asyncio.run(self._poll(rate=rate, seconds=seconds))

    async def _poll(self, *, rate: float, seconds: float) -> list[Poll]:
        started = time.perf_counter()
        asked = []
        for at, request in zip(range(int(rate * seconds)), self._list_requests(), strict=False):
            due = started + at / rate
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            asked.append(asyncio.create_task(self._ask(request, due=due)))
        return list(await asyncio.gather(*asked))

    async def _ask(self, request: bytes, *, due: float) -> Poll:
        try:
            async with asyncio.timeout(PATIENCE):
                answer = await fetch(self.host, self.port, request)
        except (OSError, TimeoutError):
            return Poll(time.perf_counter() - due, 0)
        return Poll(time.perf_counter() - due, read_status(answer))

    def _list_requests(self) -> Iterator[bytes]:
        requests = [write_request(self.host, token=token, tag=tag) for token, tag in self.tags.items()]
        while True:
            yield from requests


def meet(host: str, port: int, *, tokens: Sequence[str], channels: int) -> Fleet:
    """A fleet that has fetched its playlists once: one player of each channel does, the others get its tag."""
    tags = []
    for token in tokens[:channels]:
        answer = asyncio.run(fetch(host, port, write_request(host, token=token, tag="none")))
        found = _ETAG.search(answer)
        if read_status(answer) != 200 or found is None:
            raise SystemExit(f"no playlist: {answer[:200]!r}")
        tags.append(found[1].decode())
    return Fleet(host, port, {token: tags[at % channels] for at, token in enumerate(tokens)})


async def fetch(host: str, port: int, request: bytes) -> bytes:
    """The whole answer, of a server that closes the connection after it."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        return await reader.read(-1)
    finally:
        writer.close()


def write_request(host: str, *, token: str, tag: str) -> bytes:
    """A poll as the web player sends it."""
    lines = (
        f"GET /feeds/{token}/playlist.json HTTP/1.1",
        f"Host: {host}",
        "User-Agent: player",
        "Accept-Encoding: gzip",
        f"If-None-Match: {tag}",
        "Connection: close",
    )
    return "".join(f"{line}\r\n" for line in (*lines, "")).encode()


def read_status(answer: bytes) -> int:
    """Of an HTTP answer; 0 when it is none."""
    first = answer[:12].split(b" ")
    return int(first[1]) if len(first) > 1 and first[1].isdigit() else 0
