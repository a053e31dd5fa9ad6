"""docs/players.md tells operators of every address there is, and its example is what we write."""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import URLPattern

from campaign.feeds.urls import urlpatterns
from campaign.playlists.build import build_playlist
from campaign.playlists.formats import MEDIA_TYPES
from campaign.playlists.items import Revoked
from campaign.playlists.json_file import write_json
from campaign.schedule.reigns import Reign
from tests.factories.schedule import make_flight, make_release, make_spots

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "players.md").read_text(encoding="utf-8")
NOON = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Sofia"))


def test_every_address_of_players_stands_in_the_guide() -> None:
    routes = [pattern for pattern in urlpatterns if isinstance(pattern, URLPattern)]
    names = {str(route.name) for route in routes if "token" in str(route.pattern)}
    addresses = {
        "playlist": "playlist.json",
        "signature": "playlist.<kind>.minisig",
        "keys": "keys.json",
        "keys-signature": "keys.json.minisig",
        "gone": "gone.minisig",
        "loop": "loop.mp4",
        "bundle": "bundle.zip",
        "heartbeat": "heartbeat",
        "plays": "plays",
        "playlog": "playlog-<uuid>.xml",
        "web-player": "player",
        "player-worker": "worker.js",
    }
    assert names == addresses.keys()
    assert [address for address in addresses.values() if f"{address}`" not in GUIDE] == []
    assert [kind for kind in MEDIA_TYPES if f".{kind}`" not in GUIDE] == []


def test_the_example_has_no_name_that_we_do_not_write() -> None:
    found = re.search(r"```json\n(\{\"version\".*?)```", GUIDE, re.DOTALL)
    assert found is not None
    release = make_release(flights=(make_flight(share=100),), spots=make_spots("together/ana", "together/project"))
    made = build_playlist([Reign(release, None)], channel="tram", at=NOON, revoked=Revoked(), base_url="")
    written = json.loads(write_json(made))
    example = json.loads(found[1])
    assert example.keys() == written.keys()
    for part in ("channel", "revoked"):
        assert example[part].keys() <= written[part].keys()
    assert find_names(example["media"]) <= find_names(written["media"])
    assert example["windows"][0].keys() == written["windows"][0].keys()


def find_names(media: dict[str, Any]) -> set[str]:
    return set(next(iter(media.values())))
