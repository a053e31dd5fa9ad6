"""Pictures that can be had again. In: what draws them, one after the other. Out: the same ones as often as asked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Frames(Iterable[bytes]):
    """Each round of them is drawn anew: kept, they would take gigabytes, and an encoder seldom asks twice."""

    draw: Callable[[], Iterator[bytes]]

    def __iter__(self) -> Iterator[bytes]:
        return self.draw()
