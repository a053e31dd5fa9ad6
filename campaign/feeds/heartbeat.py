"""POST /feeds/<token>/heartbeat. In: what a player says of itself, as JSON. Out: what time it is.

The answer is as exact as the way there and back is short, so that a player may go by it.
"""

import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from campaign.feeds.answers import open_to, refuse, tell
from campaign.feeds.bodies import read_body
from campaign.services import health, players
from campaign.spec.errors import InvalidValue
from campaign.spec.health import read_health

LARGEST = 16_384  # bytes; the longest heartbeat of ours has about a thousand


@open_to("POST")
def take_heartbeat(request: HttpRequest, token: str) -> HttpResponse:
    """A body that cannot be read is told what is wrong with it, and changes nothing."""
    player = players.authenticate(token)
    if player is None:
        return refuse()
    body = read_body(request, most=LARGEST)
    if body is None:
        return tell("too long", status=413)
    try:
        said = read_health(json.loads(body))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError is a ValueError too
        return tell(f"no JSON: {error}", status=400)
    except InvalidValue as error:
        return tell(str(error), status=400)
    health.note_heartbeat(player, said, at=timezone.now())
    response = JsonResponse({"now": timezone.now().isoformat(timespec="milliseconds")})
    response.headers["Cache-Control"] = "no-store"
    return response
