"""What the studio and the feeds read. In: who asks and what they look for. Out: rows, already joined.

Everybody sees only what they must: staff, designers and leads the materials of their organisation and of the single
campaigns they have a role on, operators what is approved for screens, administrators everything.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from campaign.data.models import (
    Approval,
    Campaign,
    Channel,
    Companion,
    ItemVersion,
    Material,
    Membership,
    Release,
    Rendering,
    Reopening,
    User,
)

EVERYTHING = frozenset({User.Role.ADMINISTRATOR})
LEADS = frozenset({User.Role.LEAD, User.Role.ADMINISTRATOR})
OWN = frozenset({User.Role.STAFF, User.Role.DESIGNER, User.Role.LEAD})


@dataclass(frozen=True)
class Filter:
    """What a list of materials is narrowed to; an empty part narrows nothing. `search` is any words, in any case."""

    search: str = ""
    campaign: str = ""
    item: str = ""
    channel: str = ""
    language: str = ""
    state: str = ""
    kind: str = ""
    failed: bool = False
    mine: bool = False


def find_campaigns(user: User, roles: Collection[User.Role] = OWN) -> QuerySet[Campaign]:
    """Those on which this person has one of the roles, as services.rights has it: a role on the campaign goes before
    the one in the organisation; administrators have every role."""
    rows = Campaign.objects.all()
    given = Membership.objects.filter(user=user)
    if user.is_superuser or user.role in EVERYTHING:
        return rows
    found = Q(pk__in=given.filter(role__in=roles).values("campaign"))
    if user.role in roles and user.organisation_id is not None:
        found |= Q(organisation=user.organisation_id) & ~Q(pk__in=given.values("campaign"))
    return rows.filter(found)


def find_visible(user: User, *, past: bool = False) -> QuerySet[Material]:
    """The current materials this person may see, newest item first; those of the `past` too when asked for."""
    rows = (
        (Material.objects.all() if past else Material.objects.filter(current=True))
        .select_related(
            "version__item__campaign__organisation", "version__author", "channel", "still__file", "loop__file"
        )
        .prefetch_related(Prefetch("loop__companions", Companion.objects.select_related("file")))
    )
    if user.is_superuser or user.role in EVERYTHING:
        return rows
    if user.role == User.Role.OPERATOR:
        return rows.filter(state=Material.State.APPROVED)
    return rows.filter(version__item__campaign__in=find_campaigns(user))


def list_materials(user: User, *, narrow: Filter | None = None) -> QuerySet[Material]:
    """The list of materials: those with errors first; then by campaign, item, channel, language."""
    narrow = narrow or Filter()
    rows = _narrow(find_visible(user), narrow)
    if narrow.mine:
        rows = rows.filter(_needs(user))
    wrong_first = Case(When(errors__gt=0, then=0), default=1)
    return rows.order_by(
        wrong_first,
        "version__item__campaign__slug",
        "version__item__slug",
        "channel__position",
        "channel__slug",
        "language",
    )


def _narrow(rows: QuerySet[Material], narrow: Filter) -> QuerySet[Material]:
    exact = {
        "version__item__campaign__slug": narrow.campaign,
        "version__item__slug": narrow.item,
        "channel__slug": narrow.channel,
        "language": narrow.language,
        "state": narrow.state,
        "version__body__kind": narrow.kind,
    }
    rows = rows.filter(**{name: wanted for name, wanted in exact.items() if wanted})
    for word in narrow.search.casefold().split():
        rows = rows.filter(version__search__contains=word)
    if narrow.failed:
        rows = rows.filter(Q(still__state=Rendering.State.FAILED) | Q(loop__state=Rendering.State.FAILED))
    return rows


def _needs(user: User) -> Q:
    """What waits for this person. Leads judge what others made, and new warnings on what is approved; whoever makes
    things mends and submits them."""
    failed = Q(still__state=Rendering.State.FAILED) | Q(loop__state=Rendering.State.FAILED)
    led = Q(version__item__campaign__in=find_campaigns(user, LEADS))
    waiting = Q(state=Material.State.SUBMITTED) & ~is_own(user)
    judged = led & (waiting | Q(state=Material.State.APPROVED, warnings__gt=0))
    return failed | judged | (~led & Q(state=Material.State.DRAFT))


def list_reopened(user: User) -> QuerySet[Material]:
    """What the product took off the screens, until somebody approves it again; an older version of an item too, while
    nothing newer of it is approved. Its newest reopening is `reopened_at`."""
    latest = Reopening.objects.filter(material=OuterRef("pk")).order_by("-at").values("at")[:1]
    approved = Approval.objects.filter(material=OuterRef("pk"), at__gte=OuterRef("reopened_at"))
    newer = Material.objects.filter(
        version__item=OuterRef("version__item"),
        channel=OuterRef("channel"),
        language=OuterRef("language"),
        current=True,
        state=Material.State.APPROVED,
    )
    rows = find_visible(user, past=True).filter(state=Material.State.SUBMITTED).annotate(reopened_at=Subquery(latest))
    rows = rows.exclude(reopened_at=None).exclude(Exists(approved))
    return rows.exclude(Q(current=False) & Exists(newer)).order_by("-reopened_at", "pk")


def list_doubted(user: User) -> QuerySet[Material]:
    """Approved materials in which warnings were found since that nobody has accepted."""
    return find_visible(user).filter(state=Material.State.APPROVED, warnings__gt=0).order_by("-warnings", "pk")


def find_material(user: User, pk: int) -> Material | None:
    """One material this person may see, also one that something newer has taken the place of."""
    return find_visible(user, past=True).filter(pk=pk).first()


def list_waiting(user: User) -> QuerySet[Material]:
    """What waits for this person's review: submitted, of a campaign they lead, and not their own."""
    rows = list_materials(user, narrow=Filter(state=Material.State.SUBMITTED)).exclude(is_own(user))
    return rows.filter(version__item__campaign__in=find_campaigns(user, LEADS))


def is_own(user: User) -> Q:
    """Materials that show words of this person, who made the version or wrote in it: somebody else judges them."""
    wrote = ItemVersion.writers.through.objects.filter(user=user).values("itemversion")
    return Q(version__author=user) | Q(version__in=wrote)


def has_written(user: User, version: ItemVersion) -> bool:
    """The same of one version."""
    return version.author_id == user.pk or version.writers.filter(pk=user.pk).exists()


def count_states(user: User) -> Mapping[str, int]:
    """State → number of materials this person sees; every state is there."""
    rows = find_visible(user).order_by().values_list("state").annotate(count=Count("pk"))
    return dict.fromkeys(Material.State.values, 0) | dict(rows)


def list_channels() -> QuerySet[Channel]:
    return Channel.objects.all()


@dataclass(frozen=True)
class ChannelPage:
    """What the page of a channel shows beside its loop."""

    channel: Channel
    materials: tuple[Material, ...]
    players: int


def find_channel_page(user: User, slug: str) -> ChannelPage | None:
    """A channel, its materials this person sees, and how many players fetch for it."""
    channel = Channel.objects.filter(slug=slug).first()
    if channel is None:
        return None
    players = channel.players.filter(revoked_at=None).count()
    return ChannelPage(channel, tuple(list_materials(user, narrow=Filter(channel=slug))), players)


START = Coalesce("starts_at", "released_at")
"""The moment from which a release that was let out decides."""


def list_let_out() -> QuerySet[Release]:
    """The schedules that were released and not called off, in the order in which they took over, or will. Of two for
    one moment the newer one is the last."""
    return Release.objects.exclude(released_at=None).filter(called_off_at=None).order_by(START, "number")


def find_current_release(*, at: datetime) -> Release | None:
    """The schedule that decides at the moment; what was let out at once does whatever a clock says."""
    return list_let_out().filter(Q(starts_at__lte=at) | Q(starts_at=None)).last()


def list_releases() -> QuerySet[Release]:
    return Release.objects.select_related("proposed_by", "released_by")
