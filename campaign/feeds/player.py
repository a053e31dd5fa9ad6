"""The web player. In: a player's token. Out: its page and service worker; everything else it fetches from the feeds.

The worker lies below the token, so that its reach is this one player's address and nothing of the studio's. The same
scripts run from a folder too: `static/feeds/index.html` beside the folder `player`, a `playlist.js` and `media`.
"""

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaign.data import convert
from campaign.data.models import Player
from campaign.feeds.answers import refuse
from campaign.services import players
from campaign.services.publishing import name_publicly
from campaign.services.signing import find_trust
from campaign.spec.digest import hash_bytes, hash_value
from campaign.spec.languages import split_languages

STATIC = Path(__file__).parent / "static"
NAMES = (
    *("line", "clock", "notes"),
    *("hashes", "ed25519", "minisign", "trust"),  # by which a list is believed
    *("timetable", "files", "stage", "plays", "health", "screen", "update"),
    "player",  # starts what the others are
)
SCRIPTS = tuple(f"feeds/player/{name}.js" for name in NAMES)
PARTS = (*SCRIPTS, "feeds/player/player.css", "feeds/player/rest.svg")


@require_safe
def show_player(request: HttpRequest, token: str) -> HttpResponse:
    """The page; kept by the worker, so it opens without a network too."""
    player = players.authenticate(token)
    if player is None:
        return refuse()
    response = HttpResponse(write_page(player, token=token))
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def give_worker(request: HttpRequest, token: str) -> HttpResponse:
    """The service worker; a player takes over a newer one, with all parts of that version, at its next hour."""
    player = players.authenticate(token)
    if player is None:
        return refuse()
    version = hash_value([hash_parts(), hash_bytes(write_page(player, token=token).encode())])[:16]
    context = {"version": version, "parts": PARTS}
    response = render(request, "feeds/worker.js", context, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def write_page(player: Player, *, token: str) -> str:
    """With the root key, by which it believes all else, and the name that lists for this player are signed to."""
    channel = convert.read_channel(player.channel)
    facts = {
        "channel": channel,
        "language": split_languages(channel.languages[0])[0],
        "scripts": SCRIPTS,
        "root": find_trust(at=timezone.now()).root,
        "player": name_publicly(token),
    }
    return render_to_string("feeds/player.html", facts)


@cache
def hash_parts() -> str:
    """Of all the files; they change with the process that serves them."""
    return hash_value([hash_bytes((STATIC / part).read_bytes()) for part in PARTS])
