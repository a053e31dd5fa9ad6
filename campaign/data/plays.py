"""What was played, as rows tell it. In: flights. Out: sums, kept up with every report of a player."""

from collections.abc import Mapping

from django.db.models import Sum

from campaign.data.models import PlayTotal


def count_played() -> Mapping[str, int]:
    """Flight → how many whole plays it had so far, on all screens together."""
    rows = PlayTotal.objects.exclude(flight="").order_by().values_list("flight").annotate(sum=Sum("played"))
    return dict(rows)
