"""Bytes kept at hand. In: a key and how to make its value. Out: the value, made once while there is room."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, Protocol, TypeVar


class Sized(Protocol):
    """What can be kept: it has a body of bytes."""

    @property
    def body(self) -> bytes: ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class Shelf(Generic[K, V]):
    """The least recently used go first once the bodies together are longer than `most` bytes."""

    def __init__(self, *, most: int = 64_000_000) -> None:
        self._most = most
        self._size = 0
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = Lock()

    def find(self, key: K, *, make: Callable[[], V]) -> V:
        """The kept value, or a new one. Two threads may both make it: they make the same."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            if key not in self._values:
                self._values[key] = value
                self._size += len(value.body)
            while self._size > self._most and len(self._values) > 1:
                _, gone = self._values.popitem(last=False)
                self._size -= len(gone.body)
        return value

    def clear(self) -> None:
        with self._lock:
            self._values.clear()
            self._size = 0
