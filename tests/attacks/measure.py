"""What hostile bytes cost. In: a function of a module, its arguments. Out: how it refused, its CPU seconds, the memory
that it took; measured by the kernel in a child of its own, which is killed when it takes too long."""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest

from campaign.adapters.limits import run_limited
from campaign.spec.errors import CampaignError

T = TypeVar("T")

CPU_SECONDS = 5.0
MEGABYTES = 400


@dataclass(frozen=True)
class Cost:
    """`refused` is None where the bytes were taken; `grown` are megabytes beyond those it began with."""

    refused: CampaignError | None
    cpu: float
    grown: float


def measure(function: Callable[..., object], *args: Any, seconds: float = 20.0) -> Cost:
    """Raises RenderFailed when it does not end, and whatever is no CampaignError."""
    return run_limited(_run, function, args, seconds=seconds)


def refuse(function: Callable[..., object], *args: Any, match: str = "", megabytes: int = MEGABYTES) -> CampaignError:
    """The words in which it was refused, in bounded time and memory."""
    cost = measure(function, *args)
    if cost.refused is None:
        pytest.fail("this was taken")
    assert match in str(cost.refused)
    assert cost.cpu < CPU_SECONDS
    assert cost.grown < megabytes
    return cost.refused


def _run(function: Callable[..., object], args: tuple[Any, ...]) -> Cost:
    return weigh(function, args)[1]


def weigh(function: Callable[..., T], args: tuple[Any, ...]) -> tuple[T | None, Cost]:
    """Of a function of a module, in the process that calls this: what came out, if it was taken, and what it cost."""
    before, began = _peak(), time.process_time()
    result, refused = None, None
    try:
        result = function(*args)
    except CampaignError as error:
        refused = error
    return result, Cost(refused, time.process_time() - began, _peak() - before)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
