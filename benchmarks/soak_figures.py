"""What a soak is judged by. In: what was asked and answered, the store, the processes. Out: figures."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.watch import Watch, wait_for

AFTER = timedelta(days=31)
"""When the grace of what is marked today is over."""
LATER = 2 * AFTER
"""When that of what half-time came to see as it kept house as of then is over, too."""
GROWN, FILES_GROWN = 1.1, 1.2
ENOUGH = 60
"""Looks at a part from which its growth says something."""


@dataclass
class Count:
    """What was asked of the product, and what it said."""

    planned: int = 0
    heartbeats: int = 0
    plays: int = 0
    accepted: int = 0
    again: int = 0
    refused: int = 0
    later: int = 0
    pages: int = 0
    stops: int = 0
    faults: list[str] = field(default_factory=list)


def tell_answers(*, polls: Sequence[int], count: Count) -> Iterator[Figure]:
    bad = Counter(status for status in polls if status not in (200, 304))
    yield Figure("polls", len(polls))
    for status in sorted(bad):
        yield Figure(f"polls that were answered {status or 'not at all'}", bad[status])
    yield Figure("polls that were not answered 200 or 304", bad.total(), 0, at_most=True)
    yield Figure("heartbeats, each taken", count.heartbeats)
    yield Figure("times a player was told to come back, and did", count.later)
    yield Figure("studio pages", count.pages)
    yield Figure("stories stopped and let go", count.stops)
    for fault in count.faults[:10]:
        print(json.dumps({"figure": f"fault: {fault[:200]}", "value": 1, "goal": 0, "met": False}), flush=True)
    yield Figure("faults beside them", len(count.faults), 0, at_most=True)


def tell_rendered(count: Count) -> Iterator[Figure]:
    """All that was asked for, each in one run."""
    from campaign.data.models import Rendering  # noqa: PLC0415

    ended, failed = (Rendering.State.DONE, Rendering.State.GONE), Rendering.State.FAILED
    rows = Rendering.objects.all()
    wait_for(lambda: not rows.exclude(state__in=(*ended, failed)).exists(), seconds=300, what="some is not rendered")
    for row in rows.filter(state=failed)[:3]:
        print(
            json.dumps({"figure": f"failed: {str(row.error)[:300]}", "value": 1, "goal": 0, "met": False}), flush=True
        )
    yield Figure("renders asked for", count.planned)
    yield Figure("renders that are missing", count.planned - rows.filter(state__in=ended).count(), 0, at_most=True)
    yield Figure("renders that took more than one run", rows.filter(attempt__gt=1).count(), 0, at_most=True)


def tell_files() -> Iterator[Figure]:
    """What lies in the store against what is named by what counts."""
    from campaign.data import convert  # noqa: PLC0415
    from campaign.data.models import Channel, Companion, Material, Rendering  # noqa: PLC0415
    from campaign.playlists.blank import draw_blank  # noqa: PLC0415
    from campaign.services import standing, tidying  # noqa: PLC0415
    from campaign.services.storage import get_store  # noqa: PLC0415

    before = len(list(get_store().names()))
    tidying.tidy_all(now=datetime.now(UTC))
    swept = tidying.tidy_all(now=datetime.now(UTC) + LATER)
    shown = Rendering.objects.filter(pk__in=Material.objects.filter(current=True).values("still"))
    wanted = set(shown.values_list("file__name", flat=True))
    wanted |= set(Companion.objects.filter(rendering__in=shown).values_list("file__name", flat=True))
    wanted |= {spot.name for spot in standing.find_standing(at=datetime.now(UTC)).spots}
    wanted |= {draw_blank(convert.read_channel(row).format).name for row in Channel.objects.exclude(slug="soak")}
    found = set(get_store().names())
    yield Figure("files before house was kept", before)
    yield Figure("files removed in the end", swept.files.removed)
    yield Figure("files that should lie there", len(wanted))
    yield Figure("files too many", len(found - wanted), 0, at_most=True)
    yield Figure("files missing", len(wanted - found), 0, at_most=True)


def tell_counters(count: Count, *, home: Path) -> Iterator[Figure]:
    from django.db.models import Sum  # noqa: PLC0415

    from campaign.data.models import Play, PlayRefusal  # noqa: PLC0415
    from campaign.playlists.proof import Reason  # noqa: PLC0415

    kept = Play.objects.count()
    counted = dict(PlayRefusal.objects.values_list("reason").annotate(Sum("count")))
    again = counted.pop(Reason.KNOWN, 0)  # told twice is no play refused, and is counted beside them
    yield Figure("plays told, each twice", count.plays)
    yield Figure("plays accepted", count.accepted)
    yield Figure("plays accepted but not kept once", abs(kept - count.accepted), 0, at_most=True)
    yield Figure("plays known from before but not counted as such", abs(again - count.again), 0, at_most=True)
    yield Figure("plays refused but not counted", abs(sum(counted.values()) - count.refused), 0, at_most=True)
    size = sum(path.stat().st_size for path in home.glob("campaign.sqlite3*"))
    yield Figure("MB of the database", size / 1e6)
    yield Figure("MB of logs", sum(path.stat().st_size for path in (home / "logs").glob("*")) / 1e6, 1, at_most=True)


def tell_growth(watch: Watch) -> Iterator[Figure]:
    for part, looks in watch.looks.items():
        yield Figure(f"{part}: MB in the end", looks[-1].megabytes)
        goal = GROWN if len(looks) >= ENOUGH else None  # in a short run all of it is warming up
        grown = watch.measure_growth(part, lambda look: look.megabytes)
        yield Figure(f"{part}: memory, last quarter / second", grown, goal, at_most=True)
        grown = watch.measure_growth(part, lambda look: look.files)
        yield Figure(f"{part}: open files, last quarter / second", grown, goal and FILES_GROWN, at_most=True)
        yield Figure(f"{part}: threads in the end", looks[-1].threads)
