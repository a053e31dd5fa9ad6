"""A channel's whole service day. In: a channel, a day, maybe a release. Out: what plays when, and what was promised."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from campaign.data import convert, queries
from campaign.data.models import Release
from campaign.schedule.service_day import find_day
from campaign.services.dayplans import DayPlan, read_day
from campaign.services.progress import ReleaseState, find_progress
from campaign.spec.channels import Channel
from campaign.spec.errors import UnknownName
from campaign.studio import typed
from campaign.studio.access import EVERYBODY, for_roles
from campaign.studio.day_plan import tell_day
from campaign.studio.flight_words import write_day
from campaign.studio.views.releases import find_wanted
from campaign.studio.words import explain_error

OFFERED = frozenset({ReleaseState.PROPOSED, ReleaseState.SCHEDULED, ReleaseState.PLAYING})
"""Releases whose days can be looked at from the list."""
LATEST = 20


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_day(request: HttpRequest, slug: str) -> HttpResponse:
    row = queries.list_channels().filter(slug=slug).first()
    if row is None:
        raise Http404
    channel, now = convert.read_channel(row), timezone.now()
    day, understood = read_day_of(request.GET.get("on", ""), today=find_day(channel, now))
    release = find_wanted(request.GET.get("release", ""))
    faults: tuple[str, ...] = ()
    plan = None
    try:
        plan = read_day(channel, day, now=now, row=release)
    except UnknownName as error:
        faults = explain_error(error)
    context = {
        "channel": channel,
        "slug": slug,
        "day": day,
        "day_words": write_day(day),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "understood": understood,
        "release": release,
        "releases": list_offered(),
        "faults": faults,
        "number": plan.release.number if plan else 0,
        "plan": tell_day(plan) if plan else None,
        "hours": _say_hours(plan, channel),
    }
    return render(request, "studio/day.html", context)


def read_day_of(text: str, *, today: date) -> tuple[date, bool]:
    """The day asked for, and whether it was understood; else the service day that runs."""
    if not text:
        return today, True
    try:
        day = date.fromisoformat(typed.read_day(text))
    except ValueError:
        return today, False
    return (day, True) if day.year in typed.YEARS else (today, False)


def list_offered() -> list[Release]:
    """Releases that play, will play or may play, the newest first."""
    rows = list(queries.list_releases()[:LATEST])
    progress = find_progress(rows, now=timezone.now())
    return [row for row in rows if progress[row.number].state in OFFERED]


def _say_hours(plan: DayPlan | None, channel: Channel) -> str:
    """Of the channel as it was released."""
    hours = plan.channel.hours if plan else channel.hours
    return f"{hours.opens:%H:%M}–{hours.closes:%H:%M}"
