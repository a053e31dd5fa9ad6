"""What waits to be judged. In: who judges. Out: items whose materials were submitted, and what was approved before.

One case is an item with all its materials; nobody meets their own. Who judges is a lead of that very campaign.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from campaign.data import queries
from campaign.data.models import Approval, Material, Membership, Rendering, ReviewEvent, User

CAMPAIGN = "version__item__campaign"
LEADS = queries.LEADS


@dataclass(frozen=True)
class Case:
    """An item that waits, by its number: since when, how many materials, how many of them are rendered, and what is
    still to be settled in all of them."""

    item: int
    since: datetime
    materials: int
    ready: int
    errors: int
    warnings: int

    @property
    def can_be_judged(self) -> bool:
        """Whether there is anything to look at yet."""
        return self.ready > 0


def list_judged(person: User) -> QuerySet[Material]:
    """The submitted materials this person judges: leads of the campaign, and nobody who wrote in it."""
    submitted = queries.find_visible(person).filter(state=Material.State.SUBMITTED)
    waiting = submitted.exclude(queries.is_own(person))
    return waiting.filter(_leads(person)).order_by("channel__position", "channel__slug", "language", "pk")


def _leads(person: User) -> Q:
    """As services.rights has it: a role on the campaign goes before the one in the organisation."""
    if person.is_superuser:
        return Q()
    given = Membership.objects.filter(user=person)
    led = Q(**{f"{CAMPAIGN}__in": given.filter(role__in=LEADS).values("campaign")})
    rest = ~Q(**{f"{CAMPAIGN}__in": given.values("campaign")})
    if person.role == User.Role.ADMINISTRATOR:
        return led | rest
    if person.role == User.Role.LEAD and person.organisation_id is not None:
        return led | (rest & Q(**{f"{CAMPAIGN}__organisation": person.organisation_id}))
    return led


def list_cases(person: User, *, campaign: str = "") -> tuple[Case, ...]:
    """Who waits longest comes first; what cannot be looked at yet comes last."""
    rows = list_judged(person).order_by()
    if campaign:
        rows = rows.filter(**{f"{CAMPAIGN}__slug": campaign})
    sent = ReviewEvent.objects.filter(material=OuterRef("pk"), act=ReviewEvent.Act.SUBMITTED).order_by("-at")
    rows = rows.annotate(since=Coalesce(Subquery(sent.values("at")[:1]), "made_at"))
    parts = rows.values_list("version__item", "since", "still__state", "loop__state", "errors", "warnings")
    found: dict[int, list[tuple[datetime, bool, int, int]]] = {}
    for item, since, still, loop, errors, warnings in parts:
        is_ready = {still, loop} <= {Rendering.State.DONE, None}
        found.setdefault(item, []).append((since, is_ready, errors, warnings))
    cases = [_sum(item, rows) for item, rows in found.items()]
    return tuple(sorted(cases, key=lambda case: (not case.can_be_judged, case.since, case.item)))


def _sum(item: int, rows: list[tuple[datetime, bool, int, int]]) -> Case:
    return Case(
        item,
        min(row[0] for row in rows),
        len(rows),
        sum(row[1] for row in rows),
        sum(row[2] for row in rows),
        sum(row[3] for row in rows),
    )


def find_approved(materials: Iterable[Material]) -> Mapping[int, Approval]:
    """Of each material, by its number, the last approval given for its item, channel and language: of an earlier
    picture, or of this very one."""
    wanted = list(materials)
    rows = (
        Approval.objects.filter(material__version__item__in={row.version.item_id for row in wanted})
        .select_related("by", "material__version", "material__still__file", "material__loop__file")
        .order_by("at", "pk")
    )
    newest = {_name_place(row.material): row for row in rows}
    return {row.pk: newest[_name_place(row)] for row in wanted if _name_place(row) in newest}


def _name_place(row: Material) -> tuple[int, int, str]:
    return row.version.item_id, row.channel_id, row.language


def list_events(item: Model | int) -> QuerySet[ReviewEvent]:
    """Every step of the item's materials, newest first."""
    pk = item if isinstance(item, int) else item.pk
    rows = ReviewEvent.objects.filter(material__version__item=pk)
    return rows.select_related("by", "material__channel").order_by("-at", "-pk")
