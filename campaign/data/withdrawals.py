"""Withdrawals and what they ask of players' operators, as people may see them. In: who asks. Out: rows.

Operators see all that asks something of a screen; staff and leads what is of their own campaigns, and a stop of
everything; administrators all; designers none.
"""

from dataclasses import dataclass

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from campaign.data.models import Acknowledgement, Campaign, Item, Material, Player, User, Withdrawal
from campaign.data.queries import find_campaigns

Scope = Withdrawal.Scope
OWN = frozenset({User.Role.STAFF, User.Role.LEAD})


@dataclass(frozen=True)
class Asked:
    """How many players of the withdrawals in force have not fetched since, and wait for somebody's word."""

    withdrawals: int
    unfetched: int
    unconfirmed: int


def find_withdrawals(user: User) -> QuerySet[Withdrawal]:
    """Those this person may see, newest first."""
    rows = Withdrawal.objects.select_related("by", "consent").order_by("-at", "-pk")
    if user.is_superuser or user.role == User.Role.ADMINISTRATOR:
        return rows
    if user.role == User.Role.OPERATOR:
        return rows.filter(pk__in=Acknowledgement.objects.values("withdrawal"))
    campaigns = find_campaigns(user, OWN)
    return rows.filter(_is_of(campaigns)) if user.role in OWN or campaigns.exists() else rows.none()


def _is_of(campaigns: QuerySet[Campaign]) -> Q:
    """A withdrawal names what it stops in words, so the words of all that is of the campaigns are compared."""
    name = Concat("campaign__slug", Value("/"), "slug", output_field=CharField())
    items = Item.objects.filter(campaign__in=campaigns).values_list(name)
    materials = Material.objects.filter(version__item__campaign__in=campaigns).values_list(Cast("pk", CharField()))
    return (
        Q(scope=Scope.EVERYTHING)
        | Q(scope=Scope.CAMPAIGN, ref__in=campaigns.values("slug"))
        | Q(scope=Scope.ITEM, ref__in=items)
        | Q(scope=Scope.MATERIAL, ref__in=materials)
    )


def count_asked(user: User) -> Asked:
    """What is still open of the withdrawals this person sees."""
    found = find_withdrawals(user).filter(lifted_at=None).order_by()
    asked = "acknowledgements"
    return Asked(
        **found.aggregate(
            withdrawals=Count("pk", distinct=True),
            unfetched=Count(asked, filter=Q(acknowledgements__polled_at=None) & ~Q(acknowledgements=None)),
            unconfirmed=Count(asked, filter=Q(acknowledgements__confirmed_at=None) & ~Q(acknowledgements=None)),
        )
    )


def list_asked(withdrawals: QuerySet[Withdrawal]) -> QuerySet[Acknowledgement]:
    """Every player that was asked about, by channel and name."""
    rows = Acknowledgement.objects.filter(withdrawal__in=withdrawals)
    order = ("player__channel__position", "player__channel__slug", "player__name", "pk")
    return rows.select_related("player__channel", "confirmed_by").order_by(*order)


def list_players() -> QuerySet[Player]:
    """All that may fetch."""
    return Player.objects.filter(revoked_at=None).select_related("channel").order_by("channel__position", "name", "pk")
