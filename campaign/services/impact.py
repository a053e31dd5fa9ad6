"""What taking changed templates in use would do. In: their names. Out: the materials that would be made anew, in counts
and in estimated time; and, once somebody decides, the new versions, planned and waiting for review.

What plays now goes on playing: a changed picture needs an approval, and the next release, like any other.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Avg, CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value
from django.db.models.fields import DurationField
from django.db.models.functions import Concat

from campaign.data import queries
from campaign.data.models import Material, Rendering, TemplateVersion, User, Withdrawal
from campaign.services import review, template_versions
from campaign.services.planning import Planned, plan_materials
from campaign.services.states import State

Scope = Withdrawal.Scope
RECENT = 200
"""Renderings that the estimate rests on: the last ones of each queue."""
WAITED_FOR = frozenset({State.SUBMITTED, State.APPROVED})
"""What was asked for, or given, before the template changed is asked for again by itself."""


@dataclass(frozen=True)
class Usage:
    """How many items and current materials a template has."""

    items: int = 0
    materials: int = 0


@dataclass(frozen=True)
class Cost:
    """What is to be rendered, and how long it takes one after the other; None while nothing like it was rendered."""

    stills: int
    loops: int
    seconds: float | None


def count_usage(person: User) -> Mapping[str, Usage]:
    """Template → its usage among what this person sees."""
    rows = queries.find_visible(person).order_by().values("version__body__template")
    counted = rows.annotate(items=Count("version__item", distinct=True), materials=Count("pk"))
    return {row["version__body__template"]: Usage(row["items"], row["materials"]) for row in counted}


def list_affected(names: Collection[str], *, person: User | None = None) -> QuerySet[Material]:
    """The current materials made with these templates, those this person sees or all. Of items and campaigns that are
    withdrawn nothing is made anew; a picture that is withdrawn alone is followed by a draft."""
    rows = queries.find_visible(person) if person else Material.objects.filter(current=True)
    stopped = Withdrawal.objects.filter(lifted_at=None)
    campaign = F("version__item__campaign__slug")
    rows = (
        rows.filter(version__body__template__in=list(names))
        .exclude(version__item__campaign__slug__in=stopped.filter(scope=Scope.CAMPAIGN).values("ref"))
        .alias(item_ref=Concat(campaign, Value("/"), "version__item__slug", output_field=CharField()))
        .exclude(item_ref__in=stopped.filter(scope=Scope.ITEM).values("ref"))
    )
    return rows.order_by(
        "version__item__campaign__slug", "version__item__slug", "channel__position", "channel__slug", "language"
    )


def count_places(rows: QuerySet[Material]) -> Mapping[tuple[int, int], int]:
    """(Campaign, channel), by their numbers → materials."""
    return Counter(rows.order_by().values_list("version__item__campaign", "channel"))


def estimate_cost(rows: QuerySet[Material]) -> Cost:
    """By the mean of what each queue rendered last."""
    count = rows.order_by().aggregate(stills=Count("still", distinct=True), loops=Count("loop", distinct=True))
    means = {Rendering.Queue.STILLS: _measure("stills"), Rendering.Queue.LOOPS: _measure("loops")}
    parts = [(count["stills"], means[Rendering.Queue.STILLS]), (count["loops"], means[Rendering.Queue.LOOPS])]
    if any(number and mean is None for number, mean in parts):
        return Cost(count["stills"], count["loops"], None)
    return Cost(count["stills"], count["loops"], sum(number * (mean or 0.0) for number, mean in parts))


def _measure(queue: str) -> float | None:
    """Mean seconds from the start of a rendering to its end."""
    done = Rendering.objects.filter(queue=queue, state=Rendering.State.DONE).exclude(started_at=None)
    latest = done.exclude(done_at=None).order_by("-done_at").values("pk")[:RECENT]
    took = ExpressionWrapper(F("done_at") - F("started_at"), output_field=DurationField())
    mean: timedelta | None = Rendering.objects.filter(pk__in=list(latest.values_list("pk", flat=True))).aggregate(
        mean=Avg(took)
    )["mean"]
    return mean.total_seconds() if mean is not None else None


@dataclass(frozen=True)
class Taken:
    """`versions` are in use now; `planned` is what is made anew, of which `waiting` wait for review by themselves."""

    versions: tuple[TemplateVersion, ...]
    planned: Planned
    waiting: int


@transaction.atomic
def put_in_use(digests: Mapping[str, str], *, by: User, now: datetime, today: date, why: str) -> Taken:
    """Take in use what was looked at, plan what is made with it, and ask for review of what had been submitted or
    approved; all of it or nothing. Call dispatch.queue_due afterwards. Raises NotAllowed, and what a broken template
    raises."""
    before = list(
        list_affected(digests.keys()).filter(state__in=WAITED_FOR).values_list("version", "channel", "language", "pk")
    )
    items = {str(row.version.item) for row in list_affected(digests.keys()).select_related("version__item__campaign")}
    versions = template_versions.take_in_use(digests, by=by, now=now, why=why)
    templates = template_versions.load_in_use()
    planned = plan_materials(templates=templates, today=today, items=items) if items else Planned()
    return Taken(versions, planned, _ask_again(before, by=by, why=why))


def _ask_again(before: Collection[tuple[int, int, str, int]], *, by: User, why: str) -> int:
    """Submit the successors of what had been submitted or approved; returns how many."""
    asked = 0
    for version, channel, language, old in before:
        fresh = Q(version=version, channel=channel, language=language, current=True, state=State.DRAFT)
        for row in Material.objects.filter(fresh).exclude(pk=old):
            review.resubmit(row, by=by, note=why)
            asked += 1
    return asked
