"""The timeline's scale. In: how much is shown, and from which day. Out: places in per cent of its width, and ticks.

Days are service days. One day alone is drawn in hours, from the first opening of any channel to the last closing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel import dates
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy

from campaign.schedule.service_day import Minutes, find_minutes
from campaign.spec.channels import Channel
from campaign.studio.flight_words import write_day, write_short

HOUR = 60
WHOLE_DAY = (0, 24 * HOUR)


class Zoom(StrEnum):
    """How much is shown at once."""

    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"


WORDS: Mapping[Zoom, Promise] = {
    Zoom.QUARTER: gettext_lazy("Quarter"),
    Zoom.MONTH: pgettext_lazy("a stretch of time", "Month"),
    Zoom.WEEK: gettext_lazy("Week"),
    Zoom.DAY: gettext_lazy("Day, by hours"),
}
LENGTHS: Mapping[Zoom, int] = {Zoom.QUARTER: 91, Zoom.MONTH: 35, Zoom.WEEK: 7, Zoom.DAY: 1}
"""Days."""
STEPS: Mapping[Zoom, int] = {Zoom.QUARTER: 63, Zoom.MONTH: 28, Zoom.WEEK: 7, Zoom.DAY: 1}
"""Days from one view to the next: what was at its end is still there."""


@dataclass(frozen=True)
class Place:
    """Where something stands, as SVG writes it: 12.5%."""

    left: str
    width: str

    @property
    def right(self) -> str:
        return f"{float(self.left.removesuffix('%')) + float(self.width.removesuffix('%')):.4f}%"


@dataclass(frozen=True)
class Tick:
    """A column: `words` stand above it, empty where there is no room, `above` over them where a month begins; `heavy`
    begins a week, or an hour of six."""

    place: Place
    words: str
    heavy: bool
    is_off: bool = False
    above: str = ""


@dataclass(frozen=True)
class Scale:
    """`first` is the first day; `hours` are minutes of the service day, of one day alone."""

    zoom: Zoom
    first: date
    hours: Minutes = WHOLE_DAY

    @property
    def days(self) -> int:
        return LENGTHS[self.zoom]

    @property
    def last(self) -> date:
        return self.first + timedelta(days=self.days - 1)

    @property
    def before(self) -> date:
        return self.first - timedelta(days=STEPS[self.zoom])

    @property
    def after(self) -> date:
        return self.first + timedelta(days=STEPS[self.zoom])

    @property
    def in_hours(self) -> bool:
        return self.zoom is Zoom.DAY

    def list_days(self) -> list[date]:
        return [self.first + timedelta(days=shift) for shift in range(self.days)]

    def shows(self, since: date, until: date) -> bool:
        return since <= self.last and until >= self.first

    def place_days(self, since: date, until: date) -> Place:
        """Both included, cut to what is shown; on the scale of hours all of it."""
        start = max(0, (since - self.first).days)
        end = min(self.days, (until - self.first).days + 1)
        return _place(start / self.days, max(0, end - start) / self.days)

    def place_minutes(self, minutes: Minutes) -> Place:
        """Of the one day."""
        opens, closes = self.hours
        start, end = max(opens, minutes[0]), min(closes, minutes[1])
        return _place((start - opens) / (closes - opens), max(0, end - start) / (closes - opens))

    def list_ticks(self, *, off: Iterable[date] = ()) -> list[Tick]:
        """`off` are days that are drawn as days off, beside weekends."""
        return list(self._list_hours() if self.in_hours else self._list_days(set(off)))

    def _list_hours(self) -> Iterator[Tick]:
        opens, closes = self.hours
        for start in range(opens - opens % HOUR, closes, HOUR):
            words = f"{start // HOUR % 24:02}:00"
            yield Tick(self.place_minutes((start, start + HOUR)), words, start // HOUR % 6 == 0)

    def _list_days(self, off: set[date]) -> Iterator[Tick]:
        for day in self.list_days():
            is_off = day.weekday() > 4 or day in off
            yield Tick(self.place_days(day, day), self._name(day), day.weekday() == 0, is_off, self._name_month(day))

    def _name(self, day: date) -> str:
        if self.zoom is Zoom.QUARTER:
            return write_short(day) if day.weekday() == 0 else ""
        if self.zoom is Zoom.MONTH:
            return str(day.day)
        return str(dates.format_date(day, "EEE d MMM", locale=get_language() or "bg"))

    def _name_month(self, day: date) -> str:
        """Where it begins; of the first one only where there is room before the next."""
        begins = day.day == 1 or (day == self.first and day.day < 25)
        if self.zoom is not Zoom.MONTH or not begins:
            return ""
        return str(dates.format_date(day, "LLLL", locale=get_language() or "bg"))

    def say(self) -> str:
        """What is shown, for its heading."""
        if self.in_hours:
            return write_day(self.first)
        same = self.first.year == self.last.year
        return f"{write_day(self.first, years=not same)} – {write_day(self.last)}"


def _place(start: float, width: float) -> Place:
    return Place(f"{100 * start:.4f}%", f"{100 * width:.4f}%")


def make_scale(zoom: Zoom, *, on: date, channels: Iterable[Channel]) -> Scale:
    """The one on which that day is seen: weeks begin on Mondays."""
    if zoom is not Zoom.DAY:
        return Scale(zoom, on - timedelta(days=on.weekday()))
    open_ = [find_minutes(channel.hours) for channel in channels] or [WHOLE_DAY]
    opens, closes = min(start for start, _end in open_), max(end for _start, end in open_)
    return Scale(zoom, on, (opens - opens % HOUR, closes + -closes % HOUR))
