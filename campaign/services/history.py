"""The steps of a material on its way to the screen. In: what somebody did. Out: an event that stays.

A return's words are on the material until it is submitted again, and in its history for ever.
"""

from datetime import datetime

from campaign.data.models import Material, ReviewEvent, User

Act = ReviewEvent.Act


def keep_event(material: Material, act: Act, *, by: User, now: datetime, note: str = "") -> ReviewEvent:
    """The caller holds the row, and its transaction."""
    return ReviewEvent.objects.create(material=material, act=act, key=material.shown.key, by=by, at=now, note=note)
