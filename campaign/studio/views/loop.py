"""A day's loop as a filmstrip that plays. In: a channel, a day, an hour, which schedule. Out: its spots in their order.

The schedule is what is released, one release alone, or the one that a release would be made from now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeAlias
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from campaign.data import convert, queries
from campaign.data.models import Release
from campaign.forms.words import pick_text
from campaign.playlists.items import PlaylistItem, Window
from campaign.schedule.service_day import find_day
from campaign.services import drafts
from campaign.services.dayplans import DayPlan, read_day, suppose_day
from campaign.spec.channels import Channel
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles
from campaign.studio.flight_words import write_day
from campaign.studio.strip import lay_out, list_shares
from campaign.studio.views.day import list_offered, read_day_of
from campaign.studio.views.flights import find_folder
from campaign.studio.views.releases import find_wanted
from campaign.studio.words import explain_error

DRAFT = "draft"
MOST = 240
"""Spots of a cycle that are laid out: a quarter of an hour of short ones, and more than anybody looks at."""


Loop: TypeAlias = tuple[PlaylistItem, ...]


@dataclass(frozen=True)
class Piece:
    """Hours in which the same loops play; places in per cent of the service day. `at` is for the address."""

    start: datetime
    end: datetime
    at: str
    left: str
    width: str
    is_chosen: bool

    @property
    def words(self) -> str:
        return f"{self.start:%H:%M}–{self.end:%H:%M}"


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_loop(request: HttpRequest, slug: str) -> HttpResponse:
    """`?on=` the service day, `at=` the hour, `by=` draft, or a release's number; else what is released."""
    row = queries.list_channels().filter(slug=slug).first()
    if row is None:
        raise Http404
    channel, now, by = convert.read_channel(row), timezone.now(), request.GET.get("by", "")
    day, understood = read_day_of(request.GET.get("on", ""), today=find_day(channel, now))
    release = find_wanted(by)
    plan, faults = _find_plan(channel, day, now=now, release=release, is_draft=by == DRAFT)
    window = _choose(plan, channel, day, typed=request.GET.get("at", ""), now=now)
    frames = lay_out(_cut(window.loops)) if window else ()
    context = {
        "channel": channel,
        "slug": slug,
        "title": pick_text(channel.title),
        "day": day,
        "day_words": write_day(day),
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "understood": understood,
        "by": by if release or by == DRAFT else "",
        "number": plan.release.number if plan else 0,
        "releases": list_offered(),
        "faults": faults,
        "frames": frames,
        "loops": len(window.loops) if window else 0,
        "shown": frames[-1].loop if frames else 0,
        "total": frames[-1].end if frames else 0,
        "shares": list_shares(frames) if frames else (),
        "start": window.span.start.astimezone(ZoneInfo(channel.timezone)) if window else None,
        "pieces": _list_pieces(plan, channel, window),
        "is_over": plan is not None and plan.span is None,
    }
    return render(request, "studio/loop.html", context)


def _find_plan(
    channel: Channel, day: date, *, now: datetime, release: Release | None, is_draft: bool
) -> tuple[DayPlan | None, tuple[str, ...]]:
    """The day, or why there is none."""
    try:
        if not is_draft:
            return read_day(channel, day, now=now, row=release), ()
        return suppose_day(channel, day, release=drafts.draft(now=now, schedules=find_folder()).release), ()
    except CampaignError as error:
        return None, explain_error(error)


def _choose(plan: DayPlan | None, channel: Channel, day: date, *, typed: str, now: datetime) -> Window | None:
    """The window of that hour of the service day, after midnight too; of no hour, the one that runs, or the first."""
    windows = plan.windows if plan else ()
    if not windows:
        return None
    moments = [now] if not typed else _list_moments(typed, day, zone=ZoneInfo(channel.timezone))
    return next((window for moment in moments for window in windows if window.span.holds(moment)), windows[0])


def _list_moments(typed: str, day: date, *, zone: ZoneInfo) -> list[datetime]:
    """That hour of the day, and of the night after it."""
    try:
        clock = time.fromisoformat(typed)
    except ValueError:
        return []
    plain = clock.replace(tzinfo=None)
    return [datetime.combine(day + timedelta(days=shift), plain, zone) for shift in (0, 1)]


def _cut(loops: Sequence[Loop]) -> list[Loop]:
    """Whole loops, as many as are laid out."""
    kept: list[Loop] = []
    for loop in loops:
        if kept and sum(map(len, kept)) + len(loop) > MOST:
            break
        kept.append(loop)
    return kept


def _list_pieces(plan: DayPlan | None, channel: Channel, chosen: Window | None) -> list[Piece]:
    if plan is None or plan.span is None:
        return []
    zone, span = ZoneInfo(channel.timezone), plan.span
    return [
        Piece(
            start=(start := window.span.start.astimezone(zone)),
            end=window.span.end.astimezone(zone),
            at=f"{start:%H:%M}",
            left=f"{100 * ((window.span.start - span.start) / span.length):.4f}%",
            width=f"{100 * (window.span.length / span.length):.4f}%",
            is_chosen=window is chosen,
        )
        for window in plan.windows
    ]
