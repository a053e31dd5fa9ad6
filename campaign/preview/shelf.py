"""What was made once. In: a key. Out: the same again, while there is room; what nobody asked for longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Shared by threads; `room` is in the unit that `weigh` tells."""

    def __init__(self, room: int, *, weigh: Callable[[T], int] = lambda _: 1):
        self._room = room
        self._weigh = weigh
        self._kept: OrderedDict[str, T] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()

    def get(self, key: str) -> T | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: str, value: T) -> None:
        with self._lock:
            if key in self._kept:
                self._weight -= self._weigh(self._kept.pop(key))
            self._kept[key] = value
            self._weight += self._weigh(value)
            while self._weight > self._room and len(self._kept) > 1:
                self._weight -= self._weigh(self._kept.popitem(last=False)[1])
