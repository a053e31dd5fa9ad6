"""How many screens there are. In: the players that are known. Out: their screens by channel."""

from collections.abc import Mapping

from django.db.models import Sum

from campaign.data.models import Player


def count_screens() -> Mapping[str, int]:
    """Channel → screens of its players; a channel without any is not in it."""
    rows = Player.objects.filter(revoked_at=None).values_list("channel__slug").annotate(sum=Sum("screens"))
    return dict(rows.order_by("channel__slug"))
