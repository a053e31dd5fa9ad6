"""The moment of the last change that players must see. Out: a stamp in Unix seconds, odd and ever growing.

Players that only compare Last-Modified miss a second change in the same second; so each change takes an odd
second of its own, just ahead of the clock, and changes by the clock alone fall on even ones.
"""

import math
from datetime import datetime

from django.db import connection, transaction

from campaign.data.models import LastChange

_READ = f"SELECT stamp FROM {LastChange._meta.db_table} WHERE id = 1"  # noqa: S608  a constant


def read_stamp() -> int:
    """The stamp of the last change. Every poll of every player asks this, so it goes by the ORM's machinery."""
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return int(row[0]) if row else 1


def mark_change(*, now: datetime) -> int:
    """Take the next stamp, inside the transaction of the change itself: players see both at once or neither."""
    with transaction.atomic():
        row = take_turn()
        ahead = math.floor(now.timestamp()) + 1
        row.stamp = max(ahead + (ahead + 1) % 2, row.stamp + 2)
        row.save(update_fields=["stamp"])
        return row.stamp


def take_turn() -> LastChange:
    """Hold the row until the transaction ends: what changes the screens happens one after the other."""
    LastChange.objects.get_or_create(pk=1)
    return LastChange.objects.select_for_update().get(pk=1)
