"""The emergency messages that players may have to show. In: rows. Out: core values, the later started last."""

from datetime import datetime

from campaign.data import convert
from campaign.data.models import Emergency as EmergencyRow
from campaign.playlists.overlay import Emergency


def list_overlays(*, since: datetime) -> tuple[Emergency, ...]:
    """Those that were to show after that moment; what was ended within its first second is none."""
    rows = EmergencyRow.objects.filter(until__gt=since).order_by("pk")
    rows = rows.prefetch_related("pictures__file", "pictures__channel")
    return tuple(message for row in rows if (message := convert.read_emergency(row)) is not None)
