"""Children that need not compile anew. In: a function as adapters.limits runs it. Out: what it returns.

What a child compiled of templates comes back with its result, and goes along with the next.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from campaign.adapters.limits import run_limited
from campaign.render.compiled import COMPILED

T = TypeVar("T")


def run_warm(function: Callable[..., T], *args: Any, seconds: float) -> T:
    """Like run_limited."""
    answer: tuple[T, dict[str, bytes]] = run_limited(_run, function, args, dict(COMPILED.kept), seconds=seconds)
    COMPILED.kept.update(answer[1])
    return answer[0]


def _run(function: Callable[..., T], args: tuple[Any, ...], known: Mapping[str, bytes]) -> tuple[T, dict[str, bytes]]:
    COMPILED.kept.update(known)
    result = function(*args)
    return result, {key: code for key, code in COMPILED.kept.items() if known.get(key) != code}
