"""Emergency messages. In: who is signed in, a form. Out: what shows now, pictures to look at, one question, done.

Two steps: the form with its live pictures, then a page that says how many screens it takes over. Nothing is kept in
between: the second page carries the words on.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaign.data import convert, queries
from campaign.data.models import Channel, Emergency
from campaign.data.screens import sum_screens
from campaign.schedule.channels import ALL
from campaign.services import announcing, emergencies
from campaign.services.channels import find_channels, find_players
from campaign.services.rights import WARNERS, WATCHERS, has_role_everywhere
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.emergency_cards import Picture, describe, show_drawn
from campaign.studio.emergency_form import LENGTHS, Sheet, list_ticks, list_tongues, read_sheet
from campaign.studio.notices import show_screen
from campaign.studio.words import explain_error

A_PAGE = 10


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(WATCHERS)
def show_emergency(request: HttpRequest) -> HttpResponse:
    """What shows now, the form, and the way to take something down. A POST brings the words back from the question."""
    return _show_form(request, read_sheet(request.POST), faults=(), status=200)


@never_cache
@require_POST
@for_roles(WARNERS, everywhere=True)
def show_pictures(request: HttpRequest) -> HttpResponse:
    """The pictures alone, as the words are typed; without channels on every size of screen there is."""
    pictures, faults, _channels = _draw(read_sheet(request.POST), everywhere=True)
    return render(request, "studio/_emergency_pictures.html", {"pictures": pictures, "faults": faults})


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(WARNERS, everywhere=True)
def start_message(request: HttpRequest) -> HttpResponse:
    """First the question with all pictures; with `sure` it is done. Whoever comes back by its address alone, such as
    after choosing another language, begins anew."""
    if request.method == "GET":
        return redirect("emergency")
    sheet = read_sheet(request.POST)
    if request.POST.get("sure") == "1":
        return _start(request, sheet)
    pictures, faults, channels = _draw(sheet)
    if faults and not pictures:
        return _show_form(request, sheet, faults=faults, status=409)
    return _ask(request, sheet, pictures, channels, faults=faults)


def _start(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    try:
        row = emergencies.start(
            sheet.words,
            channels=sheet.channels,
            minutes=sheet.minutes,
            by=get_person(request),
            why=sheet.why,
            now=timezone.now(),
        )
    except CampaignError as error:
        return _show_form(request, sheet, faults=explain_error(error), status=409)
    messages.success(request, _("The message is on its way: players show it at their next poll."))
    return redirect("emergency-message", pk=row.pk)


def _ask(
    request: HttpRequest, sheet: Sheet, pictures: list[Picture], channels: list[Channel], *, faults: tuple[str, ...]
) -> HttpResponse:
    now = timezone.now()
    players = find_players(channels).select_related("channel").order_by("channel__position", "name")
    screens = [show_screen(player, now=now) for player in players]
    wrong = any(picture.faults for picture in pictures)
    running = emergencies.list_on(at=now).filter(pictures__channel__in=channels).distinct()
    context = {
        "sheet": sheet,
        "pictures": pictures,
        "faults": faults,
        "wrong": wrong,
        "screens": sum_screens(find_players(channels)),
        "quiet": [screen for screen in screens if screen.quiet],
        "channels": channels,
        "until": emergencies.find_end(now, minutes=sheet.minutes),
        "running": [describe(row, now=now) for row in running],
    }
    return render(request, "studio/emergency_confirm.html", context, status=409 if wrong else 200)


def _draw(sheet: Sheet, *, everywhere: bool = False) -> tuple[list[Picture], tuple[str, ...], list[Channel]]:
    """The pictures, what stands in the way of any, and the channels."""
    try:
        names = sheet.channels or ((ALL,) if everywhere else ())
        words = announcing.read_words(sheet.words)
        rows = find_channels(names)
        cores = [convert.read_channel(row) for row in rows]
        drawn = announcing.preview(words, cores, today=timezone.localdate())
    except CampaignError as error:
        return [], () if everywhere and sheet.is_empty else explain_error(error), []
    return show_drawn(drawn, rows), (), rows


def _show_form(request: HttpRequest, sheet: Sheet, *, faults: tuple[str, ...], status: int) -> HttpResponse:
    person, now = get_person(request), timezone.now()
    channels = list(queries.list_channels())
    own, others = list_tongues(sheet, channels, announcing.read_longest())
    joined, single = list_ticks(sheet, channels)
    past = Emergency.objects.exclude(pk__in=emergencies.list_on(at=now).values("pk"))
    context = {
        "may_warn": has_role_everywhere(person, WARNERS),
        "sheet": sheet,
        "faults": faults,
        "own": own,
        "others": others,
        "joined": joined,
        "single": single,
        "lengths": LENGTHS.items(),
        "running": [describe(row, now=now) for row in emergencies.list_on(at=now)],
        "past": [describe(row, now=now) for row in Paginator(past, A_PAGE).get_page(1).object_list],
    }
    return render(request, "studio/emergency.html", context, status=status)


@never_cache
@require_GET
@for_roles(WATCHERS)
def show_message(request: HttpRequest, pk: int) -> HttpResponse:
    """One message and what its players know; the part that changes by itself alone when htmx asks for it."""
    context = {
        "message_": describe(_find(pk), now=timezone.now()),
        "may_warn": has_role_everywhere(get_person(request), WARNERS),
        "lengths": LENGTHS.items(),
    }
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, "studio/_emergency_message.html" if part else "studio/emergency_message.html", context)


@require_POST
@for_roles(WARNERS, everywhere=True)
def end_message(request: HttpRequest, pk: int) -> HttpResponse:
    if emergencies.end(_find(pk), by=get_person(request), now=timezone.now()):
        messages.success(request, _("The message is ended. Players go back to their schedule at their next poll."))
    return redirect("emergency-message", pk=pk)


@require_POST
@for_roles(WARNERS, everywhere=True)
def prolong_message(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        minutes = read_sheet(request.POST).minutes
        emergencies.prolong(_find(pk), minutes=minutes, by=get_person(request), now=timezone.now())
    except CampaignError as error:
        messages.error(request, " ".join(explain_error(error)))
    else:
        messages.success(request, _("The message lasts longer now."))
    return redirect("emergency-message", pk=pk)


def _find(pk: int) -> Emergency:
    row = Emergency.objects.select_related("by", "lifted_by").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
