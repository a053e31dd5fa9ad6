"""What moving a flight would do. In: a trial, the schedule as it stands. Out: what speaks against it anew, or no more,
and how full loops get."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from campaign.forms.words import pick_text
from campaign.schedule.conflicts.conflict import Conflict
from campaign.schedule.fullness import measure_fullness
from campaign.schedule.release import Release
from campaign.services.drafts import Found
from campaign.services.flights import Book
from campaign.services.forecasts import Forecast, look_ahead
from campaign.spec.errors import CampaignError
from campaign.studio.flight_cards import list_differences
from campaign.studio.objections import Objection, list_refs, read_glossary, tell_conflict
from campaign.studio.trial import Trial
from campaign.studio.voices import Shift, measure_shift

FAR = 182
"""Days ahead for which loops are measured: half a year."""


@dataclass(frozen=True)
class Effects:
    """`forecast` is the schedule with the trial in it, None where it cannot be made (`faults` say why); `differences`
    are what changes of the flight itself. Of the objections `anew` come with it, `gone` go, `stay` are there anyway."""

    forecast: Forecast | None
    differences: tuple[str, ...] = ()
    anew: tuple[Objection, ...] = ()
    gone: tuple[Objection, ...] = ()
    stay: tuple[Objection, ...] = ()
    shifts: tuple[Shift, ...] = ()
    faults: tuple[CampaignError, ...] = ()


def measure_effects(
    trial: Trial, book: Book, *, before: Forecast | None, found: Found | None, today: date, now: datetime, folder: Path
) -> Effects:
    """Nothing is kept. A flight that stands where it stood only has what concerns it."""
    if trial.after is None or before is None:
        return Effects(before)
    if not trial.is_moved:
        return Effects(before, stay=tuple(_tell(before.find_about(trial.before.id), before.release)))
    differences = tuple(list_differences(trial.before, trial.after, book.names))
    try:
        after = look_ahead(now=now, schedules=folder, trial=trial.after, found=found, today=today)
    except CampaignError as error:
        return Effects(None, differences, faults=error.singles)
    anew = [one for one in after.conflicts if not any(_covers(known, one) for known in before.conflicts)]
    return Effects(
        after,
        differences,
        anew=tuple(_tell(anew, after.release)),
        gone=tuple(_tell(_list_gone(before, after), before.release)),
        stay=tuple(_tell((one for one in after.find_about(trial.after.id) if one not in anew), after.release)),
        shifts=tuple(_list_shifts(trial, before.release, after.release, today=today)),
    )


def _covers(known: Conflict, one: Conflict) -> bool:
    """Whether it was so before already: as grave, on as many channels and days."""
    return (
        (known.finding.rule, known.flights, known.finding.severity)
        == (one.finding.rule, one.flights, one.finding.severity)
        and known.finding.measured == one.finding.measured
        and set(one.channels) <= set(known.channels)
        and (known.since or date.min) <= (one.since or date.min)
        and (one.until or date.max) <= (known.until or date.max)
    )


def _list_gone(before: Forecast, after: Forecast) -> list[Conflict]:
    """What is told otherwise now, of the same flights, is not gone."""
    left = {(one.finding.rule, one.flights) for one in after.conflicts}
    return [one for one in before.conflicts if (one.finding.rule, one.flights) not in left]


def _tell(conflicts: Iterable[Conflict], release: Release) -> list[Objection]:
    found = list(conflicts)
    glossary = read_glossary(release.channels, release.flights, refs=list_refs(found)) if found else None
    return [tell_conflict(one, glossary) for one in found] if glossary else []


def _list_shifts(trial: Trial, before: Release, after: Release, *, today: date) -> Iterable[Shift]:
    """Of each channel that it is on, before or after, over the days of both, from today on."""
    assert trial.tried is not None  # noqa: S101 - it is moved
    days = _list_days(trial, today)
    if not days:
        return
    old, new = (measure_fullness(one, first=days[0], days=len(days)) for one in (before, after))
    concerned = trial.tried.channels_before | trial.tried.channels_after
    for channel in after.channels:
        if channel.id in concerned:
            title = pick_text(channel.title)
            shift = measure_shift(title, channel.id, trial.before.id, before=old, after=new, days=days)
            if shift.before != shift.after or shift.over or shift.gets:
                yield shift


def _list_days(trial: Trial, today: date) -> Sequence[date]:
    assert trial.after is not None  # noqa: S101 - it is moved
    first = max(today, min(trial.before.since, trial.after.since))
    last = min(first + timedelta(days=FAR), max(trial.before.until, trial.after.until))
    return [first + timedelta(days=shift) for shift in range((last - first).days + 1)]
