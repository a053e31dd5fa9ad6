"""What was played, as rows tell it. In: flights, days. Out: sums over single plays and over the daily totals.

A day's plays lie in one of the two tables only: they are moved into totals together (services.plays).
"""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count, Sum

from campaign.data.models import Play, PlayTotal


def count_played() -> Mapping[str, int]:
    """Flight → how many whole plays it had so far, on all screens together."""
    counts: Counter[str] = Counter()
    kept = PlayTotal.objects.exclude(flight="").values_list("flight").annotate(sum=Sum("played"))
    single = Play.objects.filter(whole=True).exclude(flight="").values_list("flight").annotate(sum=Count("pk"))
    for rows in (kept, single):
        for flight, played in rows.order_by():
            counts[flight] += played
    return counts
