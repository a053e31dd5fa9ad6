"""Flights in words. In: a flight as written, and what it names. Out: where, when and how much, for people."""

from collections.abc import Iterable
from datetime import date

from babel import dates
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from campaign.forms.words import pick_text
from campaign.schedule.changes import Names
from campaign.schedule.dayparts import WEEK, Daypart
from campaign.schedule.flight import Flight, Priority
from campaign.schedule.flights import find_channels

PRIORITIES: dict[str, Promise] = {
    Priority.NORMAL: gettext_lazy("Normal"),
    Priority.URGENT: gettext_lazy("Urgent: served before all that is normal"),
    Priority.EMERGENCY: gettext_lazy("Emergency: has the whole loop for itself"),
}
BRIEF: dict[str, Promise] = {Priority.URGENT: gettext_lazy("Urgent"), Priority.EMERGENCY: gettext_lazy("Emergency")}
"""What is worth a word in a list."""
WEEKDAYS: dict[str, Promise] = {
    "mon": gettext_lazy("Monday"),
    "tue": gettext_lazy("Tuesday"),
    "wed": gettext_lazy("Wednesday"),
    "thu": gettext_lazy("Thursday"),
    "fri": gettext_lazy("Friday"),
    "sat": gettext_lazy("Saturday"),
    "sun": gettext_lazy("Sunday"),
}

FEW = 2
"""Channels that are sooner named as missing than all others one by one."""


def say_channels(flight: Flight, names: Names) -> str:
    """Where it runs, groups by their channels."""
    found = find_channels(flight, names.channels)
    titles = {id_: pick_text(channel.title) for id_, channel in names.channels.items()}
    others = [title for id_, title in titles.items() if id_ not in found]
    if not others and len(found) > 1:
        return _("On all channels")
    if len(others) <= FEW < len(found):
        return _("On all channels but: %(channels)s") % {"channels": " · ".join(others)}
    return " · ".join(titles[id_] for id_ in found)


def say_days(since: date, until: date) -> str:
    """1 December – 31 December 2026."""
    if since == until:
        return write_day(since)
    return f"{write_day(since, years=since.year != until.year)} – {write_day(until)}"


def write_short(day: date) -> str:
    """Above a line of days: 22 Nov."""
    return dates.format_date(day, "d MMM", locale=get_language() or "bg")


def write_day(day: date, *, years: bool = True) -> str:
    """As written in the language, maybe without its year."""
    code = get_language() or "bg"
    pattern = "d MMMM" if not years else "d MMMM y\u00a0'г.'" if code == "bg" else "d MMMM y"
    return dates.format_date(day, pattern, locale=code)


def say_hours(daypart: Daypart) -> str:
    return f"{daypart.start:%H:%M}–{daypart.end:%H:%M}"


def say_limits(flight: Flight, names: Names) -> str:
    """Weekdays, dayparts and calendars, where they narrow the days and hours; empty when it runs all day, every day."""
    parts = []
    if set(flight.weekdays) != set(WEEK):
        parts.append(say_weekdays(flight.weekdays))
    parts += [
        f"{pick_text(part.title)}, {say_hours(part)}"
        for name in flight.dayparts
        if (part := names.dayparts.get(name)) is not None
    ]
    for text, ids in ((_("not on: %(days)s"), flight.excludes), (_("only on: %(days)s"), flight.only_on)):
        if ids:
            parts.append(text % {"days": ", ".join(name_calendar(id_, names) for id_ in ids)})
    return " · ".join(parts)


def say_weekdays(weekdays: Iterable[str]) -> str:
    """mon, tue, wed, sun are Mon–Wed, Sun."""
    short = dates.get_day_names("abbreviated", locale=get_language() or "bg")
    wanted = set(weekdays)
    runs: list[list[int]] = []
    for place, day in enumerate(WEEK):
        if day not in wanted:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    words = (
        f"{short[run[0]]}–{short[run[-1]]}" if len(run) > 2 else ", ".join(short[place] for place in run)
        for run in runs
    )
    return ", ".join(words)


def name_calendar(id_: str, names: Names) -> str:
    calendar = names.calendars.get(id_)
    return pick_text(calendar.title) if calendar else id_


def say_promise(flight: Flight) -> str:
    """How much it is promised, in one line."""
    if flight.priority is Priority.EMERGENCY:
        return _("The whole loop")
    if flight.plays:
        number = number_format(flight.plays, force_grouping=True)
        return ngettext("%(number)s play by the end", "%(number)s plays by the end", flight.plays) % {"number": number}
    if flight.plays_per_hour:
        number = say_number(flight.plays_per_hour)
        return _("%(number)s plays an hour") % {"number": number}
    return _("%(share)s %% of the loop") % {"share": say_number(flight.share)}


def say_number(number: float) -> str:
    """Without zeros at its end: 12.5, 20."""
    digits = 0 if number == int(number) else len(f"{number:g}".partition(".")[2])
    return str(number_format(number, decimal_pos=digits))
