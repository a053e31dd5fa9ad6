"""When the clocks of a zone change, for calendar files (RFC 5545, 3.6.5). In: a zone and years. Out: its component.

Only the years that are needed: the library's own lists seventy of them in every file, and writes each change by the new
clock, where the standard asks for the old one.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

from campaign.schedule.service_day import find_change

DAY = timedelta(days=1)


def make_timezone(name: str, *, since: date, until: date) -> Timezone:
    """From the offset that the zone has on the first day, with each change until the last."""
    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    first = datetime.combine(since, time(), zone)
    component.add_component(_make_part(first.replace(tzinfo=None), first, first))
    for moment in _find_changes(zone, name, since=since, until=until):
        before, after = (moment - timedelta(seconds=1)).astimezone(zone), moment.astimezone(zone)
        offset = before.utcoffset() or timedelta()
        component.add_component(_make_part((moment + offset).replace(tzinfo=None), before, after))
    return component


def _find_changes(zone: ZoneInfo, name: str, *, since: date, until: date) -> Iterator[datetime]:
    moment, end = datetime.combine(since, time(), UTC), datetime.combine(until + DAY, time(), UTC)
    while moment < end:
        later = moment + DAY
        if moment.astimezone(zone).utcoffset() != later.astimezone(zone).utcoffset():
            yield find_change(moment, later, zone=name)
        moment = later


def _make_part(face: datetime, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """`face` is what the clocks showed, by the offset before, when they changed."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("dtstart", face)
    part.add("tzoffsetfrom", before.utcoffset())
    part.add("tzoffsetto", after.utcoffset())
    part.add("tzname", after.tzname() or "")
    return part
