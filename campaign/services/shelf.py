"""Values kept at hand. In: a key and how to make its value. Out: the value, made once while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Shelf(Generic[K, V]):
    """The least recently used go first once all together weigh more than `most`; `weigh` tells the bytes of a value, or
    1 where values are counted. One of another version is outdated, and gives its place to the new one."""

    def __init__(self, *, most: int, weigh: Callable[[V], int] = lambda value: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._values: OrderedDict[K, tuple[int, V]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: K, *, make: Callable[[], V], version: int = 0) -> V:
        """The kept value of this version, or a new one. Two threads may both make it: they make the same."""
        with self._lock:
            known = self._values.get(key)
            if known is not None and known[0] == version:
                self._values.move_to_end(key)
                return known[1]
        value = make()
        with self._lock:
            self._put(key, version, value)
        return value

    def _put(self, key: K, version: int, value: V) -> None:
        if key in self._values:
            self._weight -= self._weigh(self._values.pop(key)[1])
        self._values[key] = (version, value)
        self._weight += self._weigh(value)
        while self._weight > self._most and len(self._values) > 1:
            _, (_, gone) = self._values.popitem(last=False)
            self._weight -= self._weigh(gone)

    def peek(self, key: K) -> V | None:
        """The kept value, if there is one, of whatever version."""
        with self._lock:
            known = self._values.get(key)
        return known[1] if known is not None else None

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._weight = 0
