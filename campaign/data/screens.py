"""How many screens there are: a player may serve several. In: all players that are known, or some. Out: screens."""

from collections.abc import Mapping

from django.db.models import QuerySet, Sum

from campaign.data.models import Player


def count_screens() -> Mapping[str, int]:
    """Channel → screens of its players; a channel without any is not in it."""
    rows = Player.objects.filter(revoked_at=None).values_list("channel__slug").annotate(sum=Sum("screens"))
    return dict(rows.order_by("channel__slug"))


def sum_screens(players: QuerySet[Player]) -> int:
    """Of these players together."""
    return players.aggregate(sum=Sum("screens"))["sum"] or 0
