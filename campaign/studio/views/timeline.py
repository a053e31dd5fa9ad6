"""The timeline. In: what of it is wanted, maybe a flight that is moved. Out: channels by days, and what a move does.

A move is tried before it is saved: the page shows the schedule as it would be, and what speaks against it then. It is
saved by the same service as any change of a flight, and can be undone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from campaign.forms.words import pick_text
from campaign.schedule.changes import write_flight
from campaign.schedule.flights import find_channels
from campaign.services import flights
from campaign.services.flights import Book, Overtaken
from campaign.services.rights import LEADS, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import EVERYBODY, for_roles, get_person, name_person
from campaign.studio.board import draw_board
from campaign.studio.effects import Effects, measure_effects
from campaign.studio.gathering import gather_parts
from campaign.studio.objections import list_faults, tell_fault
from campaign.studio.scale import WORDS, Scale, Zoom
from campaign.studio.trial import Trial, Typed, read_typed, try_flight
from campaign.studio.typed import LONGEST_WHY
from campaign.studio.views.flights import Desk, find_entry, find_folder, lay_out, lay_out_or_404
from campaign.studio.wanted import KEPT, Wanted, read_wanted
from campaign.studio.words import explain_error


@dataclass(frozen=True)
class Moving:
    """A flight that was chosen; `refused` is why it could not be saved, `saved` the number of the change that was."""

    trial: Trial
    refused: tuple[str, ...] = ()
    overtaken: Overtaken | None = None
    saved: int = 0


@never_cache
@require_GET
@for_roles(EVERYBODY)
def show_timeline(request: HttpRequest) -> HttpResponse:
    """`?flight=` chooses one, `since`, `until`, `from` and `to` try it elsewhere."""
    try:
        desk = lay_out(timezone.now())
    except CampaignError as error:
        return render(request, "studio/timeline.html", {"broken": list_faults(error)})
    return _render(request, desk, request.GET, _read_moving(request, desk))


def _read_moving(request: HttpRequest, desk: Desk) -> Moving | None:
    """None where no flight is chosen, or one that cannot be shown."""
    entry = desk.book.entries.get(request.GET.get("flight", ""))
    if entry is None or entry.flight is None:
        return None
    typed = read_typed(request.GET, entry.flight, stamp=entry.stamp)
    saved = request.GET.get("saved", "")
    is_last = entry.change is not None and saved == str(entry.change.pk)
    trial = try_flight(entry, entry.flight, typed, names=desk.book.names)
    return Moving(trial, saved=entry.change.pk if entry.change and is_last else 0)


@never_cache
@require_POST
@for_roles(LEADS)
def move_flight(request: HttpRequest, flight: str) -> HttpResponse:
    """Saved, or with any other button only tried."""
    desk = lay_out_or_404()
    entry = find_entry(desk.book, flight)
    if entry.flight is None:
        return redirect("flight", flight=flight)
    typed = read_typed(request.POST, entry.flight, stamp=entry.stamp)
    trial = try_flight(entry, entry.flight, typed, names=desk.book.names)
    if "save" not in request.POST or trial.after is None:
        return _render(request, desk, request.POST, Moving(trial), status=422 if trial.faults else 200)
    if not trial.is_moved:
        messages.info(request, _("Nothing was changed."))
        return redirect(_locate(request, flight=flight))
    try:
        kept = _save(request, trial, typed)
    except Overtaken as error:
        return _render(request, lay_out_or_404(), request.POST, _retry(trial, error), status=409)
    except CampaignError as error:
        return _render(request, desk, request.POST, Moving(trial, explain_error(error)), status=422)
    messages.success(request, _("Saved. It plays from the next release on."))
    return redirect(_locate(request, flight=flight, saved=kept))


def _save(request: HttpRequest, trial: Trial, typed: Typed) -> int:
    assert trial.after is not None  # noqa: S101 - the view has seen to it
    body, by = write_flight(trial.after), get_person(request)
    why = typed.why[:LONGEST_WHY]
    return flights.change(trial.after.id, body, stamp=typed.stamp, by=by, why=why, folder=find_folder()).pk


def _retry(trial: Trial, error: Overtaken) -> Moving:
    """What was tried stays; saving once more puts it over theirs."""
    typed = replace(trial.typed, stamp=error.entry.stamp)
    return Moving(replace(trial, entry=error.entry, typed=typed), overtaken=error)


@never_cache
@require_POST
@for_roles(LEADS)
def undo_move(request: HttpRequest, flight: str) -> HttpResponse:
    """The last change of the flight counts no more; `change` is the one that is meant."""
    number = request.POST.get("change", "")
    change = int(number) if number.isdecimal() and len(number) < 19 else None
    try:
        flights.undo(flight, change=change, by=get_person(request), why=_("Undone"), folder=find_folder())
    except CampaignError as error:
        for words in explain_error(error):
            messages.error(request, words)
    else:
        messages.success(request, _("Undone: it is as it was before."))
    return redirect(_locate(request, flight=flight))


def _locate(request: HttpRequest, **more: object) -> str:
    """The timeline as it was looked at."""
    data = request.POST
    words = {name: data[name] for name in KEPT if data.get(name)} | {name: str(value) for name, value in more.items()}
    query = data.copy()
    query.clear()
    query.update(words)
    return f"{reverse('timeline')}?{query.urlencode()}"


def _render(
    request: HttpRequest, desk: Desk, data: Mapping[str, str], moving: Moving | None, *, status: int = 200
) -> HttpResponse:
    now, book, person = timezone.now(), desk.book, get_person(request)
    wanted = read_wanted(data, channels=book.names.channels, today=desk.today)
    effects = _measure(desk, moving, now=now)
    tried = moving.trial.tried if moving else None
    forecast = effects.forecast if effects else desk.forecast
    gathered = gather_parts(book, wanted, forecast=forecast, tried=tried, person=person)
    context = {
        "wanted": wanted,
        "board": draw_board(gathered.parts, wanted.channels, wanted.scale, now=now),
        "legend": [(entry, wanted.write(campaign=entry.slug)) for entry in gathered.legend],
        "moving": moving,
        "chosen": gathered.parts.labels[moving.trial.before.id] if moving else None,
        "effects": effects,
        "faults": [tell_fault(fault) for fault in desk.faults],
        "hindrances": [tell_fault(fault) for fault in effects.faults] if effects else [],
        "may_change": has_role(person, LEADS),
        "places": _list_places(book, moving) if moving else [],
        "groups": sorted({group for channel in book.names.channels.values() for group in channel.groups}),
        "channels": [(channel.id, pick_text(channel.title)) for channel in book.names.channels.values()],
        "other": _tell_other(moving),
        **_list_links(wanted, today=desk.today),
    }
    return render(request, "studio/timeline.html", context, status=status)


def _measure(desk: Desk, moving: Moving | None, *, now: datetime) -> Effects | None:
    if moving is None:
        return None
    return measure_effects(
        moving.trial,
        desk.book,
        before=desk.forecast,
        found=desk.found,
        today=desk.today,
        now=now,
        folder=find_folder(),
    )


def _list_places(book: Book, moving: Moving) -> list[tuple[str, str, bool]]:
    """Every channel with its title, and whether the flight is on it as it counts."""
    here = find_channels(moving.trial.before, book.names.channels)
    return [(channel.id, pick_text(channel.title), channel.id in here) for channel in book.names.channels.values()]


def _tell_other(moving: Moving | None) -> dict[str, object] | None:
    """Who changed the flight meanwhile, and when."""
    change = moving.overtaken.entry.change if moving and moving.overtaken else None
    return {"who": name_person(change.by), "at": change.at} if change else None


def _list_links(wanted: Wanted, *, today: date) -> dict[str, object]:
    scale = wanted.scale
    return {
        "zooms": [
            (zoom, words, wanted.write(zoom=zoom.value, on=_aim(scale, zoom, today))) for zoom, words in WORDS.items()
        ],
        "before": wanted.write(on=scale.before.isoformat()),
        "after": wanted.write(on=scale.after.isoformat()),
        "today": "" if scale.shows(today, today) else wanted.write(on=today.isoformat()),
        "everything": wanted.write(campaign="", channel="", troubled="", page=""),
        "is_narrowed": bool(wanted.campaign or wanted.channel or wanted.troubled),
        "pages": [(page, wanted.write(page=page)) for page in range(1, wanted.pages + 1)] if wanted.pages > 1 else [],
    }


def _aim(scale: Scale, zoom: Zoom, today: date) -> str:
    """The day on which the other scale begins: today where it is in sight."""
    return (today if scale.shows(today, today) else scale.first).isoformat()
