"""What players fetch. Tokens are in the path: old players cannot send headers, and some add a random query."""

from django.urls import URLPattern, URLResolver, re_path

from campaign.feeds import bundle, health, heartbeat, loops, media, metrics, player, playlists, plays
from campaign.feeds.answers import pace
from campaign.playlists.formats import MEDIA_TYPES

KINDS = "|".join(MEDIA_TYPES)

urlpatterns: list[URLPattern | URLResolver] = [
    re_path(
        rf"^feeds/(?P<token>[^/]+)/playlist\.(?P<kind>{KINDS})$",
        playlists.give_playlist,
        name="playlist",
    ),
    re_path(
        rf"^feeds/(?P<token>[^/]+)/playlist\.(?P<kind>{KINDS})\.minisig$",
        playlists.give_signature,
        name="signature",
    ),
    re_path(r"^feeds/(?P<token>[^/]+)/keys\.json$", playlists.give_keys, name="keys"),
    re_path(r"^feeds/(?P<token>[^/]+)/keys\.json\.minisig$", playlists.give_keys_signature, name="keys-signature"),
    re_path(r"^feeds/(?P<token>[^/]+)/gone\.minisig$", playlists.give_farewell, name="gone"),
    re_path(r"^feeds/(?P<token>[^/]+)/loop\.mp4$", loops.give_loop, name="loop"),
    re_path(r"^feeds/(?P<token>[^/]+)/bundle\.zip$", bundle.give_bundle, name="bundle"),
    re_path(r"^feeds/(?P<token>[^/]+)/heartbeat$", heartbeat.take_heartbeat, name="heartbeat"),
    re_path(r"^feeds/(?P<token>[^/]+)/plays$", plays.take_plays, name="plays"),
    re_path(r"^feeds/(?P<token>[^/]+)/playlog-[^/]{1,80}\.xml$", plays.take_playlog, name="playlog"),
    re_path(r"^feeds/(?P<token>[^/]+)/player$", pace(player.show_player), name="web-player"),
    re_path(r"^feeds/(?P<token>[^/]+)/worker\.js$", pace(player.give_worker), name="player-worker"),
    re_path(r"^media/(?P<name>[0-9a-f]{64}\.[a-z0-9]{1,8})$", media.give_media, name="media"),
    re_path(r"^health$", health.give_health, name="health"),
    re_path(r"^health/live$", health.give_live, name="live"),
    re_path(r"^health/ready$", health.give_ready, name="ready"),
    re_path(r"^metrics$", metrics.give_metrics, name="metrics"),
]
