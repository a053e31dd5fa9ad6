"""How often a player may ask. In: a token and a moment. Out: nothing, or the seconds it must wait.

Each token has a bucket of askings that fills again by the second: who asks as players do never sees its bottom, who
asks a hundred times a second soon waits, and costs the others next to nothing, since no database is asked for it. Of
tokens that are nobody's the same is true, so the answer tells nothing about them. In process memory: as many processes
as answer, as many buckets.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

RATE = 2.0
"""Askings a second for ever: a poll, its HEAD before it, plays and a heartbeat come every minute."""
BURST = 120.0
"""Askings at once: a start with page, playlists, signatures, bundle and its parts, several times over."""
SCREENS = 0.1
"""More a second for each screen that shares an address; and a minute of it more at once."""
LONGEST = 64
"""Letters of a token that tell buckets apart: ours are shorter, and an address of thousands costs no more memory."""
MOST = 50_000
"""Buckets kept: those not asked for the longest go first, and who comes back has a full one."""


@dataclass
class Bucket:
    """What is `left` of the askings, at the moment `at` in seconds of a steady clock."""

    left: float
    at: float
    rate: float = RATE
    burst: float = BURST


@dataclass
class Pace:
    """The buckets of one process."""

    most: int = MOST
    _buckets: OrderedDict[str, Bucket] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def ask(self, token: str, *, now: float) -> int:
        """Take one asking; 0 when it was there, else the whole seconds until there is one again."""
        with self._lock:
            bucket = self._find(token, now=now)
            bucket.left = min(bucket.burst, bucket.left + max(0.0, now - bucket.at) * bucket.rate)
            bucket.at = now
            if bucket.left >= 1:
                bucket.left -= 1
                return 0
            return math.ceil((1 - bucket.left) / bucket.rate)

    def charge(self, token: str, *, askings: float) -> None:
        """Take more for an asking that cost as much as several; whoever owes some waits that much longer."""
        with self._lock:
            bucket = self._buckets.get(token[:LONGEST])
            if bucket is not None:
                bucket.left -= askings

    def widen(self, token: str, *, screens: int) -> None:
        """Let a token that many screens share ask as often as they all need."""
        if screens <= 1:
            return
        with self._lock:
            bucket = self._buckets.get(token)
            rate = RATE + screens * SCREENS
            if bucket is not None and bucket.rate != rate:
                burst = BURST + screens * SCREENS * 60
                bucket.left += burst - bucket.burst
                bucket.rate, bucket.burst = rate, burst

    def forget(self) -> None:
        """All buckets are full again."""
        with self._lock:
            self._buckets.clear()

    def _find(self, token: str, *, now: float) -> Bucket:
        token = token[:LONGEST]
        bucket = self._buckets.get(token)
        if bucket is None:
            bucket = self._buckets[token] = Bucket(BURST, now)
            while len(self._buckets) > self.most:
                self._buckets.popitem(last=False)
        else:
            self._buckets.move_to_end(token)
        return bucket


PACE = Pace()


def forget() -> None:
    """All buckets are full again."""
    PACE.forget()
