"""What monitors are told. In: the moment. Out: families of figures, each with its labels; nothing of any person.

Counted in the database, so every web host says the same; read afresh at most every `KEPT`, however many ask. Labels are
names of queues, states, channels and parts: a few hundred lines for a whole city. What people look at is in the studio.
"""

import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from time import monotonic
from typing import Any

from django.conf import settings
from django.db.models import Avg, CharField, Count, DurationField, ExpressionWrapper, F, Max, Min, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils.timezone import localdate

from campaign.data import queries
from campaign.data.models import Acknowledgement, Consent, Emergency, Mail, Material, PackImport, Player, Rendering
from campaign.services import beats, dispatch
from campaign.services.hearing import QUIET
from campaign.services.idle import find_idle
from campaign.services.storage import get_store
from campaign.spec.digest import hash_bytes
from campaign.spec.errors import CampaignError

State = Rendering.State
KEPT = 10.0
"""Seconds."""
HOUR = timedelta(hours=1)
AHEAD = timedelta(days=30)
"""Consents that end within so long are told apart."""
PATIENCE = 2.0
"""Seconds that the broker and the store have to answer."""


@dataclass(frozen=True)
class Family:
    """Figures of one name, by the values of its labels. Every figure is a gauge: it may go down."""

    name: str
    help: str
    labels: tuple[str, ...]
    figures: Mapping[Any, float]  # of tuples as long as `labels`, which no type says


def measure(*, now: datetime) -> tuple[Family, ...]:
    """All of them. Raises DatabaseError when there is none to ask."""
    with _lock:
        if not _kept or monotonic() - _kept[0][0] > KEPT:
            families = tuple(_list_families(now))
            _kept[:] = [(monotonic(), families)]
        return _kept[0][1]


def forget() -> None:
    """Drop what is kept, e.g. when another database takes its place."""
    _kept.clear()


_lock = Lock()
_kept: list[tuple[float, tuple[Family, ...]]] = []


def _list_families(now: datetime) -> Iterator[Family]:
    yield from _measure_renders(now)
    yield from _measure_workers(now)
    yield from _measure_players(now)
    yield from _measure_people(now)
    yield from _measure_release(now)
    yield from _measure_idle(now)
    yield _measure_parts()
    free = shutil.disk_usage(settings.HOME).free if settings.HOME.is_dir() else 0
    yield Family("campaign_disk_free_bytes", "Room on the disk of CAMPAIGN_HOME of this host.", (), {(): free})


def _measure_renders(now: datetime) -> Iterator[Family]:
    rows = Rendering.objects.order_by()
    counts = rows.values_list("queue", "state").annotate(count=Count("pk"))
    found = {(queue, state): 0.0 for queue in Rendering.Queue.values for state in State.values}
    found |= {(queue, state): count for queue, state, count in counts}
    yield Family("campaign_renders", "Renders by what has become of them.", ("queue", "state"), found)
    lasted = ExpressionWrapper(F("done_at") - F("started_at"), output_field=DurationField())
    recent = rows.filter(done_at__gt=now - HOUR, started_at__isnull=False).annotate(lasted=lasted)
    sums = list(
        recent.values_list("queue", "state").annotate(count=Count("pk"), mean=Avg("lasted"), most=Max("lasted"))
    )
    done = {(queue, state): float(count) for queue, state, count, _, _ in sums}
    yield Family("campaign_renders_last_hour", "Renders that ended in the last hour.", ("queue", "state"), done)
    seconds = {
        (queue, of): span.total_seconds()
        for queue, state, _, mean, most in sums
        if state == State.DONE
        for of, span in (("mean", mean), ("most", most))
        if span is not None
    }
    yield Family("campaign_render_seconds", "How long those of the last hour took.", ("queue", "of"), seconds)
    yield Family(
        "campaign_queue_oldest_seconds",
        "How long the work that waits longest has waited; 0 where none waits.",
        ("queue",),
        {(queue,): age for queue, age in measure_waiting(now).items()},
    )


def measure_waiting(now: datetime) -> dict[str, float]:
    """Queue → seconds that its oldest work has waited; what could never be sent, since its material was planned."""
    ages = dict.fromkeys((*Rendering.Queue.values, "imports"), 0.0)
    waiting = Rendering.objects.filter(state__in=(State.DUE, State.QUEUED)).order_by()
    for queue, since in waiting.values_list("queue").annotate(since=Min("queued_at")):
        ages[queue] = _age(since, now)
    for shown in ("still", "loop"):
        unsent = Material.objects.filter(**{f"{shown}__state": State.DUE, f"{shown}__queued_at": None}).order_by()
        for queue, since in unsent.values_list(f"{shown}__queue").annotate(since=Min("made_at")):
            ages[queue] = max(ages[queue], _age(since, now))
    imports = PackImport.objects.filter(state=PackImport.State.WAITING).aggregate(since=Min("at"))
    ages["imports"] = _age(imports["since"], now)
    return ages


def _measure_workers(now: datetime) -> Iterator[Family]:
    alive = dict.fromkeys(((queue,) for queue in dispatch.QUEUES), 0.0)
    for row in beats.find_alive(now=now):
        for queue in row.queues.split(","):
            if (queue,) in alive:
                alive[(queue,)] += 1
    yield Family("campaign_workers", "Workers that showed within a minute that they live.", ("queue",), alive)
    swept = beats.find_sweep()
    if swept is not None:
        yield Family("campaign_sweep_age_seconds", "Since beat's last sweep.", (), {(): _age(swept, now)})


def _measure_players(now: datetime) -> Iterator[Family]:
    rows = Player.objects.filter(revoked_at=None).order_by().values_list("channel__slug")
    silent = rows.annotate(
        never=Count("pk", filter=Q(seen_at=None)),
        silent=Count("pk", filter=Q(seen_at__lte=now - QUIET)),
        heard=Count("pk", filter=Q(seen_at__gt=now - QUIET)),
    )
    found = {
        (channel, state): count
        for channel, *counts in silent
        for state, count in zip(("never", "silent", "heard"), counts, strict=True)
    }
    yield Family("campaign_players", "Players by whether they were heard of lately.", ("channel", "state"), found)
    told = rows.filter(health_at__gt=now - QUIET).annotate(error=Count("pk", filter=~Q(health__error="")))
    errors = {(channel,): float(count) for channel, count in told}
    yield Family(
        "campaign_players_in_trouble",
        "Players that said lately that something went wrong, such as a list with a wrong signature.",
        ("channel",),
        errors,
    )
    owed = Acknowledgement.objects.filter(polled_at=None, confirmed_at=None, withdrawal__lifted_at=None).aggregate(
        count=Count("pk"), since=Min("asked_at")
    )
    yield Family("campaign_takedowns_owed", "Players that have not fetched a takedown.", (), {(): owed["count"]})
    yield Family(
        "campaign_takedown_oldest_seconds", "Since the oldest of those was asked.", (), {(): _age(owed["since"], now)}
    )
    shown = Emergency.objects.filter(lifted_at=None, since__lte=now, until__gt=now).count()
    yield Family("campaign_emergencies", "Emergency messages on screens.", (), {(): shown})


def _measure_people(now: datetime) -> Iterator[Family]:
    today = localdate(now)
    held = Consent.objects.filter(erased_at=None, withdrawn_at=None).annotate(
        until=Cast(KT("body__until"), CharField())
    )
    dated = held.exclude(until__isnull=True)
    ended, ending = dated.filter(until__lt=today.isoformat()), (today + AHEAD).isoformat()
    counts = {
        ("ended",): ended.count(),
        ("ending",): dated.filter(until__gte=today.isoformat(), until__lte=ending).count(),
    }
    yield Family("campaign_consents", "Consents that ended, or end within thirty days.", ("state",), counts)
    letters = Mail.objects.filter(sent_at=None)
    waits = {("waiting",): letters.filter(tries=0).count(), ("refused",): letters.exclude(tries=0).count()}
    yield Family("campaign_mail", "Letters that are not sent.", ("state",), waits)


def _measure_release(now: datetime) -> Iterator[Family]:
    row = queries.find_current_release(at=now)
    number = row.number if row else 0
    yield Family("campaign_release", "Number of the release in force; 0 before the first.", (), {(): number})
    if row is not None:
        since = row.starts_at or row.released_at
        yield Family("campaign_release_age_seconds", "Since it took over.", (), {(): _age(since, now)})


def _measure_idle(now: datetime) -> Iterator[Family]:
    idle = find_idle(at=now)
    shown = {("fallback",): float(len(idle.fallback)), ("plain",): float(len(idle.plain))}
    yield Family(
        "campaign_channels_idle",
        "Open channels on which no flight runs now: they show their fallback; without one, the plain picture.",
        ("shows",),
        shown,
    )


def _measure_parts() -> Family:
    """The database has answered by now."""
    pool = ThreadPoolExecutor(2, thread_name_prefix="metrics")
    asked = {"broker": pool.submit(dispatch.is_up), "store": pool.submit(is_store_up)}
    found = {(name,): float(_wait(answer)) for name, answer in asked.items()}
    pool.shutdown(wait=False)  # a part that stalls must not hold up the figures that tell of it
    return Family("campaign_up", "Whether a part answers.", ("part",), {("database",): 1.0, **found})


def _wait(answer: "Future[bool]") -> bool:
    try:
        return answer.result(timeout=PATIENCE)
    except TimeoutError:
        return False


def is_store_up() -> bool:
    """Whether it can tell if a file lies there."""
    try:
        get_store().exists(f"{hash_bytes(b'nobody')}.txt")
    except (CampaignError, OSError):
        return False
    return True


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0
