"""Days as transit counts them. In: a channel's hours and a date or moment. Out: exact spans of time.

A service day belongs to the date on which it opens and may end after midnight. Wall-clock minutes count from
the midnight that begins that date, so 00:30 of the next night is minute 1470. Spans are in UTC: two moments in
one zone compare by their clock faces in Python, which is wrong on the days when clocks change.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from campaign.spec.channels import Channel, Hours
from campaign.spec.spans import Span

DAY = 24 * 60
"""Minutes."""

Minutes = tuple[int, int]


def count_minutes(moment: time) -> int:
    """Whole minutes since midnight."""
    return moment.hour * 60 + moment.minute


def find_minutes(hours: Hours) -> Minutes:
    """Start and end in minutes; an end at or before the start is on the next day."""
    start, end = count_minutes(hours.opens), count_minutes(hours.closes)
    return start, end if end > start else end + DAY


def cut_minutes(part: Minutes, whole: Minutes) -> tuple[Minutes, ...]:
    """Every stretch of `whole` that the clock hours `part` cover, on the day before, the day, or the day after."""
    shifted = ((part[0] + shift, part[1] + shift) for shift in (-DAY, 0, DAY))
    cuts = ((max(start, whole[0]), min(end, whole[1])) for start, end in shifted)
    return tuple((start, end) for start, end in cuts if start < end)


def find_moment(day: date, minutes: int, *, zone: str) -> datetime:
    """The instant, in UTC, when the clocks of the zone show that many minutes after the day's midnight.

    A time that the clocks skip in spring is the instant of the jump; one that they show twice in autumn is
    the first of the two, so that neighbours always touch."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    local = wall.replace(tzinfo=ZoneInfo(zone))
    moment = local.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall:
        return moment
    # Skipped: with the offset after the jump the instant lies before it, with the offset before the jump after it.
    return find_change(local.replace(fold=1).astimezone(UTC), moment, zone=zone)


def find_change(low: datetime, high: datetime, *, zone: str) -> datetime:
    """The first instant in (low, high] with the offset of `high`, to the second; clocks change once between them."""
    place = ZoneInfo(zone)
    offset = high.astimezone(place).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(place).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return high


def measure_minutes(day: date, minutes: Minutes, *, zone: str) -> int:
    """Seconds that a stretch of the service day really lasts: more or less than its minutes when the clocks change."""
    if _is_even(day, zone):
        return (minutes[1] - minutes[0]) * 60
    start, end = (find_moment(day, value, zone=zone) for value in minutes)
    return int((end - start).total_seconds())


@lru_cache(maxsize=4096)
def _is_even(day: date, zone: str) -> bool:
    """Whether no clock changes from the day's midnight until two days later, when its service day is over anywhere."""
    midnights = (datetime.combine(day + timedelta(days=shift), time(), ZoneInfo(zone)) for shift in range(3))
    return len({(moment.utcoffset(), moment.replace(fold=1).utcoffset()) for moment in midnights}) == 1


def open_day(channel: Channel, day: date) -> Span:
    """From opening to closing on that service day. Raises ValueError when the clocks skip all of it."""
    return span_minutes(channel, day, find_minutes(channel.hours))


def find_closing(channel: Channel, day: date) -> datetime:
    """When that service day is over; known also for one that the clocks skip."""
    return find_hours(channel, day)[1]


def find_hours(channel: Channel, day: date) -> tuple[datetime, datetime]:
    """Opening and closing; the same moment on a day whose hours the clocks skip."""
    opens, closes = find_minutes(channel.hours)
    return find_moment(day, opens, zone=channel.timezone), find_moment(day, closes, zone=channel.timezone)


def span_minutes(channel: Channel, day: date, minutes: Minutes) -> Span:
    """A stretch of the service day as a span. Raises ValueError when the clocks skip all of it."""
    start, end = (find_moment(day, value, zone=channel.timezone) for value in minutes)
    return Span(start, end)


def find_day(channel: Channel, moment: datetime) -> date:
    """The service day that runs at the moment; while the channel is closed, the next one to open."""
    today = moment.astimezone(ZoneInfo(channel.timezone)).date()
    for day in (today + timedelta(days=shift) for shift in range(-1, 4)):
        opens, closes = find_hours(channel, day)
        if opens < closes and moment < closes:
            return day
    raise ValueError("no service day opens within three days")
