"""Taking something down. In: what, named in the address. Out: one question that says how many screens, then it is gone.

Whoever may not stop it is told so when asking; the page of the withdrawal tells afterwards which players know.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from campaign.data import queries
from campaign.data.models import Campaign, Item, Player, User, Withdrawal
from campaign.data.screens import sum_screens
from campaign.data.withdrawals import find_withdrawals
from campaign.forms.words import pick_text
from campaign.services import emergencies, withdrawals
from campaign.services.acknowledgements import find_holders
from campaign.services.rights import WATCHERS, Role
from campaign.spec.errors import CampaignError
from campaign.studio.access import for_roles, get_person
from campaign.studio.notices import name_targets, show_screen
from campaign.studio.words import explain_error

Scope = Withdrawal.Scope
LONGEST = 2000


@dataclass(frozen=True)
class Choice:
    """A campaign with its stories: ref and title of each."""

    ref: str
    title: str
    items: tuple[tuple[str, str], ...]


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(WATCHERS)
def take_down(request: HttpRequest) -> HttpResponse:
    """Without a scope: what there is to choose from."""
    asked = request.POST if request.method == "POST" else request.GET
    scope, ref = asked.get("scope", ""), asked.get("ref", "")
    if not scope:
        return render(request, "studio/takedown.html", {"choices": list(_list_choices(get_person(request)))})
    why, faults = asked.get("why", "").strip()[:LONGEST], _foresee(request, scope, ref)
    if request.method == "POST" and not faults:
        faults = (_("Please say why: whoever worked on it will want to know."),) if not why else ()
        if not faults:
            try:
                row = withdrawals.withdraw(scope=scope, ref=ref, by=get_person(request), why=why, now=timezone.now())
            except CampaignError as error:
                faults = explain_error(error)
            else:
                messages.success(request, _("Withdrawn. It is gone from every playlist at the next poll."))
                seen = find_withdrawals(get_person(request)).filter(pk=row.pk).exists()
                return redirect("withdrawal", pk=row.pk) if seen else redirect("withdrawals")
    return _ask(request, scope, ref, why=why, faults=faults)


def _foresee(request: HttpRequest, scope: str, ref: str) -> tuple[str, ...]:
    try:
        withdrawals.find_own(scope=scope, ref=ref, by=get_person(request))
    except CampaignError as error:
        return explain_error(error)
    return ()


def _ask(request: HttpRequest, scope: str, ref: str, *, why: str, faults: tuple[str, ...]) -> HttpResponse:
    now = timezone.now()
    known = not _foresee(request, scope, ref)
    players = find_holders(scope=scope, ref=ref, now=now) if known else Player.objects.none()
    rows = players.select_related("channel").order_by("channel__position", "name")
    screens = [show_screen(player, now=now) for player in rows]
    standing = Withdrawal.objects.filter(scope=scope, ref=ref, consent=None, lifted_at=None).first()
    title, what = name_targets([Withdrawal(pk=0, scope=scope, ref=ref)])[0] if known else ("", "")
    context = {
        "scope": scope,
        "ref": ref,
        "title": title,
        "what": what,
        "why": why,
        "faults": faults,
        "known": known,
        "screens": sum_screens(players),
        "channels": dict.fromkeys(screen.channel for screen in screens),
        "quiet": [screen for screen in screens if screen.quiet],
        "standing": standing,
        "running": emergencies.list_on(at=now).count() if scope == Scope.EVERYTHING else 0,
    }
    return render(request, "studio/takedown_confirm.html", context, status=409 if faults else 200)


def _list_choices(person: User) -> Iterator[Choice]:
    """The person's own campaigns; all of them for those who look after screens."""
    rows = Campaign.objects.all() if person.role == Role.OPERATOR else queries.find_campaigns(person)
    for row in rows.order_by("slug"):
        items = Item.objects.filter(campaign=row).exclude(current=None).select_related("current").order_by("slug")
        yield Choice(
            row.slug,
            pick_text(row.body["title"]),
            tuple((f"{row.slug}/{item.slug}", _name_item(item)) for item in items),
        )


def _name_item(item: Item) -> str:
    title = item.current.body.get("title") if item.current else None
    return pick_text(title) if title else item.slug
