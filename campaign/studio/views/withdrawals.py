"""Withdrawals and what they ask. In: who is signed in. Out: what is stopped, which players know, who confirmed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from campaign.data import withdrawals as queries
from campaign.data.models import User, Withdrawal
from campaign.services import acknowledgements
from campaign.services.rights import OPERATORS, WATCHERS, Role, has_role
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.notices import Notice, make_notices, show_screen
from campaign.studio.words import explain_error

A_PAGE = 10


@require_GET
@for_roles(WATCHERS)
def show_withdrawals(request: HttpRequest) -> HttpResponse:
    """Those in force, newest first, and the screens that nobody has heard of; the lifted ones by themselves."""
    person, now = get_person(request), timezone.now()
    lifted = request.GET.get("lifted") == "1"
    rows = queries.find_withdrawals(person).filter(lifted_at__isnull=not lifted)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    screens = [show_screen(player, now=now) for player in queries.list_players()]
    quiet = (screen for screen in screens if screen.quiet)
    context = {
        "page": page,
        "lifted": lifted,
        "notices": _describe(person, list(page.object_list)),
        "quiet": sorted(quiet, key=lambda screen: (screen.seen_at or now, screen.name)),
        "screens": len(screens),
    }
    return render(request, "studio/withdrawals.html", context)


@require_GET
@for_roles(WATCHERS)
def show_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; the part that changes by itself alone when htmx asks for it."""
    person, row = get_person(request), _find(request, pk)
    [notice] = _describe(person, [row])
    context = {"notice": notice, "may_confirm": has_role(person, OPERATORS) and row.lifted_at is None}
    part = request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request")
    return render(request, "studio/_withdrawal.html" if part else "studio/withdrawal.html", context)


@require_POST
@for_roles(OPERATORS)
def confirm_withdrawal(request: HttpRequest, pk: int) -> HttpResponse:
    """For one player, or all of a channel's."""
    row = _find(request, pk)
    rows = queries.list_asked(Withdrawal.objects.filter(pk=row.pk))
    player, channel = request.POST.get("player", ""), request.POST.get("channel", "")
    rows = (
        rows.filter(player=int(player))
        if player.isdecimal() and len(player) < 19
        else rows.filter(player__channel__slug=channel)
    )
    chosen = list(rows.values_list("player", flat=True))
    try:
        done = acknowledgements.confirm(row, players=chosen, by=get_person(request), now=timezone.now())
    except CampaignError as error:
        messages.error(request, " ".join(explain_error(error)))
    else:
        messages.success(request, _tell(done))
    return redirect("withdrawal", pk=pk)


def _tell(done: int) -> str:
    if not done:
        return _("It was confirmed already; the first confirmation stays.")
    return ngettext("Confirmed for %(number)s screen.", "Confirmed for %(number)s screens.", done) % {"number": done}


def _find(request: HttpRequest, pk: int) -> Withdrawal:
    row = queries.find_withdrawals(get_person(request)).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def _describe(person: User, rows: list[Withdrawal]) -> list[Notice]:
    asked = queries.list_asked(Withdrawal.objects.filter(pk__in=[row.pk for row in rows]))
    tells_why = person.role != Role.OPERATOR or person.is_superuser
    return make_notices(rows, asked, now=timezone.now(), tells_why=tells_why)
