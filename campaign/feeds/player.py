"""The web player. In: a player's token. Out: its page and service worker; everything else it fetches from the feeds.

The worker lies below the token, so that its reach is this one player's address and nothing of the studio's.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from campaign.data import convert
from campaign.feeds.answers import refuse
from campaign.services import players
from campaign.spec.languages import split_languages


@require_safe
def show_player(request: HttpRequest, token: str) -> HttpResponse:
    """The page; kept by the worker, so it opens without a network too."""
    player = players.authenticate(token)
    if player is None:
        return refuse()
    channel = convert.read_channel(player.channel)
    response = render(
        request, "feeds/player.html", {"channel": channel, "language": split_languages(channel.languages[0])[0]}
    )
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def give_worker(request: HttpRequest, token: str) -> HttpResponse:
    """The service worker; browsers look for a newer one by themselves."""
    if players.authenticate(token) is None:
        return refuse()
    response = render(request, "feeds/worker.js", content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response
