"""One player. In: its number, a form, an act to confirm. Out: how it is; a new address, shown once.

The page with an address answers the form itself: a token is nowhere kept, so no later page could show it. Sent twice,
such a form changes nothing.
"""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from campaign.data import convert
from campaign.data.models import Channel, Player
from campaign.services import fleet, players
from campaign.services.players import NewPlayer
from campaign.services.rights import OPERATORS, WATCHERS, has_role
from campaign.studio.access import for_roles, get_person
from campaign.studio.player_cards import Cell, show_cells
from campaign.studio.player_form import PlayerForm, fill_form
from campaign.studio.ways import list_ways


@never_cache
@require_GET
@for_roles(WATCHERS)
def show_player(request: HttpRequest, pk: int) -> HttpResponse:
    """How it is, and how players of its channel are connected."""
    player, now = _find(pk), timezone.now()
    health = convert.read_health(player)
    context = {
        "player": player,
        "cell": _show(player, now=now),
        "said": _show(player, now=player.health_at) if player.health_at else None,
        "health": health,
        "ways": list_ways(convert.read_channel(player.channel), base_url=settings.PUBLIC_URL),
        "may_change": has_role(get_person(request), OPERATORS),
    }
    return render(request, "studio/player.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(OPERATORS)
def add_player(request: HttpRequest) -> HttpResponse:
    """The form, then the address."""
    form = PlayerForm(request.POST or None, initial={"channel": request.GET.get("channel", ""), "screens": 1})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        new = players.create(
            **{name: typed[name] for name in ("channel", "name", "screens")}, by=get_person(request), now=timezone.now()
        )
        return _show_once(request, new, made=True)
    return render(request, "studio/player_form.html", {"form": form}, status=409 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(OPERATORS)
def change_player(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, channel and screens; the address stays."""
    player = _find(pk)
    form = PlayerForm(request.POST, player=player) if request.method == "POST" else fill_form(player)
    if request.method == "POST" and form.is_valid():
        players.change(player, **form.cleaned_data, now=timezone.now(), by=get_person(request))
        messages.success(request, _("Saved."))
        return redirect("player", pk=pk)
    context = {"form": form, "player": player}
    return render(request, "studio/player_form.html", context, status=409 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(OPERATORS)
def rotate_player(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first: the device stands still until somebody gives it the new address."""
    player = _find(pk)
    if request.method == "POST":
        if request.POST.get("stamp") == _stamp(player):
            new = players.rotate(player, now=timezone.now(), by=get_person(request))
            return _show_once(request, new, made=False)
        messages.error(request, _("The address was changed meanwhile. Change it once more if you need to see it."))
        return redirect("player", pk=pk)
    return _ask(request, player, act="rotate")


@never_cache
@require_http_methods(["GET", "POST"])
@for_roles(OPERATORS)
def revoke_player(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and says how many screens go dark."""
    player = _find(pk)
    if request.method == "POST":
        if player.revoked_at is None:
            players.revoke(player, now=timezone.now(), by=get_person(request))
        messages.success(request, _("The address of “%(name)s” has ended.") % {"name": player.name})
        return redirect("player", pk=pk)
    return _ask(request, player, act="revoke")


@require_GET
@for_roles(WATCHERS)
def show_ways(request: HttpRequest, slug: str) -> HttpResponse:
    """How players of a channel are connected, without anybody's address."""
    row = get_object_or_404(Channel, slug=slug)
    channel = convert.read_channel(row)
    context = {
        "channel": channel,
        "slug": slug,
        "ways": list_ways(channel, base_url=settings.PUBLIC_URL),
        "may_add": has_role(get_person(request), OPERATORS),
    }
    return render(request, "studio/connect.html", context)


def _find(pk: int) -> Player:
    return get_object_or_404(Player.objects.select_related("channel"), pk=pk)


def _show(player: Player, *, now: datetime) -> Cell:
    """As it is at the moment; at that of its last word all that it said then."""
    (cell,) = show_cells(fleet.judge([player], now=now), in_force=fleet.find_in_force(now=now), now=now)
    return cell


def _stamp(player: Player) -> str:
    """Which address the form is about: the beginning of what is kept of it tells nothing of the token."""
    return player.token_sha256[:16]


def _ask(request: HttpRequest, player: Player, *, act: str) -> HttpResponse:
    context = {"player": player, "act": act, "stamp": _stamp(player), "cell": _show(player, now=timezone.now())}
    return render(request, "studio/player_act.html", context)


def _show_once(request: HttpRequest, new: NewPlayer, *, made: bool) -> HttpResponse:
    """Kept by no cache, and told to no other site."""
    channel = convert.read_channel(new.player.channel)
    context = {
        "player": new.player,
        "made": made,
        "ways": list_ways(channel, base_url=settings.PUBLIC_URL, token=new.token),
    }
    answer = render(request, "studio/player_address.html", context)
    answer.headers["Referrer-Policy"] = "same-origin"  # “no-referrer” would have the page's own forms refused
    return answer
