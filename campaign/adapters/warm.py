"""Children that need not compile anew. In: a function as adapters.limits runs it. Out: what it returns.

What a child compiled of templates comes back with its result, and goes along with the next.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from campaign.adapters.limits import run_limited
from campaign.render.compiled import COMPILED
from campaign.spec.errors import CampaignError

S = TypeVar("S")
T = TypeVar("T")


def run_warm(function: Callable[..., T], *args: Any, seconds: float) -> T:
    """Like run_limited."""
    answer: tuple[T, dict[str, bytes]] = run_limited(_run, function, args, dict(COMPILED.kept), seconds=seconds)
    COMPILED.kept.update(answer[1])
    return answer[0]


def run_batch(
    function: Callable[[Sequence[S]], Sequence[T]],
    subjects: Sequence[S],
    *,
    blame: Callable[[S, CampaignError], T],
    seconds: float,
    alone: float,
) -> tuple[T, ...]:
    """One result a subject. All in one child, which is quicker; when it dies, one by one, to learn which: what `blame`
    makes of the error is the result of that one. `seconds` are for all of them, `alone` for one."""
    try:
        return tuple(run_warm(function, tuple(subjects), seconds=seconds))
    except CampaignError as error:
        if len(subjects) == 1:
            return (blame(subjects[0], error),)
    return tuple(
        result
        for subject in subjects
        for result in run_batch(function, (subject,), blame=blame, seconds=alone, alone=alone)
    )


def _run(function: Callable[..., T], args: tuple[Any, ...], known: Mapping[str, bytes]) -> tuple[T, dict[str, bytes]]:
    COMPILED.kept.update(known)
    result = function(*args)
    return result, {key: code for key, code in COMPILED.kept.items() if known.get(key) != code}
