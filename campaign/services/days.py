"""The day that counts. In: a moment. Out: the service day that runs on a channel, or on the last one to close."""

from datetime import date, datetime

from django.utils.timezone import localdate

from campaign.data import convert
from campaign.data.models import Channel
from campaign.schedule.service_day import find_day


def find_days(now: datetime) -> dict[str, date]:
    """The service day that runs, or opens next, by channel."""
    return {row.slug: find_day(convert.read_channel(row), now) for row in Channel.objects.all()}


def find_today(now: datetime) -> date:
    """The day that is not over on every channel: what may be shown to its end is not refused at midnight."""
    return min(find_days(now).values(), default=localdate(now))
