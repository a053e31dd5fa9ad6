"""Fetching from outside, guarded. In: an address. Out: a whole answer, or why there is none.

A name is resolved once and the connection made to just that address, so that no second answer leads elsewhere; private
and local addresses are refused, redirects stay on the host, and an answer has a size and a time it may take.
"""

import ipaddress
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self
from urllib.parse import urljoin, urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from campaign.spec.errors import CampaignError, NotAllowed
from campaign.spec.message import Message, say

CONNECT_SECONDS = 5.0
READ_SECONDS = 20.0
MOST_SECONDS = 60.0
MOST_BYTES = 20_000_000
MOST_REDIRECTS = 3
PIECE = 65_536
REDIRECTS = (301, 302, 303, 307, 308)
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
NOT_PUBLIC = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "::/96", "64:ff9b:1::/48", "fec0::/10")))
"""Special ranges that Python takes for public: protocols' own, IPv4-compatible, local translators, site-local."""
HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "campaign"}


class Unreachable(CampaignError):
    """Nothing came, or not the whole: the same may work later."""


@dataclass(frozen=True)
class Limits:
    """What an answer may take; `is_local` lets it come from this machine, for tests and mirrors."""

    is_local: bool = False
    connect: float = CONNECT_SECONDS
    read: float = READ_SECONDS
    seconds: float = MOST_SECONDS
    size: int = MOST_BYTES


@dataclass(frozen=True)
class Answer:
    """What a server said; header names in small letters."""

    status: int
    data: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def is_local(url: str) -> bool:
    """Whether an address names this machine outright."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address leads to the public net, also by the IPv4 address that may be hidden in it: mapped (RFC 4291),
    6to4 (RFC 3056), Teredo (RFC 4380), or behind a translator (RFC 6052)."""
    if any(address in net for net in NOT_PUBLIC if net.version == address.version):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        teredo = address.teredo[1] if address.teredo else None
        translated = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF) if address in TRANSLATED else None
        hidden = address.ipv4_mapped or address.sixtofour or teredo or translated
        if hidden is not None:
            return is_public(hidden)
    return address.is_global and not address.is_multicast


def fetch(url: str, *, limits: Limits, headers: Mapping[str, str] | None = None) -> Answer:
    """Raises NotAllowed for an address that must not be asked, Unreachable when no whole answer came in time."""
    deadline = time.monotonic() + limits.seconds
    with requests.Session() as session, _Lines(limits) as lines:
        session.trust_env = False  # no proxy, no netrc: nothing stands between the check and the connection
        adapter = _Guarded(lines)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        for _ in range(MOST_REDIRECTS + 1):
            _check_scheme(url, limits)
            answer, target = _ask(session, url, limits=limits, headers=headers or {}, deadline=deadline)
            if target is None:
                return answer
            _check_redirect(url, target)
            url = target
    raise _refuse(say("The server sends from one address to the next."), _LATER)


def _ask(
    session: requests.Session, url: str, *, limits: Limits, headers: Mapping[str, str], deadline: float
) -> tuple[Answer, str | None]:
    try:
        with session.get(
            url,
            headers=HEADERS | dict(headers),
            timeout=(limits.connect, limits.read),
            allow_redirects=False,
            stream=True,
        ) as response:
            told = {name.lower(): value for name, value in response.headers.items()}
            if response.status_code in REDIRECTS and "location" in told:
                return Answer(response.status_code, b"", told), _join(url, told["location"])
            return Answer(response.status_code, _read(response, limits, deadline), told), None
    except requests.Timeout:
        raise Unreachable(say("The server did not answer in time."), hint=_LATER) from None
    except (requests.RequestException, OSError, ValueError) as error:  # the last for a host that is no name
        if time.monotonic() >= deadline:
            raise Unreachable(say("The server did not answer in time."), hint=_LATER) from None
        problem = type(error).__name__
        raise Unreachable(say("The server cannot be reached: %(problem)s.", problem=problem), hint=_LATER) from None


def _read(response: requests.Response, limits: Limits, deadline: float) -> bytes:
    """The whole body; what is packed could be anything once it is unpacked, and was not asked for."""
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise _refuse(say("The server packs its answer, which was not asked for."), _LATER)
    data = bytearray()
    for piece in response.iter_content(PIECE):
        data += piece
        if len(data) > limits.size:
            raise NotAllowed(
                say("The answer is larger than %(most)d MB.", most=max(1, limits.size // 1_000_000)),
                hint=say("Ask for less: add filters."),
            )
    if time.monotonic() >= deadline:  # what was cut off looks like the end where no length was told
        raise Unreachable(say("The server did not answer in time."), hint=_LATER)
    return bytes(data)


def _check_scheme(url: str, limits: Limits) -> None:
    parts = _split(url)
    if (
        parts is None
        or parts.scheme not in ("https", *(("http",) if limits.is_local else ()))
        or not parts.hostname
        or parts.username
    ):
        raise _refuse(
            say("“%(url)s” is not an address that is asked.", url=url[:80]), say("Use an address from https:// on.")
        )


class _Parts(NamedTuple):
    scheme: str
    hostname: str | None
    port: int | None
    username: str | None


def _split(url: str) -> _Parts | None:
    """None for what is no address at all: brackets that nothing closes, a port beyond any, letters that stand for
    others."""
    try:
        parts = urlsplit(url)
        return _Parts(parts.scheme, parts.hostname, parts.port, parts.username)
    except ValueError:
        return None


def _join(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return target


def _check_redirect(url: str, target: str) -> None:
    one, other = _split(url), _split(target)
    if one is None or other is None or one[:3] != other[:3]:
        raise _refuse(
            say("The server sends to another host, “%(host)s”.", host=str(other.hostname if other else target)[:80]),
            say("Nothing was asked there. See whether the address has changed."),
        )


def connect(host: str, port: int, *, limits: Limits) -> socket.socket:
    """A connection to the address that was checked, and to no other."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for *_, target in found:
        address = ipaddress.ip_address(str(target[0]).partition("%")[0])
        if not is_public(address) and not (limits.is_local and address.is_loopback):
            raise _refuse(
                say("“%(host)s” leads to a private address.", host=host[:80]),
                say("Only public servers are asked; a local one must be named as such in the settings."),
            )
    problem = OSError("no address")
    for family, kind, protocol, _, target in found:
        line = socket.socket(family, kind, protocol)
        line.settimeout(limits.connect)
        try:
            line.connect(target)
        except OSError as error:
            line.close()
            problem = error
        else:
            return line
    raise problem


class _Lines:
    """The connections of one question, cut off when its time is over: a server that sends a byte now and then is
    silent to no timeout, and would hold its reader for days."""

    def __init__(self, limits: Limits):
        self._limits = limits
        self._held: list[socket.socket] = []
        self._timer = threading.Timer(limits.seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()
        for line in self._held:
            line.close()

    def connect(self, host: str, port: int) -> socket.socket:
        line = connect(host, port, limits=self._limits)
        self._held.append(line.dup())  # TLS takes the first one over
        return line

    def _cut(self) -> None:
        for line in self._held:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)


class _Guarded(HTTPAdapter):
    """Connects by `connect`, for requests."""

    def __init__(self, lines: _Lines):
        self._lines = lines
        super().__init__(max_retries=0)

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        lines = self._lines

        class Plain(HTTPConnection):
            def _new_conn(self) -> socket.socket:
                return lines.connect(self.host, self.port or 80)

        class Secure(HTTPSConnection):
            def _new_conn(self) -> socket.socket:
                return lines.connect(self.host, self.port or 443)

        plain = type("PlainPool", (HTTPConnectionPool,), {"ConnectionCls": Plain})
        secure = type("SecurePool", (HTTPSConnectionPool,), {"ConnectionCls": Secure})
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **more)
        self.poolmanager.pool_classes_by_scheme = {"http": plain, "https": secure}


_LATER = say("Try again later, or use the copy that was fetched before.")


def _refuse(message: Message, hint: Message) -> NotAllowed:
    return NotAllowed(message, hint=hint)
