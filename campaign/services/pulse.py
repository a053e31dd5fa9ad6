"""Work that goes on. In: who looks, and the moment. Out: what runs, waits and failed of what this person may see.

`read_mark` tells whether anything moved at all, in two questions: whoever watches asks for the rest only then.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet, Sum

from campaign.data import queries
from campaign.data.models import Material, PackImport, Rendering, User
from campaign.services import rendering
from campaign.services.imports import find_visible as find_imports

State = Rendering.State
WAITING = (State.DUE, State.QUEUED)

SHOWN = 50
"""Of what runs, and of what failed."""
NEXT = 12
"""Of what waits."""
SAMPLE = 40
"""Finished renders of a queue by which the next ones are reckoned."""
RECENT = timedelta(hours=24)
IMPORTS = 5


@dataclass(frozen=True)
class Piece:
    """One rendering and a material it is for; `seconds` is how long it has run."""

    rendering: Rendering
    material: Material
    seconds: float


@dataclass(frozen=True)
class Work:
    """`waiting` and `failed` name the first; `waits`, `fails` and `done` count all, `done` those of the last day.
    `seconds_left` is None while nothing tells."""

    running: tuple[Piece, ...]
    waiting: tuple[Piece, ...]
    failed: tuple[Piece, ...]
    runs: int
    waits: int
    fails: int
    done: int
    seconds_left: float | None
    imports: tuple[PackImport, ...]

    @property
    def is_quiet(self) -> bool:
        """Whether nothing moves."""
        unfinished = (PackImport.State.WAITING, PackImport.State.RUNNING)
        return not self.runs and not self.waits and not any(row.state in unfinished for row in self.imports)


@dataclass(frozen=True)
class Counts:
    """How many of a person's renders there are."""

    runs: int
    waits: int
    fails: int


def read_mark() -> str:
    """Another one whenever anything was begun, went on, ended or failed."""
    lively = Rendering.objects.exclude(state=State.DONE).aggregate(
        *(Count("pk"), Sum("attempt"), Max("heartbeat_at"), Max("queued_at"), Max("done_at")),
        **{state.value: Count("pk", filter=Q(state=state)) for state in (*WAITING, State.RUNNING, State.FAILED)},
    )
    packs = PackImport.objects.aggregate(Count("pk"), Max("heartbeat_at"), Max("queued_at"), Max("done_at"))
    return repr((*lively.values(), *packs.values()))


def read_counts(person: User) -> Counts:
    rows = find_renderings(person, (*WAITING, State.RUNNING, State.FAILED))
    counts = dict(rows.values_list("state").annotate(count=Count("pk")).order_by())
    waits = sum(counts.get(state, 0) for state in WAITING)
    return Counts(counts.get(State.RUNNING, 0), waits, counts.get(State.FAILED, 0))


def read_work(person: User, *, now: datetime) -> Work:
    """A dozen queries, however much there is."""
    counts = read_counts(person)
    running = list(find_renderings(person, (State.RUNNING,)).order_by("started_at", "key")[:SHOWN])
    # stills before loops, as workers take them
    waiting = list(find_renderings(person, WAITING).order_by("-queue", "queued_at", "key")[:NEXT])
    failed = list(find_renderings(person, (State.FAILED,)).order_by("-done_at", "key")[:SHOWN])
    shown = _find_materials(person, [row.key for row in (*running, *waiting, *failed)])
    done = find_renderings(person, (State.DONE,)).filter(done_at__gt=now - RECENT).count()
    return Work(
        running=_make_pieces(running, shown, now=now),
        waiting=_make_pieces(waiting, shown, now=now),
        failed=_make_pieces(failed, shown, now=now),
        runs=counts.runs,
        waits=counts.waits,
        fails=counts.fails,
        done=done,
        seconds_left=_reckon() if counts.runs or counts.waits else None,
        imports=tuple(find_imports(person).filter(at__gt=now - RECENT)[:IMPORTS]),
    )


def find_renderings(person: User, states: Collection[str]) -> QuerySet[Rendering]:
    """Of current materials that this person may see."""
    visible = queries.find_visible(person).order_by()
    mine = Q(pk__in=visible.values("still")) | Q(pk__in=visible.values("loop"))
    return Rendering.objects.filter(mine, state__in=states)


def retry(person: User, *, key: str = "") -> int:
    """Make one failed rendering due again, or without a key all that this person may see; returns how many. Call
    dispatch.queue_due afterwards."""
    rows = find_renderings(person, (State.FAILED,))
    keys = list((rows.filter(key=key) if key else rows).values_list("key", flat=True))
    return sum(rendering.retry(each) for each in keys)


def _find_materials(person: User, keys: Collection[str]) -> Mapping[str, Material]:
    """Rendering → one of the materials it is for."""
    rows = queries.find_visible(person).filter(Q(still__in=keys) | Q(loop__in=keys)).order_by("pk")
    found: dict[str, Material] = {}
    for row in rows:
        for key in (row.still_id, row.loop_id):
            if key:
                found.setdefault(key, row)
    return found


def _make_pieces(rows: list[Rendering], shown: Mapping[str, Material], *, now: datetime) -> tuple[Piece, ...]:
    """What was taken away from this person a moment ago is left out."""
    return tuple(
        Piece(row, shown[row.key], max(0.0, (now - row.started_at).total_seconds()) if row.started_at else 0.0)
        for row in rows
        if row.key in shown
    )


def _reckon() -> float | None:
    """Seconds until all is done that runs and waits, of anybody's: by how long the last ones took, on as many workers
    as work now."""
    live = Rendering.objects.filter(state__in=(*WAITING, State.RUNNING))
    open_ones = dict(live.values_list("queue").annotate(count=Count("pk")).order_by())
    seconds = 0.0
    for queue, count in open_ones.items():
        mean = _find_mean(queue)
        if mean is None:
            return None
        seconds += mean * count
    return seconds / max(1, live.filter(state=State.RUNNING).count())


def _find_mean(queue: str) -> float | None:
    rows = Rendering.objects.filter(queue=queue, state=State.DONE).exclude(started_at=None).exclude(done_at=None)
    last = rows.order_by("-done_at").values_list("started_at", "done_at")[:SAMPLE]
    spans = [(done - begun).total_seconds() for begun, done in last if begun and done]
    return sum(spans) / len(spans) if spans else None
