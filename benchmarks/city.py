"""A city's database to measure with. In: how many channels and players. Out: the tokens of its players.

Every channel has a released schedule: eight stories in two languages, a daypart of their own for half of them, and a
fallback. All channels show the same files. Import it after benchmarks.home has set Django up.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import cycle

from campaign.data.models import Channel, Player, Release, StoredFile, User
from campaign.schedule.flight import Flight
from campaign.schedule.release import Spot, write_release
from campaign.services import content
from campaign.services.changes import mark_change
from campaign.services.players import hash_token
from campaign.services.storage import get_store
from campaign.spec import channels as screens
from campaign.spec.digest import hash_bytes
from tests.factories.schedule import make_daypart, make_flight, make_release, make_screen, make_spots

STORIES = tuple(f"together/story-{number}" for number in range(8))
FILE_BYTES = 2_000_000
"""Of each spot: ten seconds of a quiet film."""


def build_city(*, channels: int, players: int) -> tuple[str, ...]:
    """Fill the database; the players take turns through the channels."""
    shown = [make_screen(f"channel-{number}", slots=10) for number in range(channels)]
    content.import_channels({screen.id: screen for screen in shown})
    _release(shown, files=tuple(_keep_files()))
    tokens = tuple(f"player-{number:05d}" for number in range(players))
    rows = cycle(Channel.objects.all())
    fleet = (
        Player(channel=row, name=token, token_sha256=hash_token(token))
        for row, token in zip(rows, tokens, strict=False)
    )
    Player.objects.bulk_create(fleet, batch_size=500)
    return tokens


def _keep_files() -> Iterator[StoredFile]:
    for number in range(2 * len(STORIES)):
        data = hashlib.shake_128(number.to_bytes(2)).digest(FILE_BYTES)
        sha256 = hash_bytes(data)
        get_store().put_bytes(data, name=f"{sha256}.mp4")
        facts = {"name": f"{sha256}.mp4", "media_type": "video/mp4", "size": FILE_BYTES, "seconds": 10}
        yield StoredFile.objects.create(sha256=sha256, **facts)


def _release(shown: Sequence[screens.Channel], *, files: Sequence[StoredFile]) -> None:
    now = datetime.now(UTC)
    frozen = make_release(
        channels=shown,
        dayparts=(make_daypart("peak", "07:00", "09:00"), make_daypart("evening", "17:00", "20:00")),
        flights=tuple(_list_flights([screen.id for screen in shown])),
        spots=tuple(spot for screen in shown for spot in _list_spots(screen, files)),
        fallbacks={screen.id: STORIES[:2] for screen in shown},
    )
    body = write_release(frozen)
    lead = User.objects.create_user("lead", role="lead")
    Release.objects.create(
        number=frozen.number,
        body=body,
        digest=hash_bytes(body.encode()),
        proposed_by=lead,
        released_by=lead,
        released_at=now,
        starts_at=now - timedelta(days=1),
    )
    mark_change(now=now)


def _list_flights(channels: Sequence[str]) -> Iterator[Flight]:
    for number, story in enumerate(STORIES):
        parts = ("peak", "evening") if number % 2 else ()
        yield make_flight(f"flight-{number}", item=story, channels=tuple(channels), share=10, dayparts=parts)


def _list_spots(screen: screens.Channel, files: Sequence[StoredFile]) -> Iterator[Spot]:
    for spot, file in zip(make_spots(*STORIES, channel=screen.id), files, strict=True):
        yield replace(spot, name=file.name, sha256=file.sha256, size=file.size)
