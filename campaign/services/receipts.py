"""Which players still have to fetch an emergency message, or that it was ended. In: rows, a poll. Out: notes of them.

A message that ends by its timer asks nothing of a player: the list with it says until when.
"""

from dataclasses import dataclass
from datetime import datetime

from campaign.data.models import EmergencyReceipt


@dataclass(frozen=True)
class Due:
    """The receipts of one player: of messages that it has not fetched yet, and of messages that were ended since."""

    shown: tuple[int, ...] = ()
    cleared: tuple[int, ...] = ()


def read_due(*, at: datetime) -> dict[int, Due]:
    """By player; only those who have something to fetch."""
    lasting = EmergencyReceipt.objects.filter(emergency__until__gt=at)
    new = lasting.filter(shown_at=None, emergency__lifted_at=None)
    ended = lasting.filter(cleared_at=None).exclude(shown_at=None).exclude(emergency__lifted_at=None)
    due: dict[int, Due] = {}
    for pk, player in new.values_list("pk", "player_id"):
        due[player] = Due((*due.get(player, Due()).shown, pk))
    for pk, player in ended.values_list("pk", "player_id"):
        known = due.get(player, Due())
        due[player] = Due(known.shown, (*known.cleared, pk))
    return due


def note_due(due: Due, *, at: datetime) -> None:
    """The player fetched a list that tells all of it; the first moment stays."""
    rows = EmergencyReceipt.objects
    rows.filter(pk__in=due.shown, shown_at=None, emergency__until__gt=at).update(shown_at=at)
    rows.filter(pk__in=due.cleared, cleared_at=None).update(cleared_at=at)
